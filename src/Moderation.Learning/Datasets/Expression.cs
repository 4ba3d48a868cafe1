using System.Globalization;

namespace Moderation.Learning.Datasets;

/// <summary>
/// A formula over the columns of a row, so that what a data set means stands in data, not in code:
/// <c>n_insult / n_annotators</c>, <c>class != 'not_hate'</c>, <c>[TOXICITY@6]</c>. Operators by rank: <c>or</c>, <c>and</c>,
/// comparison (<c>== != &lt; &lt;= &gt; &gt;=</c>), <c>+ -</c>, <c>* /</c>. Truth is 1, falsehood 0; an empty or unreadable number is NaN.
/// </summary>
public sealed class Expression
{
    private readonly Func<Func<string, string>, Value> evaluate;

    private Expression(Func<Func<string, string>, Value> evaluate) => this.evaluate = evaluate;

    /// <summary>Reads a formula.</summary>
    /// <exception cref="FormatException">It cannot be read; the message says where.</exception>
    public static Expression Parse(string formula)
    {
        var parser = new Parser(formula);
        var body = parser.Binary(0);
        parser.End();
        return new Expression(body);
    }

    /// <summary>The number for a row; NaN where it is unknown.</summary>
    /// <param name="column">Gives a column's text by its name.</param>
    public float Evaluate(Func<string, string> column) => evaluate(column).Number;

    private readonly record struct Value(string? Text, float Number)
    {
        public static Value Of(string text) =>
            new(text, float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : float.NaN);

        public static Value Of(float number) => new(null, number);

        public static Value Of(bool truth) => Of(truth ? 1f : 0f);
    }

    private sealed class Parser(string formula)
    {
        private static readonly string[][] Ranks = [["or"], ["and"], ["==", "!=", "<=", ">=", "<", ">"], ["+", "-"], ["*", "/"]];
        private int at;

        public Func<Func<string, string>, Value> Binary(int rank)
        {
            if (rank == Ranks.Length)
            {
                return Operand();
            }

            var left = Binary(rank + 1);
            while (Operator(Ranks[rank]) is { } operation)
            {
                var (first, second) = (left, Binary(rank + 1));
                left = row => Apply(operation, first(row), second(row));
            }

            return left;
        }

        public void End()
        {
            SkipSpace();
            if (at < formula.Length)
            {
                throw Fault("an operator");
            }
        }

        private static Value Apply(string operation, Value left, Value right) => operation switch
        {
            "or" => Value.Of(left.Number > 0 || right.Number > 0),
            "and" => Value.Of(left.Number > 0 && right.Number > 0),
            "==" => Value.Of(Same(left, right)),
            "!=" => Value.Of(!Same(left, right)),
            "<" => Value.Of(left.Number < right.Number),
            "<=" => Value.Of(left.Number <= right.Number),
            ">" => Value.Of(left.Number > right.Number),
            ">=" => Value.Of(left.Number >= right.Number),
            "+" => Value.Of(left.Number + right.Number),
            "-" => Value.Of(left.Number - right.Number),
            "*" => Value.Of(left.Number * right.Number),
            _ => Value.Of(left.Number / right.Number),
        };

        private static bool Same(Value left, Value right) =>
            left.Text is not null && right.Text is not null ? left.Text == right.Text : left.Number == right.Number;

        private Func<Func<string, string>, Value> Operand()
        {
            SkipSpace();
            var next = at < formula.Length ? formula[at] : '\0';
            if (next == '(')
            {
                at++;
                var inner = Binary(0);
                Expect(')');
                return inner;
            }

            if (next is '\'' or '[')
            {
                at++;
                var quoted = Until(next == '[' ? ']' : '\'');
                return next == '[' ? row => Value.Of(row(quoted)) : _ => Value.Of(quoted);
            }

            var word = Word();
            return char.IsDigit(word[0]) ? _ => Value.Of(word) with { Text = null } : row => Value.Of(row(word));
        }

        private string Word()
        {
            var start = at;
            while (at < formula.Length && (char.IsLetterOrDigit(formula[at]) || formula[at] is '_' or '.'))
            {
                at++;
            }

            return at > start ? formula[start..at] : throw Fault("a column, a number or '('");
        }

        private string? Operator(string[] operators)
        {
            SkipSpace();
            foreach (var operation in operators)
            {
                if (string.CompareOrdinal(formula, at, operation, 0, operation.Length) == 0)
                {
                    at += operation.Length;
                    return operation;
                }
            }

            return null;
        }

        private string Until(char end)
        {
            var close = formula.IndexOf(end, at);
            if (close < 0)
            {
                throw Fault($"'{end}'");
            }

            var inner = formula[at..close];
            at = close + 1;
            return inner;
        }

        private void Expect(char wanted)
        {
            SkipSpace();
            if (at >= formula.Length || formula[at++] != wanted)
            {
                throw Fault($"'{wanted}'");
            }
        }

        private void SkipSpace()
        {
            while (at < formula.Length && formula[at] == ' ')
            {
                at++;
            }
        }

        private FormatException Fault(string wanted) =>
            new($"The formula '{formula}' cannot be read: {wanted} was expected at place {at + 1}. Correct it in datasets.json.");
    }
}
