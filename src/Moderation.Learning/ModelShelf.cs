using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Moderation.Models;
using Moderation.Scoring;

namespace Moderation.Learning;

/// <summary>
/// The folder of models: one immutable folder each, and <c>champion.json</c>, which names the one in force.
/// Every write goes to a temporary name and is moved into place, so that nothing half-written is ever read.
/// </summary>
/// <param name="folder">The shelf; need not exist yet.</param>
/// <param name="open">Reads a model file into a classifier, given its card.</param>
public sealed class ModelShelf(string folder, Func<string, ModelCard, IClassifier> open)
{
    /// <summary>How cards and <c>champion.json</c> are written.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private string ChampionFile => Path.Combine(folder, "champion.json");

    /// <summary>The shelf's folder.</summary>
    public string Folder => folder;

    /// <summary>The cards on the shelf, oldest first.</summary>
    public IReadOnlyList<ModelCard> Cards()
    {
        if (!Directory.Exists(folder))
        {
            return [];
        }

        return [.. Directory.EnumerateDirectories(folder)
            .Where(model => File.Exists(Path.Combine(model, "card.json")))
            .Select(model => Card(Path.GetFileName(model)))
            .OrderBy(card => card.TrainedAt)];
    }

    /// <summary>The champion, or null where none was promoted yet.</summary>
    public Champion? Champion() =>
        File.Exists(ChampionFile) ? Read(ChampionFile, ShelfReader.Champion) : null;

    /// <summary>The card of a model.</summary>
    /// <exception cref="ModelRefusedException">There is no such model, or its card cannot be read.</exception>
    public ModelCard Card(string id)
    {
        var path = Path.Combine(folder, id, "card.json");
        if (Path.GetFileName(id) != id || !File.Exists(path))
        {
            throw new ModelRefusedException(
                $"There is no model '{id}' on the shelf '{folder}'. See 'moderation models' for those that are.");
        }

        return Read(path, ShelfReader.Card);
    }

    /// <summary>Loads a model after checking that it is the one its card describes.</summary>
    /// <exception cref="ModelRefusedException">It is not there, its hash differs, or it was made for another normaliser or other features; the message says which.</exception>
    public (IClassifier Classifier, ModelCard Card) Load(string id)
    {
        var card = Card(id);
        var file = Path.Combine(folder, id, "model.zip");
        if (!File.Exists(file))
        {
            throw new ModelRefusedException(
                $"The model '{id}' has a card but no model.zip. Restore the folder from a backup, or promote another model.");
        }

        return (OpenChecked(file, card), card);
    }

    /// <summary>Opens a file while another thread hashes it. Whatever a damaged one brought about, its hash is what is told.</summary>
    private IClassifier OpenChecked(string file, ModelCard card)
    {
        var hash = Task.Run(() => Sha256(file));
        IClassifier? classifier = null;
        try
        {
            classifier = open(file, card);
        }
        catch (Exception) when (hash.GetAwaiter().GetResult() != card.ModelSha256)
        {
            // Told below.
        }

        if (hash.GetAwaiter().GetResult() is var found && found == card.ModelSha256)
        {
            return classifier!;
        }

        (classifier as IDisposable)?.Dispose();
        throw new ModelRefusedException(
            $"The file '{file}' is damaged: its SHA-256 is {found}, its card says {card.ModelSha256}. Restore it from a backup, or run 'moderation rollback'.");
    }

    /// <summary>Puts a model in force. It is loaded first, so a damaged one never becomes champion.</summary>
    public Champion Promote(string id, string by, DateTimeOffset at)
    {
        Load(id);
        var before = Champion();
        // Promoting the champion again must not lose the way back.
        return Write(new Champion(id, at, by, before?.Model == id ? before.Previous : before?.Model));
    }

    /// <summary>Puts the previous champion back in force.</summary>
    /// <exception cref="ModelRefusedException">There is no previous champion, or it is damaged.</exception>
    public Champion RollBack(string by, DateTimeOffset at)
    {
        if (Champion() is not { Previous: { } previous })
        {
            throw new ModelRefusedException(
                $"'{ChampionFile}' names no previous champion. Promote a model by its id instead; 'moderation models' lists them.");
        }

        return Promote(previous, by, at);
    }

    /// <summary>SHA-256 of a file, lower-case hex.</summary>
    public static string Sha256(string file)
    {
        using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private Champion Write(Champion champion)
    {
        var temporary = ChampionFile + ".tmp";
        File.WriteAllText(temporary, JsonSerializer.Serialize(champion, Json) + "\n");
        File.Move(temporary, ChampionFile, overwrite: true);
        return champion;
    }

    private static T Read<T>(string path, Func<byte[], T> read)
    {
        try
        {
            return read(File.ReadAllBytes(path));
        }
        catch (InvalidDataException error)
        {
            throw new ModelRefusedException($"'{path}' is damaged ({error.Message}). Restore it from a backup.", error);
        }
    }
}
