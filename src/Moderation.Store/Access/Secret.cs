using System.Security.Cryptography;
using System.Text;

namespace Moderation.Store;

/// <summary>Random secrets, of which only the hash is kept.</summary>
internal static class Secret
{
    private const string Alphabet = "0123456789abcdefghijklmnopqrstuvwxyz";

    internal static string Random(int length) => RandomNumberGenerator.GetString(Alphabet, length);

    internal static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
