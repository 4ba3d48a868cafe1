using System.Text.Json;

namespace Moderation.Learning.Datasets;

/// <summary>
/// What was fetched, <c>downloads.json</c> beside the files: where from, size and hash. A publisher who states no hash is held to the
/// first file that he sent.
/// </summary>
public sealed class DownloadLog(string folder)
{
    private const string Name = "downloads.json";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private string PathOf => Path.Combine(folder, Name);

    /// <summary>The last download to a file name, or null.</summary>
    public DownloadRecord? Find(string file) => Read().GetValueOrDefault(file);

    /// <summary>Notes a download.</summary>
    public void Note(string file, DownloadRecord record)
    {
        var records = Read();
        records[file] = record;
        var temporary = PathOf + ".tmp";
        File.WriteAllText(temporary, JsonSerializer.Serialize(records, Json) + "\n");
        File.Move(temporary, PathOf, overwrite: true);
    }

    /// <summary>What to fetch, completed by what the log knows of the same address.</summary>
    public DatasetDownload Complete(string file, DatasetDownload wanted) =>
        wanted.Sha256 is null && Find(file) is { } seen && seen.Address == wanted.Address
            ? wanted with { Sha256 = seen.Sha256, Bytes = wanted.Bytes ?? seen.Bytes }
            : wanted;

    private SortedDictionary<string, DownloadRecord> Read() => File.Exists(PathOf)
        ? JsonSerializer.Deserialize<SortedDictionary<string, DownloadRecord>>(File.ReadAllBytes(PathOf), Json) ?? []
        : [];
}

/// <summary>A download that went well.</summary>
/// <param name="Address">Where from.</param>
/// <param name="Bytes">Size.</param>
/// <param name="Sha256">Hash, lower-case hex.</param>
/// <param name="At">When.</param>
public sealed record DownloadRecord(Uri Address, long Bytes, string Sha256, DateTimeOffset At);
