using Moderation.Learning;
using Moderation.Models;
using Moderation.Policies;

namespace Moderation.Service.Hosting;

/// <summary>What is in force: the moderator over the champion, its card and the policy that goes with its thresholds.</summary>
/// <param name="Moderator">Judges comments.</param>
/// <param name="Card">The champion's card.</param>
/// <param name="Policy">For sites without thresholds of their own.</param>
public sealed record ModelInForce(Moderator Moderator, ModelCard Card, Policy Policy);

/// <summary>
/// Holds the champion and swaps it when <c>champion.json</c> changes. A request takes <see cref="Current"/> once and keeps it
/// to its end, so none is ever answered half by one model and half by the next.
/// </summary>
public sealed class ActiveModel(ModelShelf shelf, ILogger<ActiveModel> log)
{
    private volatile ModelInForce? _current;
    private volatile string? _refusal;

    /// <summary>The model in force, or null while there is none (comments are then unscored and wait for review).</summary>
    public ModelInForce? Current => _current;

    /// <summary>Loads the champion if it is not the one in force. A refused one leaves the old in force and is logged.</summary>
    /// <returns>Whether a model is in force.</returns>
    public bool Refresh()
    {
        try
        {
            if (shelf.Champion() is { } champion && champion.Model != _current?.Card.Id)
            {
                var (classifier, card) = shelf.Load(champion.Model);
                _current = new ModelInForce(new Moderator(classifier), card, DefaultPolicy.ForModel(card));
                _refusal = null;
                Log.InForce(log, card.Id);
            }
        }
        catch (Exception fault) when (fault is ModelRefusedException or IOException or UnauthorizedAccessException)
        {
            // It is looked at every few seconds, and said once.
            if (fault.Message != _refusal)
            {
                _refusal = fault.Message;
                Log.Refused(log, fault.Message);
            }
        }

        return _current is not null;
    }

    private static class Log
    {
        private static readonly Action<ILogger, string, Exception?> InForceMessage =
            LoggerMessage.Define<string>(LogLevel.Information, new EventId(1, "ModelInForce"), "Model {Model} is in force");

        private static readonly Action<ILogger, string, Exception?> RefusedMessage =
            LoggerMessage.Define<string>(LogLevel.Error, new EventId(2, "ModelRefused"), "The champion was refused: {Reason}");

        public static void InForce(ILogger logger, string model) => InForceMessage(logger, model, null);

        public static void Refused(ILogger logger, string reason) => RefusedMessage(logger, reason, null);
    }
}
