using Microsoft.Extensions.Options;

namespace Moderation.Service.Hosting;

/// <summary>The settings under <c>Moderation:</c>, from file, environment (<c>Moderation__Data</c>) or command line.</summary>
public sealed record ModerationOptions
{
    /// <summary>Name of the section in configuration.</summary>
    public const string Section = "Moderation";

    /// <summary>No second stage is asked.</summary>
    public const string SecondStageOff = "off";

    /// <summary>The roles there are; <see cref="Roles"/> takes some or all.</summary>
    public static IReadOnlyList<string> KnownRoles { get; } = ["screening", "review", "retraining"];

    /// <summary>Folder of everything that is kept: database, inbox, logs, keys. Default <c>data</c>.</summary>
    public string Data { get; set; } = "data";

    /// <summary>The model shelf. Default <c>models</c>.</summary>
    public string Models { get; set; } = "models";

    /// <summary>Folder of labels, lexicons and own sections; read when the shelf is empty. Default <c>training-data</c>.</summary>
    public string TrainingData { get; set; } = "training-data";

    /// <summary>Name of a folder in <c>second-stage/</c> on the shelf: the model that is asked where the champion is unsure. Default <c>off</c>.</summary>
    public string SecondStage { get; set; } = SecondStageOff;

    /// <summary>Comma-separated roles this process takes on. Default: all.</summary>
    public string Roles { get; set; } = "screening,review,retraining";

    /// <summary>Site for comments that name none. Default <c>default</c>.</summary>
    public string DefaultSite { get; set; } = "default";

    /// <summary>How often the worker looks for new comments and inbox files when idle, 0.05 to 60 seconds. Default 1.</summary>
    public double PollSeconds { get; set; } = 1;

    /// <summary>How many comments the worker decides in one go, 1 to 10,000. Default 500.</summary>
    public int WorkerBatch { get; set; } = 500;

    /// <summary>Largest request body in bytes, 1 KiB to 256 MiB. Default 32 MiB (batches); single comments are limited further.</summary>
    public long MaxBodyBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>Requests a second that a key may make where its site has no figure of its own, 0 to 1,000,000. Default 0: no limit.</summary>
    public int RequestsPerSecond { get; set; }

    /// <summary>Comments that may be in screening at once, 1 to 1,000,000; those beyond are recorded as unscored and scored later. Default 2048.</summary>
    public int MostInFlight { get; set; } = 2048;

    /// <summary>Seconds after which a request that is not answered is told to come again, 0.1 to 600; batches last as long as they last. Default 10.</summary>
    public double DeadlineSeconds { get; set; } = 10;

    /// <summary>Whether a comment is read as one of its site: what a site's comments are like is learnt from them, without their text. Default true; <c>false</c> reads each alone.</summary>
    public bool DomainPriors { get; set; } = true;

    /// <summary>Whether webhooks may go to this machine and its own network, as where the site runs beside the service. Default false: owners of single sites could reach through it what they cannot.</summary>
    public bool PrivateWebhooks { get; set; }

    /// <summary>Days after which everybody has to sign in anew, however busy, 0.01 to 3,650. Default 90: a new link is asked of a colleague, and a copied cookie is good no longer.</summary>
    public double SessionDays { get; set; } = 90;

    /// <summary>Days without a page opened after which somebody has to sign in anew, 0.01 to 3,650. Default 14.</summary>
    public double SessionIdleDays { get; set; } = 14;

    /// <summary>The folder whose files the worker imports.</summary>
    public string Inbox => Path.Combine(Data, "inbox");

    /// <summary>The roles as a set.</summary>
    public IReadOnlySet<string> RoleSet =>
        Roles.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToHashSet(StringComparer.Ordinal);
}

/// <summary>Refuses settings that cannot work, before anything starts.</summary>
internal sealed class ModerationOptionsValidator : IValidateOptions<ModerationOptions>
{
    public ValidateOptionsResult Validate(string? name, ModerationOptions options)
    {
        List<string> faults = [];
        if (string.IsNullOrWhiteSpace(options.Data) || string.IsNullOrWhiteSpace(options.Models))
        {
            faults.Add("Moderation:Data and Moderation:Models must name folders. Set them, or leave them out for data/ and models/.");
        }

        if (string.IsNullOrWhiteSpace(options.SecondStage) || options.SecondStage != Path.GetFileName(options.SecondStage) || options.SecondStage is "." or "..")
        {
            faults.Add($"Moderation:SecondStage is '{options.SecondStage}'. Name a folder in second-stage/ on the shelf, without a path, or say 'off'.");
        }

        foreach (var role in options.RoleSet.Where(role => !ModerationOptions.KnownRoles.Contains(role)))
        {
            faults.Add($"Moderation:Roles names '{role}'. Known roles: {string.Join(", ", ModerationOptions.KnownRoles)}.");
        }

        if (options.RoleSet.Count == 0)
        {
            faults.Add("Moderation:Roles is empty. Name at least one role.");
        }

        if (options.PollSeconds is < 0.05 or > 60 or double.NaN)
        {
            faults.Add($"Moderation:PollSeconds is {options.PollSeconds}. Choose 0.05 to 60.");
        }

        if (options.WorkerBatch is < 1 or > 10_000)
        {
            faults.Add($"Moderation:WorkerBatch is {options.WorkerBatch}. Choose 1 to 10000.");
        }

        if (options.MaxBodyBytes is < 1024 or > 256 * 1024 * 1024)
        {
            faults.Add($"Moderation:MaxBodyBytes is {options.MaxBodyBytes}. Choose 1024 to 268435456.");
        }

        if (options.RequestsPerSecond is < 0 or > 1_000_000)
        {
            faults.Add($"Moderation:RequestsPerSecond is {options.RequestsPerSecond}. Choose 1 to 1000000, or 0 for no limit.");
        }

        if (options.DeadlineSeconds is < 0.1 or > 600 or double.NaN)
        {
            faults.Add($"Moderation:DeadlineSeconds is {options.DeadlineSeconds}. Choose 0.1 to 600.");
        }

        if (options.MostInFlight is < 1 or > 1_000_000)
        {
            faults.Add($"Moderation:MostInFlight is {options.MostInFlight}. Choose 1 to 1000000.");
        }

        AddIfNoDays(faults, nameof(options.SessionDays), options.SessionDays);
        AddIfNoDays(faults, nameof(options.SessionIdleDays), options.SessionIdleDays);
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static void AddIfNoDays(List<string> faults, string setting, double days)
    {
        if (days is < 0.01 or > 3650 or double.NaN)
        {
            faults.Add($"Moderation:{setting} is {days}. Choose 0.01 to 3650.");
        }
    }
}
