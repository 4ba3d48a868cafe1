using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Moderation.Models;

namespace Moderation.Service.Wires.Perspective;

/// <summary>The content of <c>perspective.json</c>, which lies beside the model it was fitted for.</summary>
internal sealed record ScaleFile
{
    /// <summary>Name of the file in the model's folder.</summary>
    public const string Name = "perspective.json";

    /// <summary>The model; on another the table means nothing.</summary>
    public required string Model { get; init; }

    /// <summary>File name of the scores that were fitted last; attributes without scores there keep the table they had.</summary>
    public required string Source { get; init; }

    /// <summary>SHA-256 of that file, lower-case hex.</summary>
    public required string SourceSha256 { get; init; }

    /// <summary>A table for each attribute.</summary>
    public required SortedDictionary<string, ScaleEntry> Attributes { get; init; }

    /// <summary>The scale of a model's folder, or null where none was fitted.</summary>
    /// <exception cref="ModelRefusedException">The file is damaged, or was fitted for another model.</exception>
    public static PerspectiveScale? Load(string folder, string model)
    {
        try
        {
            return Read(folder, model) is { } file ? new PerspectiveScale(file.Attributes.ToDictionary(entry => entry.Key, entry => entry.Value.Table())) : null;
        }
        catch (InvalidDataException fault)
        {
            throw Damaged(Path.Combine(folder, model, Name), fault);
        }
    }

    /// <summary>The file in a model's folder, or null where there is none.</summary>
    /// <exception cref="ModelRefusedException">The file is damaged, or was fitted for another model.</exception>
    public static ScaleFile? Read(string folder, string model)
    {
        var path = Path.Combine(folder, model, Name);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            var file = JsonSerializer.Deserialize(File.ReadAllBytes(path), ScaleJson.Default.ScaleFile)!;
            return file.Model == model ? file : throw new ModelRefusedException(
                $"'{path}' was fitted for the model '{file.Model}'. Fit it again with 'moderation perspective-scale'.");
        }
        catch (JsonException fault)
        {
            throw Damaged(path, fault);
        }
    }

    /// <summary>Gives a model the scale of another that is level with it; nothing where that has none.</summary>
    public static void Inherit(string folder, string from, string to)
    {
        if (Load(folder, from) is not null)
        {
            (Read(folder, from)! with { Model = to }).Save(folder);
        }
    }

    private static ModelRefusedException Damaged(string path, Exception fault) =>
        new($"'{path}' is damaged ({fault.Message}). Fit it again with 'moderation perspective-scale'.", fault);

    /// <summary>Writes it beside its model, whole or not at all.</summary>
    /// <returns>The path.</returns>
    public string Save(string folder)
    {
        var path = Path.Combine(folder, Model, Name);
        File.WriteAllBytes(path + ".part", [.. JsonSerializer.SerializeToUtf8Bytes(this, ScaleJson.Default.ScaleFile), (byte)'\n']);
        File.Move(path + ".part", path, overwrite: true);
        return path;
    }
}

/// <summary>One attribute's table with how well it fits.</summary>
/// <param name="Rows">Comments it was fitted on.</param>
/// <param name="Spearman">Rank correlation of our probability with Perspective's score; the table cannot raise it.</param>
/// <param name="MeanErrorBefore">Mean absolute difference of our probability from Perspective's score.</param>
/// <param name="MeanErrorAfter">The same with the table, each comment judged by a table that has not seen it.</param>
/// <param name="Points">Our probability and Perspective's score, rising.</param>
internal sealed record ScaleEntry(
    int Rows,
    double Spearman,
    double MeanErrorBefore,
    double MeanErrorAfter,
    [property: JsonConverter(typeof(PointsConverter))] IReadOnlyList<float[]> Points)
{
    /// <summary>The table.</summary>
    public ScaleTable Table() => Points.All(point => point.Length == 2)
        ? new ScaleTable([.. Points.Select(point => (point[0], point[1]))])
        : throw new InvalidDataException("A point of a scale is a pair of numbers.");
}

/// <summary>Points on one line, for people who look into the file.</summary>
internal sealed class PointsConverter : JsonConverter<IReadOnlyList<float[]>>
{
    public override IReadOnlyList<float[]> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize(ref reader, ScaleJson.Default.ListSingleArray) ?? [];

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<float[]> value, JsonSerializerOptions options) =>
        writer.WriteRawValue(string.Create(CultureInfo.InvariantCulture, $"[{string.Join(", ", value.Select(point => $"[{point[0]:0.#####}, {point[1]:0.#####}]"))}]"));
}

/// <summary>How the file is written.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ScaleFile))]
[JsonSerializable(typeof(List<float[]>))]
internal sealed partial class ScaleJson : JsonSerializerContext;
