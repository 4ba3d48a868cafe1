using System.Collections.Frozen;
using System.Text.Json;
using Moderation.Text;

namespace Moderation.Features;

/// <summary>
/// The tone of ordinary words (<c>training-data/lexicons/tones.json</c>): by it a sentence that was never seen is read like those that
/// were. A tone is no judgement; most such words are harmless most of the time.
/// </summary>
internal static class Tones
{
    private static readonly FrozenDictionary<ulong, TokenRole> Words = Read();

    /// <summary>The tone of a word, or none.</summary>
    /// <param name="word">Its <see cref="Token.Hash"/>.</param>
    public static TokenRole Of(ulong word) => Words.GetValueOrDefault(word);

    private static FrozenDictionary<ulong, TokenRole> Read()
    {
        using var stream = Resource.Open("tones.json");
        using var file = JsonDocument.Parse(stream);
        var words = new Dictionary<ulong, TokenRole>();
        foreach (var tone in file.RootElement.GetProperty("tones").EnumerateArray())
        {
            var role = tone.GetProperty("tone").GetString() switch
            {
                "negative" => TokenRole.Negative,
                "positive" => TokenRole.Positive,
                "likened" => TokenRole.Likened,
                "removal" => TokenRole.Removal,
                "denial" => TokenRole.Denial,
                "anybody" => TokenRole.Anybody,
                "modal" => TokenRole.Modal,
                var other => throw new InvalidDataException($"tones.json: the tone '{other}' is not known. Use negative, positive, likened, removal, denial, anybody or modal."),
            };
            foreach (var word in tone.GetProperty("words").GetString()!.Split(' '))
            {
                words[TextHash.Of(word)] = role;
            }
        }

        return words.ToFrozenDictionary();
    }
}
