using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.JSInterop;
using Moderation.Policies;
using Moderation.Store;

namespace Moderation.Service.Reviews.Pages;

/// <summary>The queue beside the comment on the screen, and the keys that work on both. The address says which comment and which filter.</summary>
public sealed partial class QueuePage
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(4);

    private readonly CancellationTokenSource _gone = new();
    private DotNetObjectReference<QueuePage>? _self;
    private IJSObjectReference? _script;
    private IJSObjectReference? _keys;
    private long? _selected;
    private string? _focus;
    private string? _note;
    private bool _rejecting;
    private bool _help;
    private bool _busy;
    private bool _read;

    [Inject]
    private ReviewSession Session { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private IJSRuntime Js { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    /// <summary>Key of the item on the screen, or null.</summary>
    [Parameter]
    public long? Item { get; set; }

    /// <summary>Only this site.</summary>
    [SupplyParameterFromQuery]
    public string? Site { get; set; }

    /// <summary>Only this section.</summary>
    [SupplyParameterFromQuery]
    public string? Section { get; set; }

    /// <summary>Only this label.</summary>
    [SupplyParameterFromQuery]
    public string? Label { get; set; }

    // What held the comment above all, which is mostly what it is rejected for.
    private RejectReason? Held => Session.Open is not { } open ? null
        : RejectReason.All.Where(reason => reason.Label is { } label && open.Item.LabelNames.Contains(label))
            .MaxBy(reason => open.SentBy.Probabilities.GetValueOrDefault(reason.Label!));

    private string Title => $"({Session.List.Counts.Open}) Review queue";

    private string? Oldest => Session.List.Counts.Oldest is { } oldest ? Ages.Ago(oldest, Session.Now) : null;

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        Session.Moderator = (await Authentication).User.FindFirstValue(ClaimTypes.NameIdentifier)!;
        (_rejecting, _note) = (false, null);
        if (Item is { } item)
        {
            _selected = item;
            await Session.OpenAsync(item);
            _focus = "item-view";
        }
        else
        {
            await Session.LeaveAsync();
            _focus = _selected is { } left ? $"item-{left}" : null;
        }

        await Session.ShowAsync(new QueueFilter { Site = Site, Section = Section, Label = Label });
        _read = true;
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _self = DotNetObjectReference.Create(this);
            _script = await Js.InvokeAsync<IJSObjectReference>("import", "./desk.js");
            _keys = await _script.InvokeAsync<IJSObjectReference>("listen", _self);
            _ = RefreshLoopAsync();
        }

        if (_script is not null && _read && _focus is { } id)
        {
            _focus = null;
            await _script.InvokeVoidAsync("focus", id);
        }
    }

    /// <summary>A key was pressed outside of any field.</summary>
    [JSInvokable]
    public async Task PressAsync(string key)
    {
        Session.Sign();
        await (key switch
        {
            "?" => ShowHelp(!_help),
            "Escape" => EscapeAsync(),
            _ when _help => Task.CompletedTask,
            "j" => StepAsync(1),
            "k" => StepAsync(-1),
            "Enter" => OpenSelected(),
            "a" when !_rejecting && !Session.IsUnread => ApproveAsync(),
            "r" when _rejecting && Held is { } held && !Session.IsUnread => RejectAsync(held),
            "r" when Session.CanDecide => AskReason(),
            "c" => Session.ToggleClaimAsync(),
            "u" => UndoAsync(),
            _ when _rejecting && RejectReason.All.FirstOrDefault(reason => reason.Key == key) is { } reason => RejectAsync(reason),
            _ => Task.CompletedTask,
        });
        StateHasChanged();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _gone.CancelAsync();
        await Session.LeaveAsync();
        try
        {
            await (_keys?.InvokeVoidAsync("stop") ?? ValueTask.CompletedTask);
            await (_keys?.DisposeAsync() ?? ValueTask.CompletedTask);
            await (_script?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
        catch (JSDisconnectedException)
        {
            // The browser has gone, and its listener with it.
        }

        _self?.Dispose();
        _gone.Dispose();
    }

    private Task ShowHelp(bool show)
    {
        _help = show;
        _focus = show ? "help" : Item is null ? null : "item-view";
        return Task.CompletedTask;
    }

    private Task OpenSelected()
    {
        if (Item is null && (_selected ?? Session.List.Step(null, 1)) is { } selected)
        {
            Navigation.NavigateTo(AddressOf(selected));
        }

        return Task.CompletedTask;
    }

    private Task AskReason()
    {
        _rejecting = true;
        return Task.CompletedTask;
    }

    private Task EscapeAsync()
    {
        if (_help)
        {
            return ShowHelp(false);
        }

        if (_rejecting)
        {
            _rejecting = false;
        }
        else if (Item is not null)
        {
            Navigation.NavigateTo(AddressOf(null));
        }

        return Task.CompletedTask;
    }

    private async Task StepAsync(int step)
    {
        if (Session.List.HasMore && _selected == Session.List.Entries[^1].Key && step > 0)
        {
            await Session.MoreAsync();
        }

        if (Session.List.Step(_selected, step) is not { } to)
        {
            return;
        }

        _selected = to;
        if (Item is null)
        {
            _focus = $"item-{to}";
        }
        else
        {
            Navigation.NavigateTo(AddressOf(to));
        }
    }

    private Task ApproveAsync() => DecideAsync(Verdict.Approve, null);

    private Task RejectAsync(RejectReason reason) => DecideAsync(Verdict.Reject, reason);

    // One decision at a time: a key pressed twice must not decide a comment that nobody has read.
    private Task DecideAsync(Verdict verdict, RejectReason? reason) => OnceAsync(async () =>
    {
        if (!Session.CanDecide || Session.Open?.Item.Key != Item)
        {
            return;
        }

        var next = await Session.DecideAsync(verdict, reason, _note);
        _rejecting = false;
        if (Session.Open is null)
        {
            Navigation.NavigateTo(AddressOf(next));
        }
    });

    private Task UndoAsync() => OnceAsync(async () =>
    {
        if (await Session.UndoAsync() is { } again)
        {
            Navigation.NavigateTo(AddressOf(again));
        }
    });

    private async Task OnceAsync(Func<Task> work)
    {
        if (_busy)
        {
            return;
        }

        _busy = true;
        try
        {
            await work();
        }
        finally
        {
            _busy = false;
        }
    }

    private void FilterAsync(QueueFilter filter) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(
        "/queue", new Dictionary<string, object?> { ["site"] = filter.Site, ["section"] = filter.Section, ["label"] = filter.Label }));

    private string AddressOf(long? item) => AddressOf((object?)item);

    private string AddressOf(long item) => AddressOf((object?)item);

    private string AddressOf(object? item) => Navigation.GetUriWithQueryParameters(
        item is null ? "/queue" : $"/queue/{item}", new Dictionary<string, object?> { ["site"] = Site, ["section"] = Section, ["label"] = Label });

    // Other moderators' claims and new comments appear by themselves.
    private async Task RefreshLoopAsync()
    {
        using var timer = new PeriodicTimer(Every, Time);
        try
        {
            while (await timer.WaitForNextTickAsync(_gone.Token))
            {
                await InvokeAsync(async () =>
                {
                    await Session.RefreshAsync();
                    StateHasChanged();
                });
            }
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
    }
}
