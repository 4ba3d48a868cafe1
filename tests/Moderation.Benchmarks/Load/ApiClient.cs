using System.Net.Http.Headers;
using System.Text;

namespace Moderation.Benchmarks.Load;

/// <summary>Requests as a client sends them, over connections that stay open.</summary>
internal sealed class ApiClient(string address, string key) : IDisposable
{
    private const string Attributes =
        "\"TOXICITY\":{},\"SEVERE_TOXICITY\":{},\"IDENTITY_ATTACK\":{},\"INSULT\":{},\"PROFANITY\":{},\"THREAT\":{}";

    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 512 }) { BaseAddress = new Uri(address) };

    /// <summary>Perspective's scores of a text, as the bytes of the answer.</summary>
    /// <exception cref="HttpRequestException">The answer is no 200.</exception>
    public async Task<string> AnalyzeAsync(string text, bool doNotStore)
    {
        var flag = doNotStore ? "true" : "false";
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(
            $$$"""{"comment":{"text":"{{{text}}}"},"languages":["en"],"doNotStore":{{{flag}}},"requestedAttributes":{{{{Attributes}}}}}"""));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var answer = await _http.PostAsync($"/v1alpha1/comments:analyze?key={key}", content);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsStringAsync();
    }

    public void Dispose() => _http.Dispose();
}
