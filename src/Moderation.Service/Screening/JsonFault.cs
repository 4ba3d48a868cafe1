using System.Text.Json;
using Moderation.Comments;

namespace Moderation.Service.Screening;

/// <summary>What is wrong with JSON, in words that name no type of this program.</summary>
internal static class JsonFault
{
    private const string Lacking = "was missing required properties including: ";
    private const string Inconvertible = "The JSON value could not be converted";

    /// <summary>A sentence of the fault and one of the cure.</summary>
    public static string Sentence(JsonException fault)
    {
        var said = JsonSaid.Of(fault);
        var at = said.IndexOf(Lacking, StringComparison.Ordinal);
        // Half a surrogate pair, or bytes that are no UTF-8, is an invalid operation to the reader of strings.
        return fault.InnerException is InvalidOperationException && said.StartsWith(Inconvertible, StringComparison.Ordinal)
            ? $"{Where(fault)} holds half a surrogate pair, or bytes that are no UTF-8. Send whole characters."
            : at >= 0 ? $"It lacks {said[(at + Lacking.Length)..].TrimEnd('.')}. Add what is missing."
            : said.StartsWith(Inconvertible, StringComparison.Ordinal) ? $"{Where(fault)} is of another kind than is read here. /openapi/v1.json describes it."
            : $"It is no JSON: {said.TrimEnd('.')}. Write such as {{\"id\": \"…\", \"text\": \"…\"}}.";
    }

    private static string Where(JsonException fault) => fault.Path is { Length: > 2 } path ? $"'{path[2..]}'" : "It";
}
