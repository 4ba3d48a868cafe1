using Moderation.Features;
using Moderation.Models;
using Moderation.Text;

namespace Moderation.Scoring.Networks;

/// <summary>Opens a model file as a classifier, after checking that this program reads text as the model was trained to.</summary>
public static class NetworkLoader
{
    /// <summary>Opens a model.</summary>
    /// <exception cref="ModelRefusedException">The file is damaged, or it was trained with another normaliser or other features.</exception>
    public static IClassifier Open(string file, ModelCard card)
    {
        if (card.NormalizerVersion != Normalizer.Version || card.FeatureVersion != FeatureExtractor.Version)
        {
            throw new ModelRefusedException(
                $"The model '{card.Id}' was trained with normaliser {card.NormalizerVersion} and features {card.FeatureVersion}; this program has {Normalizer.Version} and {FeatureExtractor.Version}. Train a new one with 'moderation train', or use the program it came with.");
        }

        return new NetworkClassifier(card.Id, NetworkFile.Read(file));
    }
}
