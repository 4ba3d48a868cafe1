using System.CommandLine;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Moderation.Labels;
using Moderation.Policies;
using Moderation.Service.Hosting;
using Moderation.Service.Retraining;
using Moderation.Service.Verbs;
using Moderation.Tests.Support;

namespace Moderation.Tests.House;

/// <summary>
/// The README's tables are made from the lists in the code. Where one is out of date the test fails and, with
/// MODERATION_APPROVE=1, writes it anew.
/// </summary>
public sealed class ReadmeTests
{
    private static readonly string Readme = Repository.PathOf("README.md");

    [Fact]
    public void The_table_of_verbs_is_the_list_of_verbs()
    {
        var rows = VerbList.All.Select(verb => $"| `{verb.Name}` | {verb.Help} | {Symbols(verb.Symbols)} |");

        Approve("verbs", ["| verb | what it does | options |", "|---|---|---|", .. rows]);
    }

    [Fact]
    public void Each_verb_is_found_by_its_name_and_all_by_none()
    {
        Assert.All(VerbList.All, verb => Assert.Equal(verb.Name, Assert.Single(VerbList.For(verb.Name)).Name));
        Assert.Equal(VerbList.All.Count, VerbList.For("scroe").Count);
    }

    [Fact]
    public void The_table_of_labels_is_the_taxonomy()
    {
        var rows = Taxonomy.Default.Labels.Select(label =>
            $"| `{label.Name}` | {label.Kind.ToString().ToLowerInvariant()} | {label.Definition} | {label.Perspective ?? ""} |");

        Approve("labels", ["| label | kind | meaning | Perspective's name |", "|---|---|---|---|", .. rows]);
    }

    [Fact]
    public void The_table_of_rules_is_the_policy() => Approve(
        "rules", ["| rule | why |", "|---|---|", .. PolicyRules.All.Select(rule => $"| `{rule.Name}` | {rule.Why} |")]);

    [Fact]
    public void The_table_of_keys_is_what_the_pages_help_shows() => Approve(
        "keys", ["| key | what it does |", "|---|---|", .. Moderation.Service.Reviews.DeskKey.All.Select(key => $"| `{key.Key}` | {key.Does} |")]);

    [Fact]
    public void Every_setting_is_in_the_table_with_its_default()
    {
        Approve("settings", ["| setting | default | meaning |", "|---|---|---|", .. ApprovedTable.Settings(ModerationOptions.Section, new ModerationOptions()),
            .. ApprovedTable.Settings(RetrainingOptions.Section, new RetrainingOptions())]);
    }

    [Fact]
    public async Task Every_endpoint_is_in_the_table()
    {
        await using var app = await ModerationApp.StartAsync(new FixedClassifier());
        var rows = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText is { } path && !path.TrimStart('/').StartsWith('_')
                && endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.StaticAssets.StaticAssetDescriptor>() is null && !path.EndsWith(":file}", StringComparison.Ordinal))
            .SelectMany(endpoint => Methods(endpoint).Select(method => (
                Path: "/" + endpoint.RoutePattern.RawText!.TrimStart('/'), Method: method,
                What: endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Http.Metadata.IEndpointSummaryMetadata>()?.Summary ?? "")))
            .Distinct().OrderBy(row => row.Path, StringComparer.Ordinal).ThenBy(row => row.Method, StringComparer.Ordinal)
            .Select(row => $"| {row.Method} | `{row.Path}` | {row.What} |");

        Approve("endpoints", ["| method | path | what it does |", "|---|---|---|", .. rows]);
    }

    // A page also takes POST, for forms without a circuit; nobody calls it so.
    private static IReadOnlyList<string> Methods(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Components.Endpoints.ComponentTypeMetadata>() is null
            ? endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"] : ["GET"];

    private static string Symbols(IReadOnlyList<Symbol> symbols) => string.Join(" ", symbols.Where(symbol => !symbol.Hidden).Select(symbol => symbol switch
    {
        Command command => $"`{command.Name}` ({string.Join(" ", command.Arguments.Select(argument => $"`{argument.Name}`").Concat(command.Options.Select(option => $"`{option.Name}`")))})",
        Argument argument => $"`<{argument.Name}>`",
        _ => $"`{symbol.Name}`",
    })).Replace(" ()", "", StringComparison.Ordinal);

    private static void Approve(string name, IReadOnlyList<string> lines) => ApprovedTable.Check(Readme, name, lines);
}
