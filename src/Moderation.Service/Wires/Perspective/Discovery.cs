using System.Text;
using System.Text.Json;

namespace Moderation.Service.Wires.Perspective;

/// <summary>
/// The discovery document, from which Google's Node and Python clients build themselves: with our address in it they send
/// everything here.
/// </summary>
internal static class Discovery
{
    private const string Root = "{root}";
    private static readonly string Template = Load();

    public static async Task Answer(HttpContext http)
    {
        var root = http.RequestServices.GetRequiredService<PerspectiveOptions>().PublicUrl ?? AskedAt(http.Request);
        var address = JsonEncodedText.Encode(root.EndsWith('/') ? root : root + "/").ToString();
        http.Response.ContentType = "application/json; charset=UTF-8";
        await http.Response.WriteAsync(Template.Replace(Root, address, StringComparison.Ordinal), http.RequestAborted);
    }

    /// <summary>What stands before <c>$discovery</c> in the address it was asked at.</summary>
    private static string AskedAt(HttpRequest request)
    {
        var path = request.PathBase.Add(request.Path).Value!;
        return $"{request.Scheme}://{request.Host}{path[..path.IndexOf("$discovery/rest", StringComparison.Ordinal)]}";
    }

    private static string Load()
    {
        using var stream = typeof(Discovery).Assembly.GetManifestResourceStream("perspective-discovery.json")
            ?? throw new InvalidOperationException("perspective-discovery.json is not embedded in the service's assembly; see Moderation.Service.csproj.");
        return new StreamReader(stream, Encoding.UTF8).ReadToEnd();
    }
}
