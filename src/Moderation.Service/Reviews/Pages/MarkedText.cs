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

    /// <inheritdoc />
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, "div");
        builder.AddAttribute(1, "class", Comment.Text is null ? "text absent" : "text");
        builder.AddAttribute(2, "dir", "auto");
        if (Comment.Text is { } text)
        {
            foreach (var segment in Segments.Of(text, Spans))
            {
                Add(builder, segment);
            }
        }
        else
        {
            builder.AddContent(3, Comment.ErasedAt is null ? "The site asked us not to keep the text." : "The text was erased.");
        }

        builder.CloseElement();
    }

    private static void Add(RenderTreeBuilder builder, Segment segment)
    {
        if (segment.Labels.Count == 0)
        {
            builder.AddContent(4, segment.Text);
            return;
        }

        builder.OpenElement(5, "mark");
        builder.AddAttribute(6, "title", string.Join(", ", segment.Labels.Select(RejectReason.NameOf)));
        // Reachable by keyboard, for those who have it blurred.
        builder.AddAttribute(7, "tabindex", "0");
        builder.AddContent(8, segment.Text);
        builder.CloseElement();
    }
}
