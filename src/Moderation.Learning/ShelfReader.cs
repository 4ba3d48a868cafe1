using System.Text.Json;
using Moderation.Models;

namespace Moderation.Learning;

/// <summary>
/// Reads the files of the shelf property by property. Every start reads two of them, and the serializer would first have some
/// hundred and fifty methods compiled for their types.
/// </summary>
internal static class ShelfReader
{
    /// <summary>Reads a model's <c>card.json</c>.</summary>
    /// <exception cref="InvalidDataException">It is no card; the message says what of it.</exception>
    public static ModelCard Card(byte[] json) => Read(json, file => new ModelCard
    {
        Format = file.TryGetProperty("format", out var format) ? format.GetInt32() : 1,
        Id = Text(file, "id"),
        TrainedAt = file.GetProperty("trainedAt").GetDateTimeOffset(),
        Trainer = Text(file, "trainer"),
        Seed = file.GetProperty("seed").GetInt32(),
        Labels = List(file.GetProperty("labels"), Text),
        NormalizerVersion = file.GetProperty("normalizerVersion").GetInt32(),
        FeatureVersion = file.TryGetProperty("featureVersion", out var features) ? features.GetInt32() : 1,
        LexiconSha256 = Text(file, "lexiconSha256"),
        ModelSha256 = Text(file, "modelSha256"),
        Thresholds = Map(file.GetProperty("thresholds"), threshold => threshold.GetSingle()),
        AdaptedFrom = Optional(file, "adaptedFrom"),
        LevelWith = OptionalList(file, "levelWith", Text),
        Datasets = List(file.GetProperty("datasets"), set => new CardDataset(
            Text(set, "name"), Text(set, "file"), Text(set, "sha256"), Text(set, "licence"), set.GetProperty("rows").GetInt32())),
        Splits = Text(file, "splits"),
        Notes = OptionalList(file, "notes", Text),
        Figures = OptionalList(file, "figures", figure => new CardFigure(
            Text(figure, "system"), Text(figure, "slice"), Text(figure, "label"), Text(figure, "measure"),
            Number(figure, "value"), Number(figure, "low"), Number(figure, "high"), figure.GetProperty("rows").GetInt32())),
        Software = file.TryGetProperty("software", out var software) ? Map(software, Text) : new Dictionary<string, string>(),
    });

    /// <summary>Reads <c>champion.json</c>.</summary>
    /// <exception cref="InvalidDataException">It names no champion; the message says what is wrong.</exception>
    public static Champion Champion(byte[] json) => Read(json, file => new Champion(
        Text(file, "model"), file.GetProperty("promotedAt").GetDateTimeOffset(), Text(file, "promotedBy"), Optional(file, "previous")));

    private static T Read<T>(byte[] json, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return read(document.RootElement);
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException(fault.Message, fault);
        }
    }

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString() ?? throw new FormatException($"'{name}' is null.");

    private static string? Optional(JsonElement of, string name) => of.TryGetProperty(name, out var text) ? text.GetString() : null;

    /// <summary>A number, or the word for one that JSON cannot write.</summary>
    private static double Number(JsonElement of, string name) => of.GetProperty(name) switch
    {
        { ValueKind: JsonValueKind.String } word => double.Parse(word.GetString()!, System.Globalization.CultureInfo.InvariantCulture),
        var number => number.GetDouble(),
    };

    private static string Text(JsonElement item) => item.GetString() ?? throw new FormatException("A list holds a null.");

    /// <summary>A list that cards from before there was such a thing do not have: it is then empty.</summary>
    private static List<T> OptionalList<T>(JsonElement of, string name, Func<JsonElement, T> read)
        where T : class => of.TryGetProperty(name, out var items) && items.ValueKind != JsonValueKind.Null ? List(items, read) : [];

    private static List<T> List<T>(JsonElement items, Func<JsonElement, T> read)
        where T : class
    {
        var list = new List<T>();
        foreach (var item in items.EnumerateArray())
        {
            list.Add(read(item));
        }

        return list;
    }

    private static Dictionary<string, T> Map<T>(JsonElement of, Func<JsonElement, T> read)
    {
        var map = new Dictionary<string, T>();
        foreach (var property in of.EnumerateObject())
        {
            map[property.Name] = read(property.Value);
        }

        return map;
    }
}
