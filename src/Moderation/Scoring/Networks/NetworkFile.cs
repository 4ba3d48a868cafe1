using System.Runtime.InteropServices;
using Moderation.Models;
using static Moderation.Scoring.ModelZip;

namespace Moderation.Scoring.Networks;

/// <summary>Writes and reads <c>model.zip</c>: one stored entry, <c>network.bin</c>, little-endian, read in one pass.</summary>
public static class NetworkFile
{
    private const string EntryName = "network.bin";
    private const uint Magic = 0x324E444D; // "MDN2"

    /// <summary>Writes a model. The same model gives the same bytes.</summary>
    public static void Write(string path, NetworkModel model) => ModelZip.Write(path, EntryName, Magic, writer => WriteModel(writer, model));

    /// <summary>Reads a model.</summary>
    /// <exception cref="ModelRefusedException">The file is not a model of this format.</exception>
    public static NetworkModel Read(string path) => ModelZip.Read(path, EntryName, Magic, ReadModel);

    private static void WriteModel(BinaryWriter writer, NetworkModel model)
    {
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

        return new NetworkModel(shape, featureKeys, features, wordKeys, words, dense, new Combiner(shape, weights, curves), ReadSpans(reader, shape));
    }

    /// <summary>A model whose words had other inputs can still be gone back to: it then points at the one word that spoke most.</summary>
    private static SpanModel ReadSpans(BinaryReader reader, NetworkShape shape)
    {
        var read = new SpanModel(ReadArray<float>(reader), reader.ReadSingle());
        return read.Weights.Length == SpanModel.WidthOf(shape) + 1 ? read : SpanModel.Silent;
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
        for (var i = 0; i < shape.Domains.Count; i++)
        {
            writer.Write(shape.Domains[i]);
            writer.Write(shape.Domains.Usual[i]);
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

        count = reader.ReadInt32();
        var (domains, usual) = (new string[count], new float[count]);
        for (var i = 0; i < count; i++)
        {
            (domains[i], usual[i]) = (reader.ReadString(), reader.ReadSingle());
        }

        return new NetworkShape(
            heads, domainsOf, labelsOf, priors, new DomainList(domains, usual), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
    }

    private static void WriteRows(BinaryWriter writer, QuantizedRows rows)
    {
        writer.Write(rows.Width);
        writer.Write(rows.Split);
        writer.Write(rows.Count * rows.Width);
        for (var row = 0; row < rows.Count; row++)
        {
            writer.Write(MemoryMarshal.AsBytes(rows.WeightsOf(row)));
        }

        WriteArray(writer, Enumerable.Range(0, rows.Count).SelectMany(row => rows.ScalesOf(row).ToArray(), (_, scale) => (Half)scale).ToArray());
    }

    private static QuantizedRows ReadRows(BinaryReader reader)
    {
        var (width, split, length) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
        if (width is <= 0 or > 1 << 16 || length is < 0 or > 1 << 28)
        {
            throw new InvalidDataException("A table has an impossible size.");
        }

        var rows = new QuantizedRows(width, split, length / width);
        for (var row = 0; row < rows.Count; row++)
        {
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(rows.WeightsOf(row)));
        }

        var scales = ReadArray<Half>(reader);
        for (var row = 0; row < rows.Count; row++)
        {
            var parts = rows.ScalesOf(row);
            for (var part = 0; part < parts.Length; part++)
            {
                parts[part] = (float)scales[(row * parts.Length) + part];
            }
        }

        return rows;
    }
}
