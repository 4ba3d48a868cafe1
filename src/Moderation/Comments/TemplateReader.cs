using System.Text.Json;
using Moderation.Labels;

namespace Moderation.Comments;

/// <summary>Reads the function files and refuses a template whose slot nothing can fill.</summary>
internal static class TemplateReader
{
    /// <exception cref="InvalidDataException">A file breaks the format; the message names file, template and cure.</exception>
    public static IReadOnlyList<TemplateFunction> Read(string folder, TemplateLexicon lexicon)
    {
        var files = Directory.GetFiles(Path.Combine(folder, "functions"), "*.json").Order(StringComparer.Ordinal).ToArray();
        var functions = files.Select(ReadOne).ToList();
        var byName = functions.ToDictionary(function => function.Name, StringComparer.Ordinal);
        for (var i = 0; i < files.Length; i++)
        {
            Check(functions[i], byName, lexicon, files[i]);
        }

        return functions;
    }

    private static TemplateFunction ReadOne(string path)
    {
        using var file = TemplateLexicon.Json(path);
        try
        {
            var root = file.RootElement;
            return new TemplateFunction
            {
                Name = root.GetProperty("function").GetString()!,
                Why = root.GetProperty("why").GetString()!,
                Weight = root.TryGetProperty("weight", out var weight) ? weight.GetInt32() : 1,
                Disguises = root.TryGetProperty("disguises", out var disguises) ? [.. TemplateLexicon.Strings(disguises)] : [],
                Slots = root.TryGetProperty("slots", out var slots)
                    ? slots.EnumerateObject().ToDictionary(slot => slot.Name, slot => TemplateLexicon.Words(slot.Value), StringComparer.Ordinal)
                    : new Dictionary<string, IReadOnlyList<SlotValue>>(StringComparer.Ordinal),
                Templates = root.TryGetProperty("templates", out var templates) ? Templates(templates, LabelsOf(root, Clean)) : [],
            };
        }
        catch (Exception fault) when (fault is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"{path} breaks the format: {fault.Message} The format is described in README.md beside the folder.", fault);
        }
    }

    private static IReadOnlyDictionary<string, float> Clean { get; } = LabelNames.All.ToDictionary(label => label, _ => 0f, StringComparer.Ordinal);

    private static List<Template> Templates(JsonElement list, IReadOnlyDictionary<string, float> labels) =>
    [
        .. list.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.String
            ? new Template(TemplatePart.Parse(item.GetString()!), labels, Typical: true)
            : new Template(TemplatePart.Parse(item.GetProperty("text").GetString()!), LabelsOf(item, labels), Typical: false)),
    ];

    private static Dictionary<string, float> LabelsOf(JsonElement holder, IReadOnlyDictionary<string, float> basis)
    {
        var labels = new Dictionary<string, float>(basis, StringComparer.Ordinal);
        foreach (var label in holder.GetProperty("labels").EnumerateObject())
        {
            var value = label.Value.GetSingle();
            if (!labels.ContainsKey(label.Name) || value is not (0 or 1))
            {
                throw new FormatException($"The label {label.Name} is unknown or neither 0 nor 1.");
            }

            labels[label.Name] = value;
        }

        return labels;
    }

    private static void Check(TemplateFunction function, Dictionary<string, TemplateFunction> functions, TemplateLexicon lexicon, string path)
    {
        if (function.Templates.Count == 0 && function.Disguises.Count == 0)
        {
            throw new InvalidDataException($"{path} has no templates. Write some, or name the functions it disguises.");
        }

        foreach (var part in function.Templates.SelectMany(template => template.Parts).Where(part => part.List is not null))
        {
            if (!CanFill(part, function, functions, lexicon))
            {
                throw new InvalidDataException($"{path}: nothing fills the slot {part.Literal}. Name a list of groups.json, words.json or of the file, and a form that each of its values has.");
            }
        }

        if (function.Disguises.FirstOrDefault(name => !functions.ContainsKey(name) || functions[name].Disguises.Count > 0) is { } unknown)
        {
            throw new InvalidDataException($"{path} disguises {unknown}, which has no templates of its own. Name a function that has.");
        }
    }

    private static bool CanFill(TemplatePart part, TemplateFunction function, Dictionary<string, TemplateFunction> functions, TemplateLexicon lexicon)
    {
        if (part.List == TemplatePart.Say)
        {
            return functions.TryGetValue(part.Field, out var said) && said.Templates.Any(template => template.Typical && !template.Quotes);
        }

        return (function.Slots.TryGetValue(part.List!, out var values) || lexicon.Lists.TryGetValue(part.List!, out values))
            && values.Count >= 2
            && values.All(value => value.Forms.TryGetValue(part.Field, out var form) && form.Length > 0);
    }
}
