using System.Security.Cryptography;

namespace Moderation.Text;

/// <summary>The word lists of <c>training-data/lexicons</c>, compiled into the assembly.</summary>
public static class Lexicons
{
    // The order decides which list owns a word that stands in several: the graver one.
    private static readonly string[] Files = ["slurs.json", "identities.json", "profanity.json", "insults.json", "threats.json"];

    /// <summary>All entries; entry <c>n</c> stands at <c>n - 1</c>.</summary>
    public static IReadOnlyList<LexiconEntry> Entries { get; } = Load();

    /// <summary>The first 16 hex digits of the SHA-256 of all lists; a model card pins it, since features depend on the lists.</summary>
    public static string Hash { get; } = ComputeHash();

    /// <summary>The entry that a token names.</summary>
    /// <param name="lexeme">A token's <see cref="Token.Lexeme"/>, not 0.</param>
    public static LexiconEntry Entry(ushort lexeme) => Entries[lexeme - 1];

    private static LexiconEntry[] Load()
    {
        var entries = new List<LexiconEntry>();
        foreach (var file in Files)
        {
            using var stream = Resource.Open(file);
            LexiconReader.Read(stream, file, entries);
        }

        return [.. entries];
    }

    private static string ComputeHash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in (string[])[.. Files, "tones.json"])
        {
            using var stream = Resource.Open(file);
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            hash.AppendData(copy.GetBuffer(), 0, (int)copy.Length);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}
