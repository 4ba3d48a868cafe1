using System.Buffers;
using System.Text.Json;
using Moderation.Comments;
using Moderation.Scoring;
using Moderation.Service.Access;
using Moderation.Service.Hosting;
using Moderation.Service.Screening;
using Moderation.Store;

namespace Moderation.Service.Wires.Perspective;

/// <summary>From a request's bytes to an answer's bytes: the same for a request of its own and for a part of a batch.</summary>
internal sealed class PerspectiveScreening(
    Screener screener, SiteDirectory sites, KeyDoor doorkeeper, PerspectiveScales scales, PerspectiveOptions options, Suggestions suggestions)
{
    // An article's text is no headline, and a parent of that length is no comment.
    private const int LongestTitle = 300;
    private const int LongestParent = 4_000;

    /// <summary>Answers <c>comments:analyze</c>.</summary>
    /// <returns>Null where the answer stands in <paramref name="output"/>; else the refusal, which is still to be written.</returns>
    public async ValueTask<PerspectiveError?> AnalyzeAsync(
        string? key, ReadOnlySequence<byte> body, IBufferWriter<byte> output, CancellationToken ct)
    {
        var (site, request, refused) = await OpenAsync(key, KeyScopes.Screen, body, ct).ConfigureAwait(false);
        if (refused is not null)
        {
            return refused;
        }

        var model = screener.Model;
        var detected = request!.Text is { } text ? LanguageGuess.Of(text) : LanguageGuess.English;
        if (RequestCheck.Analyze(request, model?.Moderator.Classifier.Labels ?? Labels.LabelSet.Full, options, detected) is { } fault)
        {
            return fault;
        }

        var (comment, textHash) = ToComment(request, site!, isKept: !request.DoNotStore);
        var screened = await screener.ScreenAsync(comment, new ScreeningOptions(DryRun: request.DoNotStore), textHash).ConfigureAwait(false);
        var assessment = screened.Ruling.Assessment;
        if (screened.Recorded is { IsKept: false } || (!assessment.IsScored && sites.PolicyOf(site!, comment.Section, model).FailOpen))
        {
            return PerspectiveError.Unavailable;
        }

        var scores = new AnalyzeScores(
            assessment.Labels, assessment.Probabilities, request.SpanAnnotations ? BySentence(comment, assessment, model, sites.PriorOf(site!)) : null, scales.For(assessment.ShelfModel));
        AnalyzeWriter.Write(request, scores, detected, output);
        return null;
    }

    /// <summary>Answers <c>comments:suggestscore</c>.</summary>
    /// <inheritdoc cref="AnalyzeAsync" />
    public async ValueTask<PerspectiveError?> SuggestAsync(
        string? key, ReadOnlySequence<byte> body, IBufferWriter<byte> output, CancellationToken ct)
    {
        var (site, request, refused) = await OpenAsync(key, KeyScopes.Label, body, ct).ConfigureAwait(false);
        if (refused is not null)
        {
            return refused;
        }

        var detected = request!.Text is { } text ? LanguageGuess.Of(text) : LanguageGuess.English;
        if (RequestCheck.Suggest(request, options, detected) is { } fault)
        {
            return fault;
        }

        if (!await suggestions.KeepAsync(ToComment(request, site!, isKept: true).Comment, request, ct).ConfigureAwait(false))
        {
            return PerspectiveError.Unavailable;
        }

        AnalyzeWriter.WriteSuggested(request, detected, output);
        return null;
    }

    /// <summary>The caller's site and what it asks for, or why it is not let in.</summary>
    private async ValueTask<(string? Site, PerspectiveRequest? Request, PerspectiveError? Refused)> OpenAsync(
        string? key, string scope, ReadOnlySequence<byte> body, CancellationToken ct)
    {
        var door = await doorkeeper.OpenAsync(key, scope, ct).ConfigureAwait(false);
        if (Refusal(door) is { } refusal)
        {
            return (null, null, refusal);
        }

        try
        {
            return (door.Key!.Site, RequestReader.Read(body), null);
        }
        catch (JsonException fault)
        {
            return (null, null, PerspectiveError.BadJson(fault.Message));
        }
    }

    private static PerspectiveError? Refusal(Door door) => door.Answer switch
    {
        DoorAnswer.NoKey => PerspectiveError.NoKey,
        DoorAnswer.BadKey => PerspectiveError.BadKey,
        DoorAnswer.NoScope => PerspectiveError.KeyWithoutScope,
        DoorAnswer.TooMany => PerspectiveError.RateLimited(RequestLimitsMiddleware.Seconds(door.RetryAfter)),
        _ => null,
    };

    private static (Comment Comment, byte[]? TextHash) ToComment(PerspectiveRequest request, string site, bool isKept)
    {
        var identity = CommentIdentity.Of(request, isKept);
        var (parent, title) = ContextOf(request);
        var comment = new Comment
        {
            Site = site, Section = identity.Section, Id = identity.Id, ParentId = identity.ParentId, Text = request.Text!,
            ParentText = parent, Title = title, Source = PerspectiveApi.Name,
        };
        return (comment, identity.TextHash);
    }

    /// <summary>
    /// Parent and title from the context. In a list the last entry is what the comment answers, and the first of several what
    /// the conversation is about, where it is short enough for a headline.
    /// </summary>
    private static (string? Parent, string? Title) ContextOf(PerspectiveRequest request)
    {
        var entries = request.Entries?.FindAll(entry => entry.Length > 0 && !CommentIdentity.IsCoralNote(entry));
        var parent = request.Parent ?? (entries is { Count: > 0 } ? entries[^1] : null);
        var title = request.Article?.Split('\n', 2)[0].Trim() ?? (entries is { Count: > 1 } ? entries[0] : null);
        return (parent is { Length: > LongestParent } ? null : parent, title is { Length: > 0 and <= LongestTitle } ? title : null);
    }

    /// <summary>Every sentence scored by itself. Null where the champion changed in between: spans are advisory, and must not mix two models.</summary>
    private static List<SentenceScores>? BySentence(Comment comment, Assessment assessment, ModelInForce? model, DomainPrior? prior)
    {
        var sentences = Sentences.Of(comment.Text);
        if (!assessment.IsScored || model?.Moderator.Classifier is not { } classifier || classifier.Model != assessment.ShelfModel)
        {
            return assessment.IsScored ? null : sentences.ConvertAll(sentence => new SentenceScores(sentence.Begin, sentence.End, []));
        }

        if (sentences.Count == 1)
        {
            return [new SentenceScores(sentences[0].Begin, sentences[0].End, assessment.Probabilities)];
        }

        return sentences.ConvertAll(sentence =>
        {
            var probabilities = new float[assessment.Labels.Count];
            var text = CommentText.Of(comment, prior) with { Text = comment.Text[sentence.Begin..sentence.End] };
            return new SentenceScores(sentence.Begin, sentence.End, classifier.TryScore(text, probabilities) ? probabilities : []);
        });
    }
}
