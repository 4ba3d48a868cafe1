using Moderation.Text;

namespace Moderation.Tests.Text;

/// <summary>Shows normalised text as one line, so that a test can say what it expects.</summary>
internal static class Canonical
{
    internal static string Of(string text, Normalizer? normalizer = null)
    {
        var normalized = (normalizer ?? new Normalizer()).Normalize(text);
        var texts = new List<string>();
        foreach (var token in normalized.Tokens)
        {
            texts.Add(normalized.Text(token).ToString());
        }

        return string.Join('|', texts);
    }
}
