using Moderation.Service.Retraining;
using Moderation.Service.Telemetry;
using Moderation.Service.Wires.Coral;
using Moderation.Service.Wires.Perspective;

namespace Moderation.Service.Hosting;

/// <summary>Finds settings that are none: mistyped they would be passed over in silence, and the default be in force.</summary>
internal static class SettingNames
{
    private static readonly Dictionary<string, Type> Features = new(StringComparer.OrdinalIgnoreCase)
    {
        [ModerationOptions.Section] = typeof(ModerationOptions),
        [RetrainingOptions.Section] = typeof(RetrainingOptions),
        [MetricsOptions.Section] = typeof(MetricsOptions),
        [PerspectiveOptions.Section] = typeof(PerspectiveOptions),
        [CoralOptions.Section] = typeof(CoralOptions),
    };

    /// <summary>A sentence with its cure for each setting under <c>Moderation:</c> that there is not.</summary>
    public static IEnumerable<string> Unknown(IConfiguration configuration) => Features.Keys.SelectMany(feature => Unknown(configuration, feature));

    private static IEnumerable<string> Unknown(IConfiguration configuration, string feature)
    {
        string[] known = [.. Features[feature].GetProperties().Where(property => property.CanWrite).Select(property => property.Name)];
        return configuration.GetSection(feature).GetChildren()
            .Where(setting => !known.Contains(setting.Key, StringComparer.OrdinalIgnoreCase) && !Features.ContainsKey(setting.Path))
            .Select(setting => $"There is no setting {setting.Path}. Did you mean {feature}:{known.MinBy(name => Distance(name, setting.Key))}? Correct it or take it away; the manual's table has them all.");
    }

    /// <summary>How many letters have to be put in, taken out or changed (Levenshtein, 1966).</summary>
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            (var corner, row[0]) = (row[0], i);
            for (var j = 1; j <= other.Length; j++)
            {
                var changed = corner + (char.ToLowerInvariant(one[i - 1]) == char.ToLowerInvariant(other[j - 1]) ? 0 : 1);
                (corner, row[j]) = (row[j], Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1));
            }
        }

        return row[^1];
    }
}
