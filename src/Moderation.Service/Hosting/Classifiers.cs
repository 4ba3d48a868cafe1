using Moderation.Models;
using Moderation.Scoring;

namespace Moderation.Service.Hosting;

/// <summary>How model files become classifiers.</summary>
internal static class Classifiers
{
    public static IClassifier Open(string file, ModelCard card) => throw new ModelRefusedException($"No engine reads '{file}'.");
}
