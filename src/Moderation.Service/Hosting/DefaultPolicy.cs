using Moderation.Models;
using Moderation.Policies;

namespace Moderation.Service.Hosting;

/// <summary>The policy of a site that has set none of its own.</summary>
internal static class DefaultPolicy
{
    /// <summary>Review at the thresholds the model's card gives; nothing is rejected without a human.</summary>
    public static Policy ForModel(ModelCard card) => new()
    {
        Version = $"default@{card.Id}",
        Model = card.Id,
        Review = card.Thresholds,
    };
}
