using System.Text;
using CsCheck;
using Moderation.Labels;
using Moderation.Service.Importers;
using Moderation.Tests.Support;

namespace Moderation.Tests.Service.Importers;

public sealed class XmlRecordsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_cut_off_anywhere_gives_what_stands_before_the_cut_and_says_so()
    {
        var (whole, path) = (Exports.TextOf("disqus.xml"), _folder.File("cut.xml"));
        var ids = Exports.Read(Exports.PathOf("disqus.xml")).Ids().ToList();
        for (var cut = whole.IndexOf("<thread", StringComparison.Ordinal); cut < whole.LastIndexOf("</disqus>", StringComparison.Ordinal) + "</disqus>".Length; cut += 5)
        {
            File.WriteAllText(path, whole[..cut]);
            var read = Exports.Read(path);

            Assert.Equal(ids.Take(read.Ids().Count()), read.Ids());
            Assert.Contains("is cut off or damaged: it ends before </disqus>.", read[^1].Problem!.What, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_packed_file_that_is_cut_off_or_was_damaged_says_so()
    {
        // Long enough that the beginning is unpacked before the fault is reached.
        var filler = new byte[100_000];
        new Random(1).NextBytes(filler);
        var packed = Exports.Packed(Exports.TextOf("disqus.xml").Replace("</disqus>", $"<!-- {Convert.ToHexString(filler)} --></disqus>", StringComparison.Ordinal));
        var path = _folder.File("cut.xml.gz");
        File.WriteAllBytes(path, packed[..(packed.Length / 2)]);
        Assert.Contains("cut off or damaged", Exports.Read(path)[^1].Problem!.What, StringComparison.Ordinal);

        packed.AsSpan(packed.Length / 2, 100).Fill(0x55);
        File.WriteAllBytes(path, packed);
        Assert.Contains("cut off or damaged", Exports.Read(path)[^1].Problem!.What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<?xml version=\"1.0\"?>\n<!DOCTYPE disqus [<!ENTITY a SYSTEM \"file:///etc/hostname\">]>\n<disqus></disqus>", "has a document type definition, which is not read. Take the <!DOCTYPE …> out", 2)]
    [InlineData("<?xml version=\"1.0\" encoding='windows-1252'?><disqus></disqus>", "The file is in windows-1252, and UTF-8 is read.", 1)]
    [InlineData("\n<rss></rss>", "The file begins with <rss>, where <disqus> should be. Choose its format with --format.", 2)]
    [InlineData("", "ends before </disqus>", 1)]
    public void What_is_no_such_file_is_refused_as_a_whole(string text, string because, int line)
    {
        var (read, problem) = Assert.Single(Records(text));

        Assert.Null(read);
        Assert.Equal(line, problem!.Line);
        Assert.Contains(because, problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_entity_that_nobody_declared_is_a_fault_of_its_record_and_is_not_looked_for() =>
        Assert.Equal([null, "b"], Records("<disqus><post><m>&file;</m></post><post><m>b</m></post></disqus>").Select(read => read.Record?["m"]));

    [Theory]
    [InlineData("<disqus><post a='1'><m>one<![CDATA[ <two> ]]>&#51;</m><n><o>x</o></n></post></disqus>", "@a=1|m=one <two> 3|n/o=x")]
    [InlineData("<disqus>\n<post a=\"1\"/></disqus >", "@a=1")]
    [InlineData("<disqus><post><m>vertical\u000Btab</m></post></disqus>", "m=vertical\uFFFDtab")]
    [InlineData("<disqus><post><m a='2'/><!-- </post> --><p:q>y</p:q></post></disqus>", "m@a=2|p:q=y")]
    public void A_record_has_its_fields_by_path(string text, string fields)
    {
        var record = Assert.Single(Records(text)).Record!;

        Assert.Equal(fields, string.Join('|', record.Fields.Where(field => !string.IsNullOrWhiteSpace(field.Value)).Select(field => $"{field.Key}={field.Value}")));
    }

    [Theory]
    [InlineData("<m>I <3 you</post>")]
    [InlineData("<m>a < b</m></post>")]
    [InlineData("<m>&nbsp;</m></post>")]
    [InlineData("<m></n></post>")]
    [InlineData("<m a=1></m></post>")]
    public void The_record_after_a_broken_one_is_read(string broken) =>
        Assert.Equal([null, "fine"], Records($"<disqus><post>{broken}\n<post><m>fine</m></post></disqus>").Select(read => read.Record?["m"]));

    [Fact]
    public void A_record_too_long_for_memory_is_one_problem()
    {
        var read = Records($"<disqus><post><m><![CDATA[{new string('x', XmlScanner.Longest)}]]></m></post><post><m>fine</m></post></disqus>");

        Assert.Contains("It is longer than", read[0].Problem!.What, StringComparison.Ordinal);
        Assert.Equal("fine", read[1].Record!["m"]);
    }

    [Fact]
    public void Whatever_a_file_holds_is_read_or_named_and_never_thrown()
    {
        var sample = Exports.TextOf("disqus.xml");
        var path = _folder.File("changed.xml");
        Gen.Select(Gen.Int[0, sample.Length - 1], Gen.String[Gen.Char["<>/&;!-[]?'\" postCDATA\u0001\n"], 0, 12], Gen.Int[0, 40]).Sample((at, put, cut) =>
        {
            File.WriteAllText(path, sample.Remove(at, Math.Min(cut, sample.Length - at)).Insert(at, put));
            var file = new ImportFile(path, "lakeside", Taxonomy.Default, new Dictionary<string, string>());
            var read = DisqusImporter.Read(file).ToList();

            Assert.All(read, imported => Assert.True(imported.Comment is not null || imported.Problem is not null || imported.LeftOut is not null));
        }, iter: 500, threads: 1);
    }

    private List<(XmlRecord? Record, Moderation.Comments.ReadProblem? Problem)> Records(string text)
    {
        var path = _folder.File("some.xml");
        File.WriteAllText(path, text, new UTF8Encoding(false));
        return [.. new XmlRecords(new ImportFile(path, "lakeside", Taxonomy.Default, new Dictionary<string, string>()), "disqus", ["post"]).Read()];
    }
}
