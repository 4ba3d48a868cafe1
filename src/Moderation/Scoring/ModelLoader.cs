using Moderation.Features;
using Moderation.Models;
using Moderation.Scoring.Linear;
using Moderation.Scoring.Networks;
using Moderation.Text;

namespace Moderation.Scoring;

/// <summary>Opens a model file as a classifier, after checking that this program reads text as the model was trained to.</summary>
public static class ModelLoader
{
    /// <summary>Opens a model of any kind.</summary>
    /// <exception cref="ModelRefusedException">The file is damaged, or it was trained with another normaliser or other features.</exception>
    public static IClassifier Open(string file, ModelCard card)
    {
        if (card.NormalizerVersion != Normalizer.Version || card.FeatureVersion != FeatureExtractor.Version)
        {
            throw new ModelRefusedException(
                $"The model '{card.Id}' was trained with normaliser {card.NormalizerVersion} and features {card.FeatureVersion}; this program has {Normalizer.Version} and {FeatureExtractor.Version}. Train a new one with 'moderation train', or use the program it came with.");
        }

        return ModelZip.Holds(file, LinearFile.Entry)
            ? new LinearClassifier(card.Id, LinearFile.Read(file))
            : new NetworkClassifier(card.Id, NetworkFile.Read(file));
    }
}
