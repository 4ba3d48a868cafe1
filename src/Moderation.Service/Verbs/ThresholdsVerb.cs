using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Moderation.Evaluation;
using Moderation.Labels;
using Moderation.Models;
using Moderation.Policies;
using Moderation.Scoring;
using Moderation.Service.Hosting;
using Moderation.Service.Places;
using Moderation.Service.Retraining;
using Moderation.Store;

namespace Moderation.Service.Verbs;

/// <summary>Chooses at which probability a comment is held, for a stated goal, and puts that in force as a site's policy.</summary>
internal static class ThresholdsVerb
{
    private const string CalibrationRows = "calibration";
    private const string JudgedRows = "judged";

    private static readonly Option<ThresholdGoal> Goal = new("--goal") { Description = "What each label's threshold shall hold: precision, recall, or at most a share of all comments.", Required = true };

    private static readonly Option<double> Target = TargetOption();

    private static readonly Option<string[]> Label = new("--label")
    {
        Description = "Labels to choose for (default: the harms).", AllowMultipleArgumentsPerToken = true, HelpName = "LABEL",
    };

    private static readonly Option<string?> Model = new("--model") { Description = "Id of a model on the shelf (default: the champion).", HelpName = "ID" };

    private static readonly Option<string> Input = new("--input", "-i")
    {
        Description = "The rows to choose on: judged (comments that moderators have judged), calibration (that part of the training data), or a file of labelled comments.",
        HelpName = $"{JudgedRows}|{CalibrationRows}|FILE", DefaultValueFactory = _ => CalibrationRows,
    };

    private static readonly Option<string?> Site = new("--site") { Description = "The site whose comments are judged anew, and whose policy --apply writes.", HelpName = "SITE" };

    private static readonly Option<int> Last = new("--replay") { Description = "How many of the site's latest comments are judged anew.", DefaultValueFactory = _ => 1000 };

    private static readonly Option<bool> Apply = new("--apply") { Description = "Write the thresholds into the site's policy, bound to this model." };

    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "With --apply: say what would be written, and write nothing." };

    public static Verb Verb { get; } = new(
        "thresholds", "Chooses the probabilities at which comments are held, for a goal, and writes them into a site's policy.",
        [Goal, Target, Label, Model, Input, Site, Last, Apply, DryRun, TrainingOptions.Datasets, TrainingOptions.Own], RunAsync);

    private static Option<double> TargetOption()
    {
        var option = new Option<double>("--target") { Description = "The goal's value, 0 to 1.", HelpName = "0..1", Required = true };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (>= 0 and <= 1))
            {
                result.AddError("--target lies from 0 to 1.");
            }
        });
        return option;
    }

    private static async Task<int> RunAsync(VerbContext context, CancellationToken ct)
    {
        string[] labels = context.Get(Label) is { Length: > 0 } given ? given : [.. LabelNames.Harms];
        if (labels.FirstOrDefault(label => LabelSet.Full.IndexOf(label) < 0) is { } unknown)
        {
            context.Error.WriteLine($"There is no label '{unknown}'. Known labels: {string.Join(", ", LabelNames.All)}.");
            return ExitCode.Usage;
        }

        if (context.Get(Apply) && context.Get(Site) is null)
        {
            context.Error.WriteLine("--apply writes a site's policy. Name the site with --site.");
            return ExitCode.Usage;
        }

        var shelf = Shelf.Open(context.Options);
        var (classifier, card) = shelf.Load(context.Get(Model) ?? shelf.Champion()?.Model ?? throw new ModelRefusedException(
            $"The shelf '{shelf.Folder}' has no champion. Run 'moderation train', or name another shelf with --models."));
        return context.Get(Site) is null && context.Get(Input) != JudgedRows
            ? await ChooseAsync(context, labels, classifier, card, null, ct)
            : await StoreVerb.WithStoreAsync(context, store => ChooseAsync(context, labels, classifier, card, store, ct), ct);
    }

    private static async Task<int> ChooseAsync(
        VerbContext context, string[] labels, IClassifier classifier, ModelCard card, IServiceProvider? store, CancellationToken ct)
    {
        var rows = await RowsAsync(context, store, ct);
        var choices = Choose(labels, context.Get(Goal), context.Get(Target), classifier, rows);
        context.Out.WriteLine($"{card.Id}, {Origin(context.Get(Input)!)}: {rows.Count:N0} rows");
        foreach (var choice in choices)
        {
            ThresholdReport.Write(context.Out, choice);
        }

        if (context.Get(Site) is { } site)
        {
            await ForSiteAsync(context, site, choices, classifier, card, store!, ct);
        }

        return choices.All(choice => choice.Chosen is not null) ? ExitCode.Ok : ExitCode.Partly;
    }

    private static async Task<IReadOnlyList<EvaluationRow>> RowsAsync(VerbContext context, IServiceProvider? store, CancellationToken ct) => context.Get(Input) switch
    {
        CalibrationRows => ThresholdRows.Calibration(TrainingOptions.Of(context, ct)),
        JudgedRows => await JudgedAsync(context, store!, ct),
        var file => ThresholdRows.File(file!),
    };

    private static async Task<IReadOnlyList<EvaluationRow>> JudgedAsync(VerbContext context, IServiceProvider store, CancellationToken ct)
    {
        await using var db = await store.GetRequiredService<IDbContextFactory<ModerationDb>>().CreateDbContextAsync(ct);
        var priors = await SitePriors.ReadAsync(db, context.Options, ct);
        return await ThresholdRows.JudgedAsync(store.GetRequiredService<AnnotationExport>(), context.Get(Site), priors, ct);
    }

    /// <summary>Each label's threshold. Rows that cannot be scored are held whatever the threshold is, and so say nothing of it.</summary>
    internal static IReadOnlyList<ThresholdChoice> Choose(
        IReadOnlyList<string> labels, ThresholdGoal goal, double target, IClassifier classifier, IReadOnlyList<EvaluationRow> rows)
    {
        var scores = EvaluationRun.Score([new Contestant(classifier.Model, classifier, new Dictionary<string, float>())], rows)[0];
        return [.. labels.Select(label =>
        {
            var place = LabelSet.Full.IndexOf(label);
            int[] scored = [.. Enumerable.Range(0, rows.Count).Where(row => !float.IsNaN(scores[row][place]))];
            return ThresholdChoice.Of(label, goal, target, Array.ConvertAll(scored, row => scores[row][place]), Array.ConvertAll(scored, row => rows[row].Truth[place]));
        })];
    }

    private static async Task ForSiteAsync(
        VerbContext context, string site, IReadOnlyList<ThresholdChoice> choices, IClassifier classifier, ModelCard card, IServiceProvider store, CancellationToken ct)
    {
        await using var db = await store.GetRequiredService<IDbContextFactory<ModerationDb>>().CreateDbContextAsync(ct);
        var row = await db.Sites.AsNoTracking().SingleOrDefaultAsync(row => row.Id == site, ct)
            ?? throw new StoreException($"There is no site '{site}'. 'moderation keys create --site {site}' adds it.");
        var policy = PolicyWith(choices, row.Policy, card, $"{site}@{TimeProvider.System.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss.fff'Z'}");
        var prior = context.Options.DomainPriors ? row.Domains?.Prior : null;
        var replay = await Replay.RunAsync(db, site, context.Get(Last), classifier, prior, policy, ct);
        context.Out.WriteLine($"Of the last {replay.Comments:N0} comments of '{site}' {replay.WouldBeHeld:N0} would be held under these thresholds; {replay.Held:N0} were."
            + (replay.LeftOut > 0 ? $" {replay.LeftOut:N0} more cannot be judged anew: their texts are not kept." : ""));
        if (!context.Get(Apply))
        {
            return;
        }

        var content = string.Join(", ", policy.Review.Select(pair => $"{pair.Key} {pair.Value:0.0000}"));
        if (context.Get(DryRun))
        {
            context.Out.WriteLine($"'{site}' would get the policy {policy.Version} for {card.Id}: {content}. Nothing was written.");
            return;
        }

        await store.GetRequiredService<Sites>().SetPolicyAsync(site, null, policy, Environment.UserName, ct);
        context.Out.WriteLine($"'{site}' has the policy {policy.Version} for {card.Id}: {content}.");
    }

    /// <summary>
    /// The site's policy with the chosen thresholds. What it holds of other labels stays where it was made for this model; of
    /// another model's it would mean nothing, and the card's take its place.
    /// </summary>
    internal static Policy PolicyWith(IReadOnlyList<ThresholdChoice> choices, Policy? old, ModelCard card, string version)
    {
        var kept = old?.Model == card.Id ? old : null;
        var review = new Dictionary<string, float>(kept?.Review ?? card.Thresholds);
        foreach (var choice in choices)
        {
            if (choice.Chosen is { } chosen)
            {
                review[choice.Label] = chosen.Threshold;
            }
        }

        return new Policy
        {
            Version = version, Model = card.Id, Review = review, Reject = kept?.Reject ?? new Dictionary<string, float>(), FailOpen = old?.FailOpen ?? false,
        };
    }

    private static string Origin(string input) => input switch
    {
        CalibrationRows => "on the calibration part of the training data (how common a label is differs on your site, and precision with it)",
        JudgedRows => "on comments that moderators have judged (mostly such as were held: recall is of what moderators saw)",
        _ => $"on '{input}'",
    };
}
