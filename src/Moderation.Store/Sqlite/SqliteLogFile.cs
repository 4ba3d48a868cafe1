using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using Microsoft.Win32.SafeHandles;
using SQLitePCL;

namespace Moderation.Store;

/// <summary>
/// The file of SQLite's write-ahead log, to be flushed to the disk beside SQLite. A flush covers every commit before it,
/// whoever wrote it; that of another file would cover nothing, but SQLite keeps the file while a connection is open and
/// brings its content into the database, durably, before it removes it.
/// </summary>
internal sealed class SqliteLogFile : IDisposable
{
    private const int LeastRoom = 1 << 18;
    private const int MostRoom = 1 << 22;

    private readonly SafeFileHandle _file;
    private long _end;

    /// <summary>Opens the log of a connection that has one.</summary>
    internal SqliteLogFile(sqlite3 connection)
    {
        // No lock of ours, and none of SQLite's is on this file: those are on the database and on its index of the log.
        _file = File.OpenHandle(PathOf(connection) + "-wal", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
    }

    /// <summary>Whether a connection writes a log: not in memory, nor on a file system that cannot share memory.</summary>
    internal static bool IsUsed(sqlite3 connection)
    {
        using var mode = new SqliteStatement(connection, "PRAGMA journal_mode");
        return mode.Begin().Step() && mode.Text(0) == "wal" && PathOf(connection).Length > 0;
    }

    /// <summary>
    /// Where SQLite has come to the end of the file, makes it longer, by zeros, which SQLite takes for the end of the log. What
    /// is written over old blocks is flushed by itself; for new ones the file system must also write where they are, on Linux's
    /// ext4 by a thread of its own that may have to wait for a processor.
    /// </summary>
    /// <remarks>To be called by who has the lock to write, so that nobody appends meanwhile.</remarks>
    internal void MakeRoom()
    {
        var length = RandomAccess.GetLength(_file);
        if (length <= _end)
        {
            return;
        }

        _end = length + Math.Clamp(length, LeastRoom, MostRoom);
        try
        {
            RandomAccess.Write(_file, new byte[_end - length], length);
        }
        catch (IOException)
        {
            // SQLite needs no room beforehand, and will tell by itself if the disk is full.
        }
    }

    /// <summary>Returns when the log is on the disk as it was when this was called.</summary>
    /// <exception cref="SqliteException">The disk failed: SQLite's own code for that.</exception>
    internal void Flush()
    {
        const int Failed = raw.SQLITE_IOERR;
        const int WhileFlushing = raw.SQLITE_IOERR_FSYNC;
        try
        {
            if (!OperatingSystem.IsLinux())
            {
                RandomAccess.FlushToDisk(_file);
            }
            else if (FlushData(_file) != 0)
            {
                throw new IOException(Marshal.GetLastPInvokeErrorMessage());
            }
        }
        catch (IOException fault)
        {
            throw new SqliteException(fault.Message, Failed, WhileFlushing);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();

    private static string PathOf(sqlite3 connection) => raw.sqlite3_db_filename(connection, "main").utf8_to_string() ?? "";

    // The content and how long it is, as fsync would, but not when the file was written last, which changes with each commit.
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [DllImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static extern int FlushData(SafeFileHandle file);
}
