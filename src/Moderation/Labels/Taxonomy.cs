using System.Text.Json;

namespace Moderation.Labels;

/// <summary>The taxonomy as data: <c>training-data/labels.json</c>.</summary>
public sealed class Taxonomy
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    private readonly Dictionary<string, Label> _byName;

    private Taxonomy(IReadOnlyList<Label> labels)
    {
        Labels = labels;
        _byName = labels.ToDictionary(label => label.Name, StringComparer.Ordinal);
    }

    /// <summary>All labels, retired ones too, in the file's order.</summary>
    public IReadOnlyList<Label> Labels { get; }

    /// <summary>Whether a label of this name exists, retired or not.</summary>
    public bool Knows(string name) => _byName.ContainsKey(name);

    /// <summary>The label of this name, or null.</summary>
    public Label? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The taxonomy that ships inside the program.</summary>
    public static Taxonomy Default { get; } = LoadEmbedded();

    /// <summary>Reads a taxonomy.</summary>
    /// <exception cref="InvalidDataException">It is not a taxonomy; the message says why.</exception>
    public static Taxonomy Load(Stream stream)
    {
        List<Label> labels;
        try
        {
            labels = JsonSerializer.Deserialize<List<Label>>(stream, Options) ?? [];
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"labels.json cannot be read: {error.Message} Compare it with the shipped file.", error);
        }

        var twice = labels.GroupBy(label => label.Name).FirstOrDefault(group => group.Count() > 1);
        if (labels.Count == 0 || twice is not null)
        {
            throw new InvalidDataException(
                $"labels.json {(twice is null ? "is empty" : $"names '{twice.Key}' twice")}. Each label stands in it once.");
        }

        return new Taxonomy(labels);
    }

    private static Taxonomy LoadEmbedded()
    {
        using var stream = typeof(Taxonomy).Assembly.GetManifestResourceStream("labels.json")
            ?? throw new InvalidOperationException("labels.json is not embedded in the core assembly; see Moderation.csproj.");
        return Load(stream);
    }
}
