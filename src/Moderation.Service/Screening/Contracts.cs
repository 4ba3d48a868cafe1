using System.Text.Json;
using System.Text.Json.Serialization;
using Moderation.Comments;
using Moderation.Policies;
using Moderation.Scoring;
using Moderation.Store;

namespace Moderation.Service.Screening;

/// <summary>A comment to screen.</summary>
public sealed record CommentRequest
{
    // Settable, not init-only: the generated reader would pass the absent ones as null and lose their defaults.

    /// <summary>The site's own id of the comment, unique within its section; up to 256 characters.</summary>
    public required string Id { get; init; }

    /// <summary>Id of the article, page or thread it stands under; up to 512 characters.</summary>
    public string Section { get; set; } = "default";

    /// <summary>The text as written; spans count its UTF-16 units. Up to 1,048,576 of them.</summary>
    [JsonConverter(typeof(JsonTextConverter))]
    public required string Text { get; init; }

    /// <summary>Pseudonym or id of the author.</summary>
    [JsonConverter(typeof(JsonTextConverter))]
    public string? Author { get; set; }

    /// <summary>Id of the comment it answers.</summary>
    public string? Parent { get; set; }

    /// <summary>Text of the comment it answers, which counts in the judgement; left out, it is looked up where the parent was sent before.</summary>
    [JsonConverter(typeof(JsonTextConverter))]
    public string? ParentText { get; set; }

    /// <summary>Title of the article or thread.</summary>
    [JsonConverter(typeof(JsonTextConverter))]
    public string? Title { get; set; }

    /// <summary>Counts the edits from 1; left out, a known id with another text becomes the next revision.</summary>
    public int? Revision { get; set; }

    /// <summary>When it was written.</summary>
    public DateTimeOffset? Time { get; set; }

    /// <summary>Judge, but record nothing.</summary>
    public bool DryRun { get; set; }

    /// <summary>Also name the stretches of text that spoke; none are named in a text of more than 65,536 UTF-16 units.</summary>
    public bool Spans { get; set; }

    /// <summary>Keep the decision, but not the text.</summary>
    public bool DoNotStore { get; set; }

    internal Comment ToComment(string site, string source) => new()
    {
        Site = site, Section = Section, Id = Id, Revision = Revision ?? 1, Text = Text, ParentId = Parent, ParentText = ParentText,
        Title = Title, Author = Author, WrittenAt = Time?.ToUniversalTime(), Source = source,
    };

    internal ScreeningOptions Options => new(Spans, DryRun, DoNotStore, RevisionGiven: Revision is not null);
}

/// <summary>What was decided.</summary>
public sealed record CommentAnswer
{
    /// <summary>The site's own id of the comment.</summary>
    public required string Id { get; init; }

    /// <summary>The section it stands under.</summary>
    public required string Section { get; init; }

    /// <summary>The revision it was kept as; 0 for a dry run.</summary>
    public required int Revision { get; init; }

    /// <summary>new, changed, decided, same, or dry_run.</summary>
    public required string Status { get; init; }

    /// <summary>approve, review or reject: the decision in force.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>The rules that spoke.</summary>
    public required IReadOnlyList<string> Rules { get; init; }

    /// <summary>Probability by label; empty where the comment could not be scored.</summary>
    public required IReadOnlyDictionary<string, float> Scores { get; init; }

    /// <summary>Stretches of the text that spoke; only where asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ScoredSpan>? Spans { get; init; }

    /// <summary>A sentence on why; only where spans were asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Explanation { get; init; }

    /// <summary>Why it could not be scored; absent where it could.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Unscored { get; init; }

    /// <summary>The model that scored it.</summary>
    public required string Model { get; init; }

    /// <summary>The policy version that judged it.</summary>
    public required string Policy { get; init; }

    /// <summary>Id of the decision; null for a dry run.</summary>
    public Guid? Decision { get; init; }

    internal static CommentAnswer Of(Comment comment, Screened screened, bool spans)
    {
        var (assessment, recorded) = (screened.Ruling.Assessment, screened.Recorded);
        return new CommentAnswer
        {
            Id = comment.Id,
            Section = comment.Section,
            Revision = recorded?.Revision ?? 0,
            Status = recorded is null ? "dry_run" : JsonNamingPolicy.SnakeCaseLower.ConvertName(recorded.Status.ToString()),
            Verdict = screened.Verdict,
            Rules = recorded?.Decision?.Rules ?? screened.Ruling.Rules,
            Scores = new ProbabilityDictionary(assessment.Labels, assessment.Probabilities),
            Spans = spans ? assessment.Spans : null,
            Explanation = spans ? assessment.Explanation : null,
            Unscored = assessment.UnscoredBecause,
            Model = assessment.Model,
            Policy = screened.Ruling.PolicyVersion,
            Decision = recorded?.Decision?.Id,
        };
    }
}

/// <summary>One line of a batch that could not be taken.</summary>
/// <param name="Line">Its place, from 1.</param>
/// <param name="Id">The comment's id, where it could be read.</param>
/// <param name="Error">What is wrong and the cure.</param>
public sealed record BatchError(int Line, string? Id, string Error);

/// <summary>A decision as the API tells it.</summary>
/// <param name="Id">Id of the decision.</param>
/// <param name="Site">The site.</param>
/// <param name="Section">The section of the comment.</param>
/// <param name="Comment">The site's own id of the comment.</param>
/// <param name="Revision">The revision it is about.</param>
/// <param name="Verdict">approve, review or reject.</param>
/// <param name="Rules">The rules that spoke; none where a person decided.</param>
/// <param name="Scores">Probability by label; empty where a person decided, or the comment could not be scored.</param>
/// <param name="Model">The model that scored it; null where a person decided.</param>
/// <param name="Policy">The policy version that judged it; null where a person decided.</param>
/// <param name="Moderator">Id of the person or key that decided; null where the model did.</param>
/// <param name="Reason">Why, where it was said.</param>
/// <param name="At">When it was taken.</param>
public sealed record DecisionAnswer(
    Guid Id, string Site, string Section, string Comment, int Revision, Verdict Verdict, IReadOnlyList<string> Rules,
    IReadOnlyDictionary<string, float> Scores, string? Model, string? Policy, string? Moderator, string? Reason, DateTimeOffset At);

/// <summary>A comment with its revisions and everything that was decided of it, oldest first.</summary>
/// <param name="Site">The site.</param>
/// <param name="Section">The section of the comment.</param>
/// <param name="Id">The site's own id of the comment.</param>
/// <param name="Revisions">Its versions.</param>
/// <param name="Decisions">What was decided of any of them.</param>
public sealed record CommentHistoryAnswer(string Site, string Section, string Id, IReadOnlyList<RevisionAnswer> Revisions, IReadOnlyList<DecisionAnswer> Decisions);

/// <summary>One revision of a comment.</summary>
/// <param name="Revision">1 for the first version, higher after each edit.</param>
/// <param name="Text">The text; null where it was not kept or is erased.</param>
/// <param name="Parent">Id of the comment it answers, or null.</param>
/// <param name="Author">Pseudonym of the author, or null.</param>
/// <param name="Time">When it was written, where known.</param>
/// <param name="Received">When it came here.</param>
/// <param name="Source">How it came here: api, api:batch, perspective, import:FILE …</param>
public sealed record RevisionAnswer(int Revision, string? Text, string? Parent, string? Author, DateTimeOffset? Time, DateTimeOffset Received, string Source);

/// <summary>The API's JSON, generated at build time: no reflection on the path of a request.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(CommentRequest))]
[JsonSerializable(typeof(CommentRequest[]))]
[JsonSerializable(typeof(CommentAnswer))]
[JsonSerializable(typeof(BatchError))]
[JsonSerializable(typeof(DecisionAnswer))]
[JsonSerializable(typeof(CommentHistoryAnswer))]
[JsonSerializable(typeof(List<Delivery.DeliveryAnswer>))]
[JsonSerializable(typeof(Microsoft.AspNetCore.Mvc.ProblemDetails))]
internal sealed partial class ApiJson : JsonSerializerContext;
