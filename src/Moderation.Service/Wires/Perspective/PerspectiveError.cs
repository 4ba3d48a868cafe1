using System.Buffers;
using System.Text.Json;
using Moderation.Service.Hosting;

namespace Moderation.Service.Wires.Perspective;

/// <summary>
/// A refusal in Google's words and shape: clients compare the messages and the <c>errorType</c>, so both are Perspective's own.
/// </summary>
/// <param name="Code">HTTP status.</param>
/// <param name="Status">Google's name of it.</param>
/// <param name="Message">What Perspective said in this case.</param>
internal sealed record PerspectiveError(int Code, string Status, string Message)
{
    private const string Invalid = "INVALID_ARGUMENT";

    /// <summary>Perspective's own <c>errorType</c>, or null where the refusal came before it.</summary>
    public string? Type { get; init; }

    /// <summary>The attribute and the languages of a LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE.</summary>
    public UnsupportedLanguage? Language { get; init; }

    /// <summary>Reason of a <c>google.rpc.ErrorInfo</c>, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>Seconds after which to try again, for the header, or null.</summary>
    public int? RetryAfter { get; init; }

    public static PerspectiveError CommentEmpty { get; } = Of("COMMENT_EMPTY", "Comment must be non-empty.");

    public static PerspectiveError CommentTooLong { get; } = Of("COMMENT_TOO_LONG", "Comment text too long.");

    public static PerspectiveError NoRequestedAttributes { get; } = Of("NO_REQUESTED_ATTRIBUTES", "Missing requested_attributes");

    public static PerspectiveError Html { get; } = Request("Currently, only 'PLAIN_TEXT' comments are supported");

    public static PerspectiveError UnknownTextType { get; } = Request("Unknown text type");

    public static PerspectiveError BothContexts { get; } =
        Request("Context can have either entries or article_and_parent_comment, but both fields were populated.");

    public static PerspectiveError NoKey { get; } = new(403, "PERMISSION_DENIED",
        "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form of API consumer identity to call this API.");

    public static PerspectiveError BadKey { get; } = new(400, Invalid, "API key not valid. Please pass a valid API key.") { Reason = "API_KEY_INVALID" };

    public static PerspectiveError KeyWithoutScope { get; } = new(403, "PERMISSION_DENIED",
        "The API key is not allowed to do this. Make a key with the scope for it: 'screen' to analyze, 'label' to suggest scores.") { Reason = "API_KEY_SERVICE_BLOCKED" };

    public static PerspectiveError BodyTooLarge(long limit) => Request($"Request payload size exceeds the limit: {limit} bytes.");

    public static PerspectiveError BadJson(string why) => Request($"Invalid JSON payload received. {why}");

    public static PerspectiveError UnknownAttribute(string name) => Request($"Unknown requested attribute: {name}");

    public static PerspectiveError ScoreType(string type, string attribute) =>
        Request($"Requested score type {type} is not supported by attribute {attribute}");

    public static PerspectiveError Request(string message) => Of("INVALID_REQUEST", message);

    public static PerspectiveError LanguageOf(string attribute, IReadOnlyList<string>? requested, string detected) =>
        Of("LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE",
            $"Attribute {attribute} does not support request languages: {string.Join(", ", requested ?? [detected])}") with
        {
            Language = new UnsupportedLanguage(attribute, requested ?? [], detected),
        };

    /// <summary>Too many requests with one key.</summary>
    public static PerspectiveError RateLimited(int seconds) => new(429, "RESOURCE_EXHAUSTED",
        "Quota exceeded for quota metric 'Analyze requests' and limit 'Analyze requests per minute' of this key.")
    {
        Reason = "RATE_LIMIT_EXCEEDED",
        RetryAfter = seconds,
    };

    /// <summary>The comment could not be scored, or its decision not be kept.</summary>
    public static PerspectiveError Unavailable { get; } =
        new(503, "UNAVAILABLE", "The comment could not be screened now. Send it again later.") { RetryAfter = 1 };

    /// <summary>The body did not come in the time a request has (503), or came too slowly (408).</summary>
    public static PerspectiveError TooSlow(int code) =>
        new(code, "UNAVAILABLE", BadRequests.TooSlow) { RetryAfter = 1 };

    /// <summary>Writes the JSON of it.</summary>
    public void Write(IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output, AnalyzeWriter.Plain);
        json.WriteStartObject();
        json.WriteStartObject("error"u8);
        json.WriteNumber("code"u8, Code);
        json.WriteString("message"u8, Message);
        json.WriteString("status"u8, Status);
        if (Type is not null || Reason is not null)
        {
            json.WriteStartArray("details"u8);
            json.WriteStartObject();
            WriteDetail(json);
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteDetail(Utf8JsonWriter json)
    {
        if (Type is null)
        {
            json.WriteString("@type"u8, "type.googleapis.com/google.rpc.ErrorInfo"u8);
            json.WriteString("reason"u8, Reason);
            json.WriteString("domain"u8, "googleapis.com"u8);
            json.WriteStartObject("metadata"u8);
            json.WriteString("service"u8, "commentanalyzer.googleapis.com"u8);
            if (Code == 429)
            {
                json.WriteString("quota_limit"u8, "AnalyzeRequestsPerMinutePerProject"u8);
            }

            json.WriteEndObject();
            return;
        }

        json.WriteString("@type"u8, "type.googleapis.com/google.commentanalyzer.v1alpha1.Error"u8);
        json.WriteString("errorType"u8, Type);
        if (Language is { } language)
        {
            json.WriteStartObject("languageNotSupportedByAttributeError"u8);
            WriteList(json, "detectedLanguages", [language.Detected]);
            if (language.Requested.Count > 0)
            {
                WriteList(json, "requestedLanguages", language.Requested);
            }

            json.WriteString("attribute"u8, language.Attribute);
            json.WriteEndObject();
        }
    }

    private static void WriteList(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    private static PerspectiveError Of(string type, string message) => new(400, Invalid, message) { Type = type };
}

/// <summary>Payload of a LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE.</summary>
internal sealed record UnsupportedLanguage(string Attribute, IReadOnlyList<string> Requested, string Detected);
