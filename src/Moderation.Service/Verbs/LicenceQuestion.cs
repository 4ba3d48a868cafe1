using Moderation.Learning.Datasets;

namespace Moderation.Service.Verbs;

/// <summary>Shows a data set's licence and asks whether it is agreed to; a yes counts for further sets under the same licence.</summary>
/// <param name="answers">Where answers come from; null: everything was agreed to beforehand.</param>
/// <param name="output">Where the question goes.</param>
internal sealed class LicenceQuestion(TextReader? answers, TextWriter output)
{
    private readonly HashSet<string> _agreed = new(StringComparer.Ordinal);

    public async Task<bool> AskAsync(Dataset dataset, CancellationToken ct)
    {
        output.WriteLine($"{dataset.Name}: {dataset.Title}. Licence: {dataset.Licence}. Terms: {dataset.Source}");
        if (answers is null || _agreed.Contains(dataset.Licence))
        {
            return true;
        }

        await output.WriteAsync("Do you agree to its licence and terms? [y/N] ".AsMemory(), ct);
        await output.FlushAsync(ct);
        var answer = (await answers.ReadLineAsync(ct))?.Trim();
        var agrees = answer is not null && (answer.Equals("y", StringComparison.OrdinalIgnoreCase) || answer.Equals("yes", StringComparison.OrdinalIgnoreCase));
        if (agrees)
        {
            _agreed.Add(dataset.Licence);
        }

        return agrees;
    }
}
