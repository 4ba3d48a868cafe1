using Microsoft.Extensions.Options;
using Moderation.Store;

namespace Moderation.Service.Wires.Coral;

/// <summary>The settings under <c>Moderation:Coral:</c>.</summary>
public sealed record CoralOptions
{
    /// <summary>Name of the section in configuration.</summary>
    public const string Section = "Moderation:Coral";

    /// <summary>
    /// By site: the signing secrets that Coral shows for its external moderation phase. While a secret is being rotated, the old
    /// and the new one. A site without any is not let in. Default: none.
    /// </summary>
    public Dictionary<string, string[]> Secrets { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Whether a rejection names Coral's reason code (<c>moderationAction</c>, Coral 9 and later). Default: true.</summary>
    public bool RejectionReasons { get; set; } = true;
}

/// <summary>Refuses settings that cannot work, before anything starts.</summary>
internal sealed class CoralOptionsValidator : IValidateOptions<CoralOptions>
{
    private const int ShortestSecret = 16;

    public ValidateOptionsResult Validate(string? name, CoralOptions options)
    {
        List<string> faults = [];
        foreach (var (site, secrets) in options.Secrets)
        {
            if (site.Length > Limits.Site)
            {
                faults.Add($"{CoralOptions.Section}:Secrets names a site longer than {Limits.Site} characters. Use the site's id.");
            }

            if (secrets is null or [] || secrets.Any(secret => secret is null || secret.Length < ShortestSecret))
            {
                faults.Add($"{CoralOptions.Section}:Secrets:{site} has no secret, or one shorter than {ShortestSecret} characters. Copy the signing secret from Coral's configuration.");
            }
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
