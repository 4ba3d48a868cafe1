using Moderation.Learning;

namespace Moderation.Tests.Learning;

public sealed class TrainersTests
{
    [Fact]
    public void Every_trainer_has_a_name_of_its_own_and_says_when_to_use_it()
    {
        Assert.All(Trainers.All, trainer => Assert.EndsWith(".", trainer.WhenToUse, StringComparison.Ordinal));
        Assert.All(Trainers.All, trainer => Assert.Matches("^[a-z]+$", trainer.Name));
        Assert.Equal(Trainers.All.Count, Trainers.All.Select(trainer => trainer.Name).Distinct().Count());
    }
}
