namespace Moderation.Text;

/// <summary>Recognises web and mail addresses.</summary>
internal static class Addresses
{
    internal const string Text = "⟨url⟩";

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Domains = new HashSet<string>(
    [
        "com", "org", "net", "edu", "gov", "info", "biz", "io", "co", "uk", "de", "fr", "eu", "us", "ca", "au", "nl", "it", "es", "ru", "pl", "ch", "at", "be",
        "se", "no", "fi", "dk", "ie", "nz", "in", "jp", "cn", "br", "mx", "tv", "me", "ly", "gl", "app", "dev", "ai", "example", "test",
    ]).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether <paramref name="text"/> begins as an address with a scheme does; such may hold any sign.</summary>
    internal static bool Begins(ReadOnlySpan<char> text) =>
        text.StartsWith("http://") || text.StartsWith("https://") || text.StartsWith("www.") || text.StartsWith("ftp://");

    /// <summary>How many characters at the beginning of <paramref name="chunk"/> are an address; 0 where none.</summary>
    internal static int Find(ReadOnlySpan<char> chunk)
    {
        var end = chunk.Length;
        while (end > 0 && chunk[end - 1] is '.' or ',' or ';' or ':' or '?' or '!' or ')' or ']' or '}' or '"' or '\'' or '”' or '>' or '*' or '_')
        {
            end--;
        }

        var core = chunk[..end];
        return Begins(core) || IsDomain(core) ? end : 0;
    }

    // "example.org/page", "name@example.org". At least three letters before the point, since "it.is" is a forgotten space.
    private static bool IsDomain(ReadOnlySpan<char> core)
    {
        var slash = core.IndexOfAny('/', '?');
        var host = slash < 0 ? core : core[..slash];
        var point = host.LastIndexOf('.');
        if (point < 3 || !Domains.Contains(host[(point + 1)..]) || host[..point].ContainsAnyExcept(HostCharacters))
        {
            return false;
        }

        var name = host[..point];
        return slash >= 0 || name.Contains('@') || host[(point + 1)..] is "com" or "org" or "net" or "gov" or "edu" or "example" or "test" || name.Contains('.');
    }

    private static readonly System.Buffers.SearchValues<char> HostCharacters = System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-.@_+");
}
