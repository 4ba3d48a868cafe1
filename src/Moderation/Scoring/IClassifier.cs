using Moderation.Comments;
using Moderation.Labels;

namespace Moderation.Scoring;

/// <summary>
/// Turns text into probabilities. The core's one interface: the trained model and the word list that stands
/// beside it in every table both implement it. Safe to call from many threads at once.
/// </summary>
public interface IClassifier
{
    /// <summary>Id of the model, as on the shelf.</summary>
    string Model { get; }

    /// <summary>The labels it scores, in the order of its probabilities.</summary>
    LabelSet Labels { get; }

    /// <summary>Scores one text. Does not throw on any text.</summary>
    /// <param name="text">The comment with its context.</param>
    /// <param name="explain">Whether spans and a sentence are wanted; costs several times as much.</param>
    Assessment Assess(in CommentText text, bool explain = false);

    /// <summary>The hot path: writes one probability a label into <paramref name="probabilities"/> and allocates nothing.</summary>
    /// <returns>False where the text could not be scored; the span is then undefined.</returns>
    bool TryScore(in CommentText text, Span<float> probabilities);

    /// <summary>What kind of text it takes one for, by the text alone; null for a classifier that makes no guess.</summary>
    DomainGuess? GuessDomain(in CommentText text) => null;
}

/// <summary>The text to score with the context that was given.</summary>
/// <param name="Text">The comment as written.</param>
/// <param name="ParentText">The comment it answers, or null.</param>
/// <param name="Title">Title of the article or thread, or null.</param>
/// <param name="Prior">What kinds of text are common where it was written, or null: it is read alone.</param>
public readonly record struct CommentText(string Text, string? ParentText = null, string? Title = null, DomainPrior? Prior = null)
{
    /// <summary>What of a comment is scored.</summary>
    /// <param name="comment">The comment.</param>
    /// <param name="prior">What kinds of text are common where it was written, or null: it is read alone.</param>
    public static CommentText Of(Comment comment, DomainPrior? prior = null) => new(comment.Text, comment.ParentText, comment.Title, prior);
}
