using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Moderation.Tests.Support;

/// <summary>A request of a <c>.http</c> file.</summary>
/// <param name="Title">What stands behind the three number signs.</param>
/// <param name="Name">Its name, by which later requests take values from its answer; null where it has none.</param>
/// <param name="Expects">The status it expects; null: any of success.</param>
/// <param name="Method">The method.</param>
/// <param name="Url">The address, with its variables.</param>
/// <param name="Headers">The headers, with their variables.</param>
/// <param name="Body">The body, with its variables; empty where it has none.</param>
internal sealed record HttpFileRequest(
    string Title, string? Name, int? Expects, string Method, string Url, IReadOnlyList<(string Name, string Value)> Headers, string Body);

/// <summary>A <c>.http</c> file as the clients of editors read it: requests, variables, and values taken from earlier answers.</summary>
internal sealed partial class HttpFile
{
    private readonly Dictionary<string, string> _variables = [];
    private readonly Dictionary<string, JsonElement> _answers = [];

    public HttpFile(string text)
    {
        var parts = Separator().Split(text.ReplaceLineEndings("\n"));
        foreach (Match variable in Variable().Matches(parts[0]))
        {
            _variables[variable.Groups[1].Value] = variable.Groups[2].Value.Trim();
        }

        Requests = [.. parts.Skip(1).Select(Parse).OfType<HttpFileRequest>()];
    }

    public IReadOnlyList<HttpFileRequest> Requests { get; }

    /// <summary>Gives a variable another value than the file does.</summary>
    public void Set(string variable, string value)
    {
        Assert.True(_variables.ContainsKey(variable), $"The file has no variable '{variable}'.");
        _variables[variable] = value;
    }

    /// <summary>Sends a request, and keeps its answer where it has a name.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpClient client, HttpFileRequest request)
    {
        using var message = new HttpRequestMessage(new HttpMethod(request.Method), Filled(request.Url));
        if (request.Body.Length > 0)
        {
            message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Filled(request.Body)));
        }

        foreach (var (name, value) in request.Headers)
        {
            Assert.True(message.Headers.TryAddWithoutValidation(name, Filled(value)) || message.Content!.Headers.TryAddWithoutValidation(name, Filled(value)));
        }

        var response = await client.SendAsync(message);
        if (request.Name is { } kept)
        {
            _answers[kept] = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        }

        return response;
    }

    private string Filled(string text) => Reference().Replace(text, match => match.Groups[2].Success
        ? At(_answers[match.Groups[1].Value], match.Groups[2].Value)
        : _variables[match.Groups[1].Value]);

    private static string At(JsonElement answer, string path)
    {
        foreach (Match step in Step().Matches(path))
        {
            answer = step.Groups[1].Success ? answer.GetProperty(step.Groups[1].Value) : answer[int.Parse(step.Groups[2].Value, CultureInfo.InvariantCulture)];
        }

        return answer.ToString();
    }

    private static HttpFileRequest? Parse(string part)
    {
        var lines = part.Split('\n');
        var notes = lines.Skip(1).TakeWhile(line => line.StartsWith('#')).ToList();
        var rest = lines.Skip(1 + notes.Count).ToList();
        if (rest.FindIndex(line => line.Length > 0) is not 0)
        {
            return null;
        }

        var call = rest[0].Split(' ', 2);
        var end = rest.FindIndex(line => line.Length == 0);
        var headers = rest[1..(end < 0 ? rest.Count : end)].Select(line => line.Split(':', 2)).Select(pair => (pair[0].Trim(), pair[1].Trim()));
        return new HttpFileRequest(
            lines[0].Trim(), Note(notes, "# @name "), Note(notes, "# expects ") is { } status ? int.Parse(status, CultureInfo.InvariantCulture) : null,
            call[0], call[1].Trim(), [.. headers], end < 0 ? "" : string.Join('\n', rest[end..]).Trim('\n'));
    }

    private static string? Note(IEnumerable<string> notes, string begin) =>
        notes.FirstOrDefault(note => note.StartsWith(begin, StringComparison.Ordinal))?[begin.Length..].Trim();

    [GeneratedRegex("^###", RegexOptions.Multiline)]
    private static partial Regex Separator();

    [GeneratedRegex("^@([a-zA-Z]+) *= *(.*)$", RegexOptions.Multiline)]
    private static partial Regex Variable();

    [GeneratedRegex(@"\{\{([a-zA-Z]+)(?:\.response\.body\.\$([^}]+))?\}\}")]
    private static partial Regex Reference();

    [GeneratedRegex(@"\.([a-zA-Z]+)|\[(\d+)\]")]
    private static partial Regex Step();
}
