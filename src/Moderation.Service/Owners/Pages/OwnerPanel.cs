using System.Data.Common;
using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.EntityFrameworkCore;
using Moderation.Service.Reviews;
using Moderation.Store;

namespace Moderation.Service.Owners.Pages;

/// <summary>A part of the owners' pages: it reads, does one thing at a time, and says what became of it.</summary>
public abstract partial class OwnerPanel : ComponentBase
{
    /// <summary>What the pages read and change.</summary>
    [Inject]
    protected OwnerDesk Desk { get; set; } = null!;

    /// <summary>The clock.</summary>
    [Inject]
    protected TimeProvider Time { get; set; } = null!;

    [Inject]
    private ILogger<OwnerPanel> Logger { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    /// <summary>What the owner is told, or null.</summary>
    protected Notice? Notice { get; set; }

    /// <summary>Whether something is being done; what is pressed meanwhile is passed over.</summary>
    protected bool IsBusy { get; private set; }

    /// <summary>Whether the panel has been read.</summary>
    protected bool IsRead { get; private set; }

    /// <inheritdoc />
    protected override Task OnParametersSetAsync() => TryAsync(_ => Task.FromResult<string?>(null));

    /// <summary>Reads what is shown.</summary>
    /// <param name="who">Id of the owner who sees it.</param>
    protected abstract Task ReadAsync(string who);

    /// <summary>Does something in the owner's name, reads anew, and says what came of it.</summary>
    /// <param name="work">Given the owner's id; returns what to tell, or null for nothing.</param>
    protected async Task TryAsync(Func<string, Task<string?>> work)
    {
        if (IsBusy)
        {
            return;
        }

        (IsBusy, Notice) = (true, null);
        try
        {
            var who = (await Authentication).User.FindFirstValue(ClaimTypes.NameIdentifier)!;
            var said = await work(who);
            await ReadAsync(who);
            (IsRead, Notice) = (true, said is null ? null : new Notice(said));
        }
        catch (StoreException refused)
        {
            Notice = new Notice(refused.Message, IsFault: true);
        }
        catch (Exception fault) when (fault is DbException or DbUpdateException or TimeoutException or InvalidOperationException { InnerException: DbException })
        {
            Failed(Logger, fault);
            Notice = new Notice("The database does not answer as it should, and nothing is certain to have changed. Load the page again; if it stays so, see the service's log.", IsFault: true);
        }
        finally
        {
            IsBusy = false;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "An owner's page failed")]
    private static partial void Failed(ILogger logger, Exception fault);
}
