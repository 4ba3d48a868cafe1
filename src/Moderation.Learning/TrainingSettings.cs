using Moderation.Learning.Networks;

namespace Moderation.Learning;

/// <summary>Where training reads from and what it makes.</summary>
public sealed record TrainingSettings
{
    /// <summary>Folder of the downloaded public data sets.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Folder of the repository's own training data: <c>datasets.json</c>, sections, word vectors.</summary>
    public required string TrainingDataFolder { get; init; }

    /// <summary>The network's recipe.</summary>
    public NetworkSettings Network { get; init; } = new();

    /// <summary>How many sentences each function of the templates is expanded to.</summary>
    public int SentencesPerFunction { get; init; } = 200;

    /// <summary>Files of moderators' judgements, as <c>export</c> writes them.</summary>
    public IReadOnlyList<string> Annotations { get; init; } = [];

    /// <summary>When the card says that training ended.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Hears again and again how much of the training is done, 0 to 1.</summary>
    public Action<double> Progress { get; init; } = _ => { };

    /// <summary>Hears what is being done, a sentence at a time.</summary>
    public Action<string> Report { get; init; } = _ => { };
}
