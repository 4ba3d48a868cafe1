using System.IO.Compression;
using System.Runtime.InteropServices;
using Moderation.Models;

namespace Moderation.Scoring;

/// <summary>A <c>model.zip</c> of any kind of model: one stored entry, little-endian, read in one pass. Its name says what kind it is.</summary>
internal static class ModelZip
{
    private static readonly DateTimeOffset FixedTime = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes a model. The same content gives the same bytes.</summary>
    /// <param name="path">The file; it must not be there yet.</param>
    /// <param name="entry">Name of the entry.</param>
    /// <param name="magic">Kind and version; checked when it is read.</param>
    /// <param name="content">Writes what follows.</param>
    public static void Write(string path, string entry, uint magic, Action<BinaryWriter> content)
    {
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        var stored = zip.CreateEntry(entry, CompressionLevel.NoCompression);
        stored.LastWriteTime = FixedTime;
        using var writer = new BinaryWriter(stored.Open());
        writer.Write(magic);
        content(writer);
    }

    /// <summary>Reads a model.</summary>
    /// <exception cref="ModelRefusedException">The file is not a model of this kind and version.</exception>
    public static T Read<T>(string path, string entry, uint magic, Func<BinaryReader, T> content) => Opened(path, zip =>
    {
        using var reader = new BinaryReader((zip.GetEntry(entry) ?? throw Refused(path, $"it holds no '{entry}'")).Open());
        return reader.ReadUInt32() == magic ? content(reader) : throw Refused(path, "it was written by another version");
    });

    /// <summary>Whether the model is of a kind.</summary>
    /// <exception cref="ModelRefusedException">The file is damaged.</exception>
    public static bool Holds(string path, string entry) => Opened(path, zip => zip.GetEntry(entry) is not null);

    /// <summary>Writes a length and the values.</summary>
    public static void WriteArray<T>(BinaryWriter writer, T[] array)
        where T : unmanaged
    {
        writer.Write(array.Length);
        writer.Write(MemoryMarshal.AsBytes(array.AsSpan()));
    }

    /// <summary>Reads what <see cref="WriteArray"/> wrote.</summary>
    public static T[] ReadArray<T>(BinaryReader reader)
        where T : unmanaged
    {
        var length = reader.ReadInt32();
        if (length is < 0 or > 1 << 28)
        {
            throw new InvalidDataException("A part has an impossible length.");
        }

        var array = GC.AllocateUninitializedArray<T>(length);
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(array.AsSpan()));
        return array;
    }

    private static T Opened<T>(string path, Func<ZipArchive, T> read)
    {
        try
        {
            using var zip = ZipFile.OpenRead(path);
            return read(zip);
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException or ArgumentException)
        {
            throw new ModelRefusedException($"The model file '{path}' is damaged ({fault.Message}) Restore it from a backup.", fault);
        }
    }

    private static ModelRefusedException Refused(string path, string because) =>
        new($"The file '{path}' is no model this program can read: {because}. Train a new one with 'moderation train'.");
}
