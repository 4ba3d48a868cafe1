using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Moderation.Reviews;
using Moderation.Service.Access;
using Moderation.Service.Hosting;
using Moderation.Store;

namespace Moderation.Service.Screening;

/// <summary>Our own API: send comments, read decisions.</summary>
internal static class CommentsApi
{
    /// <summary>Longest text of one comment, in UTF-16 units. Longer ones are refused, never cut.</summary>
    public const int LongestText = 1024 * 1024;

    public static void MapComments(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/v1").WithTags("Comments").RequireAuthorization(AccessPolicies.Screen);
        api.MapPost("/comments", Screen).WithName("ScreenComment")
            .WithSummary("Screens one comment, records the decision and answers when it is durable.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        api.MapPost("/comments/batch", CommentBatch.Screen).WithName("ScreenBatch")
            .WithSummary("Screens a JSON array or NDJSON of comments; the answer has the same shape, in the same order.")
            .AddOpenApiOperationTransformer(CommentBatch.Describe);
        var read = routes.MapGroup("/v1").WithTags("Comments").RequireAuthorization(AccessPolicies.Read);
        read.WithRequestTimeout(RequestDeadline.Policy);
        read.MapGet("/decisions/{id:guid}", Decision).WithName("GetDecision").WithSummary("One decision.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        read.MapGet("/comments/{id}", History).WithName("GetComment")
            .WithSummary("A comment with its revisions and everything that was decided of it.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapDelete("/v1/comments/{id}", Erase).WithTags("Comments").WithName("EraseComment").RequireAuthorization(AccessPolicies.Label)
            .WithRequestTimeout(RequestDeadline.Policy)
            .WithSummary("Erases text, title and author of a comment for good; ids and decisions stay.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<CommentAnswer>, ProblemHttpResult>> Screen(
        CommentRequest request, Screener screener, ClaimsPrincipal caller)
    {
        if (Refuse(request) is { } fault)
        {
            return Problems.BadRequest(fault);
        }

        var comment = request.ToComment(caller.Site(), "api");
        var screened = await screener.ScreenAsync(comment, request.Options);
        return screened.Recorded is { IsKept: false } lost
            ? Problems.Of(lost)
            : TypedResults.Ok(CommentAnswer.Of(comment, screened, request.Spans));
    }

    private static async Task<Results<Ok<DecisionAnswer>, ProblemHttpResult>> Decision(
        Guid id, CommentHistory history, ClaimsPrincipal caller, CancellationToken ct) =>
        await history.DecisionAsync(id, ct) is { } decision && decision.Site == caller.Site()
            ? TypedResults.Ok(Answer(decision))
            : Problems.NotFound($"There is no decision {id}.");

    private static async Task<Results<Ok<CommentHistoryAnswer>, ProblemHttpResult>> History(
        string id, CommentHistory history, ClaimsPrincipal caller, CancellationToken ct, string? section = null)
    {
        var site = caller.Site();
        var revisions = await history.RevisionsAsync(site, section, id, ct);
        if (NotOne(revisions, id, section) is { } fault)
        {
            return fault;
        }

        // The oldest first, as it came about.
        var decisions = await history.DecisionsAsync(site, revisions[0].Section, id, ct);
        return TypedResults.Ok(new CommentHistoryAnswer(
            site, revisions[0].Section, id,
            [.. revisions.Reverse().Select(row => new RevisionAnswer(row.Revision, row.Text, row.ParentId, row.Author, row.WrittenAt, row.ReceivedAt, row.Source))],
            [.. decisions.Reverse().Select(Answer)]));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Erase(
        string id, CommentHistory history, Erasure erasure, ClaimsPrincipal caller, CancellationToken ct, string? section = null)
    {
        var revisions = await history.RevisionsAsync(caller.Site(), section, id, ct);
        if (NotOne(revisions, id, section) is { } fault)
        {
            return fault;
        }

        await erasure.EraseAsync($"key:{caller.FindFirstValue(KeyAuthentication.KeyClaim)}", caller.Site(), revisions[0].Section, id, ct);
        return TypedResults.NoContent();
    }

    private static ProblemHttpResult? NotOne(IReadOnlyList<CommentRow> revisions, string id, string? section) =>
        revisions.Count == 0
            ? Problems.NotFound($"There is no comment '{id}'{(section is null ? null : $" in section '{section}'")}. Look at its id{(section is null ? null : ", or leave the section out")}.")
        : revisions.Any(row => row.Section != revisions[0].Section)
            ? Problems.BadRequest($"There is a comment '{id}' in several sections. Name the one you mean with ?section=.")
        : null;

    /// <summary>Why a request cannot be screened, with the cure, or null where it can.</summary>
    internal static string? Refuse(CommentRequest request) =>
        request.Text is null ? "The comment has no \"text\". Add one."
        : request.Text.Length > LongestText ? $"The text is longer than {LongestText} UTF-16 units. Send the beginning, or hold it for a human."
        : Limits.Refuse(request.ToComment("site", "api"));

    private static DecisionAnswer Answer(Decision decision) => new(
        decision.Id, decision.Site, decision.Section, decision.CommentId, decision.Revision, decision.Verdict, decision.Rules,
        decision.Probabilities, decision.Model, decision.PolicyVersion, decision.Moderator, decision.Reason, decision.At);
}
