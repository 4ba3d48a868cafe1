using Moderation.Learning.SecondStage;
using Moderation.Models;
using Moderation.Scoring;

namespace Moderation.Service.Hosting;

/// <summary>How model files become classifiers: with the second stage behind them where the settings name one.</summary>
/// <param name="options">The settings.</param>
/// <param name="shelf">The shelf's folder.</param>
/// <param name="log">
/// Given in a service: a second stage that cannot be used is then logged, and the first answers alone, since a site that waits for
/// nobody is worth more than the last per cent. A verb stops instead.
/// </param>
internal sealed class Classifiers(ModerationOptions options, string shelf, ILogger<Classifiers>? log)
{
    private readonly Lazy<OnnxStage> _second = new(() => OnnxStage.Open(Path.Combine(shelf, "second-stage", options.SecondStage), TimeProvider.System));

    /// <summary>Opens a model file.</summary>
    /// <exception cref="ModelRefusedException">It, or for a verb the second stage, cannot be used.</exception>
    public IClassifier Open(string file, ModelCard card)
    {
        var first = ModelLoader.Open(file, card);
        if (options.SecondStage == ModerationOptions.SecondStageOff)
        {
            return first;
        }

        try
        {
            return new CascadeClassifier(first, card.Thresholds, _second.Value, TimeProvider.System, Report);
        }
        catch (ModelRefusedException refusal) when (log is not null)
        {
            Log.Refused(log, refusal.Message);
            return first;
        }
    }

    private void Report(string failure)
    {
        if (log is not null)
        {
            Log.Failing(log, failure);
        }
    }

    private static class Log
    {
        private static readonly Action<ILogger, string, Exception?> RefusedMessage =
            LoggerMessage.Define<string>(LogLevel.Error, new EventId(1, "SecondStageRefused"), "The second stage was refused, the first answers alone: {Reason}");

        private static readonly Action<ILogger, string, Exception?> FailingMessage =
            LoggerMessage.Define<string>(LogLevel.Warning, new EventId(2, "SecondStageFailing"), "{Failure}");

        public static void Refused(ILogger logger, string reason) => RefusedMessage(logger, reason, null);

        public static void Failing(ILogger logger, string failure) => FailingMessage(logger, failure, null);
    }
}
