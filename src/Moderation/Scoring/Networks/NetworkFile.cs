using System.IO.Compression;
using System.Runtime.InteropServices;
using Moderation.Models;

namespace Moderation.Scoring.Networks;

/// <summary>Writes and reads <c>model.zip</c>: one stored entry, <c>network.bin</c>, little-endian, read in one pass.</summary>
public static class NetworkFile
{
    private const string EntryName = "network.bin";
    private const uint Magic = 0x314E444D; // "MDN1"
    private static readonly DateTimeOffset FixedTime = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes a model. The same model gives the same bytes.</summary>
    public static void Write(string path, NetworkModel model)
    {
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        var entry = zip.CreateEntry(EntryName, CompressionLevel.NoCompression);
        entry.LastWriteTime = FixedTime;
        using var writer = new BinaryWriter(entry.Open());
        writer.Write(Magic);
        WriteShape(writer, model.Shape);
        WriteArray(writer, model.FeatureKeys);
        WriteRows(writer, model.Features);
        WriteArray(writer, model.WordKeys);
        WriteRows(writer, model.Words);
        foreach (var part in model.Dense.Parts())
        {
            WriteArray(writer, part);
        }

        for (var i = 0; i < model.Combiner.Weights.Length; i++)
        {
            WriteArray(writer, model.Combiner.Weights[i]);
            WriteArray(writer, model.Combiner.Curves[i].Raw);
            WriteArray(writer, model.Combiner.Curves[i].LogOdds);
        }

        WriteArray(writer, model.Spans.Weights);
        writer.Write(model.Spans.Threshold);
    }

    /// <summary>Reads a model.</summary>
    /// <exception cref="ModelRefusedException">The file is not a model of this format.</exception>
    public static NetworkModel Read(string path)
    {
        try
        {
            using var zip = ZipFile.OpenRead(path);
            var entry = zip.GetEntry(EntryName) ?? throw Refused(path, $"it holds no '{EntryName}'");
            using var reader = new BinaryReader(entry.Open());
            return reader.ReadUInt32() == Magic ? ReadModel(reader) : throw Refused(path, "it was written by another version");
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException or ArgumentException)
        {
            throw new ModelRefusedException($"The model file '{path}' is damaged ({fault.Message}) Restore it from a backup.", fault);
        }
    }

    private static NetworkModel ReadModel(BinaryReader reader)
    {
        var shape = ReadShape(reader);
        var featureKeys = ReadArray<ulong>(reader);
        var features = ReadRows(reader);
        var wordKeys = ReadArray<ulong>(reader);
        var words = ReadRows(reader);
        var dense = new DenseWeights(shape)
        {
            Convolution = ReadArray<float>(reader), ConvolutionBias = ReadArray<float>(reader), FlagVectors = ReadArray<float>(reader),
            EmbeddedBias = ReadArray<float>(reader), Hidden = ReadArray<float>(reader), HiddenBias = ReadArray<float>(reader),
            Output = ReadArray<float>(reader), OutputBias = ReadArray<float>(reader),
        };
        var labels = Labels.LabelNames.All.Count;
        var weights = new float[labels][];
        var curves = new CalibrationCurve[labels];
        for (var i = 0; i < labels; i++)
        {
            weights[i] = ReadArray<float>(reader);
            curves[i] = new CalibrationCurve(ReadArray<float>(reader), ReadArray<float>(reader));
        }

        var spans = new SpanModel(ReadArray<float>(reader), reader.ReadSingle());
        return new NetworkModel(shape, featureKeys, features, wordKeys, words, dense, new Combiner(shape, weights, curves), spans);
    }

    private static void WriteShape(BinaryWriter writer, NetworkShape shape)
    {
        writer.Write(shape.Heads.Count);
        for (var i = 0; i < shape.Heads.Count; i++)
        {
            writer.Write(shape.Heads[i]);
            writer.Write(shape.HeadDomains[i]);
            writer.Write(shape.HeadLabels[i]);
            writer.Write(shape.HeadPriors[i]);
        }

        writer.Write(shape.Domains.Count);
        foreach (var domain in shape.Domains)
        {
            writer.Write(domain);
        }

        foreach (var size in (ReadOnlySpan<int>)[shape.Embedded, shape.Dimensions, shape.Filters, shape.Hidden])
        {
            writer.Write(size);
        }
    }

    private static NetworkShape ReadShape(BinaryReader reader)
    {
        var count = reader.ReadInt32();
        var (heads, domainsOf, labelsOf, priors) = (new string[count], new int[count], new int[count], new float[count]);
        for (var i = 0; i < count; i++)
        {
            (heads[i], domainsOf[i], labelsOf[i], priors[i]) = (reader.ReadString(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadSingle());
        }

        var domains = new string[reader.ReadInt32()];
        for (var i = 0; i < domains.Length; i++)
        {
            domains[i] = reader.ReadString();
        }

        return new NetworkShape(
            heads, domainsOf, labelsOf, priors, domains, reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
    }

    private static void WriteRows(BinaryWriter writer, QuantizedRows rows)
    {
        writer.Write(rows.Width);
        writer.Write(rows.Split);
        WriteArray(writer, rows.Weights);
        WriteArray(writer, rows.Scales);
    }

    private static QuantizedRows ReadRows(BinaryReader reader) =>
        new(reader.ReadInt32(), reader.ReadInt32(), ReadArray<sbyte>(reader), ReadArray<Half>(reader));

    private static void WriteArray<T>(BinaryWriter writer, T[] array)
        where T : unmanaged
    {
        writer.Write(array.Length);
        writer.Write(MemoryMarshal.AsBytes(array.AsSpan()));
    }

    private static T[] ReadArray<T>(BinaryReader reader)
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

    private static ModelRefusedException Refused(string path, string because) =>
        new($"The file '{path}' is no model this program can read: {because}. Train a new one with 'moderation train'.");
}
