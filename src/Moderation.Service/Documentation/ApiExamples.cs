using Moderation.Service.Telemetry;

namespace Moderation.Service.Documentation;

/// <summary>An example of a call: what is sent, what comes back, and what comes back where it cannot be done.</summary>
/// <param name="Operation">Name of the endpoint.</param>
/// <param name="Request">JSON of the body; null where it has none.</param>
/// <param name="Answer">JSON of the answer; null where it has no body.</param>
/// <param name="Faults">Status and sentence of each problem.</param>
internal sealed record ApiExample(string Operation, string? Request, string? Answer, params (int Status, string Detail)[] Faults);

/// <summary>The examples of the OpenAPI document, one an operation. A test sends the requests and compares the answers' shape.</summary>
internal static class ApiExamples
{
    private const string Comment = """
        {"id": "c2", "section": "article-1", "text": "Nobody asked you, you pathetic clown.", "author": "harbour-joe", "parent": "c1",
         "title": "Council passes the budget for the new ferry", "spans": true}
        """;

    private const string Decided = """
        {"id": "c2", "section": "article-1", "revision": 1, "status": "new", "verdict": "review", "rules": ["review-harm:harassment"],
         "scores": {"slur": 0.00006, "harassment": 0.985, "hate_speech": 0.001, "toxicity": 0.994, "severe_toxicity": 0.0008, "profanity": 0.0003, "insult": 0.997, "threat": 0.00004},
         "spans": [{"begin": 22, "end": 36, "label": "toxicity", "weight": 7.69}], "explanation": "“pathetic clown”: insult, addressed to the other commenter.",
         "model": "2026-11-22-network-213b81", "policy": "default@2026-11-22-network-213b81", "decision": "019d6a4e-7c1b-7d0e-9a53-2f4e8c1b7a90"}
        """;

    private const string Decision = """
        {"id": "019d6a4e-7c1b-7d0e-9a53-2f4e8c1b7a90", "site": "my-site", "section": "article-1", "comment": "c2", "revision": 1, "verdict": "review",
         "rules": ["review-harm:harassment"],
         "scores": {"slur": 0.00006, "harassment": 0.985, "hate_speech": 0.001, "toxicity": 0.994, "severe_toxicity": 0.0008, "profanity": 0.0003, "insult": 0.997, "threat": 0.00004},
         "model": "2026-11-22-network-213b81", "policy": "default@2026-11-22-network-213b81", "moderator": null, "reason": null, "at": "2026-11-22T19:00:00.123+00:00"}
        """;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ApiExample> All { get; } =
    [
        new("ScreenComment", Comment, Decided,
            (400, "The comment has no \"text\". Add one."), (503, "The comment could not be recorded in time. Send it again.")),
        new("ScreenBatch",
            $$"""[{{Comment}}, {"id": "c3", "section": "article-1"}]""",
            $$"""[{{Decided}}, {"line": 2, "id": null, "error": "It lacks 'text'. Add what is missing."}]"""),
        new("GetDecision", null, Decision, (404, "There is no decision 019d6a4e-7c1b-7d0e-9a53-2f4e8c1b7a90.")),
        new("GetComment", null,
            $$"""
            {"site": "my-site", "section": "article-1", "id": "c2",
             "revisions": [{"revision": 1, "text": "Nobody asked you, you pathetic clown.", "parent": "c1", "author": "harbour-joe", "time": null,
                            "received": "2026-11-22T19:00:00.12+00:00", "source": "api"}],
             "decisions": [{{Decision}}]}
            """,
            (400, "There is a comment 'c2' in several sections. Name the one you mean with ?section=."),
            (404, "There is no comment 'c2'. Look at its id.")),
        new("EraseComment", null, null,
            (400, "There is a comment 'c2' in several sections. Name the one you mean with ?section=."),
            (404, "There is no comment 'c2'. Look at its id.")),
        new("ListReviews", null,
            """
            {"open": 1, "claimed": 0, "oldest": "2026-11-22T19:00:00.123+00:00",
             "items": [{"id": 17, "section": "article-1", "comment": "c2", "revision": 1, "text": "Nobody asked you, you pathetic clown.", "author": "harbour-joe",
                        "labels": ["harassment"], "priority": 0.985, "decision": "019d6a4e-7c1b-7d0e-9a53-2f4e8c1b7a90", "waitsSince": "2026-11-22T19:00:00.123+00:00", "claimedUntil": null}]}
            """,
            (400, "take is 0 and skip is 0. Give take 1 to 200 and skip 0 or more.")),
        new("ClaimReview", null, """{"claimedUntil": "2026-11-22T19:10:00.123+00:00"}""",
            (404, "There is no item 17 in this site's queue. List the queue for those there are."),
            (409, "Another moderator has the item, or it is dealt with. Take another one.")),
        new("ReleaseReview", null, null, (404, "There is no item 17 in this site's queue. List the queue for those there are.")),
        new("DecideReview",
            """{"verdict": "reject", "revision": 1, "reason": "harassment", "labels": {"harassment": 1, "hate_speech": 0}}""",
            """{"id": "019d6a4e-9d02-7b55-8c1f-60a9d2e4b371", "verdict": "reject", "at": "2026-11-22T19:05:00.456+00:00"}""",
            (400, "The verdict is review. Send approve or reject, or release the item."),
            (404, "There is no item 17 in this site's queue. List the queue for those there are."),
            (409, "The author has edited the comment. Read the new revision and decide again.")),
        new("ListWebhookDeliveries", null,
            """
            [{"key": 5, "endpoint": "019d6a40-11aa-7c3e-b0a5-9f3c5e7d2b41", "url": "https://example.org/hooks/moderation", "decision": "019d6a4e-9d02-7b55-8c1f-60a9d2e4b371",
              "attempts": 10, "created": "2026-11-22T19:05:00.456+00:00", "due": null, "delivered": null, "dead": "2026-11-25T22:40:00+00:00", "status": 500, "error": "The receiver answered 500."}]
            """,
            (400, "There is no state 'lost'. Choose dead, waiting or delivered.")),
        new("RetryWebhookDelivery", null, null, (404, "There is no dead letter 5. GET /v1/webhooks/deliveries lists them.")),
    ];

    /// <summary>By path: what the endpoints answer that are no JSON.</summary>
    public static IReadOnlyDictionary<string, (string Type, string? Example)> Texts { get; } = new Dictionary<string, (string, string?)>
    {
        ["/health/live"] = ("text/plain", "Healthy"),
        ["/health/ready"] = ("text/plain", "Model 2026-11-22-network-213b81 is in force."),
        ["/metrics"] = (PrometheusText.ContentType, """
            # HELP moderation_comments_total Comments screened.
            # TYPE moderation_comments_total counter
            moderation_comments_total{source="api",verdict="approve"} 1

            """),
    };
}
