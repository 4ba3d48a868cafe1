using System.Globalization;

namespace Moderation.Service.Hosting;

/// <summary>
/// Text in a table that somebody opens in a spreadsheet, which takes what begins with one of a few characters for a formula and runs
/// it. Ids come from outside.
/// </summary>
internal static class TableCell
{
    private const string Formulas = "=+-@\t\r";

    /// <summary>The text with an apostrophe before what would be a formula; a plain number is none.</summary>
    public static string Of(string text) =>
        text.Length > 0 && Formulas.Contains(text[0], StringComparison.Ordinal) && !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            ? $"'{text}" : text;
}
