using MudBlazor;

namespace Moderation.Service.Reviews.Pages;

/// <summary>Colours and letters of the desk: the system's own fonts, and pairs of colours that reach a contrast of 4.5 to 1.</summary>
internal static class DeskTheme
{
    private static readonly string[] Fonts = ["system-ui", "-apple-system", "Segoe UI", "Noto Sans", "Liberation Sans", "Arial", "sans-serif"];

    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Background = "#f4f5f7", Surface = "#ffffff", TextPrimary = "#1c2430", TextSecondary = "#566070", LinesDefault = "#dce0e6",
            Primary = "#1d5c96", Success = "#1d7044", Error = "#b3261e", Warning = "#8a5300", Info = "#1d5c96",
        },
        PaletteDark = new PaletteDark
        {
            Background = "#12161c", Surface = "#1a2028", TextPrimary = "#e2e6ec", TextSecondary = "#9ba6b5", LinesDefault = "#2c3540",
            Primary = "#86b8e8", Success = "#237a4c", Error = "#c23b33", Warning = "#e0a84e", Info = "#86b8e8",
        },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Fonts, FontSize = ".875rem" },
            Button = new ButtonTypography { FontFamily = Fonts, TextTransform = "none", FontSize = ".875rem", FontWeight = "600" },
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "6px" },
    };
}
