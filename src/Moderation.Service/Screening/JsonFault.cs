using System.Text.Json;

namespace Moderation.Service.Screening;

/// <summary>What is wrong with JSON, in words that name no type of this program.</summary>
internal static class JsonFault
{
    private const string Lacking = "was missing required properties including: ";

    /// <summary>A sentence of the fault and one of the cure.</summary>
    public static string Sentence(JsonException fault)
    {
        var said = fault.Message.Split(" Path:", 2)[0].Split(" LineNumber", 2)[0];
        var at = said.IndexOf(Lacking, StringComparison.Ordinal);
        return at >= 0 ? $"It lacks {said[(at + Lacking.Length)..].TrimEnd('.')}. Add what is missing."
            : said.StartsWith("The JSON value could not be converted", StringComparison.Ordinal) ? $"{(fault.Path is { Length: > 2 } path ? $"'{path[2..]}'" : "It")} is of another kind than is read here. /openapi/v1.json describes it."
            : $"It is no JSON: {said.TrimEnd('.')}. Write such as {{\"id\": \"…\", \"text\": \"…\"}}.";
    }
}
