using System.IO.Pipelines;
using System.Text.Json;

namespace Moderation.Service.Screening;

/// <summary>Writes answers as a JSON array or as lines, whichever the sender spoke.</summary>
internal sealed class AnswerWriter(PipeWriter output, bool array) : IDisposable
{
    private readonly Utf8JsonWriter _json = new(output, new JsonWriterOptions { SkipValidation = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    private bool _any;

    public void Write(CommentAnswer answer)
    {
        Separate();
        JsonSerializer.Serialize(_json, answer, ApiJson.Default.CommentAnswer);
        Finish();
    }

    public void Write(BatchError error)
    {
        Separate();
        JsonSerializer.Serialize(_json, error, ApiJson.Default.BatchError);
        Finish();
    }

    public async Task FlushAsync(CancellationToken ct) => await output.FlushAsync(ct);

    public async Task EndAsync(CancellationToken ct)
    {
        if (array)
        {
            Raw(_any ? "]"u8 : "[]"u8);
        }

        await output.FlushAsync(ct);
    }

    public void Dispose() => _json.Dispose();

    private void Separate()
    {
        if (array)
        {
            Raw(_any ? ","u8 : "["u8);
        }

        _any = true;
    }

    private void Finish()
    {
        _json.Flush();
        _json.Reset();
        if (!array)
        {
            Raw("\n"u8);
        }
    }

    private void Raw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(output.GetSpan(bytes.Length));
        output.Advance(bytes.Length);
    }
}
