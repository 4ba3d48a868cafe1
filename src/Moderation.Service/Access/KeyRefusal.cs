namespace Moderation.Service.Access;

/// <summary>What callers of our own API hear whose key does not do; the wires have words of their own.</summary>
internal static class KeyRefusal
{
    /// <summary>401.</summary>
    public const string NoKey = "No key was sent, or it is unknown or revoked. Send one as 'Authorization: Bearer KEY'; 'moderation keys create' makes it.";

    /// <summary>403.</summary>
    public const string NoScope = "The key lacks the scope for this call. Make one that has it.";

    /// <summary>403 where the scope is known.</summary>
    public static string NoScopeOf(string scope) =>
        $"The key lacks the scope '{scope}'. Make one that has it: moderation keys create --site SITE --name NAME --scope {scope}";

    /// <summary>429.</summary>
    public static string TooMany(int seconds) => $"This key has made too many requests. Try again in {seconds} s, or have the site's limit raised.";
}
