using System.Text;
using System.Text.Json;
using Moderation.Service.Screening;

namespace Moderation.Service.Wires.OpenAi;

/// <summary>One thing to be judged; it becomes one element of <c>results</c>.</summary>
/// <param name="Text">Its text, or null where there are only images.</param>
/// <param name="HasImage">Whether there are images, which we do not look at.</param>
internal sealed record OpenAiInput(string? Text, bool HasImage = false);

/// <summary>A request to <c>/v1/moderations</c>. The model is read and ignored: the one in force answers.</summary>
internal sealed class OpenAiRequest
{
    /// <summary>Most elements of one request.</summary>
    public const int MostInputs = 1024;

    private OpenAiRequest(IReadOnlyList<OpenAiInput> inputs) => Inputs = inputs;

    /// <summary>What is to be judged, in order; at least one.</summary>
    public IReadOnlyList<OpenAiInput> Inputs { get; }

    /// <summary>Reads a body.</summary>
    /// <exception cref="OpenAiRefusedException">It is no such request.</exception>
    public static OpenAiRequest Read(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        List<OpenAiInput>? inputs = null;
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                throw new OpenAiRefusedException("The body is not a JSON object. Send {\"input\": \"…\"}.");
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (JsonText.Is(ref reader, "input"u8))
                {
                    inputs = Input(ref reader);
                }
                else
                {
                    reader.Read();
                    reader.Skip();
                }
            }
        }
        catch (JsonException)
        {
            throw new OpenAiRefusedException("We could not parse the JSON body of your request. Send well-formed JSON in UTF-8.");
        }

        return inputs is null
            ? throw new OpenAiRefusedException("Missing required parameter: 'input'.", "input", "missing_required_parameter")
            : new OpenAiRequest(inputs);
    }

    private static List<OpenAiInput> Input(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.String => [new OpenAiInput(JsonText.Read(ref reader))],
            JsonTokenType.StartArray => Elements(ref reader),
            _ => throw Invalid(),
        };
    }

    private static List<OpenAiInput> Elements(ref Utf8JsonReader reader)
    {
        var strings = new List<OpenAiInput>();
        Parts? parts = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (strings.Count == MostInputs)
            {
                throw new OpenAiRefusedException($"'input' has more than {MostInputs} elements. Send them in several requests.", "input", "array_above_max_length");
            }

            if (reader.TokenType == JsonTokenType.String && parts is null)
            {
                strings.Add(new OpenAiInput(JsonText.Read(ref reader)));
            }
            else if (reader.TokenType == JsonTokenType.StartObject && strings.Count == 0)
            {
                (parts ??= new Parts()).Add(ref reader);
            }
            else
            {
                throw Invalid();
            }
        }

        return parts is not null ? [parts.Whole] : strings.Count > 0 ? strings : throw Invalid();
    }

    private static OpenAiRefusedException Invalid() => new(
        "Invalid type for 'input': expected a string, an array of strings, or an array of text and image_url parts, and at least one.", "input", "invalid_type");

    /// <summary>The parts of one multi-modal input, judged together.</summary>
    private sealed class Parts
    {
        private StringBuilder? _text;
        private bool _hasImage;

        public OpenAiInput Whole => new(_text?.ToString(), _hasImage);

        public void Add(ref Utf8JsonReader reader)
        {
            string? type = null, text = null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isType = JsonText.Is(ref reader, "type"u8);
                var isText = JsonText.Is(ref reader, "text"u8);
                reader.Read();
                if ((isType || isText) && reader.TokenType == JsonTokenType.String)
                {
                    (type, text) = isType ? (JsonText.Read(ref reader), text) : (type, JsonText.Read(ref reader));
                }
                else
                {
                    reader.Skip();
                }
            }

            switch (type)
            {
                case "text" when text is not null:
                    _text = _text is null ? new StringBuilder(text) : _text.Append('\n').Append(text);
                    break;
                case "image_url":
                    _hasImage = true;
                    break;
                default:
                    throw Invalid();
            }
        }
    }
}

/// <summary>A request that the wire refuses, in OpenAI's words.</summary>
internal sealed class OpenAiRefusedException(string message, string? param = null, string? code = null) : Exception(message)
{
    /// <summary>The error as the client gets it.</summary>
    public OpenAiError Error { get; } = new(StatusCodes.Status400BadRequest, message, OpenAiError.InvalidRequest, param, code);
}
