using Moderation.Service.Verbs;

namespace Moderation.Service.Retraining;

/// <summary>Runs as people read them.</summary>
internal static class RetrainingReport
{
    /// <summary>Writes a run.</summary>
    /// <returns>Its exit code.</returns>
    public static int Write(TextWriter output, RetrainingRecord record)
    {
        output.WriteLine($"{record.At:yyyy-MM-dd HH:mm}  {Sentence(record)}");
        foreach (var figure in record.Figures)
        {
            output.WriteLine($"  roc-auc of {figure.Label}: {figure.Before:0.000} before, {figure.After:0.000} after ({figure.Rows:N0} rows)");
        }

        foreach (var reason in record.Reasons)
        {
            output.WriteLine($"  {reason}");
        }

        return record.Outcome switch
        {
            RetrainingOutcome.Refused => ExitCode.Refused,
            RetrainingOutcome.Failed => ExitCode.Failed,
            _ => ExitCode.Ok,
        };
    }

    /// <summary>What came of a run, in a sentence.</summary>
    public static string Sentence(RetrainingRecord record)
    {
        var learnt = $"{record.Comments:N0} judged comments, {record.NewJudgements:N0} judgements new";
        return record.Outcome switch
        {
            RetrainingOutcome.Promoted => $"{record.Model} is champion ({learnt}); 'moderation rollback' goes back to {record.Champion}.",
            RetrainingOutcome.Offered => $"{record.Model} is better than {record.Champion} ({learnt}); 'moderation promote {record.Model}' puts it in force.",
            RetrainingOutcome.Refused => $"{(record.Model.Length > 0 ? record.Model : "The run")} is refused ({learnt}); {record.Champion} stays champion:",
            _ => $"The run failed with {record.NewJudgements:N0} new judgements; they are learnt from next time:",
        };
    }
}
