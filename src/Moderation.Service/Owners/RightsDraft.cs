using Moderation.Store;

namespace Moderation.Service.Owners;

/// <summary>What a person is to be allowed, while an owner chooses it.</summary>
public sealed class RightsDraft
{
    /// <summary>The role.</summary>
    public UserRole Role { get; set; } = UserRole.Moderator;

    /// <summary>Whether for every site, those to come too.</summary>
    public bool EverySite { get; set; }

    /// <summary>The sites that were chosen.</summary>
    public HashSet<string> Chosen { get; } = new(StringComparer.Ordinal);

    /// <summary>The sites, as a person's row has them.</summary>
    public IReadOnlyList<string>? Sites => EverySite ? null : [.. Chosen.Order(StringComparer.Ordinal)];

    /// <summary>What a person is allowed now.</summary>
    public static RightsDraft Of(UserRow user)
    {
        var draft = new RightsDraft { Role = user.Role, EverySite = user.Sites is null };
        draft.Chosen.UnionWith(user.Sites ?? []);
        return draft;
    }

    /// <summary>Chooses a site, or takes it out.</summary>
    public void Choose(string site, bool chosen) => _ = chosen ? Chosen.Add(site) : Chosen.Remove(site);
}
