namespace Moderation.Learning.Adapting;

/// <summary>
/// The recipe of an adaptation. The defaults were chosen on judgements of a data set that the model had not learnt from: fewer
/// passes learn less of the site, a weaker pull forgets more of everything else.
/// </summary>
public sealed record AdaptationSettings
{
    /// <summary>Seed of the order of rows.</summary>
    public int Seed { get; init; } = 7;

    /// <summary>Passes over the rows, 1 or more.</summary>
    public int Passes { get; init; } = 15;

    /// <summary>Step size (Adagrad); shrinks in a line to a tenth of itself.</summary>
    public float Rate { get; init; } = 0.05f;

    /// <summary>Pull of a feature's weight to zero at each comment that has it.</summary>
    public float Decay { get; init; } = 0.006f;

    /// <summary>What all comments that hold the model in place count together, beside one for all judgements together.</summary>
    public float AnchorWeight { get; init; } = 1;

    /// <summary>How many sentences each function of the templates gives to hold the model in place.</summary>
    public int SentencesPerFunction { get; init; } = 30;

    /// <summary>A feature that the model does not know is added where so many judged comments have it.</summary>
    public int FeatureMinimum { get; init; } = 4;

    /// <summary>A label with fewer judgements stays as it is.</summary>
    public int FewestJudgements { get; init; } = 20;
}
