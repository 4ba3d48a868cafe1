using System.Globalization;
using System.Text.Json;
using Moderation.Labels;
using Moderation.Scoring;

namespace Moderation.Store;

/// <summary>Writes probabilities as a JSON object on the hot path: one string, nothing else allocated.</summary>
internal static class ProbabilityJson
{
    private const int LongestNumber = 16;

    // One model is in force at a time, so that nearly every comment has the labels of the one before.
    private static Frame _latest = Frame.Of(LabelSet.Full);

    internal static string Of(Assessment assessment)
    {
        var probabilities = assessment.Probabilities;
        if (!assessment.IsScored || probabilities.Length == 0)
        {
            return "{}";
        }

        var frame = _latest;
        if (frame.Labels != assessment.Labels)
        {
            _latest = frame = Frame.Of(assessment.Labels);
        }

        var longest = frame.Length + (LongestNumber * probabilities.Length);
        Span<char> buffer = longest <= 2048 ? stackalloc char[longest] : new char[longest];
        var at = 0;
        for (var i = 0; i < probabilities.Length; i++)
        {
            frame.Before[i].CopyTo(buffer[at..]);
            at += frame.Before[i].Length;
            _ = probabilities[i].TryFormat(buffer[at..], out var written, default, CultureInfo.InvariantCulture);
            at += written;
        }

        buffer[at++] = '}';
        return new string(buffer[..at]);
    }

    /// <summary>What stands around the numbers.</summary>
    /// <param name="Labels">Whose names they are.</param>
    /// <param name="Before">What stands before each number: what separates it from the one before, and its name.</param>
    /// <param name="Length">Of all that, with the end of the object.</param>
    private sealed record Frame(LabelSet Labels, string[] Before, int Length)
    {
        internal static Frame Of(LabelSet labels)
        {
            string[] before = [.. labels.Select((label, i) => $"{(i == 0 ? '{' : ',')}\"{JsonEncodedText.Encode(label)}\":")];
            return new Frame(labels, before, before.Sum(text => text.Length) + 1);
        }
    }
}
