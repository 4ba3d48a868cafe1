using Microsoft.Playwright;

namespace Moderation.Tests.Support;

/// <summary>One browser for the tests of a class; skipped where there is none (<c>MODERATION_TEST_CHROMIUM</c> names it, else Debian's place).</summary>
public sealed class Chromium : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    private static string? Executable { get; } =
        new[] { Environment.GetEnvironmentVariable("MODERATION_TEST_CHROMIUM"), "/usr/bin/chromium" }.FirstOrDefault(File.Exists);

    public async Task InitializeAsync()
    {
        if (Executable is not null)
        {
            _playwright = await Playwright.CreateAsync();
            _browser = await _playwright.Chromium.LaunchAsync(new()
            {
                ExecutablePath = Executable,
                Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
            });
        }
    }

    /// <summary>A person at a browser of their own, with nothing remembered.</summary>
    internal async Task<Visitor> VisitorAsync(bool dark = false, int width = 1400, int height = 900)
    {
        Skip.If(_browser is null, "There is no Chromium here. Install Debian's chromium, or name one in MODERATION_TEST_CHROMIUM.");
        var context = await _browser.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = height },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
        });
        context.SetDefaultTimeout(60_000);
        return new Visitor(context, await context.NewPageAsync());
    }

    public async Task DisposeAsync()
    {
        await (_browser?.DisposeAsync() ?? ValueTask.CompletedTask);
        _playwright?.Dispose();
    }
}

/// <summary>A person at a browser; keeps the addresses that were asked for and what the browser complained of.</summary>
internal sealed class Visitor : IAsyncDisposable
{
    private readonly IBrowserContext _context;

    public Visitor(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        context.Request += (_, request) => Asked.Add(request.Url);
        page.WebSocket += (_, socket) => Asked.Add(socket.Url);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                Complaints.Add(message.Text);
            }
        };
        page.PageError += (_, error) => Complaints.Add(error);
    }

    public IPage Page { get; }

    public System.Collections.Concurrent.ConcurrentBag<string> Asked { get; } = [];

    public System.Collections.Concurrent.ConcurrentBag<string> Complaints { get; } = [];

    public ILocator Find(string selector, string? text = null) => Page.Locator(selector, new() { HasText = text });

    public Task PressAsync(string key) => Page.Keyboard.PressAsync(key);

    public Task SeesAsync(string selector, string? text = null) => Find(selector, text).First.WaitForAsync();

    public Task SeesNoneAsync(string selector, string? text = null) => Find(selector, text).First.WaitForAsync(new() { State = WaitForSelectorState.Hidden });

    /// <summary>Keeps a picture where <c>MODERATION_TEST_PICTURES</c> names a folder for them.</summary>
    public async Task PictureAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("MODERATION_TEST_PICTURES") is { Length: > 0 } folder)
        {
            await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png") });
        }
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
