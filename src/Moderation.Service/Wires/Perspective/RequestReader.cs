using System.Buffers;
using System.Text;
using System.Text.Json;
using Moderation.Service.Screening;
using static Moderation.Service.Wires.Perspective.FieldReader;

namespace Moderation.Service.Wires.Perspective;

/// <summary>
/// Reads request bodies as Perspective's servers did: unknown fields are passed over, snake_case names are taken like camelCase
/// ones, null is absence, and JSON that is nearly right is taken for what it means.
/// </summary>
internal static class RequestReader
{
    /// <summary>Most different attributes of one request: several times as many as there ever were.</summary>
    public const int MostAttributes = 256;

    private static readonly JsonReaderOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Reads a body.</summary>
    /// <exception cref="JsonException">It is no JSON even with indulgence, or a field has the wrong type.</exception>
    public static PerspectiveRequest Read(in ReadOnlySequence<byte> body) =>
        Read(body.IsSingleSegment ? body.FirstSpan : body.ToArray());

    /// <inheritdoc cref="Read(in ReadOnlySequence{byte})" />
    public static PerspectiveRequest Read(ReadOnlySpan<byte> body)
    {
        if (body.StartsWith("\uFEFF"u8))
        {
            body = body[3..];
        }

        try
        {
            return ReadStrict(body);
        }
        catch (JsonException)
        {
            return ReadStrict(RelaxedJson.ToStrict(body).Span);
        }
    }

    private static PerspectiveRequest ReadStrict(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body, Lenient);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("The request is not a JSON object.");
        }

        var request = new PerspectiveRequest();
        while (Next(ref reader))
        {
            ReadField(ref reader, request);
        }

        return request;
    }

    private static void ReadField(ref Utf8JsonReader reader, PerspectiveRequest request)
    {
        if (Is(ref reader, "comment"u8))
        {
            (request.Text, request.TextType) = Entry(ref reader);
        }
        else if (Is(ref reader, "requestedAttributes"u8, "requested_attributes"u8))
        {
            Attributes(ref reader, request);
        }
        else if (Is(ref reader, "attributeScores"u8, "attribute_scores"u8))
        {
            SuggestionReader.Read(ref reader, request.Suggestions);
        }
        else if (Is(ref reader, "languages"u8))
        {
            request.Languages = Texts(ref reader, "languages") is { Count: > 0 } some ? some : null;
        }
        else if (Is(ref reader, "context"u8))
        {
            Context(ref reader, request);
        }
        else if (Is(ref reader, "spanAnnotations"u8, "span_annotations"u8))
        {
            request.SpanAnnotations = Flag(ref reader, "span_annotations");
        }
        else if (Is(ref reader, "doNotStore"u8, "do_not_store"u8))
        {
            request.DoNotStore = Flag(ref reader, "do_not_store");
        }
        else if (Is(ref reader, "dropUnsupportedAttributes"u8, "drop_unsupported_attributes"u8))
        {
            request.DropUnsupportedAttributes = Flag(ref reader, "drop_unsupported_attributes");
        }
        else if (Is(ref reader, "clientToken"u8, "client_token"u8))
        {
            request.ClientToken = OneText(ref reader, "client_token");
        }
        else if (Is(ref reader, "communityId"u8, "community_id"u8))
        {
            request.CommunityId = OneText(ref reader, "community_id");
        }
        else
        {
            Pass(ref reader);
        }
    }

    private static (string? Text, string? Type) Entry(ref Utf8JsonReader reader)
    {
        string? text = null, type = null;
        if (Enter(ref reader, "comment"))
        {
            while (Next(ref reader))
            {
                if (Is(ref reader, "text"u8))
                {
                    text = OneText(ref reader, "text");
                }
                else if (Is(ref reader, "type"u8))
                {
                    type = OneText(ref reader, "type");
                }
                else
                {
                    Pass(ref reader);
                }
            }
        }

        return (text, type);
    }

    private static void Attributes(ref Utf8JsonReader reader, PerspectiveRequest request)
    {
        if (!Enter(ref reader, "requested_attributes"))
        {
            return;
        }

        while (Next(ref reader))
        {
            var (attribute, name) = Attribute(ref reader);
            double threshold = 0;
            string? type = null;
            if (Enter(ref reader, name))
            {
                while (Next(ref reader))
                {
                    if (Is(ref reader, "scoreThreshold"u8, "score_threshold"u8))
                    {
                        threshold = Number(ref reader, "score_threshold") ?? 0;
                    }
                    else if (Is(ref reader, "scoreType"u8, "score_type"u8))
                    {
                        type = OneText(ref reader, "score_type");
                    }
                    else
                    {
                        Pass(ref reader);
                    }
                }
            }

            Put(request.Attributes, new RequestedAttribute(attribute, name, threshold, type));
        }
    }

    /// <summary>
    /// The same key twice: the last counts, as in any JSON. By hand, because a predicate would be an object an attribute. There
    /// is a limit to them, since each is compared with all before it.
    /// </summary>
    private static void Put(List<RequestedAttribute> attributes, RequestedAttribute asked)
    {
        for (var i = 0; i < attributes.Count; i++)
        {
            if (attributes[i].Name == asked.Name)
            {
                attributes[i] = asked;
                return;
            }
        }

        if (attributes.Count == MostAttributes)
        {
            throw new JsonException($"More than {MostAttributes} requested_attributes.");
        }

        attributes.Add(asked);
    }

    private static void Context(ref Utf8JsonReader reader, PerspectiveRequest request)
    {
        if (!Enter(ref reader, "context"))
        {
            return;
        }

        while (Next(ref reader))
        {
            if (Is(ref reader, "entries"u8))
            {
                request.Entries = Entries(ref reader);
            }
            else if (Is(ref reader, "articleAndParentComment"u8, "article_and_parent_comment"u8))
            {
                ArticleAndParent(ref reader, request);
            }
            else
            {
                Pass(ref reader);
            }
        }
    }

    private static List<string>? Entries(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        Expect(ref reader, JsonTokenType.StartArray, "context.entries");
        var entries = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Expect(ref reader, JsonTokenType.StartObject, "context.entries");
            while (Next(ref reader))
            {
                if (!Is(ref reader, "text"u8))
                {
                    Pass(ref reader);
                }
                else if (OneText(ref reader, "text") is { } text)
                {
                    entries.Add(text);
                }
            }
        }

        return entries;
    }

    private static void ArticleAndParent(ref Utf8JsonReader reader, PerspectiveRequest request)
    {
        if (!Enter(ref reader, "article_and_parent_comment"))
        {
            return;
        }

        request.HasArticleAndParent = true;
        while (Next(ref reader))
        {
            if (Is(ref reader, "article"u8))
            {
                request.Article = Entry(ref reader).Text;
            }
            else if (Is(ref reader, "parentComment"u8, "parent_comment"u8))
            {
                request.Parent = Entry(ref reader).Text;
            }
            else
            {
                Pass(ref reader);
            }
        }
    }

    /// <summary>The attribute that the key at the reader names; its name is not allocated where it is a plain one.</summary>
    internal static (PerspectiveAttribute? Attribute, string Name) Attribute(ref Utf8JsonReader reader)
    {
        Span<char> name = stackalloc char[64];
        if (reader.ValueIsEscaped || reader.ValueSpan.Length > name.Length || !Encoding.UTF8.TryGetChars(reader.ValueSpan, name, out var length))
        {
            var long_ = JsonText.Read(ref reader);
            return (PerspectiveAttributes.Find(long_), long_);
        }

        name = name[..length];
        var attribute = PerspectiveAttributes.Find(name);
        return (attribute, attribute is not null && name.SequenceEqual(attribute.Name) ? attribute.Name : name.ToString());
    }
}
