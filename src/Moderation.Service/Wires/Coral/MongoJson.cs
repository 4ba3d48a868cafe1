using System.Globalization;
using System.Text.Json;

namespace Moderation.Service.Wires.Coral;

/// <summary>Fields of the JSON that <c>mongoexport</c> writes, plain or with the type beside the value.</summary>
internal static class MongoJson
{
    /// <summary>A field; null where there is none, or the holder is no object.</summary>
    public static JsonElement? Field(JsonElement? holder, string name) =>
        holder is { ValueKind: JsonValueKind.Object } fields && fields.TryGetProperty(name, out var field) ? field : null;

    /// <summary>A string that is not empty; null for anything else.</summary>
    public static string? TextOf(JsonElement? field) =>
        field is { ValueKind: JsonValueKind.String } text && text.GetString() is { Length: > 0 } value ? value : null;

    /// <summary>A number, also as <c>{"$numberDouble": "0.5"}</c>.</summary>
    public static float? NumberOf(JsonElement? field) => field switch
    {
        { ValueKind: JsonValueKind.Number } number => number.GetSingle(),
        { ValueKind: JsonValueKind.Object } entry when TextOf(Field(entry, "$numberDouble") ?? Field(entry, "$numberInt")) is { } text
            && float.TryParse(text, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    /// <summary>A time: <c>{"$date": "2026-03-04T18:22:00Z"}</c>, or with milliseconds in <c>$numberLong</c>.</summary>
    public static DateTimeOffset? TimeOf(JsonElement? field) => Field(field, "$date") switch
    {
        { ValueKind: JsonValueKind.String } text when DateTimeOffset.TryParse(
            text.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) => time,
        { ValueKind: JsonValueKind.Object } entry when long.TryParse(TextOf(Field(entry, "$numberLong")), CultureInfo.InvariantCulture, out var milliseconds)
            && Math.Abs(milliseconds) < MostMilliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds),
        _ => null,
    };

    // A thousand years from 1970, within what DateTimeOffset holds.
    private const long MostMilliseconds = 31_556_952_000_000;
}
