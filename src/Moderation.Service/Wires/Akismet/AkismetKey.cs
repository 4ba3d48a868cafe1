using Moderation.Store;

namespace Moderation.Service.Wires.Akismet;

/// <summary>
/// Where a call carries its key: <c>api_key</c> or <c>key</c> in the body (or the query of a GET), else the first label of the
/// host, as older clients send it (<c>KEY.rest.example.org</c>).
/// </summary>
internal static class AkismetKey
{
    /// <summary>The key, or null.</summary>
    public static string? Of(AkismetCall call, string host) => call["api_key"] ?? call["key"] ?? OfHost(host);

    /// <summary>The key in a host name: exactly twelve letters and digits before two or more further labels.</summary>
    public static string? OfHost(string host)
    {
        var dot = host.IndexOf('.', StringComparison.Ordinal);
        return dot == ApiKeys.AkismetLength
            && host.IndexOf('.', dot + 1) > 0
            && host.AsSpan(0, dot).IndexOfAnyExcept(Allowed) < 0
            // Host names know no capitals; our keys have none.
            ? host[..dot].ToLowerInvariant()
            : null;
    }

    private static readonly System.Buffers.SearchValues<char> Allowed =
        System.Buffers.SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
}
