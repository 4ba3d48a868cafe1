using System.Text.Json;

namespace Moderation.Service.Wires.Perspective;

/// <summary>Reads <c>attributeScores</c> of a suggestion, with Perspective's rules for what is complete.</summary>
internal static class SuggestionReader
{
    public static void Read(ref Utf8JsonReader reader, List<SuggestedScore> suggestions)
    {
        if (!RequestReader.Enter(ref reader, "attribute_scores"))
        {
            return;
        }

        while (RequestReader.Next(ref reader))
        {
            var (attribute, name) = RequestReader.Attribute(ref reader);
            var (value, fault) = Scores(ref reader, name);
            suggestions.RemoveAll(other => other.Name == name);
            suggestions.Add(new SuggestedScore(attribute, name, value, fault));
        }
    }

    private static (double? Value, string? Fault) Scores(ref Utf8JsonReader reader, string name)
    {
        double? summary = null, highest = null;
        string? fault = null;
        if (RequestReader.Enter(ref reader, name))
        {
            while (RequestReader.Next(ref reader))
            {
                if (RequestReader.Is(ref reader, "summaryScore"u8, "summary_score"u8))
                {
                    summary = Score(ref reader, name, ref fault);
                }
                else if (RequestReader.Is(ref reader, "spanScores"u8, "span_scores"u8))
                {
                    highest = Spans(ref reader, name, ref fault);
                }
                else
                {
                    RequestReader.Pass(ref reader);
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

        RequestReader.Expect(ref reader, JsonTokenType.StartArray, "span_scores");
        double? highest = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            RequestReader.Expect(ref reader, JsonTokenType.StartObject, "span_scores");
            var score = Span(ref reader, name, ref fault);
            highest = highest > score ? highest : score ?? highest;
        }

        return highest;
    }

    private static double? Span(ref Utf8JsonReader reader, string name, ref string? fault)
    {
        double? begin = null, end = null, score = null;
        while (RequestReader.Next(ref reader))
        {
            if (RequestReader.Is(ref reader, "begin"u8))
            {
                begin = RequestReader.Number(ref reader, "begin");
            }
            else if (RequestReader.Is(ref reader, "end"u8))
            {
                end = RequestReader.Number(ref reader, "end");
            }
            else if (RequestReader.Is(ref reader, "score"u8))
            {
                score = Score(ref reader, name, ref fault);
            }
            else
            {
                RequestReader.Pass(ref reader);
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
        if (RequestReader.Enter(ref reader, "score"))
        {
            while (RequestReader.Next(ref reader))
            {
                if (RequestReader.Is(ref reader, "value"u8))
                {
                    value = RequestReader.Number(ref reader, "value");
                }
                else
                {
                    RequestReader.Pass(ref reader);
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
