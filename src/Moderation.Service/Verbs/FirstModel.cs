using Moderation.Learning;
using Moderation.Service.Hosting;

namespace Moderation.Service.Verbs;

/// <summary>An empty shelf gets a model from the repository's own training data, so that the service never starts blind.</summary>
internal static class FirstModel
{
    public static void Ensure(VerbContext context, CancellationToken ct)
    {
        var shelf = Shelf.Open(context.Options);
        if (shelf.Champion() is not null)
        {
            return;
        }

        var folder = TrainingFolder.Of(context.Options);
        if (!File.Exists(Path.Combine(folder, "datasets.json")))
        {
            context.Error.WriteLine(
                $"The shelf '{shelf.Folder}' has no champion and there is no training data in '{folder}' (Moderation:TrainingData). Comments stay unscored, for review, until 'moderation train' and 'moderation promote' put a model in force.");
            return;
        }

        context.Error.WriteLine($"The shelf '{shelf.Folder}' has no champion: training one from '{folder}'. The shipped model learnt from much more.");
        Directory.CreateDirectory(shelf.Folder);
        var card = ModelMaker.Make(TrainingOptions.Of(context, ct), shelf.Folder).Card;
        shelf.Promote(card.Id, "first start", TimeProvider.System.GetUtcNow());
    }
}
