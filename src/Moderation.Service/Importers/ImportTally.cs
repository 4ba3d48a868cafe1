using Moderation.Comments;

namespace Moderation.Service.Importers;

/// <summary>Counts what an import reads: what is at fault, what is left out on purpose, and of the rest what brings judgements.</summary>
public sealed class ImportTally
{
    /// <summary>Problems that are spelt out; the rest are counted.</summary>
    public const int MostProblems = 1000;

    private readonly List<string> _problems = [];
    private readonly SortedDictionary<string, int> _leftOut = new(StringComparer.Ordinal);

    /// <summary>Lines that could not be read and comments that could not be kept, at most <see cref="MostProblems"/>.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>All of those, counted.</summary>
    public int Refused { get; private set; }

    /// <summary>What was left out on purpose, counted by <see cref="Imported.LeftOut"/>.</summary>
    public IReadOnlyDictionary<string, int> LeftOut => _leftOut;

    /// <summary>Comments that can be taken and bring judgements of labels.</summary>
    public int Judged { get; private set; }

    /// <summary>The comments that can be taken; the rest is counted.</summary>
    public IEnumerable<Imported> Comments(IEnumerable<Imported> read)
    {
        foreach (var imported in read)
        {
            if (imported.Problem is { } problem)
            {
                Refuse(problem.ToString());
            }
            else if (imported.LeftOut is { } what)
            {
                _leftOut[what] = _leftOut.GetValueOrDefault(what) + 1;
            }
            else
            {
                Judged += imported.Comment!.Annotations.Count > 0 ? 1 : 0;
                yield return imported;
            }
        }
    }

    /// <summary>Counts a comment that cannot be taken.</summary>
    public void Refuse(string problem)
    {
        Refused++;
        if (_problems.Count < MostProblems)
        {
            _problems.Add(problem);
        }
    }

    /// <summary>What brings judgements and what was left out, in words to end a sentence with; empty where neither is.</summary>
    public string InWords =>
        (Judged == 0 ? "" : $"; {Judged:N0} with judgements")
        + (_leftOut.Count == 0 ? "" : $"; left out: {string.Join(", ", _leftOut.Select(pair => $"{pair.Value:N0} {pair.Key}"))}");
}
