using System.Globalization;
using Moderation.Labels;
using Moderation.Models;
using Moderation.Policies;

namespace Moderation.Service.Owners;

/// <summary>A policy while its owner writes it: thresholds as typed, empty where the label is not acted on.</summary>
public sealed class PolicyDraft
{
    private PolicyDraft(Dictionary<string, string> review, Dictionary<string, string> reject, bool failOpen) =>
        (Review, Reject, FailOpen) = (review, reject, failOpen);

    /// <summary>By label: from which probability a comment is held.</summary>
    public Dictionary<string, string> Review { get; }

    /// <summary>By label: from which probability a comment is rejected without a person.</summary>
    public Dictionary<string, string> Reject { get; }

    /// <summary>Whether a comment that could not be scored is let through where the wire must answer at once.</summary>
    public bool FailOpen { get; set; }

    /// <summary>A policy as typed.</summary>
    public static PolicyDraft Of(Policy policy) => new(Text(policy.Review), Text(policy.Reject), policy.FailOpen);

    /// <summary>The policy, for the model in force.</summary>
    /// <param name="card">The model the thresholds are for.</param>
    /// <param name="version">Name of this version.</param>
    /// <param name="fault">What cannot be read, with the cure; null where all can.</param>
    public Policy? Read(ModelCard card, string version, out string? fault)
    {
        fault = null;
        var (review, reject) = (Numbers(Review, ref fault), Numbers(Reject, ref fault));
        return fault is null ? new Policy { Version = version, Model = card.Id, Review = review, Reject = reject, FailOpen = FailOpen } : null;
    }

    private static Dictionary<string, string> Text(IReadOnlyDictionary<string, float> thresholds) => LabelNames.All.ToDictionary(
        label => label, label => thresholds.TryGetValue(label, out var threshold) ? threshold.ToString("0.####", CultureInfo.InvariantCulture) : "");

    private static Dictionary<string, float> Numbers(Dictionary<string, string> typed, ref string? fault)
    {
        var numbers = new Dictionary<string, float>();
        foreach (var (label, text) in typed.Where(pair => !string.IsNullOrWhiteSpace(pair.Value)))
        {
            // A comma is what half of Europe types.
            if (float.TryParse(text.Trim().Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 1)
            {
                numbers[label] = number;
            }
            else
            {
                fault ??= $"The threshold of {label.Replace('_', ' ')} is no number above 0 and up to 1. Type one such as 0.9, or leave the field empty to let the label hold nothing.";
            }
        }

        return numbers;
    }
}
