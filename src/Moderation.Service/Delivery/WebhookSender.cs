using System.Globalization;
using System.Net.Http.Headers;
using Moderation.Service.Hosting;
using Moderation.Store;

namespace Moderation.Service.Delivery;

/// <summary>What came of one attempt.</summary>
/// <param name="Status">The HTTP status; null where there was no answer.</param>
/// <param name="Error">What went wrong; null where it arrived.</param>
/// <param name="RetryAfter">What the receiver asked for, or null.</param>
internal readonly record struct WebhookOutcome(int? Status, string? Error, TimeSpan? RetryAfter = null);

/// <summary>Posts a delivery to its endpoint. Redirects are not followed: a signed message goes only where its owner said.</summary>
internal sealed class WebhookSender(TimeProvider time, ModerationOptions options) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5), ConnectTimeout = TimeSpan.FromSeconds(5),
        ConnectCallback = options.PrivateWebhooks ? null : OwnNetwork.ConnectAsync,
    })
    {
        Timeout = Patience,
    };

    /// <summary>Makes one attempt.</summary>
    public async Task<WebhookOutcome> SendAsync(WebhookDeliveryRow delivery, CancellationToken ct)
    {
        try
        {
            using var request = RequestFor(delivery);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            var status = (int)response.StatusCode;
            return response.IsSuccessStatusCode
                ? new WebhookOutcome(status, null)
                : new WebhookOutcome(status, $"The receiver answered {status}.", Asked(response.Headers.RetryAfter));
        }
        catch (HttpRequestException fault) when (fault.InnerException is OwnNetworkException refused)
        {
            return new WebhookOutcome(null, refused.Message);
        }
        catch (HttpRequestException fault)
        {
            return new WebhookOutcome(null, $"The receiver could not be reached: {fault.HttpRequestError}.");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new WebhookOutcome(null, $"The receiver did not answer within {Patience.TotalSeconds:0} seconds.");
        }
    }

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    private HttpRequestMessage RequestFor(WebhookDeliveryRow delivery)
    {
        var (endpoint, id, at) = (delivery.Endpoint!, WebhookMessage.IdOf(delivery), time.GetUtcNow().ToUnixTimeSeconds());
        var body = WebhookMessage.BodyOf(delivery);
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", at.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", WebhookSignature.Of(endpoint.Secret, id, at, body));
        return request;
    }

    private TimeSpan? Asked(RetryConditionHeaderValue? header) =>
        header?.Delta ?? (header?.Date is { } date ? date - time.GetUtcNow() : null);
}
