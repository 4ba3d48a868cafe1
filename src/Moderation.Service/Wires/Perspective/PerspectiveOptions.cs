using Microsoft.Extensions.Options;

namespace Moderation.Service.Wires.Perspective;

/// <summary>The settings under <c>Moderation:Perspective:</c>.</summary>
public sealed record PerspectiveOptions
{
    /// <summary>Name of the section in configuration.</summary>
    public const string Section = "Moderation:Perspective";

    /// <summary><c>perspective</c> (default): scores on Perspective's scale, so that a site keeps its thresholds; <c>probability</c>: our calibrated probabilities.</summary>
    public string Scale { get; set; } = "perspective";

    /// <summary><c>refuse</c> (default): an attribute that no label of ours stands for is an error, as with Perspective; <c>drop</c>: it is left out of every answer.</summary>
    public string UnsupportedAttributes { get; set; } = "refuse";

    /// <summary><c>refuse</c> (default): a language the model was not trained on is an error, as with Perspective; <c>score</c>: it is scored all the same.</summary>
    public string Languages { get; set; } = "refuse";

    /// <summary>Address that the discovery document gives to clients, e.g. <c>https://moderation.example/</c>. Default: the one it was asked at.</summary>
    public string? PublicUrl { get; set; }

    internal bool OnPerspectiveScale => Scale == "perspective";

    internal bool DropsUnsupported => UnsupportedAttributes == "drop";

    internal bool ScoresAnyLanguage => Languages == "score";
}

/// <summary>Refuses settings that cannot work, before anything starts.</summary>
internal sealed class PerspectiveOptionsValidator : IValidateOptions<PerspectiveOptions>
{
    public ValidateOptionsResult Validate(string? name, PerspectiveOptions options)
    {
        List<string> faults = [];
        Check(faults, nameof(options.Scale), options.Scale, "perspective", "probability");
        Check(faults, nameof(options.UnsupportedAttributes), options.UnsupportedAttributes, "refuse", "drop");
        Check(faults, nameof(options.Languages), options.Languages, "refuse", "score");
        if (options.PublicUrl is not null && !(Uri.TryCreate(options.PublicUrl, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
        {
            faults.Add($"{PerspectiveOptions.Section}:PublicUrl is '{options.PublicUrl}'. Give a whole address, such as https://moderation.example/, or leave it out.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static void Check(List<string> faults, string setting, string value, params string[] allowed)
    {
        if (!allowed.Contains(value))
        {
            faults.Add($"{PerspectiveOptions.Section}:{setting} is '{value}'. Choose {string.Join(" or ", allowed)}.");
        }
    }
}
