using Microsoft.ML.Tokenizers;
using Moderation.Models;

namespace Moderation.Learning.SecondStage;

/// <summary>Turns text into a second stage's tokens, between its begin and end.</summary>
internal sealed class StageTokenizer
{
    /// <summary>No tokenizer makes fewer tokens of so many characters; what is behind would be cut anyhow and need not be looked at.</summary>
    private const int CharactersPerToken = 32;

    /// <summary>How GPT-2 and RoBERTa cut text before they pair bytes.</summary>
    private const string BytePairWords = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    private readonly Tokenizer tokenizer;
    private readonly long begin;
    private readonly long end;
    private readonly int most;

    private StageTokenizer(Tokenizer tokenizer, long begin, long end, int most) =>
        (this.tokenizer, this.begin, this.end, this.most) = (tokenizer, begin, end, most);

    /// <summary>Opens a tokenizer whose files were checked.</summary>
    public static StageTokenizer Open(string folder, StageTokenizerSettings settings) => settings.Kind switch
    {
        StageTokenizerKind.WordPiece => WordPiece(Path.Combine(folder, "vocab.txt"), settings),
        _ => BytePairs(Path.Combine(folder, "vocab.json"), Path.Combine(folder, "merges.txt"), settings),
    };

    /// <summary>The tokens of a text.</summary>
    public long[] Tokens(string text)
    {
        var length = Math.Min(text.Length, most * CharactersPerToken);
        if (length < text.Length && char.IsHighSurrogate(text[length - 1]))
        {
            length--;
        }

        var ids = tokenizer.EncodeToIds(text.AsSpan(0, length));
        return [begin, .. ids.Take(most - 2).Select(id => (long)id), end];
    }

    private static StageTokenizer WordPiece(string vocabulary, StageTokenizerSettings settings)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var token in File.ReadLines(vocabulary))
        {
            places.TryAdd(token, places.Count);
        }

        var options = new WordPieceOptions { Normalizer = settings.LowerCase ? new LowerCaseNormalizer() : null, PreTokenizer = PreTokenizer.CreateWordOrNonWord() };
        return new StageTokenizer(
            WordPieceTokenizer.Create(vocabulary, options), Id(places, settings.Begin ?? "[CLS]", vocabulary), Id(places, settings.End ?? "[SEP]", vocabulary), settings.MaxTokens);
    }

    private static StageTokenizer BytePairs(string vocabulary, string merges, StageTokenizerSettings settings)
    {
        var options = new BpeOptions(vocabulary, merges)
        {
            ByteLevel = true, PreTokenizer = new RegexPreTokenizer(new System.Text.RegularExpressions.Regex(BytePairWords), null),
        };
        var places = options.Vocabulary.ToDictionary(StringComparer.Ordinal);
        return new StageTokenizer(
            BpeTokenizer.Create(options), Id(places, settings.Begin ?? "<s>", vocabulary), Id(places, settings.End ?? "</s>", vocabulary), settings.MaxTokens);
    }

    private static int Id(Dictionary<string, int> vocabulary, string token, string file) => vocabulary.TryGetValue(token, out var id)
        ? id
        : throw new ModelRefusedException($"'{file}' has no token '{token}'. Name the tokens before and behind the text as begin and end in stage.json.");

    private sealed class LowerCaseNormalizer : Normalizer
    {
        public override string Normalize(string original) => original.ToLowerInvariant();

        public override string Normalize(ReadOnlySpan<char> original) => original.ToString().ToLowerInvariant();
    }
}
