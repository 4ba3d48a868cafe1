using Moderation.Learning;
using Moderation.Learning.Datasets;
using Moderation.Service.Retraining;
using Moderation.Tests.Support;

namespace Moderation.Tests.Service.Retraining;

public sealed class TrainedAnewTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Where_all_public_sets_lie_the_shipped_champion_is_trained_anew() => Assert.Empty(Missing(_ => true));

    [Fact]
    public void A_public_set_that_does_not_lie_there_is_named() => Assert.Equal(["gab"], Missing(name => name != "gab"));

    public void Dispose() => _folder.Dispose();

    private IReadOnlyList<string> Missing(Func<string, bool> lies)
    {
        foreach (var set in DatasetList.Read(Repository.PathOf("training-data", "datasets.json")).Datasets.Where(set => lies(set.Name)))
        {
            _folder.File(set.File, "");
        }

        var shelf = new ModelShelf(Repository.PathOf("models"), (_, _) => new FixedClassifier());
        return RetrainingRun.Missing(shelf.Card(shelf.Champion()!.Model), _folder.Path);
    }
}
