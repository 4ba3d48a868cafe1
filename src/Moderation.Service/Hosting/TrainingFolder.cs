namespace Moderation.Service.Hosting;

/// <summary>Where this project's own training data is.</summary>
internal static class TrainingFolder
{
    /// <summary>The folder the settings name.</summary>
    public static string Of(ModerationOptions options) => Find(options.TrainingData, AppContext.BaseDirectory);

    /// <summary>
    /// A folder as it is named, where there is one, else the one of that name that lies beside the program or above it: who starts the
    /// program of a copy of the repository from elsewhere means the training data of that copy.
    /// </summary>
    /// <param name="named">Relative to the working folder, or whole.</param>
    /// <param name="program">Folder of the program.</param>
    public static string Find(string named, string program)
    {
        var above = Directory.Exists(named) || Path.IsPathRooted(named) ? null : new DirectoryInfo(program);
        while (above is not null && !File.Exists(Path.Combine(above.FullName, named, "datasets.json")))
        {
            above = above.Parent;
        }

        return above is null ? named : Path.Combine(above.FullName, named);
    }
}
