namespace Moderation.Learning.Datasets;

/// <summary>How a data set's file stands in a folder.</summary>
/// <param name="Kind">In a word.</param>
/// <param name="Bytes">Bytes that are there.</param>
public readonly record struct DatasetState(DatasetStateKind Kind, long Bytes)
{
    /// <summary>Looks without reading the file: is it there, and of which size.</summary>
    public static DatasetState Glance(Dataset dataset, string folder)
    {
        var path = Path.Combine(folder, dataset.File);
        if (!File.Exists(path))
        {
            var part = new PartFile(path).Length;
            return new DatasetState(part > 0 ? DatasetStateKind.Partial : DatasetStateKind.Missing, part);
        }

        var bytes = new FileInfo(path).Length;
        return new DatasetState(bytes == dataset.Bytes ? DatasetStateKind.Champions : DatasetStateKind.Present, bytes);
    }

    /// <summary>Reads the whole file and compares its hash with what the list, the publisher and the log know.</summary>
    public static DatasetState Verify(Dataset dataset, string folder)
    {
        var glance = Glance(dataset, folder);
        if (glance.Kind is DatasetStateKind.Missing or DatasetStateKind.Partial)
        {
            return glance;
        }

        var hash = ModelShelf.Sha256(Path.Combine(folder, dataset.File));
        var log = new DownloadLog(folder).Find(dataset.File);
        return glance with
        {
            Kind = hash == dataset.Sha256 ? DatasetStateKind.Champions
                : hash == dataset.Download?.Sha256 || hash == log?.Sha256 ? DatasetStateKind.Published
                : log is null && dataset.Download?.Sha256 is null ? DatasetStateKind.Present
                : DatasetStateKind.Different,
        };
    }
}

/// <summary>How a data set's file stands.</summary>
public enum DatasetStateKind
{
    /// <summary>It is not there.</summary>
    Missing,

    /// <summary>A download of it was begun.</summary>
    Partial,

    /// <summary>It is there; nobody has stated a hash to hold it against, and it is not the champion's.</summary>
    Present,

    /// <summary>It is what its publisher sends.</summary>
    Published,

    /// <summary>It is the very file that the shipped champion learnt from.</summary>
    Champions,

    /// <summary>It was changed since it was fetched, or is not what its publisher states.</summary>
    Different,
}
