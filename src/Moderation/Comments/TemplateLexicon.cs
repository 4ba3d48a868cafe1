using System.Text.Json;

namespace Moderation.Comments;

/// <summary>What a slot can hold: the forms of one group, slur, person or word. A plain word has the one form named "".</summary>
internal sealed record SlotValue(IReadOnlyDictionary<string, string> Forms)
{
    public static SlotValue Word(string word) => new(new Dictionary<string, string>(StringComparer.Ordinal) { [""] = word });
}

/// <summary>The shared lists of <c>groups.json</c> and <c>words.json</c> by name.</summary>
internal sealed class TemplateLexicon
{
    // Sentences set before and after others; see TemplateWriter.
    private static readonly string[] Framing = ["openers", "closers"];

    /// <summary>Every list a slot may name.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<SlotValue>> Lists { get; init; }

    /// <exception cref="InvalidDataException">A family or a slur names a group that is not there.</exception>
    public static TemplateLexicon Read(string folder)
    {
        var lists = new Dictionary<string, IReadOnlyList<SlotValue>>(StringComparer.Ordinal);
        using (var words = Json(Path.Combine(folder, "words.json")))
        {
            foreach (var list in words.RootElement.EnumerateObject())
            {
                lists[list.Name] = Words(list.Value);
            }
        }

        if (Framing.FirstOrDefault(name => !lists.ContainsKey(name)) is { } missing)
        {
            throw new InvalidDataException($"{folder}: words.json has no list {missing}. Add it, with sentences that fit around any comment.");
        }

        var path = Path.Combine(folder, "groups.json");
        using var file = Json(path);
        var groups = file.RootElement.GetProperty("groups").EnumerateArray().ToList();
        foreach (var family in file.RootElement.GetProperty("families").EnumerateObject())
        {
            var named = Strings(family.Value).ToHashSet(StringComparer.Ordinal);
            lists[family.Name] = [.. groups.Where(group => Traits(group).Any(named.Contains)).Select(Forms)];
            var unknown = named.Except(groups.SelectMany(Traits)).FirstOrDefault();
            if (unknown is not null)
            {
                throw new InvalidDataException($"{path}: the family {family.Name} names {unknown}, which is no group. Write a characteristic or an id of a group.");
            }
        }

        lists["slur"] = [.. file.RootElement.GetProperty("slurs").EnumerateArray().Select(slur => Slur(slur, groups, path))];
        lists["person"] = [.. file.RootElement.GetProperty("people").EnumerateArray().Select(Person)];
        return new TemplateLexicon { Lists = lists };
    }

    public static IReadOnlyList<SlotValue> Words(JsonElement list) => [.. Strings(list).Select(SlotValue.Word)];

    public static IEnumerable<string> Strings(JsonElement list) => list.EnumerateArray().Select(word => word.GetString()!);

    /// <exception cref="InvalidDataException">The file is missing, is not JSON, or names a list twice.</exception>
    public static JsonDocument Json(string path)
    {
        try
        {
            return JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
        catch (Exception fault) when (fault is JsonException or IOException)
        {
            throw new InvalidDataException($"{path} cannot be read: {fault.Message} Restore the file or mend its JSON.", fault);
        }
    }

    private static IEnumerable<string> Traits(JsonElement group) =>
    [
        group.GetProperty("id").GetString()!,
        group.GetProperty("characteristic").GetString()!,
        group.GetProperty("protected").GetBoolean() ? "protected" : "unprotected",
    ];

    private static SlotValue Forms(JsonElement item) => new(item.EnumerateObject()
        .Where(field => field.Value.ValueKind == JsonValueKind.String)
        .ToDictionary(field => field.Name, field => field.Value.GetString()!, StringComparer.Ordinal));

    private static SlotValue Person(JsonElement item)
    {
        var forms = Forms(item).Forms;
        return new(new Dictionary<string, string>(forms, StringComparer.Ordinal) { [""] = forms["name"] });
    }

    private static SlotValue Slur(JsonElement slur, List<JsonElement> groups, string path)
    {
        var id = slur.GetProperty("group").GetString();
        var group = groups.Find(candidate => candidate.GetProperty("id").GetString() == id);
        if (group.ValueKind == JsonValueKind.Undefined)
        {
            throw new InvalidDataException($"{path}: the slur {slur.GetProperty("singular")} names the group {id}, which is not there. Write the id of a group.");
        }

        var forms = new Dictionary<string, string>(Forms(slur).Forms, StringComparer.Ordinal)
        {
            ["people"] = group.GetProperty("plural").GetString()!,
            ["adj"] = group.GetProperty("adj").GetString()!,
        };
        return new(forms);
    }
}
