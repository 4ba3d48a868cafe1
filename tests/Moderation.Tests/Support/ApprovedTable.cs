using System.Text;

namespace Moderation.Tests.Support;

/// <summary>
/// Tables of the manual that are made from lists in the code, each between <c>&lt;!-- name --&gt;</c> and <c>&lt;!-- /name --&gt;</c>.
/// Where one is out of date the test fails and, with MODERATION_APPROVE=1, writes it anew.
/// </summary>
internal static class ApprovedTable
{
    public static void Check(string file, string name, IReadOnlyList<string> lines)
    {
        var text = File.ReadAllText(file);
        var (open, close) = ($"<!-- {name} -->\n", $"<!-- /{name} -->");
        var begin = text.IndexOf(open, StringComparison.Ordinal) + open.Length;
        var end = text.IndexOf(close, StringComparison.Ordinal);
        Assert.True(begin >= open.Length && end >= begin, $"{file} has no table '{name}'.");
        var wanted = new StringBuilder().AppendJoin('\n', lines).Append('\n').ToString();
        if (text[begin..end] != wanted && Environment.GetEnvironmentVariable("MODERATION_APPROVE") == "1")
        {
            File.WriteAllText(file, string.Concat(text.AsSpan(0, begin), wanted, text.AsSpan(end)));
            return;
        }

        Assert.Equal(wanted, text[begin..end]);
    }

    /// <summary>A row a setting of an options class: name, default and the summary of its documentation.</summary>
    public static IEnumerable<string> Settings(string section, object defaults)
    {
        var type = defaults.GetType();
        var xml = System.Xml.Linq.XDocument.Load(Path.ChangeExtension(type.Assembly.Location, ".xml"));
        return type.GetProperties().Where(property => property.CanWrite).Select(property =>
        {
            var member = xml.Descendants("member").Single(node => (string?)node.Attribute("name") == $"P:{type.FullName}.{property.Name}");
            return $"| `{section}:{property.Name}` | {Default(property.GetValue(defaults))} | {Summary(member.Element("summary")!)} |";
        });
    }

    private static string Default(object? value) => value switch
    {
        null => "",
        System.Collections.ICollection { Count: 0 } => "",
        _ => $"`{value}`",
    };

    private static string Summary(System.Xml.Linq.XElement summary) => string.Join(' ', string.Concat(summary.Nodes().Select(node =>
        node is System.Xml.Linq.XElement element
            ? element.Value.Length > 0 ? $"`{element.Value}`" : $"`{((string?)element.Attribute("cref"))?.Split('.')[^1]}`"
            : node.ToString())).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
