using System.Security.Cryptography;
using System.Text;

namespace Moderation.Service.Wires.Coral;

/// <summary>
/// Coral's signature: <c>X-Coral-Signature: sha256=HEX</c>, the HMAC-SHA256 of the raw body; several with commas between them
/// while a secret is being rotated, and the body is genuine when any of them is ours.
/// </summary>
internal static class CoralSignature
{
    /// <summary>Name of the header.</summary>
    public const string Header = "X-Coral-Signature";

    private const string Algorithm = "sha256=";

    /// <summary>Whether the body was signed with one of the secrets.</summary>
    public static bool IsGenuine(string? header, ReadOnlySpan<byte> body, IReadOnlyList<string> secrets)
    {
        if (string.IsNullOrWhiteSpace(header))
        {
            return false;
        }

        var given = Signatures(header);
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var genuine = false;
        foreach (var secret in secrets)
        {
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body, expected);
            foreach (var signature in given)
            {
                // Every pair is compared, each in constant time: how long it takes tells nothing.
                genuine |= CryptographicOperations.FixedTimeEquals(expected, signature);
            }
        }

        return genuine;
    }

    private static List<byte[]> Signatures(string header)
    {
        var signatures = new List<byte[]>(2);
        foreach (var part in header.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var hex = part.AsSpan();
            hex = hex.StartsWith(Algorithm, StringComparison.OrdinalIgnoreCase) ? hex[Algorithm.Length..] : hex;
            var bytes = new byte[HMACSHA256.HashSizeInBytes];
            if (hex.Length == bytes.Length * 2 && Convert.FromHexString(hex, bytes, out _, out _) == System.Buffers.OperationStatus.Done)
            {
                signatures.Add(bytes);
            }
        }

        return signatures;
    }
}
