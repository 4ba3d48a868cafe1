using Moderation.Comments;
using Moderation.Learning;
using Moderation.Policies;
using Moderation.Scoring;
using Moderation.Service.Hosting;
using Moderation.Service.Screening;

namespace Moderation.Benchmarks.Speed;

/// <summary>The champion with its default policy, as <c>score</c> and the service use it.</summary>
public sealed class Champion
{
    private readonly Moderator moderator;
    private readonly Policy policy;

    /// <summary>Opens the champion of a shelf.</summary>
    public Champion(string models)
    {
        var shelf = new ModelShelf(models, ModelLoader.Open);
        var id = shelf.Champion()?.Model ?? throw new InvalidOperationException($"The shelf '{models}' has no champion. Name another with --models.");
        var (classifier, card) = shelf.Load(id);
        (moderator, policy, Id) = (new Moderator(classifier), DefaultPolicy.ForModel(card), id);
        Megabytes = new FileInfo(Path.Combine(models, id, "model.zip")).Length / 1e6;
    }

    /// <summary>Its id.</summary>
    public string Id { get; }

    /// <summary>Its size on the disk.</summary>
    public double Megabytes { get; }

    /// <summary>Judges a text; NaN where it could not be scored.</summary>
    public float Judge(string text)
    {
        var ruling = moderator.Judge(new Comment { Site = "", Section = "", Id = "", Text = text }, policy);
        return ruling.Assessment.IsScored ? ruling.Assessment.Probabilities[0] : float.NaN;
    }

    /// <summary>Runs lines through the pipeline of <c>score</c>.</summary>
    public async Task<long> ScoreAsync(Stream lines, int workers) =>
        (await new LinePipeline(() => new LineScorer(moderator, policy, spans: false), workers).RunAsync(lines, Stream.Null, null, default)).Lines;
}
