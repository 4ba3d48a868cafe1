using System.Text.Json;

namespace Moderation.Service.Wires.Perspective;

/// <summary>Reads <c>attributeScores</c> of a suggestion, with Perspective's rules for what is complete.</summary>
internal static class SuggestionReader
{
    public static void Read(ref Utf8JsonReader reader, List<SuggestedScore> suggestions)
    {
        if (!FieldReader.Enter(ref reader, "attribute_scores"))
        {
            return;
        }

        while (FieldReader.Next(ref reader))
        {
            var (attribute, name) = RequestReader.Attribute(ref reader);
            var (value, fault) = Scores(ref reader, name);
            suggestions.RemoveAll(other => other.Name == name);
            if (suggestions.Count == RequestReader.MostAttributes)
            {
                throw new JsonException($"More than {RequestReader.MostAttributes} attribute_scores.");
            }

            suggestions.Add(new SuggestedScore(attribute, name, value, fault));
        }
    }

    private static (double? Value, string? Fault) Scores(ref Utf8JsonReader reader, string name)
    {
        double? summary = null, highest = null;
        string? fault = null;
        if (FieldReader.Enter(ref reader, name))
        {
            while (FieldReader.Next(ref reader))
            {
                if (FieldReader.Is(ref reader, "summaryScore"u8, "summary_score"u8))
                {
                    summary = Score(ref reader, name, ref fault);
                }
                else if (FieldReader.Is(ref reader, "spanScores"u8, "span_scores"u8))
                {
                    highest = Spans(ref reader, name, ref fault);
                }
                else
                {
                    FieldReader.Pass(ref reader);
                }
            }
        }

        var value = summary ?? highest;
        return (value, fault ?? (value is null ? $"Attribute scores of {name} must not be empty." : null));
    }

    private static double? Spans(ref Utf8JsonReader reader, string name, ref string? fault)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        FieldReader.Expect(ref reader, JsonTokenType.StartArray, "span_scores");
        double? highest = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            FieldReader.Expect(ref reader, JsonTokenType.StartObject, "span_scores");
            var score = Span(ref reader, name, ref fault);
            highest = highest > score ? highest : score ?? highest;
        }

        return highest;
    }

    private static double? Span(ref Utf8JsonReader reader, string name, ref string? fault)
    {
        double? begin = null, end = null, score = null;
        while (FieldReader.Next(ref reader))
        {
            if (FieldReader.Is(ref reader, "begin"u8))
            {
                begin = FieldReader.Number(ref reader, "begin");
            }
            else if (FieldReader.Is(ref reader, "end"u8))
            {
                end = FieldReader.Number(ref reader, "end");
            }
            else if (FieldReader.Is(ref reader, "score"u8))
            {
                score = Score(ref reader, name, ref fault);
            }
            else
            {
                FieldReader.Pass(ref reader);
            }
        }

        if (begin is null || end is null || end < begin)
        {
            fault ??= $"Span scores of {name} must have begin and end.";
        }

        if (score is null)
        {
            fault ??= $"Scores of {name} must be set.";
        }

        return score;
    }

    private static double? Score(ref Utf8JsonReader reader, string name, ref string? fault)
    {
        double? value = null;
        if (FieldReader.Enter(ref reader, "score"))
        {
            while (FieldReader.Next(ref reader))
            {
                if (FieldReader.Is(ref reader, "value"u8))
                {
                    value = FieldReader.Number(ref reader, "value");
                }
                else
                {
                    FieldReader.Pass(ref reader);
                }
            }
        }

        if (value is null)
        {
            fault ??= $"Scores of {name} must be set.";
        }
        else if (value is < 0 or > 1)
        {
            fault ??= $"Scores of {name} must be between 0 and 1.";
        }

        return value;
    }
}
