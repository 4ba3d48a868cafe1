using Microsoft.Extensions.Options;

namespace Moderation.Service.Telemetry;

/// <summary>The settings under <c>Moderation:Metrics:</c>. Nothing is measured while both are off.</summary>
public sealed record MetricsOptions
{
    /// <summary>Name of the section in configuration.</summary>
    public const string Section = "Moderation:Metrics";

    /// <summary>Whether <c>/metrics</c> gives the figures in Prometheus' text format to keys with the scope <c>metrics</c>. Default: true.</summary>
    public bool Prometheus { get; set; } = true;

    /// <summary>Address of an OpenTelemetry collector to send the figures to, e.g. <c>http://localhost:4317</c>. Default: none.</summary>
    public string? OtlpEndpoint { get; set; }
}

/// <summary>Refuses settings that cannot work, before anything starts.</summary>
internal sealed class MetricsOptionsValidator : IValidateOptions<MetricsOptions>
{
    public ValidateOptionsResult Validate(string? name, MetricsOptions options) =>
        options.OtlpEndpoint is null || (Uri.TryCreate(options.OtlpEndpoint, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{MetricsOptions.Section}:OtlpEndpoint is '{options.OtlpEndpoint}'. Give a whole address, such as http://localhost:4317, or leave it out.");
}
