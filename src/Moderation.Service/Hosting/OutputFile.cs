namespace Moderation.Service.Hosting;

/// <summary>
/// A result file that is there whole or not at all: written under a temporary name and moved into place by
/// <see cref="Keep"/>; Ctrl+C leaves an older file as it was. <c>-</c> is standard output.
/// </summary>
internal sealed class OutputFile : IAsyncDisposable
{
    private readonly string? _path;
    private readonly string? _temporary;
    private bool _keep;

    public OutputFile(string path)
    {
        if (path == "-")
        {
            Stream = Console.OpenStandardOutput();
            return;
        }

        _path = Path.GetFullPath(path);
        if (File.Exists(_path) && (File.GetAttributes(_path) & (FileAttributes.ReparsePoint | FileAttributes.Device)) != 0 || IsSpecial(_path))
        {
            // /dev/null, pipes and links are written straight: moving a file over them would replace them.
            Stream = new FileStream(_path, FileMode.Open, FileAccess.Write);
            _path = null;
            return;
        }

        _temporary = _path + ".part";
        Stream = new FileStream(_temporary, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1 << 16, useAsync: true);
    }

    public Stream Stream { get; }

    /// <summary>Marks the file as whole.</summary>
    public void Keep() => _keep = true;

    public async ValueTask DisposeAsync()
    {
        await Stream.DisposeAsync();
        if (_temporary is null)
        {
            return;
        }

        if (_keep)
        {
            File.Move(_temporary, _path!, overwrite: true);
        }
        else
        {
            File.Delete(_temporary);
        }
    }

    private static bool IsSpecial(string path) => path.StartsWith("/dev/", StringComparison.Ordinal);
}
