using System.Text.Json;
using Moderation.Service.Screening;

namespace Moderation.Service.Wires.Perspective;

/// <summary>Reads single fields as protocol buffers' JSON has them, and names the field and the type where one is wrong.</summary>
internal static class FieldReader
{
    /// <summary>Whether the key at the reader is the one of that name, in camel or in snake case.</summary>
    public static bool Is(ref Utf8JsonReader reader, ReadOnlySpan<byte> name, ReadOnlySpan<byte> snake = default) =>
        JsonText.Is(ref reader, name) || (!snake.IsEmpty && JsonText.Is(ref reader, snake));

    /// <summary>Goes to the next key of the object that was entered; false at its end.</summary>
    public static bool Next(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    /// <summary>Enters the object behind the key at the reader; false where it is null.</summary>
    public static bool Enter(ref Utf8JsonReader reader, string field)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return false;
        }

        Expect(ref reader, JsonTokenType.StartObject, field);
        return true;
    }

    /// <summary>Passes over the value behind the key at the reader.</summary>
    public static void Pass(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }

    /// <summary>The number behind the key at the reader, or null.</summary>
    public static double? Number(ref Utf8JsonReader reader, string field)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.Null => null,
            JsonTokenType.Number => reader.GetDouble(),
            // Protocol buffers' JSON takes numbers in quotes.
            JsonTokenType.String when double.TryParse(reader.ValueSpan, System.Globalization.CultureInfo.InvariantCulture, out var number)
                && double.IsFinite(number) => number,
            _ => throw Wrong(field, "TYPE_FLOAT"),
        };
    }

    /// <summary>Refuses what is no such list or object.</summary>
    public static void Expect(ref Utf8JsonReader reader, JsonTokenType type, string field)
    {
        if (reader.TokenType != type)
        {
            throw Wrong(field, type == JsonTokenType.StartArray ? "TYPE_LIST" : "TYPE_MESSAGE");
        }
    }

    /// <summary>The text behind the key at the reader, or null.</summary>
    public static string? OneText(ref Utf8JsonReader reader, string field)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.String => JsonText.Read(ref reader),
            JsonTokenType.Null => null,
            _ => throw Wrong(field, "TYPE_STRING"),
        };
    }

    /// <summary>Whether the value behind the key at the reader is true; null is not.</summary>
    public static bool Flag(ref Utf8JsonReader reader, string field)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.True => true,
            JsonTokenType.False or JsonTokenType.Null => false,
            JsonTokenType.String when JsonText.Is(ref reader, "true"u8) => true,
            JsonTokenType.String when JsonText.Is(ref reader, "false"u8) => false,
            _ => throw Wrong(field, "TYPE_BOOL"),
        };
    }

    /// <summary>The list of texts behind the key at the reader, or null.</summary>
    public static List<string>? Texts(ref Utf8JsonReader reader, string field)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        // One string where a list is meant is taken for a list of one.
        if (reader.TokenType == JsonTokenType.String)
        {
            return [JsonText.Read(ref reader)];
        }

        Expect(ref reader, JsonTokenType.StartArray, field);
        var strings = new List<string>(1);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            strings.Add(reader.TokenType == JsonTokenType.String ? JsonText.Read(ref reader) : throw Wrong(field, "TYPE_STRING"));
        }

        return strings;
    }

    private static JsonException Wrong(string field, string type) => new($"Invalid value at '{field}' ({type}).");
}
