using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Moderation.Service.Telemetry;
using Moderation.Service.Wires;
using Moderation.Service.Wires.Coral;
using Moderation.Service.Wires.OpenAi;
using Moderation.Tests.Support;

namespace Moderation.Tests.House;

[Collection(Alone.Name)]
public sealed partial class WiresPageTests
{
    private static readonly string Page = Repository.PathOf("docs", "wires.md");

    [Fact]
    public void Every_wire_is_on_the_page_with_its_sentence()
    {
        Assert.All(WireList.All, wire => Assert.NotEqual("", wire.Speaks.Trim()));
        ApprovedTable.Check(Page, "wires", ["| wire | speaks |", "|---|---|", .. WireList.All.Select(wire => $"| `{wire.Name}` | {wire.Speaks} |")]);
    }

    [Fact]
    public void Every_category_of_OpenAI_is_on_the_page_with_what_it_means() => ApprovedTable.Check(
        Page, "openai", ["| category | what we say |", "|---|---|", .. OpenAiCategory.All.Select(category => $"| `{category.Name}` | {category.Means} |")]);

    [Fact]
    public void Every_setting_is_on_the_page_with_its_default() => ApprovedTable.Check(Page, "settings",
    [
        "| setting | default | meaning |", "|---|---|---|",
        .. ApprovedTable.Settings(CoralOptions.Section, new CoralOptions()), .. ApprovedTable.Settings(MetricsOptions.Section, new MetricsOptions()),
    ]);

    [Fact]
    public async Task Every_instrument_is_on_the_page()
    {
        var instruments = new HashSet<string>(StringComparer.Ordinal);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == ModerationMetrics.MeterName)
                {
                    instruments.Add(instrument.Name);
                }
            },
        };
        listener.Start();
        await using (await ModerationApp.StartAsync(new FixedClassifier()))
        {
            Assert.Equal(
                instruments.Order(StringComparer.Ordinal),
                Instrument().Matches(await File.ReadAllTextAsync(Page)).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal));
        }
    }

    [GeneratedRegex(@"^\| `(moderation\.[a-z_.]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Instrument();
}
