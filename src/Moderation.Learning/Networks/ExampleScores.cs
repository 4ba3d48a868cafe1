using Moderation.Scoring;
using Moderation.Scoring.Networks;

namespace Moderation.Learning.Networks;

/// <summary>What a network says of many comments, on all processors.</summary>
internal static class ExampleScores
{
    /// <summary>Asks for each comment, in their order.</summary>
    /// <param name="model">The network.</param>
    /// <param name="comments">The comments.</param>
    /// <param name="score">What is asked; the scorer is the thread's own.</param>
    public static T[] Of<T>(NetworkModel model, IReadOnlyList<CommentText> comments, Func<NetworkScorer, CommentText, T> score)
    {
        var (scores, cache) = (new T[comments.Count], new WordCache(model));
        Parallel.For(0, Environment.ProcessorCount, worker =>
        {
            var scorer = new NetworkScorer(model, cache);
            for (var i = worker; i < scores.Length; i += Environment.ProcessorCount)
            {
                scores[i] = score(scorer, comments[i]);
            }
        });
        return scores;
    }
}
