using System.Security.Cryptography;
using System.Text;

namespace Moderation.Learning;

/// <summary>One hash for a folder of data: over the relative names and contents of its files in ordinal order.</summary>
internal static class FolderHash
{
    /// <summary>SHA-256, lower-case hex.</summary>
    public static string Of(string folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetRelativePath(folder, file).Replace('\\', '/')));
            hash.AppendData(File.ReadAllBytes(file));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
