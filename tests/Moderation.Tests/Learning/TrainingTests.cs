using System.Text.Json;
using Moderation.Learning;
using Moderation.Learning.Datasets;
using Moderation.Tests.Support;

namespace Moderation.Tests.Learning;

public sealed class TrainingTests
{
    [Fact]
    public void More_kinds_of_text_than_a_network_has_room_for_are_refused_with_the_cure()
    {
        using var folder = new TemporaryFolder();
        var sets = Enumerable.Range(0, 16).Select(i => new Dataset($"set{i}", "", "", "", $"set{i}.csv", 0, "", new DatasetColumns("text", "id"), [new DatasetHead("toxicity", "toxic")]));
        folder.File("datasets.json", JsonSerializer.Serialize(new DatasetList([.. sets]), JsonSerializerOptions.Web));
        for (var i = 0; i < 16; i++)
        {
            folder.File($"set{i}.csv", "id,text,toxic\n1,good morning,0\n");
        }

        var corpus = new Corpus();
        corpus.AddDatasets(DatasetList.Read(folder.File("datasets.json")), folder.Path, JudgedRows.Load(folder.File("none")));
        var settings = new TrainingSettings { DataFolder = folder.Path, TrainingDataFolder = Repository.PathOf("training-data"), Now = DateTimeOffset.UnixEpoch };

        Assert.Contains("room for 15", Assert.Throws<InvalidDataException>(() => Training.Run(corpus, settings)).Message);
    }
}
