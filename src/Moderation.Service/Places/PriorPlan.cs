using Moderation.Scoring;

namespace Moderation.Service.Places;

/// <summary>When it is worth estimating anew what a site's comments are like, and when an estimate takes the place of the one in force.</summary>
internal static class PriorPlan
{
    /// <summary>From so many comments on a site is known: fewer would change their mind with every comment.</summary>
    public const int First = 32;

    /// <summary>Estimates that differ by less are the same, from other comments: a comment should not get another score for that.</summary>
    public const float Difference = 0.1f;

    /// <summary>How many new comments an estimate needs: as many as the one in force was made of, so that no worse one follows after a restart.</summary>
    public static int Wanted(DomainPrior? inForce) => Math.Clamp(inForce?.Comments ?? 0, First, DomainPrior.EnoughComments);

    /// <summary>Whether an estimate takes the place of the one in force: it says something else, or is far better founded.</summary>
    public static bool Replaces(DomainPrior? inForce, DomainPrior estimate) =>
        inForce is null || inForce.DistanceTo(estimate) > Difference || estimate.Comments >= 2 * inForce.Comments;
}
