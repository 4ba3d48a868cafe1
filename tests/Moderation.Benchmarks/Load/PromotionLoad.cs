using System.Diagnostics;
using Moderation.Learning;
using Moderation.Scoring;

namespace Moderation.Benchmarks.Load;

/// <summary>
/// Changes the champion every few seconds while requests run, and checks every answer: it must be the one that the one or the
/// other model gives for that text, word for word, never a mixture and never an error.
/// <c>load-promotion --address http://… --key KEY --models SHELF [--seconds 30] [--connections 32]</c>; the shelf must be a copy with
/// a champion that has a predecessor.
/// </summary>
internal static class PromotionLoad
{
    private const int TextCount = 400;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(3);

    public static async Task RunAsync(Arguments args)
    {
        using var client = new ApiClient(args["--address"], args["--key"]);
        var shelf = new ModelShelf(args["--models"], ModelLoader.Open);
        var texts = new LoadTexts(950);
        string[] all = [.. Enumerable.Range(0, TextCount).Select(_ => texts.Next())];
        var first = await AnswersAsync(client, all);
        await SwapAsync(client, shelf, all[0], first[0]);
        var second = await AnswersAsync(client, all);
        if (Enumerable.Range(0, all.Length).All(i => first[i] == second[i]))
        {
            throw new InvalidOperationException("Both models answer alike, so that nothing could be told apart. Take a shelf with two different models.");
        }

        var span = TimeSpan.FromSeconds(args.Number("--seconds", 30));
        var clock = Stopwatch.StartNew();
        var senders = Enumerable.Range(0, (int)args.Number("--connections", 32)).Select(sender => SendAsync(client, all, first, second, sender, clock, span)).ToArray();
        var swaps = 0;
        while (clock.Elapsed + Every < span)
        {
            await Task.Delay(Every);
            shelf.RollBack("load", DateTimeOffset.UnixEpoch);
            swaps++;
        }

        var counts = await Task.WhenAll(senders);
        var (byFirst, bySecond) = (counts.Sum(count => count.First), counts.Sum(count => count.Second));
        Console.WriteLine($"{byFirst + bySecond} answers while the champion changed {swaps} times: {byFirst} as by the one model, {bySecond} as by the other, 0 as by neither");
    }

    /// <summary>Changes the champion and waits until the service has noticed.</summary>
    private static async Task SwapAsync(ApiClient client, ModelShelf shelf, string text, string before)
    {
        shelf.RollBack("load", DateTimeOffset.UnixEpoch);
        for (var i = 0; i < 100 && await client.AnalyzeAsync(text, doNotStore: true) == before; i++)
        {
            await Task.Delay(100);
        }
    }

    private static async Task<string[]> AnswersAsync(ApiClient client, string[] texts)
    {
        var answers = new string[texts.Length];
        for (var i = 0; i < texts.Length; i++)
        {
            answers[i] = await client.AnalyzeAsync(texts[i], doNotStore: true);
        }

        return answers;
    }

    private static async Task<(int First, int Second)> SendAsync(
        ApiClient client, string[] texts, string[] first, string[] second, int sender, Stopwatch clock, TimeSpan span)
    {
        var (byFirst, bySecond) = (0, 0);
        for (var i = sender; clock.Elapsed < span; i++)
        {
            var at = i % texts.Length;
            // Every other one is recorded too.
            var answer = await client.AnalyzeAsync(texts[at], doNotStore: i % 2 == 0);
            if (answer == first[at])
            {
                byFirst++;
            }
            else if (answer == second[at])
            {
                bySecond++;
            }
            else
            {
                throw new InvalidOperationException($"Text {at} was answered as by neither model.");
            }
        }

        return (byFirst, bySecond);
    }
}
