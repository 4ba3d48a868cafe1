namespace Moderation.Text;

/// <summary>Tells numbers with their units from words that hide behind digits.</summary>
internal static class Numerals
{
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Units = new HashSet<string>(
    [
        "s", "k", "m", "b", "bn", "mn", "am", "pm", "kg", "g", "mg", "km", "cm", "mm", "mph", "kph", "kmh", "gb", "mb", "tb", "kb",
        "ft", "lb", "lbs", "oz", "hz", "mhz", "ghz", "h", "hr", "hrs", "min", "mins", "sec", "secs", "x", "p", "px", "v", "w", "kw", "kwh", "mw", "c", "f", "d", "l", "ml",
        "yo", "yr", "yrs", "ish", "usd", "eur", "gbp", "cc", "hp", "bhp", "nm", "fps", "ms", "rpm", "gbps", "mbps", "wd",
    ]).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>A price, a time, a date, a version, an ordinal, a measure: digits in front of at most a unit, perhaps behind <c>v</c> or a currency.</summary>
    internal static bool IsNumber(ReadOnlySpan<char> core)
    {
        var i = 0;
        while (i < core.Length && core[i] is '$' or '€' or '£' or '¥' or '+' or '-' or '#' or '~' or '<' or '>' or '=')
        {
            i++;
        }

        i += core.Length > i + 1 && core[i] == 'v' && CharClasses.IsDigit(core[i + 1]) ? 1 : 0;
        var digits = i;
        while (i < core.Length && (CharClasses.IsDigit(core[i])
            || (i > digits && core[i] is '.' or ',' or ':' or '/' or '-' or '\'' or 'x' && i + 1 < core.Length && CharClasses.IsDigit(core[i + 1]))))
        {
            i++;
        }

        if (i == digits)
        {
            return false;
        }

        var rest = core[i..].Trim("%°+-./\"$€£");
        return rest.IsEmpty || Units.Contains(rest) || IsOrdinal(core[i - 1], rest);
    }

    private static bool IsOrdinal(char lastDigit, ReadOnlySpan<char> ending) =>
        ending is "th" || (ending is "st" && lastDigit == '1') || (ending is "nd" && lastDigit == '2') || (ending is "rd" && lastDigit == '3');
}
