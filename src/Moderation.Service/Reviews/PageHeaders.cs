namespace Moderation.Service.Reviews;

/// <summary>Headers that keep a page from being framed, sniffed, leaked, or made to run what it did not bring along.</summary>
internal static class PageHeaders
{
    // Styles may stand inline: the component library writes its theme into a style element and sizes into attributes.
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "form-action 'self'; base-uri 'self'; frame-ancestors 'none'";

    public static void UsePageHeaders(this WebApplication app) => app.Use((http, next) =>
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        return next(http);
    });
}
