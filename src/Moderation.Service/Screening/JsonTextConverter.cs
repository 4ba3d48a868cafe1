using System.Text.Json;
using System.Text.Json.Serialization;

namespace Moderation.Service.Screening;

/// <summary>
/// Strings with half surrogate pairs in them are taken all the same: whoever asks publishes what we refuse, and a broken emoji
/// must not be the way around us.
/// </summary>
internal sealed class JsonTextConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? JsonText.Read(ref reader) : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
