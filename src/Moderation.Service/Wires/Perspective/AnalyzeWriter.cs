using System.Buffers;
using System.Buffers.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Moderation.Labels;

namespace Moderation.Service.Wires.Perspective;

/// <summary>A sentence with the probabilities of its labels.</summary>
internal readonly record struct SentenceScores(int Begin, int End, float[] Probabilities);

/// <summary>The scores of a comment for one answer.</summary>
/// <param name="Labels">The labels, in the order of the probabilities.</param>
/// <param name="Probabilities">Ours; empty where the comment is unscored and the site holds such comments: every score is then 1.</param>
/// <param name="Sentences">Ours by sentence; null where not asked for.</param>
/// <param name="Scale">To what the client sees.</param>
internal readonly record struct AnalyzeScores(
    LabelSet Labels, float[] Probabilities, IReadOnlyList<SentenceScores>? Sentences, PerspectiveScale Scale);

/// <summary>Writes what <c>comments:analyze</c> answers.</summary>
internal static class AnalyzeWriter
{
    /// <summary>Text as it is: the answer is JSON and never part of a page. What is written is well-formed by construction.</summary>
    internal static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private const float Held = 1;

    public static void Write(PerspectiveRequest request, in AnalyzeScores scores, string detected, IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output, Plain);
        json.WriteStartObject();
        json.WriteStartObject("attributeScores"u8);
        foreach (var asked in request.Attributes)
        {
            WriteAttribute(json, asked, scores);
        }

        json.WriteEndObject();
        WriteLanguages(json, "languages"u8, request.Languages, detected);
        WriteLanguages(json, "detectedLanguages"u8, null, detected);
        WriteToken(json, request.ClientToken);
        json.WriteEndObject();
    }

    /// <summary>Writes what <c>comments:suggestscore</c> answers.</summary>
    public static void WriteSuggested(PerspectiveRequest request, string detected, IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output, Plain);
        json.WriteStartObject();
        WriteToken(json, request.ClientToken);
        WriteLanguages(json, "detectedLanguages"u8, null, detected);
        if (request.Languages is not null)
        {
            WriteLanguages(json, "requestedLanguages"u8, request.Languages, detected);
        }

        json.WriteEndObject();
    }

    private static void WriteAttribute(Utf8JsonWriter json, RequestedAttribute asked, in AnalyzeScores scores)
    {
        var attribute = asked.Attribute!;
        var summary = Value(attribute, scores, scores.Probabilities);
        if (summary < asked.Threshold)
        {
            return;
        }

        if (ReferenceEquals(asked.Name, attribute.Name))
        {
            json.WritePropertyName(attribute.Key);
        }
        else
        {
            json.WritePropertyName(asked.Name);
        }

        if (scores.Sentences is not { } sentences)
        {
            WriteScore(json, "{\"summaryScore\":{\"value\":"u8, summary, ",\"type\":\"PROBABILITY\"}}"u8);
            return;
        }

        json.WriteStartObject();
        json.WriteStartArray("spanScores"u8);
        foreach (var sentence in sentences)
        {
            json.WriteStartObject();
            json.WriteNumber("begin"u8, sentence.Begin);
            json.WriteNumber("end"u8, sentence.End);
            json.WritePropertyName("score"u8);
            WriteScore(json, Head, Value(attribute, scores, sentence.Probabilities), Tail);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WritePropertyName("summaryScore"u8);
        WriteScore(json, Head, summary, Tail);
        json.WriteEndObject();
    }

    private static ReadOnlySpan<byte> Head => "{\"value\":"u8;

    private static ReadOnlySpan<byte> Tail => ",\"type\":\"PROBABILITY\"}"u8;

    private static float Value(PerspectiveAttribute attribute, in AnalyzeScores scores, float[] probabilities) =>
        probabilities.Length == 0 ? Held : scores.Scale.Map(attribute, attribute.Of(scores.Labels, probabilities) ?? Held);

    /// <summary>A score between two pieces of JSON, all in one piece: six of them are most of an answer.</summary>
    private static void WriteScore(Utf8JsonWriter json, ReadOnlySpan<byte> head, float value, ReadOnlySpan<byte> tail)
    {
        if (!float.IsFinite(value))
        {
            throw new InvalidOperationException("A score is no number. That is a fault of the model; put another one in force.");
        }

        const int LongestNumber = 16;
        Span<byte> score = stackalloc byte[head.Length + LongestNumber + tail.Length];
        head.CopyTo(score);
        _ = Utf8Formatter.TryFormat(value, score[head.Length..], out var length);
        length += head.Length;
        tail.CopyTo(score[length..]);
        json.WriteRawValue(score[..(length + tail.Length)], skipInputValidation: true);
    }

    private static void WriteLanguages(Utf8JsonWriter json, ReadOnlySpan<byte> name, List<string>? given, string detected)
    {
        json.WriteStartArray(name);
        if (given is null)
        {
            json.WriteStringValue(detected);
        }
        else
        {
            given.ForEach(json.WriteStringValue);
        }

        json.WriteEndArray();
    }

    private static void WriteToken(Utf8JsonWriter json, string? token)
    {
        if (token is not null)
        {
            json.WriteString("clientToken"u8, token);
        }
    }
}
