using System.Text;

namespace Moderation.Text;

/// <summary>The tables that lie inside the assembly.</summary>
internal static class Resource
{
    internal static Stream Open(string name) =>
        typeof(Resource).Assembly.GetManifestResourceStream("text/" + name)
        ?? throw new InvalidOperationException($"The table {name} is missing from the assembly. Rebuild it: the project file embeds every table.");

    /// <summary>The lines of a table without comments (<c>#</c>) and empty lines.</summary>
    internal static IEnumerable<string> Lines(string name)
    {
        using var reader = new StreamReader(Open(name), Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                yield return line;
            }
        }
    }
}
