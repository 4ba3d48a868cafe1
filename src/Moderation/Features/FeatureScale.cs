namespace Moderation.Features;

/// <summary>How the sum over a comment's features is scaled, in training and serving alike.</summary>
public static class FeatureScale
{
    /// <summary>Fewer features than these do not speak louder.</summary>
    private const int Fewest = 4;

    /// <summary>One through the root of how many features a comment has, so that long comments do not shout.</summary>
    /// <param name="features">How many of its features the model knows; those of a sentence that counts half by half.</param>
    public static float Of(float features) => 1 / MathF.Sqrt(Math.Max(features, Fewest));
}
