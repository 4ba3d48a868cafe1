using Moderation.Comments;
using Moderation.Labels;
using Moderation.Learning;
using Moderation.Scoring;
using Moderation.Tests.Support;

namespace Moderation.Tests.Service.Retraining;

/// <summary>A model trained on some of this project's sections, and other sections whose labels stand in for moderators' judgements.</summary>
public sealed class TinyChampion : IDisposable
{
    // One section in so many, of all kinds: the first by name would all be of a few.
    private const int OneIn = 12;
    private readonly TemporaryFolder _folder = new();

    public TinyChampion()
    {
        var source = Repository.PathOf("training-data");
        foreach (var file in new[] { "datasets.json", "word-vectors.bin" })
        {
            File.Copy(Path.Combine(source, file), _folder.File(Path.Combine("training", file)));
        }

        string[] sections = [.. Directory.GetFiles(Path.Combine(source, "sections"), "*.jsonl").Order(StringComparer.Ordinal)];
        // No functional suite: so small a model fails most of it, and by chance.
        foreach (var file in sections.Where((_, i) => i % OneIn == 0))
        {
            File.Copy(file, _folder.File(Path.Combine("training", "sections", Path.GetFileName(file))));
        }

        Directory.CreateDirectory(_folder.File("models"));
        var settings = new TrainingSettings { DataFolder = _folder.File("no-datasets"), TrainingDataFolder = TrainingData, Now = new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero) };
        Id = ModelMaker.Make(settings, _folder.File("models")).Card.Id;
        var reader = new SectionReader(Taxonomy.Default);
        Judged = [.. sections.Where((_, i) => i % OneIn == OneIn / 2).SelectMany(file => reader.ReadFile(file, "lakeside"))
            .SelectMany(read => read.Section!.Comments).Where(comment => comment.Annotations.Count > 0)];
    }

    public string Id { get; }

    public string TrainingData => _folder.File("training");

    public IReadOnlyList<LabelledComment> Judged { get; }

    /// <summary>A shelf of the test's own with the champion on it.</summary>
    internal ModelShelf ShelfIn(TemporaryFolder folder, bool promoted = true)
    {
        foreach (var file in Directory.GetFiles(_folder.File(Path.Combine("models", Id))))
        {
            File.Copy(file, folder.File(Path.Combine("models", Id, Path.GetFileName(file))));
        }

        var shelf = new ModelShelf(folder.File("models"), ModelLoader.Open);
        if (promoted)
        {
            shelf.Promote(Id, "test", DateTimeOffset.UnixEpoch);
        }

        return shelf;
    }

    public void Dispose() => _folder.Dispose();
}
