using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Moderation.Labels;
using Moderation.Policies;
using Moderation.Service.Access;
using Moderation.Service.Screening;
using Moderation.Store;

namespace Moderation.Service.Reviews;

/// <summary>The review queue for a site's own desk: read, claim, decide. A key acts as one moderator, and sees its own site only.</summary>
internal static class ReviewsApi
{
    private const int Most = 200;
    private const int LongestReason = 2000;

    public static void MapReviewsApi(this IEndpointRouteBuilder routes)
    {
        var read = routes.MapGroup("/v1/reviews").WithTags("Reviews").RequireAuthorization(AccessPolicies.Read);
        read.MapGet("", List).WithName("ListReviews").WithSummary("The comments that wait for a person, the most urgent first.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        var label = routes.MapGroup("/v1/reviews").WithTags("Reviews").RequireAuthorization(AccessPolicies.Label);
        label.MapPost("/{id:long}/claim", Claim).WithName("ClaimReview").WithSummary("Takes an item for ten minutes, or renews the claim.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        label.MapPost("/{id:long}/release", Release).WithName("ReleaseReview").WithSummary("Lets others have an item at once.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        label.MapPost("/{id:long}/decision", Decide).WithName("DecideReview").WithSummary("Approves or rejects the revision that was seen.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<Results<Ok<ReviewList>, ProblemHttpResult>> List(
        ReviewQueue queue, TimeProvider time, ClaimsPrincipal caller, CancellationToken ct,
        string? section = null, string? label = null, int skip = 0, int take = 50)
    {
        if (take is < 1 or > Most || skip < 0)
        {
            return Problems.BadRequest($"take is {take} and skip is {skip}. Give take 1 to {Most} and skip 0 or more.");
        }

        var filter = new QueueFilter { Site = caller.Site(), Section = section, Label = label };
        var counts = await queue.CountAsync(filter, ct);
        var now = time.GetUtcNow();
        var items = await queue.PageAsync(filter, skip, take, ct);
        return TypedResults.Ok(new ReviewList(counts.Open, counts.Claimed, counts.Oldest, [.. items.Select(item => ReviewAnswer.Of(item, now))]));
    }

    private static async Task<Results<Ok<ClaimAnswer>, ProblemHttpResult>> Claim(
        long id, IDbContextFactory<ModerationDb> contexts, ReviewClaims claims, ClaimsPrincipal caller, CancellationToken ct)
    {
        if (await FindAsync(contexts, id, caller, ct) is null)
        {
            return Unknown(id);
        }

        return await claims.ClaimAsync(id, Moderator(caller), ReviewSession.Lease, ct)
            ? TypedResults.Ok(new ClaimAnswer((await FindAsync(contexts, id, caller, ct))!.ClaimedUntil!.Value))
            : Conflict("Another moderator has the item, or it is dealt with. Take another one.");
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Release(
        long id, IDbContextFactory<ModerationDb> contexts, ReviewClaims claims, ClaimsPrincipal caller, CancellationToken ct)
    {
        if (await FindAsync(contexts, id, caller, ct) is null)
        {
            return Unknown(id);
        }

        await claims.ReleaseAsync(id, Moderator(caller), ct);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<ReviewDecision>, ProblemHttpResult>> Decide(
        long id, ReviewJudgement judgement, IDbContextFactory<ModerationDb> contexts, ReviewClaims claims, ClaimsPrincipal caller, CancellationToken ct)
    {
        if (Refuse(judgement) is { } fault)
        {
            return Problems.BadRequest(fault);
        }

        if (await FindAsync(contexts, id, caller, ct) is not { } item)
        {
            return Unknown(id);
        }

        if (item.Comment!.Revision != judgement.Revision)
        {
            return Conflict($"The item is now about revision {item.Comment.Revision}. Read that one and decide again.");
        }

        var resolution = await claims.ResolveAsync(
            id, item.CommentKey, new Judgement(Moderator(caller), judgement.Verdict, judgement.Reason) { Labels = judgement.Labels }, ct);
        return resolution switch
        {
            { Status: ResolutionStatus.Done, Decision: { } decision } => TypedResults.Ok(new ReviewDecision(decision.Id, decision.Verdict, decision.At)),
            { Status: ResolutionStatus.ClaimedByAnother } => Conflict("Another moderator has claimed the item. Wait until the claim ends, or take another one."),
            { Status: ResolutionStatus.Edited } => Conflict("The author has edited the comment. Read the new revision and decide again."),
            _ => Conflict("The item is dealt with already. Take another one."),
        };
    }

    private static string? Refuse(ReviewJudgement judgement) =>
        judgement.Verdict is not (Verdict.Approve or Verdict.Reject) ? "The verdict is review. Send approve or reject, or release the item."
        : judgement.Reason?.Length > LongestReason ? $"The reason is longer than {LongestReason} characters. Send a shorter one."
        : judgement.Labels.Keys.FirstOrDefault(name => !Taxonomy.Default.Knows(name)) is { } unknown ? $"There is no label '{unknown}'. Use those of the taxonomy."
        : judgement.Labels.Values.Any(value => value is not (>= 0 and <= 1)) ? "A label has a value outside 0 to 1. Send 1 where the comment has it and 0 where it has it not."
        : null;

    private static async Task<ReviewItemRow?> FindAsync(IDbContextFactory<ModerationDb> contexts, long id, ClaimsPrincipal caller, CancellationToken ct)
    {
        var site = caller.Site();
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.ReviewItems.AsNoTracking().Include(row => row.Comment).SingleOrDefaultAsync(row => row.Key == id && row.Site == site, ct);
    }

    private static string Moderator(ClaimsPrincipal caller) => $"key:{caller.FindFirstValue(KeyAuthentication.KeyClaim)}";

    private static ProblemHttpResult Unknown(long id) => Problems.NotFound($"There is no item {id} in this site's queue. List the queue for those there are.");

    private static ProblemHttpResult Conflict(string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status409Conflict);
}
