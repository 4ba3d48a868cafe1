using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace Moderation.Learning.Datasets;

/// <summary>A file that is still arriving, <c>FILE.part</c>, and beside it, <c>FILE.part.version</c>, which version of it was begun.</summary>
internal sealed class PartFile(string target)
{
    private readonly string path = target + ".part";

    private string VersionFile => path + ".version";

    /// <summary>Bytes that are there.</summary>
    public long Length => File.Exists(path) ? new FileInfo(path).Length : 0;

    /// <summary>The version that was begun, in a form that a server can be asked for; null where it gave none.</summary>
    public RangeConditionHeaderValue? Version =>
        File.Exists(VersionFile) && RangeConditionHeaderValue.TryParse(File.ReadAllText(VersionFile), out var version) ? version : null;

    /// <summary>Notes which version arrives.</summary>
    /// <param name="goesOn">Whether it is the one begun before.</param>
    /// <param name="tag">Its tag, or null.</param>
    /// <param name="modified">When it was changed, or null.</param>
    public void Begin(bool goesOn, EntityTagHeaderValue? tag, DateTimeOffset? modified)
    {
        if (goesOn)
        {
            return;
        }

        // A weak tag promises the same meaning, not the same bytes: no server may go on by it.
        if (tag is { IsWeak: false })
        {
            File.WriteAllText(VersionFile, tag.ToString());
        }
        else if (tag is null && modified is { } date)
        {
            File.WriteAllText(VersionFile, new RangeConditionHeaderValue(date).ToString());
        }
        else
        {
            File.Delete(VersionFile);
        }
    }

    /// <summary>Opens it for writing: at its end, or emptied. Nobody else can meanwhile.</summary>
    public FileStream Open(bool goesOn) => new(path, goesOn ? FileMode.Append : FileMode.Create, FileAccess.Write, FileShare.None);

    /// <summary>Its SHA-256, lower-case hex.</summary>
    public async Task<string> HashAsync(CancellationToken ct)
    {
        await using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, ct).ConfigureAwait(false));
    }

    /// <summary>Gives it its own name.</summary>
    public void MoveIntoPlace()
    {
        File.Move(path, target, overwrite: true);
        File.Delete(VersionFile);
    }

    /// <summary>Forgets what is there.</summary>
    public void Delete()
    {
        File.Delete(path);
        File.Delete(VersionFile);
    }
}
