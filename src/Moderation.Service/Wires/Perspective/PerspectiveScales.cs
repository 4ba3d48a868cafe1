using Moderation.Learning;
using Moderation.Models;

namespace Moderation.Service.Wires.Perspective;

/// <summary>The scale of the model that spoke, read when the model first speaks.</summary>
internal sealed class PerspectiveScales(ModelShelf shelf, PerspectiveOptions options, ILogger<PerspectiveScales> log)
{
    private static readonly Action<ILogger, string, Exception?> Missing = LoggerMessage.Define<string>(
        LogLevel.Warning, new EventId(1, "ScaleMissing"),
        "The model {Model} has no Perspective scale, its probabilities are given as they are; 'moderation perspective-scale' fits one");

    private static readonly Action<ILogger, string, Exception?> Refused = LoggerMessage.Define<string>(
        LogLevel.Error, new EventId(2, "ScaleRefused"), "The Perspective scale was refused, probabilities are given as they are: {Reason}");

    private volatile Entry? _last;

    /// <summary>The scale for scores of a model.</summary>
    public PerspectiveScale For(string model)
    {
        var last = _last;
        if (last?.Model != model)
        {
            _last = last = new Entry(model, Load(model));
        }

        return last.Scale;
    }

    private PerspectiveScale Load(string model)
    {
        if (!options.OnPerspectiveScale)
        {
            return PerspectiveScale.Probability;
        }

        try
        {
            if (ScaleFile.Load(shelf.Folder, model) is { } scale)
            {
                return scale;
            }

            Missing(log, model, null);
        }
        catch (Exception fault) when (fault is ModelRefusedException or IOException or UnauthorizedAccessException)
        {
            Refused(log, fault.Message, null);
        }

        return PerspectiveScale.Probability;
    }

    private sealed record Entry(string Model, PerspectiveScale Scale);
}
