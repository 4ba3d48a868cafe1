using System.Globalization;
using System.Text.Json;
using Moderation.Scoring;

namespace Moderation.Store;

/// <summary>Writes probabilities as a JSON object on the hot path: one string, nothing else allocated.</summary>
internal static class ProbabilityJson
{
    private const int LongestNumber = 16;

    internal static string Of(Assessment assessment)
    {
        var probabilities = assessment.Probabilities;
        if (!assessment.IsScored || probabilities.Length == 0)
        {
            return "{}";
        }

        var length = 2;
        foreach (var label in assessment.Labels)
        {
            length += (6 * label.Length) + LongestNumber + 4;
        }

        Span<char> buffer = length <= 2048 ? stackalloc char[length] : new char[length];
        var at = 0;
        for (var i = 0; i < probabilities.Length; i++)
        {
            buffer[at++] = i == 0 ? '{' : ',';
            at = Name(buffer, at, assessment.Labels[i]);
            buffer[at++] = ':';
            _ = probabilities[i].TryFormat(buffer[at..], out var written, default, CultureInfo.InvariantCulture);
            at += written;
        }

        buffer[at++] = '}';
        return new string(buffer[..at]);
    }

    private static int Name(Span<char> buffer, int at, string name)
    {
        var escaped = JsonEncodedText.Encode(name).ToString();
        buffer[at++] = '"';
        escaped.CopyTo(buffer[at..]);
        at += escaped.Length;
        buffer[at++] = '"';
        return at;
    }
}
