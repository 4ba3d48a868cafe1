using Moderation.Labels;
using Moderation.Scoring;

namespace Moderation.Tests.Scoring;

public sealed class WordListClassifierTests
{
    private static readonly WordListClassifier WordList = new();

    [Fact]
    public void It_says_what_its_words_say_and_nothing_of_what_is_meant()
    {
        Assert.True(WordList.Assess(new CommentText("You are an idiot."))[LabelNames.Insult] > 0);
        Assert.Equal(0, WordList.Assess(new CommentText("People like you should not be allowed to vote."))[LabelNames.HateSpeech]);
        Assert.All(WordList.Assess(new CommentText("A fine day at the lake.")).Probabilities, probability => Assert.Equal(0, probability));
    }
}
