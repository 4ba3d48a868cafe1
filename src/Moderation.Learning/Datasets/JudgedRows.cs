using System.Security.Cryptography;
using System.Text;
using Moderation.Labels;

namespace Moderation.Learning.Datasets;

/// <summary>
/// What this project's own moderators judged, by the taxonomy, of rows of the public sets. Only the judgements stand in the
/// repository: a row is named by its data set and a hash of its text, so a judgement counts where the set itself is at hand.
/// </summary>
public sealed class JudgedRows
{
    /// <summary>A letter a label, in the order of the taxonomy.</summary>
    private const string Codes = "SHATVPIX";

    private const char None = '-';
    private readonly Dictionary<(string Dataset, string Key), float[]> rows = [];

    /// <summary>How many rows were judged.</summary>
    public int Count => rows.Count;

    /// <summary>Reads every file of a folder; none where there is no folder.</summary>
    /// <param name="folder">The folder of judgements.</param>
    /// <returns>What was judged.</returns>
    /// <exception cref="InvalidDataException">A line is not of the form that the folder's README describes.</exception>
    public static JudgedRows Load(string folder)
    {
        var judged = new JudgedRows();
        if (Directory.Exists(folder))
        {
            foreach (var file in Directory.EnumerateFiles(folder, "*.tsv").Order(StringComparer.Ordinal))
            {
                judged.Read(file);
            }
        }

        return judged;
    }

    /// <summary>The judgement of a row: for each label of the taxonomy 0, 1, or 0.5 where moderators would be of two minds; null where nobody judged it.</summary>
    /// <param name="dataset">Name of its data set.</param>
    /// <param name="text">Its text.</param>
    public float[]? Find(string dataset, string text) => rows.Count == 0 ? null : rows.GetValueOrDefault((dataset, KeyOf(text)));

    /// <summary>The name of a text: the first 16 hexadecimal digits of the SHA-256 of its UTF-8 bytes.</summary>
    public static string KeyOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));

    private void Read(string file)
    {
        var number = 0;
        foreach (var line in File.ReadLines(file))
        {
            number++;
            if (line.Split('\t') is not [var dataset, var key, var codes] || Labels(codes) is not { } labels)
            {
                throw new InvalidDataException(
                    $"'{file}', line {number}: not 'data set, key, codes' set apart by tabs. Correct the line; README.md beside the file tells the codes.");
            }

            rows[(dataset, key)] = labels;
        }
    }

    private static float[]? Labels(string codes)
    {
        var labels = new float[LabelNames.All.Count];
        if (codes is [None])
        {
            return labels;
        }

        foreach (var code in codes)
        {
            var label = Codes.IndexOf(char.ToUpperInvariant(code), StringComparison.Ordinal);
            if (label < 0)
            {
                return null;
            }

            labels[label] = char.IsUpper(code) ? 1 : 0.5f;
        }

        return codes.Length == 0 ? null : labels;
    }
}
