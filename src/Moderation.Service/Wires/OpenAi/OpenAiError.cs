using System.Buffers;
using System.Text.Json;

namespace Moderation.Service.Wires.OpenAi;

/// <summary>OpenAI's error envelope; their clients choose the exception by <paramref name="Status"/> and show the rest.</summary>
internal sealed record OpenAiError(int Status, string Message, string Type, string? Param = null, string? Code = null)
{
    public const string InvalidRequest = "invalid_request_error";
    private const string ServerError = "server_error";

    /// <summary>Seconds after which to try again, for the header; their clients wait for it. Null: no header.</summary>
    public int? RetryAfter { get; init; }

    public static OpenAiError NoKey { get; } = new(401,
        "You didn't provide an API key. Send it in an Authorization header: Bearer YOUR_KEY.", InvalidRequest);

    public static OpenAiError BadKey { get; } = new(401,
        "Incorrect API key provided. Make one with: moderation keys create.", InvalidRequest, null, "invalid_api_key");

    public static OpenAiError KeyWithoutScope { get; } = new(403,
        "This API key may not send comments. Make one with the scope 'screen'.", InvalidRequest, null, "insufficient_permissions");

    public static OpenAiError NotRecorded { get; } = new(503,
        "The comment could not be recorded now. Send it again later.", ServerError) { RetryAfter = 1 };

    public static OpenAiError TooSlow { get; } = new(503,
        "The request did not come or could not be answered in time. Send it again, and all of it at once.", ServerError);

    public static OpenAiError TooLarge(long limit) => new(413,
        $"The request is larger than {limit} bytes. Send fewer inputs at a time.", InvalidRequest);

    public static OpenAiError TooMany(int seconds) => new(429,
        $"Rate limit reached for this API key. Please try again in {seconds}s.", "requests", null, "rate_limit_exceeded") { RetryAfter = seconds };

    public void Write(IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteStartObject("error"u8);
        json.WriteString("message"u8, Message);
        json.WriteString("type"u8, Type);
        json.WriteString("param"u8, Param);
        json.WriteString("code"u8, Code);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
