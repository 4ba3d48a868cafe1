using Microsoft.AspNetCore.Http.HttpResults;
using Moderation.Store;

namespace Moderation.Service.Screening;

/// <summary>Errors as RFC 9457 problem details, each with its cure.</summary>
internal static class Problems
{
    public static ProblemHttpResult BadRequest(string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status400BadRequest);

    public static ProblemHttpResult NotFound(string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status404NotFound);

    /// <summary>The answer for a comment that was not kept: the sender must know that nothing was recorded.</summary>
    public static ProblemHttpResult Of(Recorded lost) => TypedResults.Problem(
        lost.Because, statusCode: StatusOf(lost.Status), title: lost.Status == RecordStatus.Refused ? null : "Not recorded",
        extensions: [new("verdict", "review"), new("unscored", true)]);

    private static int StatusOf(RecordStatus status) => status switch
    {
        RecordStatus.Refused => StatusCodes.Status400BadRequest,
        _ => StatusCodes.Status503ServiceUnavailable,
    };
}
