using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Moderation.Policies;
using Moderation.Reviews;
using Moderation.Store;

namespace Moderation.Service.Reviews;

/// <summary>Something the moderator is told.</summary>
/// <param name="Text">What happened, and the cure where it went wrong.</param>
/// <param name="IsFault">Whether something went wrong.</param>
public sealed record Notice(string Text, bool IsFault = false);

/// <summary>
/// One moderator at one page: the list, the item on the screen, and what may be done with it. The pages only show it and pass
/// keys on. An item is claimed while it is on the screen; a claim ends by itself when the moderator walks away.
/// </summary>
public sealed partial class ReviewSession(ReviewDesk desk, ReviewClaims claims, TimeProvider time, ILogger<ReviewSession> log)
{
    /// <summary>How long a claim holds after the moderator's last sign of life.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How long a comment must have been on the screen before a key decides it: nobody reads faster, and the second press of a
    /// double one is meant for the comment before.
    /// </summary>
    public static readonly TimeSpan ShortestLook = TimeSpan.FromMilliseconds(400);

    private const int PageSize = 50;
    private const string Undone = "undone";

    private readonly Stack<(ReviewItemRow Item, Decision Decision)> _decided = new();
    private int _take = PageSize;
    private DateTimeOffset _lastSign;
    private DateTimeOffset _openedAt;

    /// <summary>Id of the moderator.</summary>
    public string Moderator { get; set; } = "";

    /// <summary>Which part of the queue is shown.</summary>
    public QueueFilter Filter { get; private set; } = new();

    /// <summary>The queue when it was read last.</summary>
    public QueueView List { get; private set; } = QueueView.Empty;

    /// <summary>The item on the screen, or null.</summary>
    public ItemView? Open { get; private set; }

    /// <summary>What the moderator said of labels outright: has it, or has it not.</summary>
    public Dictionary<string, bool> Said { get; } = [];

    /// <summary>What the moderator is told, or null.</summary>
    public Notice? Notice { get; private set; }

    /// <summary>The time by which ages are counted.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Whether there is a decision of this session to take back.</summary>
    public bool CanUndo => _decided.Count > 0;

    /// <summary>How many comments this moderator has decided since the page was opened, but for those taken back.</summary>
    public int Decided => _decided.Count;

    /// <summary>Whether the item on the screen is claimed by this moderator.</summary>
    public bool IsMine => Open?.ClaimedBy(Now) == Moderator;

    /// <summary>Whether the item on the screen waits and no other moderator has it.</summary>
    public bool CanDecide => Open is { Item.ResolvedAt: null } && (IsMine || Open.ClaimedBy(Now) is null);

    /// <summary>Whether the comment has been on the screen for less than <see cref="ShortestLook"/>.</summary>
    public bool IsUnread => Now - _openedAt < ShortestLook;

    /// <summary>Shows another part of the queue.</summary>
    public Task ShowAsync(QueueFilter filter)
    {
        if (filter != Filter)
        {
            (Filter, _take) = (filter, PageSize);
        }

        return RefreshAsync();
    }

    /// <summary>Shows more of the list.</summary>
    public Task MoreAsync()
    {
        _take += PageSize;
        return RefreshAsync();
    }

    /// <summary>Reads the list anew, and keeps the claim of a moderator who is at work.</summary>
    public Task RefreshAsync() => TryAsync("The queue could not be read.", async () =>
    {
        if (IsMine && Open!.Item.ClaimedUntil - Now < Lease / 2 && Now - _lastSign < Lease / 2)
        {
            await ClaimOpenAsync();
        }

        List = await desk.ListAsync(Moderator, Filter, _take, CancellationToken.None);
    });

    /// <summary>The moderator did something: the claim goes on.</summary>
    public void Sign() => _lastSign = Now;

    /// <summary>Takes the notice away.</summary>
    public void Dismiss() => Notice = null;

    /// <summary>Puts an item on the screen and claims it where it is free; the one before is released.</summary>
    public Task OpenAsync(long key) => TryAsync("The comment could not be read.", async () =>
    {
        if (Open?.Item.Key == key)
        {
            return;
        }

        await LeaveAsync();
        Sign();
        var claimed = await desk.IsForAsync(Moderator, key, CancellationToken.None) && await claims.ClaimAsync(key, Moderator, Lease);
        Open = await desk.OpenAsync(Moderator, key, CancellationToken.None);
        _openedAt = Now;
        if (Open is null)
        {
            Notice = new Notice("There is no such item in the queue. Choose one from the list.", IsFault: true);
        }
        else if (!claimed && Open.Item.ResolvedAt is null)
        {
            Notice = TakenNotice();
        }
    });

    /// <summary>Takes the item off the screen and lets others have it.</summary>
    public async Task LeaveAsync()
    {
        var left = Open;
        Open = null;
        Said.Clear();
        if (left is { Item.ResolvedAt: null } && left.Item.ClaimedBy == Moderator)
        {
            await claims.ReleaseAsync(left.Item.Key, Moderator);
        }
    }

    /// <summary>Claims the item on the screen, or releases it.</summary>
    public Task ToggleClaimAsync() => TryAsync("The claim could not be changed.", async () =>
    {
        if (Open is not { Item.ResolvedAt: null } open || !await IsForMeAsync(open.Item))
        {
            return;
        }

        if (!IsMine)
        {
            Notice = await ClaimOpenAsync() ? new Notice("You have claimed this comment.") : TakenNotice();
        }
        else
        {
            await claims.ReleaseAsync(open.Item.Key, Moderator);
            await ReloadAsync();
            Notice = new Notice("Released: others may claim this comment.");
        }
    });

    /// <summary>Decides the item on the screen.</summary>
    /// <returns>The item to open next; null where there is none, or nothing was decided.</returns>
    public async Task<long?> DecideAsync(Verdict verdict, RejectReason? reason, string? note)
    {
        long? next = null;
        await TryAsync("Your decision was not recorded.", async () =>
        {
            if (Open is { } open && await IsForMeAsync(open.Item))
            {
                var judgement = new Judgement(Moderator, verdict, reason?.With(note) ?? (string.IsNullOrWhiteSpace(note) ? null : note.Trim()))
                {
                    Labels = RejectReason.Judged(verdict, reason, open.Item.LabelNames, Said),
                };
                next = await AfterAsync(open, await claims.ResolveAsync(open.Item.Key, open.Item.CommentKey, judgement));
            }
        });
        return next;
    }

    /// <summary>Takes the last decision of this session back: the comment waits again.</summary>
    /// <returns>The item to open; null where nothing was taken back.</returns>
    public async Task<long?> UndoAsync()
    {
        long? again = null;
        await TryAsync("The decision was not taken back.", async () =>
        {
            if (!_decided.TryPeek(out var last))
            {
                Notice = new Notice("There is nothing to undo: you have decided nothing since you opened this page.");
                return;
            }

            if (!await IsForMeAsync(last.Item))
            {
                return;
            }

            var resolution = await claims.DecideAsync(last.Item.CommentKey, new Judgement(Moderator, Verdict.Review, Undone) { TakesBack = last.Decision.Id });
            _decided.Pop();
            Notice = resolution.Status switch
            {
                ResolutionStatus.Done => new Notice("Undone: the comment waits again."),
                ResolutionStatus.AlreadyResolved => new Notice("Somebody has decided this comment again since. Nothing was undone; its history says by whom.", IsFault: true),
                _ => new Notice("The author has edited the comment since, and the new text is judged by itself. Nothing was undone.", IsFault: true),
            };
            again = await desk.FindOpenAsync(last.Item, CancellationToken.None);
        });
        return again;
    }

    private async Task<long?> AfterAsync(ItemView decided, Resolution resolution)
    {
        if (resolution is not { Status: ResolutionStatus.Done, Decision: { } decision })
        {
            await ReloadAsync();
            Notice = resolution.Status switch
            {
                ResolutionStatus.ClaimedByAnother => TakenNotice(),
                ResolutionStatus.Edited => new Notice("The author has edited the comment while you looked. Nothing was decided: read the new text first.", IsFault: true),
                _ => new Notice("Somebody has dealt with this comment already. Nothing was changed; its history says who.", IsFault: true),
            };
            return null;
        }

        _decided.Push((decided.Item, decision));
        Notice = new Notice(decision.Verdict == Verdict.Approve ? "Approved." : $"Rejected: {decision.Reason}.");
        var next = List.After(decided.Item.Key, Moderator);
        Open = null;
        Said.Clear();
        List = await desk.ListAsync(Moderator, Filter, _take, CancellationToken.None);
        return next ?? List.After(decided.Item.Key, Moderator);
    }

    private async Task<bool> IsForMeAsync(ReviewItemRow item)
    {
        if (await desk.IsForAsync(Moderator, item.Key, CancellationToken.None))
        {
            return true;
        }

        Notice = new Notice("You do not look after this comment's site any more, and nothing was changed. Go back to the list.", IsFault: true);
        return false;
    }

    private async Task<bool> ClaimOpenAsync()
    {
        var claimed = await claims.ClaimAsync(Open!.Item.Key, Moderator, Lease);
        await ReloadAsync();
        return claimed;
    }

    private async Task ReloadAsync()
    {
        var seen = Open!.Item.CommentKey;
        Open = await desk.OpenAsync(Moderator, Open.Item.Key, CancellationToken.None);
        _openedAt = Open?.Item.CommentKey == seen ? _openedAt : Now;
        List = await desk.ListAsync(Moderator, Filter, _take, CancellationToken.None);
    }

    private Notice TakenNotice() => Open?.ClaimedBy(Now) is { } other
        ? new Notice($"{Open.NameOf(other)} has claimed this comment until {Open.Item.ClaimedUntil!.Value.UtcDateTime:HH:mm} UTC. Wait, or go on with the next.", IsFault: true)
        : new Notice("Another moderator was faster. Choose another comment.", IsFault: true);

    private async Task TryAsync(string fault, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception error) when (error is StoreException or DbException or DbUpdateException or TimeoutException or InvalidOperationException { InnerException: DbException })
        {
            LogFault(error, fault);
            Notice = new Notice($"{fault} The database does not answer as it should: try again in a moment, and if it stays so, see the service's log.", IsFault: true);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A review page failed: {Fault}")]
    private partial void LogFault(Exception error, string fault);
}
