using System.Globalization;
using Microsoft.Extensions.Options;

namespace Moderation.Service.Retraining;

/// <summary>The settings under <c>Moderation:Retraining:</c>.</summary>
public sealed record RetrainingOptions
{
    /// <summary>Name of the section in configuration.</summary>
    public const string Section = "Moderation:Retraining";

    /// <summary>A better model is put in force.</summary>
    public const string WhenBetter = "when-better";

    /// <summary>A better model waits on the shelf for a person.</summary>
    public const string Never = "never";

    /// <summary>Whether the role <c>retraining</c> begins runs by itself. Default: true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>So many new judgements begin a run, 1 to 1,000,000. Default 500.</summary>
    public int After { get; set; } = 500;

    /// <summary>Hours at least from one run to the next, 0 to 8,760. Default 24.</summary>
    public double EveryHours { get; set; } = 24;

    /// <summary>The time of day in which a run may begin, by this machine's clock, as <c>02:00-05:00</c>; it may pass midnight. Default: any.</summary>
    public string Between { get; set; } = "";

    /// <summary>Folder of the public data sets. With all that the champion learnt from in it a run trains anew; without, it adapts the champion. Default: none.</summary>
    public string Datasets { get; set; } = "";

    /// <summary>
    /// What happens to a model that is better: <c>when-better</c> puts it in force, <c>never</c> leaves that to a person. Default
    /// <c>when-better</c>: judgements of which nothing comes are wasted work, a run is measured, on record, and undone by one command.
    /// </summary>
    public string Promote { get; set; } = WhenBetter;

    /// <summary>The time of day in which a run may begin, or null for any.</summary>
    internal (TimeOnly From, TimeOnly To)? Hours()
    {
        var parts = Between.Split('-', StringSplitOptions.TrimEntries);
        return parts.Length == 2 && Time(parts[0]) is { } from && Time(parts[1]) is { } to && from != to ? (from, to) : null;
    }

    private static TimeOnly? Time(string text) =>
        TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;
}

/// <summary>Refuses settings that cannot work, before anything starts.</summary>
internal sealed class RetrainingOptionsValidator : IValidateOptions<RetrainingOptions>
{
    public ValidateOptionsResult Validate(string? name, RetrainingOptions options)
    {
        List<string> faults = [];
        if (options.After is < 1 or > 1_000_000)
        {
            faults.Add($"{RetrainingOptions.Section}:After is {options.After}. Choose 1 to 1000000.");
        }

        if (options.EveryHours is not (>= 0 and <= 8760))
        {
            faults.Add($"{RetrainingOptions.Section}:EveryHours is {options.EveryHours}. Choose 0 to 8760.");
        }

        if (options.Between.Length > 0 && options.Hours() is null)
        {
            faults.Add($"{RetrainingOptions.Section}:Between is '{options.Between}'. Write two times of day, such as 02:00-05:00, or leave it out for any.");
        }

        if (options.Promote is not (RetrainingOptions.WhenBetter or RetrainingOptions.Never))
        {
            faults.Add($"{RetrainingOptions.Section}:Promote is '{options.Promote}'. Choose '{RetrainingOptions.WhenBetter}' or '{RetrainingOptions.Never}'.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
