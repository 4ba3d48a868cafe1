using Moderation.Models;
using Moderation.Scoring;
using Moderation.Scoring.Networks;

namespace Moderation.Service.Hosting;

/// <summary>How model files become classifiers.</summary>
internal static class Classifiers
{
    public static IClassifier Open(string file, ModelCard card) => NetworkLoader.Open(file, card);
}
