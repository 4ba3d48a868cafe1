using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Moderation.Service.Delivery;

/// <summary>
/// The signature of the Standard Webhooks specification: HMAC-SHA256 over id, time and body, each parted by a full stop, with the
/// bytes that stand in base64 behind <c>whsec_</c>.
/// </summary>
internal static class WebhookSignature
{
    private const string Prefix = "whsec_";

    /// <summary>The value of the header <c>webhook-signature</c>.</summary>
    public static string Of(string secret, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        var key = Convert.FromBase64String(secret.StartsWith(Prefix, StringComparison.Ordinal) ? secret[Prefix.Length..] : secret);
        var head = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}."));
        byte[] signed = [.. head, .. body];
        return $"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, signed))}";
    }
}
