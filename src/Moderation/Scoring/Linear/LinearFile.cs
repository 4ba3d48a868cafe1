using Moderation.Labels;
using Moderation.Models;
using Moderation.Scoring.Networks;

namespace Moderation.Scoring.Linear;

/// <summary>Writes and reads the <c>model.zip</c> of a linear model.</summary>
public static class LinearFile
{
    internal const string Entry = "linear.bin";
    private const uint Magic = 0x314C444D; // "MDL1"

    /// <summary>Writes a model. The same model gives the same bytes.</summary>
    public static void Write(string path, LinearModel model) => ModelZip.Write(path, Entry, Magic, writer =>
    {
        ModelZip.WriteArray(writer, model.FeatureKeys);
        ModelZip.WriteArray(writer, model.Weights);
        ModelZip.WriteArray(writer, model.Biases);
        foreach (var curve in model.Curves)
        {
            ModelZip.WriteArray(writer, curve.Raw);
            ModelZip.WriteArray(writer, curve.LogOdds);
        }
    });

    /// <summary>Reads a model.</summary>
    /// <exception cref="ModelRefusedException">The file is not a model of this format.</exception>
    public static LinearModel Read(string path) => ModelZip.Read(path, Entry, Magic, reader => new LinearModel(
        ModelZip.ReadArray<ulong>(reader),
        ModelZip.ReadArray<float>(reader),
        ModelZip.ReadArray<float>(reader),
        [.. LabelNames.All.Select(_ => new CalibrationCurve(ModelZip.ReadArray<float>(reader), ModelZip.ReadArray<float>(reader)))]));
}
