using System.Net;
using System.Net.Sockets;
using Moderation.Service.Hosting;

namespace Moderation.Service.Delivery;

/// <summary>
/// Addresses of this machine and of the network it stands in. The owner of one site says where webhooks go; without this, the
/// service would knock for them on doors that only it can reach.
/// </summary>
internal static class OwnNetwork
{
    /// <summary>What an owner hears, and what stands beside a delivery that was not attempted.</summary>
    public const string Refusal =
        $"The address is of this machine or its own network, where webhooks do not go. Give a public one, or have {ModerationOptions.Section}:{nameof(ModerationOptions.PrivateWebhooks)} set to true.";

    // As the registries of special addresses have them (RFC 6890 and its updates).
    private static readonly IPNetwork[] Special =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.168.0.0/16",
            "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            // In IPv6; the last four wrap an IPv4 address, which may be any of the above (and ::/96 has :: and ::1).
            "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8", "2001:db8::/32", "::/96", "64:ff9b::/96", "2001::/32", "2002::/16",
        }.Select(network => IPNetwork.Parse(network)),
    ];

    /// <summary>Whether an address is of this machine or its own network.</summary>
    public static bool Has(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return Special.Any(network => network.Contains(plain));
    }

    /// <summary>Whether an address of the web says so by itself; a name says it only when it is looked up, which <see cref="ConnectAsync"/> does.</summary>
    public static bool Has(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri)
        && (uri.IsLoopback || uri.IdnHost.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(uri.IdnHost, out var address) && Has(address)));

    /// <summary>Connects to the first public address behind a name. The address that was looked at is the one that is called: a name may say another one the next time.</summary>
    /// <exception cref="OwnNetworkException">There is none.</exception>
    public static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var found = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, ct);
        var called = IsProxy(context) ? found : Array.FindAll(found, address => !Has(address));
        if (called.Length == 0)
        {
            throw new OwnNetworkException();
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(called, context.DnsEndPoint.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // The proxy of this machine's settings is called in the receiver's place; where it stands is for whoever set it to know.
    private static bool IsProxy(SocketsHttpConnectionContext context) =>
        context.InitialRequestMessage.RequestUri is { } receiver && !HttpClient.DefaultProxy.IsBypassed(receiver) && HttpClient.DefaultProxy.GetProxy(receiver) is { } proxy
        && (proxy.IdnHost, proxy.Port) == (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
}

/// <summary>A webhook would have gone to this machine or its own network.</summary>
internal sealed class OwnNetworkException() : Exception(OwnNetwork.Refusal);
