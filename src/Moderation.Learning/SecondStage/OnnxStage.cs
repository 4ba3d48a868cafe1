using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Moderation.Models;
using Moderation.Scoring.Networks;

namespace Moderation.Learning.SecondStage;

/// <summary>What became of a question to a second stage.</summary>
public enum StageOutcome
{
    /// <summary>It answered.</summary>
    Answered,

    /// <summary>It was stopped because its time was up.</summary>
    TimedOut,

    /// <summary>It failed, or gave no finite number.</summary>
    Failed,
}

/// <summary>An answer of a second stage.</summary>
/// <param name="Outcome">What became of the question.</param>
/// <param name="Probabilities">One for each of <see cref="StageCard.Labels"/>; empty without an answer.</param>
/// <param name="Fault">What failed, never with the text.</param>
public readonly record struct StageAnswer(StageOutcome Outcome, float[] Probabilities, string? Fault = null);

/// <summary>An ONNX text classifier with its tokenizer. Safe to call from many threads at once; each call runs on its own thread alone.</summary>
public sealed class OnnxStage : IDisposable
{
    private readonly InferenceSession session;
    private readonly StageTokenizer tokenizer;
    private readonly TimeProvider time;
    private readonly CalibrationCurve?[] curves;

    private OnnxStage(StageCard card, InferenceSession session, StageTokenizer tokenizer, TimeProvider time)
    {
        (Card, this.session, this.tokenizer, this.time) = (card, session, tokenizer, time);
        curves = [.. card.Labels.Select(label => label.Calibration)];
    }

    /// <summary>Its card.</summary>
    public StageCard Card { get; }

    /// <summary>Opens a second stage and asks it once, so that what cannot work is known at the start.</summary>
    /// <exception cref="ModelRefusedException">A file is missing or damaged, or does not do what the card says; the message says what.</exception>
    public static OnnxStage Open(string folder, TimeProvider time)
    {
        var card = StageCheck.Read(folder);
        var stage = new OnnxStage(card, Session(Path.Combine(folder, "model.onnx")), StageTokenizer.Open(folder, card.Tokenizer), time);
        try
        {
            stage.CheckNames();
            if (stage.Ask("A first comment.", Timeout.InfiniteTimeSpan) is { Outcome: not StageOutcome.Answered } answer)
            {
                throw new ModelRefusedException($"The second stage '{card.Id}' does not answer: {answer.Fault}. Compare its stage.json with the model.");
            }

            return stage;
        }
        catch
        {
            stage.Dispose();
            throw;
        }
    }

    /// <summary>Asks about a text. Does not throw on any text.</summary>
    /// <param name="text">As written.</param>
    /// <param name="limit">How long it may take.</param>
    public StageAnswer Ask(string text, TimeSpan limit)
    {
        using var options = new RunOptions();
        using var deadline = new Deadline(options, time, limit);
        try
        {
            var numbers = Run(tokenizer.Tokens(text), options);
            if (deadline.IsUp)
            {
                // The runtime looks at the stop between its steps only; an answer that came late is late all the same.
                return new StageAnswer(StageOutcome.TimedOut, []);
            }

            var probabilities = Array.ConvertAll(Enumerable.Range(0, curves.Length).ToArray(), i => Probability(numbers, i));
            return Array.TrueForAll(probabilities, float.IsFinite)
                ? new StageAnswer(StageOutcome.Answered, probabilities)
                : new StageAnswer(StageOutcome.Failed, [], "it gave no finite number");
        }
        catch (OnnxRuntimeException) when (deadline.IsUp)
        {
            return new StageAnswer(StageOutcome.TimedOut, []);
        }
        catch (Exception fault) when (fault is OnnxRuntimeException or InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            // Only the kind: a message could quote the text.
            return new StageAnswer(StageOutcome.Failed, [], fault.GetType().Name);
        }
    }

    /// <inheritdoc />
    public void Dispose() => session.Dispose();

    private float[] Run(long[] ids, RunOptions options)
    {
        long[] shape = [1, ids.Length];
        var inputs = new Dictionary<string, OrtValue>();
        try
        {
            inputs[Card.Inputs.Ids] = OrtValue.CreateTensorValueFromMemory(ids, shape);
            foreach (var (name, value) in ((string?, long)[])[(Card.Inputs.Mask, 1), (Card.Inputs.Types, 0)])
            {
                if (name is not null)
                {
                    var filled = new long[ids.Length];
                    Array.Fill(filled, value);
                    inputs[name] = OrtValue.CreateTensorValueFromMemory(filled, shape);
                }
            }

            using var outputs = session.Run(options, inputs, [Card.Output]);
            return outputs[0].GetTensorDataAsSpan<float>().ToArray();
        }
        finally
        {
            foreach (var input in inputs.Values)
            {
                input.Dispose();
            }
        }
    }

    private float Probability(float[] numbers, int label)
    {
        var number = numbers[Card.Labels[label].Place];
        var logOdds = Card.Numbers switch
        {
            StageNumbers.LogOdds => number,
            StageNumbers.Probabilities => LogOdds(number),
            _ => LogOdds(1 / numbers.Sum(other => MathF.Exp(other - number))),
        };
        return float.IsNaN(logOdds) ? float.NaN : (curves[label] ?? CalibrationCurve.Identity).Probability(logOdds);
    }

    private static float LogOdds(float probability) => MathF.Log(probability / (1 - probability));

    private void CheckNames()
    {
        foreach (var name in new[] { Card.Inputs.Ids, Card.Inputs.Mask, Card.Inputs.Types }.OfType<string>())
        {
            if (!session.InputMetadata.TryGetValue(name, out var input) || input.ElementDataType != TensorElementType.Int64)
            {
                throw Refused($"an int64 input '{name}'; it has {string.Join(", ", session.InputMetadata.Select(pair => $"{pair.Key} ({pair.Value.ElementDataType})"))}");
            }
        }

        if (!session.OutputMetadata.TryGetValue(Card.Output, out var output) || output.ElementDataType != TensorElementType.Float)
        {
            throw Refused($"a float output '{Card.Output}'; it has {string.Join(", ", session.OutputMetadata.Keys)}");
        }
    }

    private ModelRefusedException Refused(string missing) =>
        new($"The model of the second stage '{Card.Id}' has not {missing}. Correct the names in stage.json.");

    private static InferenceSession Session(string file)
    {
        try
        {
            // Comments are scored side by side already: one thread each.
            using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
            return new InferenceSession(file, options);
        }
        catch (OnnxRuntimeException fault)
        {
            throw new ModelRefusedException($"'{file}' is no ONNX model that can be run ({fault.Message}). Export it anew, or set Moderation:SecondStage to 'off'.", fault);
        }
    }

    /// <summary>Stops a run when its time is up; never touches the run after its end.</summary>
    private sealed class Deadline : IDisposable
    {
        private readonly Lock gate = new();
        private readonly ITimer timer;
        private RunOptions? options;

        public Deadline(RunOptions options, TimeProvider time, TimeSpan limit)
        {
            this.options = options;
            timer = time.CreateTimer(_ => Stop(), null, limit, Timeout.InfiniteTimeSpan);
        }

        public bool IsUp { get; private set; }

        public void Dispose()
        {
            lock (gate)
            {
                options = null;
            }

            timer.Dispose();
        }

        private void Stop()
        {
            lock (gate)
            {
                if (options is not null)
                {
                    (options.Terminate, IsUp) = (true, true);
                }
            }
        }
    }
}
