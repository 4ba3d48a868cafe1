namespace Moderation.Comments;

/// <summary>
/// Sentence shapes for what word-by-word models get wrong (negation, quotation, reclaimed slurs, identity in neutral use …),
/// written out into labelled sentences for training. The files are described in <c>training-data/templates/README.md</c>.
/// Not to be mistaken for the functional suite, which is written apart from these and only measures.
/// </summary>
public sealed class TemplateSet
{
    private readonly TemplateLexicon _lexicon;
    private readonly IReadOnlyList<TemplateFunction> _functions;

    private TemplateSet(TemplateLexicon lexicon, IReadOnlyList<TemplateFunction> functions)
    {
        _lexicon = lexicon;
        _functions = functions;
    }

    /// <summary>The functions, each with the sentence that says what it teaches and how many times as many sentences as others it gives; ordered by file name.</summary>
    public IReadOnlyList<(string Name, string Why, int Weight)> Functions => [.. _functions.Select(function => (function.Name, function.Why, function.Weight))];

    /// <summary>Reads a folder of <c>groups.json</c>, <c>words.json</c> and <c>functions/*.json</c>.</summary>
    /// <exception cref="InvalidDataException">A file is missing or breaks the format; the message names it and the cure.</exception>
    public static TemplateSet Load(string folder)
    {
        var lexicon = TemplateLexicon.Read(folder);
        return new TemplateSet(lexicon, TemplateReader.Read(folder, lexicon));
    }

    /// <summary>
    /// Writes sentences out. Within a function every template gets its turn before any gets a second one, and every group and
    /// word likewise. No text comes twice. The same arguments give the same sentences in the same order, on every machine.
    /// </summary>
    /// <param name="perFunction">Sentences wanted of each function, 1 or more; a function of weight 2 gives twice as many, one whose shapes are exhausted fewer.</param>
    /// <param name="seed">Any number.</param>
    public IEnumerable<TemplatedSentence> Expand(int perFunction, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(perFunction, 1);
        return Write(perFunction, seed);
    }

    private IEnumerable<TemplatedSentence> Write(int perFunction, int seed)
    {
        var written = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var function in _functions)
        {
            var writer = new TemplateWriter(_lexicon, _functions, function, seed);
            foreach (var sentence in writer.Rounds().Where(sentence => written.Add(sentence.Text)).Take(perFunction * function.Weight))
            {
                yield return sentence;
            }
        }
    }
}
