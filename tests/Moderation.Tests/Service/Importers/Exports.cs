using System.IO.Compression;
using System.Text;
using Moderation.Labels;
using Moderation.Service.Importers;
using Moderation.Tests.Support;

namespace Moderation.Tests.Service.Importers;

/// <summary>The sample exports that lie beside the tests.</summary>
internal static class Exports
{
    public static string PathOf(string name) => Repository.PathOf("tests", "Moderation.Tests", "Service", "Importers", "samples", name);

    public static string TextOf(string name) => File.ReadAllText(PathOf(name));

    /// <summary>Reads a file with the importer that recognises it.</summary>
    public static List<Imported> Read(string path, bool decisions = false) =>
        [.. ImporterList.For(path, null, "no-such-folder").Read(new ImportFile(path, "lakeside", Taxonomy.Default, new Dictionary<string, string>(), decisions))];

    /// <summary>Packs bytes as gzip does.</summary>
    public static byte[] Packed(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }

    public static IEnumerable<string> Ids(this IEnumerable<Imported> read) =>
        read.Where(imported => imported.Comment is not null).Select(imported => imported.Comment!.Comment.Id);

    public static IEnumerable<string> LeftOut(this IEnumerable<Imported> read) => read.Select(imported => imported.LeftOut).OfType<string>();

    public static List<string> Problems(this IEnumerable<Imported> read) =>
        [.. read.Where(imported => imported.Problem is not null).Select(imported => imported.Problem!.ToString())];
}
