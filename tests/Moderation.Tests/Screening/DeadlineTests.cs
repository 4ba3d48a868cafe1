using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Moderation.Tests.Support;

namespace Moderation.Tests.Screening;

public sealed class DeadlineTests
{
    [Theory]
    [InlineData("/v1alpha1/comments:analyze", "{\"error\":{\"code\":503,\"message\":\"The request did not come in time.")]
    [InlineData("/v1/moderations", "{\"error\":{\"message\":\"The request did not come or could not be answered in time.")]
    [InlineData("/coral/v1/sites/default/moderate", "\"detail\":\"The request did not come or could not be answered in time.")]
    public async Task A_body_that_does_not_come_is_answered_in_the_words_of_its_wire(string path, string expected)
    {
        // The server's own patience is another test's: on a busy machine it would end first.
        await using var app = await ModerationApp.StartAsync(
            new FixedClassifier(), new() { ["Moderation:DeadlineSeconds"] = "0.2" },
            configure: builder => builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MinRequestBodyDataRate = null));
        var (host, key) = (new Uri(app.Address), await app.KeyAsync());
        using var client = new TcpClient(host.Host, host.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST {path} HTTP/1.1\r\nHost: here\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{{"));

        var answer = new StringBuilder();
        var buffer = new byte[4096];
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!answer.ToString().Contains(expected, StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(buffer, patience.Token);
            Assert.True(read > 0, $"The connection ended after: {answer}");
            answer.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }

        Assert.StartsWith("HTTP/1.1 503", answer.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_comes_too_slowly_is_answered_so_on_every_wire_and_not_as_a_malformed_one()
    {
        await using var app = await ModerationApp.StartAsync(new FixedClassifier(), configure: builder => builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 1_000_000, gracePeriod: TimeSpan.FromSeconds(1.1))));
        var key = await app.KeyAsync();
        string[] answers = await Task.WhenAll(
            SlowlyAsync(app, key, "/v1alpha1/comments:analyze", "application/json"),
            SlowlyAsync(app, key, "/batch/commentanalyzer/v1alpha1", "multipart/mixed; boundary=x"),
            SlowlyAsync(app, key, "/v1/moderations", "application/json"),
            SlowlyAsync(app, key, "/1.1/comment-check", "application/x-www-form-urlencoded"),
            SlowlyAsync(app, key, "/coral/v1/sites/default/moderate", "application/json"),
            SlowlyAsync(app, key, "/v1/comments", "application/json"));

        Assert.All(answers, answer => Assert.StartsWith("HTTP/1.1 408", answer, StringComparison.Ordinal));
        Assert.All(answers, answer => Assert.Contains("in time. Send it again", answer, StringComparison.Ordinal));
        Assert.All(answers[..2], answer => Assert.Contains("{\"error\":{\"code\":408,\"message\":", answer, StringComparison.Ordinal));
        Assert.Contains("{\"error\":{\"message\":", answers[2], StringComparison.Ordinal);
    }

    private static async Task<string> SlowlyAsync(ModerationApp app, string key, string path, string type)
    {
        var host = new Uri(app.Address);
        using var client = new TcpClient(host.Host, host.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST {path} HTTP/1.1\r\nHost: here\r\nAuthorization: Bearer {key}\r\nContent-Type: {type}\r\nContent-Length: 1000\r\n\r\n "));
        var answer = new StringBuilder();
        var buffer = new byte[4096];
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try
        {
            while (await stream.ReadAsync(buffer, patience.Token) is > 0 and var read)
            {
                answer.Append(Encoding.UTF8.GetString(buffer, 0, read));
            }
        }
        catch (IOException)
        {
            // Reset behind the answer, since nobody reads the rest of the body.
        }

        return answer.ToString();
    }

    [Fact]
    public async Task A_body_that_comes_in_pieces_is_taken_as_a_whole()
    {
        await using var app = await ModerationApp.StartAsync(new FixedClassifier());
        var (host, key) = (new Uri(app.Address), await app.KeyAsync());
        using var client = new TcpClient(host.Host, host.Port);
        await using var stream = client.GetStream();
        var body = "{\"comment\":{\"text\":\"fine\"},\"requestedAttributes\":{\"TOXICITY\":{}}}";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /v1alpha1/comments:analyze?key={key} HTTP/1.1\r\nHost: here\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n"));
        foreach (var piece in body.Chunk(20))
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(piece));
            await stream.FlushAsync();
            await Task.Delay(20);
        }

        using var reader = new StreamReader(stream);
        Assert.StartsWith("HTTP/1.1 200", await reader.ReadToEndAsync(), StringComparison.Ordinal);
    }
}
