using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Moderation.Comments;
using Moderation.Service.Access;
using Moderation.Store;

namespace Moderation.Service.Screening;

/// <summary>
/// A batch, streamed both ways: comments are read, screened and recorded a group at a time, and each group's answers are
/// sent when they are durable. Neither side is ever held in memory whole.
/// </summary>
internal static class CommentBatch
{
    /// <summary>So many comments that are no JSON end a batch: whoever sends them sends something else, and each costs more than a good one.</summary>
    internal const int MostBroken = 1000;

    private const int GroupSize = 512;

    private readonly record struct Item(int Line, CommentRequest? Request, string? Fault, bool IsBroken = false);

    public static async Task Screen(HttpContext http, Screener screener)
    {
        var array = http.Request.ContentType?.Contains("ndjson", StringComparison.OrdinalIgnoreCase) != true;
        http.Response.ContentType = array ? "application/json" : "application/x-ndjson";
        using var writer = new AnswerWriter(http.Response.BodyWriter, array);
        var group = new List<Item>(GroupSize);
        var broken = 0;
        await foreach (var item in (array ? ReadArray(http) : ReadLines(http.Request.BodyReader, http.RequestAborted)))
        {
            if (item.IsBroken && ++broken == MostBroken)
            {
                group.Add(item with { Fault = $"{item.Fault} That were {MostBroken} that cannot be read: the batch ends here, and nothing behind was read." });
                break;
            }

            group.Add(item);
            if (group.Count == GroupSize)
            {
                await Answer(group, screener, http, writer);
                group.Clear();
            }
        }

        await Answer(group, screener, http, writer);
        await writer.EndAsync(http.RequestAborted);
    }

    /// <summary>Tells the OpenAPI document what the handler, which streams, does not: arrays and lines of comments, each answered or refused.</summary>
    internal static async Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        await context.GetOrCreateSchemaAsync(typeof(CommentRequest), null, ct);
        context.Document!.AddComponent(nameof(BatchError), await context.GetOrCreateSchemaAsync(typeof(BatchError), null, ct));
        var request = new OpenApiSchemaReference(nameof(CommentRequest), context.Document);
        var answer = new OpenApiSchema
        {
            AnyOf = [new OpenApiSchemaReference(nameof(CommentAnswer), context.Document), new OpenApiSchemaReference(nameof(BatchError), context.Document)],
        };
        operation.RequestBody = new OpenApiRequestBody { Required = true, Content = ArrayOrLines(request) };
        operation.Responses!["200"] = new OpenApiResponse { Description = $"An answer a comment, in the order of the request. After {MostBroken} that cannot be read it ends, and the last says so.", Content = ArrayOrLines(answer) };
    }

    private static Dictionary<string, OpenApiMediaType> ArrayOrLines(IOpenApiSchema one) => new()
    {
        ["application/json"] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.Array, Items = one } },
        ["application/x-ndjson"] = new OpenApiMediaType { Schema = one },
    };

    private static async Task Answer(List<Item> group, Screener screener, HttpContext http, AnswerWriter writer)
    {
        var site = http.User.Site();
        // Requests of one kind share their options; mixed batches are cut where the options change.
        for (var from = 0; from < group.Count;)
        {
            var to = from + 1;
            while (to < group.Count && group[to].Request?.Options == group[from].Request?.Options)
            {
                to++;
            }

            var part = group.GetRange(from, to - from);
            await AnswerPart(part, site, screener, writer);
            from = to;
        }

        await writer.FlushAsync(http.RequestAborted);
    }

    private static async Task AnswerPart(List<Item> part, string site, Screener screener, AnswerWriter writer)
    {
        if (part[0].Request is null)
        {
            part.ForEach(item => writer.Write(new BatchError(item.Line, null, item.Fault!)));
            return;
        }

        var comments = part.ConvertAll(item => item.Request!.ToComment(site, "api:batch"));
        var screened = await screener.ScreenAsync(comments, part[0].Request!.Options);
        for (var i = 0; i < part.Count; i++)
        {
            if (screened[i].Recorded is { IsKept: false } lost)
            {
                writer.Write(new BatchError(part[i].Line, comments[i].Id, lost.Because ?? "It could not be recorded. Send it again."));
            }
            else
            {
                writer.Write(CommentAnswer.Of(comments[i], screened[i], part[i].Request!.Spans));
            }
        }
    }

    private static async IAsyncEnumerable<Item> ReadArray(HttpContext http)
    {
        var line = 0;
        var elements = JsonSerializer.DeserializeAsyncEnumerable<JsonElement>(
            http.Request.Body, JsonSerializerOptions.Web, http.RequestAborted).GetAsyncEnumerator(http.RequestAborted);
        await using (elements)
        {
            while (true)
            {
                line++;
                Item item;
                var broken = false;
                try
                {
                    if (!await elements.MoveNextAsync())
                    {
                        yield break;
                    }

                    item = Checked(line, elements.Current.Deserialize(ApiJson.Default.CommentRequest));
                }
                catch (JsonException fault) when (elements.Current.ValueKind != JsonValueKind.Undefined && fault.Path is not null && !fault.Path.StartsWith("$[", StringComparison.Ordinal))
                {
                    item = new Item(line, null, JsonFault.Sentence(fault), IsBroken: true);
                }
                catch (JsonException fault)
                {
                    // The array itself is broken: what came before is answered, the rest cannot be told apart.
                    (item, broken) = (new Item(line, null, $"The array is broken here and nothing behind was read: {JsonFault.Sentence(fault)}"), true);
                }

                yield return item;
                if (broken)
                {
                    yield break;
                }
            }
        }
    }

    private static async IAsyncEnumerable<Item> ReadLines(PipeReader reader, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var number = 0;
        var items = new List<Item>();
        while (true)
        {
            var read = await reader.ReadAsync(ct);
            var buffer = read.Buffer;
            items.Clear();
            // A group at most: of short lines, one read brings hundreds of thousands.
            while (items.Count < GroupSize && TryLine(ref buffer, read.IsCompleted, out var line))
            {
                number++;
                if (Parse(number, line) is { } item)
                {
                    items.Add(item);
                }
            }

            var ended = read.IsCompleted && buffer.IsEmpty;
            reader.AdvanceTo(buffer.Start, items.Count < GroupSize ? buffer.End : buffer.Start);
            foreach (var item in items)
            {
                yield return item;
            }

            if (ended)
            {
                yield break;
            }
        }
    }

    private static bool TryLine(ref ReadOnlySequence<byte> buffer, bool last, out ReadOnlySequence<byte> line)
    {
        if (buffer.PositionOf((byte)'\n') is { } end)
        {
            line = buffer.Slice(0, end);
            buffer = buffer.Slice(buffer.GetPosition(1, end));
            return true;
        }

        line = buffer;
        buffer = last ? buffer.Slice(buffer.End) : buffer;
        return last && !line.IsEmpty;
    }

    private static Item? Parse(int number, ReadOnlySequence<byte> line)
    {
        try
        {
            var bytes = line.IsSingleSegment ? line.FirstSpan : line.ToArray();
            return bytes.Trim(" \t\r"u8).IsEmpty ? null : Checked(number, JsonSerializer.Deserialize(bytes, ApiJson.Default.CommentRequest));
        }
        catch (JsonException fault)
        {
            return new Item(number, null, JsonFault.Sentence(fault), IsBroken: true);
        }
    }

    private static Item Checked(int line, CommentRequest? request)
    {
        var fault = request is null ? "It is null. Write {\"id\": …, \"text\": …}." : CommentsApi.Refuse(request);
        return new Item(line, fault is null ? request : null, fault);
    }
}
