using Moderation.Learning;

namespace Moderation.Service.Hosting;

/// <summary>Where the shelf of this configuration is.</summary>
internal static class Shelf
{
    /// <summary>The shelf the settings name, looked for in the working folder and then beside the program.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="logs">Given where a service runs on the shelf; a verb is told of faults by exceptions instead.</param>
    public static ModelShelf Open(ModerationOptions options, ILoggerFactory? logs = null)
    {
        var folder = Folder(options);
        return new ModelShelf(folder, new Classifiers(options, folder, logs?.CreateLogger<Classifiers>()).Open);
    }

    private static string Folder(ModerationOptions options)
    {
        var beside = Path.Combine(AppContext.BaseDirectory, options.Models);
        return !Directory.Exists(options.Models) && Directory.Exists(beside) ? beside : options.Models;
    }
}
