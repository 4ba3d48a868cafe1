using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Moderation.Scoring;
using Moderation.Store;

namespace Moderation.Service.Reviews.Pages;

/// <summary>
/// A comment's text as it was written, kept apart from the text around it in direction and in size, with the speaking spans
/// marked. Written without a template: any space a template adds would show.
/// </summary>
public sealed class MarkedText : ComponentBase
{
    /// <summary>The revision.</summary>
    [Parameter, EditorRequired]
    public CommentRow Comment { get; set; } = null!;

    /// <summary>What speaks; none: nothing is marked.</summary>
    [Parameter]
    public IReadOnlyList<ScoredSpan> Spans { get; set; } = [];

    /// <summary>Whether all of it is to be blurred where abuse is, as nothing in it is marked.</summary>
    [Parameter]
    public bool Veil { get; set; }

    /// <inheritdoc />
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, "div");
        builder.AddAttribute(1, "class", Comment.Text is null ? "text absent" : Veil ? "text veiled" : "text");
        builder.AddAttribute(2, "dir", "auto");
        // Reachable by keyboard, for those who have it blurred, or have to scroll it.
        builder.AddAttribute(3, "tabindex", "0");
        if (Comment.Text is { } text)
        {
            foreach (var segment in Segments.Of(text, Spans))
            {
                Add(builder, segment);
            }
        }
        else
        {
            builder.AddContent(4, Comment.ErasedAt is null ? "The site asked us not to keep the text." : "The text was erased.");
        }

        builder.CloseElement();
    }

    private static void Add(RenderTreeBuilder builder, Segment segment)
    {
        if (segment.Labels.Count == 0)
        {
            builder.AddContent(5, segment.Text);
            return;
        }

        builder.OpenElement(6, "mark");
        builder.AddAttribute(7, "title", string.Join(", ", segment.Labels.Select(RejectReason.NameOf)));
        builder.AddAttribute(8, "tabindex", "0");
        builder.AddContent(9, segment.Text);
        builder.CloseElement();
    }
}
