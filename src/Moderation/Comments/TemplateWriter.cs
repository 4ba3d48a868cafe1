using System.Text;
using Moderation.Text;

namespace Moderation.Comments;

/// <summary>Writes the sentences of one function. Its dice hang on the function's name, so a new function changes no other.</summary>
internal sealed class TemplateWriter
{
    // Enough for every shape to meet most of the groups; a function without slots would otherwise never end.
    private const int MostRounds = 400;
    private const int FramedOfTen = 3;

    private readonly TemplateLexicon _lexicon;
    private readonly IReadOnlyList<TemplateFunction> _functions;
    private readonly TemplateFunction _function;
    private readonly TemplateDice _dice;
    private readonly Disguise _disguise;
    private readonly Dictionary<(string Function, string List), TemplateDeck<SlotValue>> _values = [];
    private readonly Dictionary<string, TemplateDeck<Template>> _said = new(StringComparer.Ordinal);

    public TemplateWriter(TemplateLexicon lexicon, IReadOnlyList<TemplateFunction> functions, TemplateFunction function, int seed)
    {
        _lexicon = lexicon;
        _functions = functions;
        _function = function;
        _dice = new TemplateDice(TextHash.Of(function.Name) ^ (uint)seed);
        _disguise = new Disguise(_dice);
    }

    /// <summary>Round after round through all shapes, in a new order each time; the texts may repeat.</summary>
    public IEnumerable<TemplatedSentence> Rounds()
    {
        var sources = _function.Disguises.Count == 0 ? [_function] : _function.Disguises.Select(Named).ToList();
        var shapes = sources.SelectMany(source => source.Templates.Select(template => (source, template))).ToArray();
        for (var round = 0; round < MostRounds; round++)
        {
            _dice.Shuffle(shapes);
            foreach (var (source, template) in shapes)
            {
                var text = Fill(source, template);
                text = _function.Disguises.Count == 0 ? Frame(text) : _disguise.Of(text);
                yield return new TemplatedSentence(_function.Name, $"{source.Name}: {template.Text}", text, template.Labels);
            }
        }
    }

    private TemplateFunction Named(string name) => _functions.First(function => function.Name == name);

    private string Fill(TemplateFunction source, Template template)
    {
        var text = new StringBuilder();
        var drawn = new Dictionary<string, SlotValue>(StringComparer.Ordinal);
        foreach (var part in template.Parts)
        {
            if (part.List is null)
            {
                text.Append(part.Literal);
                continue;
            }

            var value = part.List == TemplatePart.Say ? Said(part.Field) : Drawn(source, part, drawn).Forms[part.Field];
            if (TakesAn(value) && EndsWithArticle(text))
            {
                text.Insert(text.Length - 1, 'n');
            }

            text.Append(part.Capital ? char.ToUpperInvariant(value[0]) + value[1..] : value);
        }

        return text.ToString();
    }

    private SlotValue Drawn(TemplateFunction source, TemplatePart part, Dictionary<string, SlotValue> drawn)
    {
        if (drawn.TryGetValue(part.Draw, out var value))
        {
            return value;
        }

        do
        {
            value = Draw(source, part.List!);
        }
        while (drawn.Any(other => other.Key.TrimEnd('2') == part.List && ReferenceEquals(other.Value, value)));

        return drawn[part.Draw] = value;
    }

    private SlotValue Draw(TemplateFunction source, string list)
    {
        var own = source.Slots.TryGetValue(list, out var values);
        var key = (own ? source.Name : "", list);
        if (!_values.TryGetValue(key, out var deck))
        {
            _values[key] = deck = new TemplateDeck<SlotValue>(values ?? _lexicon.Lists[list], _dice);
        }

        return deck.Draw();
    }

    private string Said(string name)
    {
        var function = Named(name);
        if (!_said.TryGetValue(name, out var deck))
        {
            _said[name] = deck = new TemplateDeck<Template>([.. function.Templates.Where(template => template.Typical && !template.Quotes)], _dice);
        }

        return Fill(function, deck.Draw()).TrimEnd('.');
    }

    // Neutral sentences around the others, at the same rate whatever the labels, so that they come to mean nothing.
    private string Frame(string text)
    {
        if (_dice.Next(10) >= FramedOfTen)
        {
            return text;
        }

        return _dice.Next(2) == 0
            ? $"{Draw(_function, "openers").Forms[""]} {text}"
            : $"{text} {Draw(_function, "closers").Forms[""]}";
    }

    private static bool EndsWithArticle(StringBuilder text) =>
        text.Length >= 2 && text[^1] == ' ' && text[^2] is 'a' or 'A' && (text.Length == 2 || !char.IsLetterOrDigit(text[^3]));

    private static bool TakesAn(string value)
    {
        string[] soundLikeYou = ["us", "uni", "uk", "uy", "eu", "one"];
        string[] silentH = ["honest", "honour", "honor", "hour", "heir"];
        return silentH.Any(start => value.StartsWith(start, StringComparison.OrdinalIgnoreCase))
            || value.StartsWith("LGBT", StringComparison.Ordinal)
            || ("aeiouAEIOU".Contains(value[0]) && !soundLikeYou.Any(start => value.StartsWith(start, StringComparison.OrdinalIgnoreCase)));
    }
}
