using System.Buffers;
using System.Text.Json;
using Moderation.Policies;
using Moderation.Scoring;
using Moderation.Service.Screening;

namespace Moderation.Service.Wires.OpenAi;

/// <summary>One element of <c>results</c>.</summary>
/// <param name="Screened">What became of the text; null where there was none to judge.</param>
/// <param name="HasImage">Whether there was an image beside it.</param>
internal readonly record struct OpenAiResult(Screened? Screened, bool HasImage);

/// <summary>Writes the answer: every key and all three maps, because clients' schemas require them.</summary>
/// <param name="policy">The policy of the caller's site.</param>
/// <param name="thresholds">By label: the policy's, and the model's own for labels that the policy leaves out.</param>
internal sealed class OpenAiAnswer(Policy policy, IReadOnlyDictionary<string, float> thresholds)
{
    /// <summary>Writes the whole answer.</summary>
    public void Write(IBufferWriter<byte> output, Guid id, string model, IReadOnlyList<OpenAiResult> results)
    {
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { SkipValidation = true });
        json.WriteStartObject();
        json.WriteString("id"u8, $"modr-{id:N}");
        json.WriteString("model"u8, model);
        json.WriteStartArray("results"u8);
        foreach (var result in results)
        {
            Write(json, result);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void Write(Utf8JsonWriter json, OpenAiResult result)
    {
        var assessment = result.Screened?.Ruling.Assessment;
        var cleared = IsClearedByHuman(result.Screened);
        Span<bool> reached = stackalloc bool[OpenAiCategory.All.Count];
        for (var i = 0; i < reached.Length; i++)
        {
            reached[i] = assessment is not null && !cleared && OpenAiCategory.All[i].IsReached(assessment, thresholds);
        }

        json.WriteStartObject();
        json.WriteBoolean("flagged"u8, IsFlagged(result.Screened, reached.Contains(true)));
        WriteCategories(json, reached);
        WriteScores(json, assessment);
        WriteInputTypes(json, hasText: result.Screened is not null);
        json.WriteEndObject();
    }

    /// <summary>A moderator's word on the same text goes before the model's; else the policy decides, and any category that is reached.</summary>
    private bool IsFlagged(Screened? screened, bool anyReached) =>
        screened is { } judged && (
            IsHuman(judged) ? judged.Verdict != Verdict.Approve
            : judged.Ruling.Assessment.IsScored ? judged.Verdict != Verdict.Approve || anyReached
            // Not scored is not clean: whoever asks is told to hold it, unless the site chose to fail open.
            : !policy.FailOpen);

    private static bool IsClearedByHuman(Screened? screened) =>
        screened is { Verdict: Verdict.Approve } judged && IsHuman(judged);

    private static bool IsHuman(Screened screened) => screened.Recorded?.Decision?.Moderator is not null;

    private static void WriteCategories(Utf8JsonWriter json, ReadOnlySpan<bool> reached)
    {
        json.WriteStartObject("categories"u8);
        for (var i = 0; i < reached.Length; i++)
        {
            json.WriteBoolean(OpenAiCategory.All[i].Key, reached[i]);
        }

        json.WriteEndObject();
    }

    private static void WriteScores(Utf8JsonWriter json, Assessment? assessment)
    {
        json.WriteStartObject("category_scores"u8);
        foreach (var category in OpenAiCategory.All)
        {
            json.WriteNumber(category.Key, assessment is null ? 0 : category.Score(assessment));
        }

        json.WriteEndObject();
    }

    /// <summary>What was looked at: text. Images are named for no category, so that nobody takes one for checked.</summary>
    private static void WriteInputTypes(Utf8JsonWriter json, bool hasText)
    {
        json.WriteStartObject("category_applied_input_types"u8);
        foreach (var category in OpenAiCategory.All)
        {
            json.WriteStartArray(category.Key);
            if (hasText)
            {
                json.WriteStringValue("text"u8);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
