using System.Text.Json;
using Moderation.Text;

namespace Moderation.Features;

/// <summary>
/// The tone of ordinary words (<c>training-data/lexicons/tones.json</c>): by it a sentence that was never seen is read like those that
/// were. A tone is no judgement; most such words are harmless most of the time.
/// </summary>
internal static class Tones
{
    private static readonly TokenRole[] Roles;
    private static readonly KeyIndex Words;

    static Tones()
    {
        using var stream = Resource.Open("tones.json");
        using var file = JsonDocument.Parse(stream);
        var (words, roles) = (new List<ulong>(), new List<TokenRole>());
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
                words.Add(TextHash.Of(word));
                roles.Add(role);
            }
        }

        (Words, Roles) = (new KeyIndex([.. words]), [.. roles]);
    }

    /// <summary>The tone of a word, or none.</summary>
    /// <param name="word">Its <see cref="Token.Hash"/>.</param>
    public static TokenRole Of(ulong word) => Words.Find(word) is >= 0 and var row ? Roles[row] : TokenRole.None;
}
