using Moderation.Learning;

namespace Moderation.Service.Hosting;

/// <summary>Where the shelf of this configuration is.</summary>
internal static class Shelf
{
    /// <summary>The shelf the settings name, looked for in the working folder and then beside the program.</summary>
    public static ModelShelf Open(ModerationOptions options) => new(Folder(options), Classifiers.Open);

    private static string Folder(ModerationOptions options)
    {
        var beside = Path.Combine(AppContext.BaseDirectory, options.Models);
        return !Directory.Exists(options.Models) && Directory.Exists(beside) ? beside : options.Models;
    }
}
