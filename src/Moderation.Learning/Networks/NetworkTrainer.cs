namespace Moderation.Learning.Networks;

/// <summary>
/// Trains a network by batches. The rows of a batch are worked in parallel on the weights of the batch before; then the tables are
/// updated in the order of the rows, each thread its own part of the tables. So the same rows and seed give the same weights to the
/// last digit on any number of cores.
/// </summary>
internal sealed unsafe class NetworkTrainer(NetworkState state, NetworkSettings settings)
{
    private const int TableParts = 2;

    /// <summary>A feature's weights are asked for so many features before they are changed, so that the memory answers while others are.</summary>
    private const int Ahead = 6;

    /// <summary>Before this share of the first pass the network knows too little for its answers to be worth keeping.</summary>
    private const double ForeseeFrom = 0.4;
    private readonly RowWork[] work = [.. Enumerable.Range(0, settings.Batch).Select(_ => new RowWork(state, settings.Dropout))];

    /// <summary>
    /// Trains. On the way, each row of the later part of the first pass is answered before it is learnt from: honest outputs for
    /// a hundred thousand rows at a third of a pass, where cross-validation would cost several trainings.
    /// </summary>
    /// <param name="rows">The rows.</param>
    /// <param name="foreseen">Hears the place of a row and the outputs it had before it was learnt from.</param>
    /// <param name="report">Hears the number of rows done and of all.</param>
    public void Train(TrainingRow[] rows, Action<long, long>? report = null, Action<int, float[]>? foreseen = null)
    {
        var random = new Random(settings.Seed);
        var order = Enumerable.Range(0, rows.Length).ToArray();
        var total = (long)settings.Epochs * rows.Length;
        var done = 0L;
        for (var epoch = 0; epoch < settings.Epochs; epoch++)
        {
            random.Shuffle(order);
            for (var from = 0; from < order.Length; from += settings.Batch)
            {
                var batch = order.AsMemory(from, Math.Min(settings.Batch, order.Length - from));
                if (epoch == 0 && foreseen is not null && from > order.Length * ForeseeFrom)
                {
                    Foresee(rows, batch, foreseen);
                }

                Step(rows, batch, (uint)done, 1 - ((1 - settings.LastRate) * done / total));
                done += batch.Length;
                report?.Invoke(done, total);
            }
        }
    }

    private void Foresee(TrainingRow[] rows, ReadOnlyMemory<int> batch, Action<int, float[]> foreseen)
    {
        var outputs = new float[batch.Length][];
        Parallel.For(0, NetworkState.Shares, share =>
        {
            for (var i = share; i < batch.Length; i += NetworkState.Shares)
            {
                outputs[i] = work[i].Foresee(rows[batch.Span[i]]);
            }
        });
        for (var i = 0; i < outputs.Length; i++)
        {
            foreseen(batch.Span[i], outputs[i]);
        }
    }

    private void Step(TrainingRow[] rows, ReadOnlyMemory<int> batch, uint seed, float slowing)
    {
        Parallel.For(0, NetworkState.Shares, share =>
        {
            var gradient = state.Gradient(share);
            for (var i = share * batch.Length / NetworkState.Shares; i < (share + 1) * batch.Length / NetworkState.Shares; i++)
            {
                work[i].Forward(rows[batch.Span[i]], seed + (uint)i);
                work[i].Backward(gradient, settings.DomainWeight);
            }
        });
        Parallel.For(0, TableParts, part =>
        {
            for (var i = 0; i < batch.Length; i++)
            {
                UpdateFeatures(work[i], part, slowing);
                UpdateWords(work[i], part, slowing);
            }
        });
        state.StepDense(settings.DenseRate * slowing, settings.Batch);
    }

    private void UpdateFeatures(RowWork row, int part, float slowing)
    {
        var shape = state.Shape;
        var (from, to) = RowWork.Block(row.Row);
        var pooled = Math.Max(row.PooledBlock, to);
        for (var i = 0; i < row.Row.Features.Length; i++)
        {
            var (feature, count) = (row.Row.Features[i], row.Counts[i]);
            if (i + Ahead < row.Row.Features.Length && row.Row.Features[i + Ahead] is var next && next % TableParts == part)
            {
                state.Prefetch(next, from, to, pooled);
            }

            if (feature % TableParts != part)
            {
                continue;
            }

            var offset = (long)feature * shape.Columns;
            float* weights = state.Features + offset, squares = state.FeatureSquares + offset;
            var rate = settings.WideRate * slowing;
            Floats.Adagrad(weights + from, squares + from, row.SumGradient + from, count, rate, settings.Decay, to - from);
            state.Linear.Step(feature, count, from, row.Row.Example.Heads.Length > 0 ? to : from, row.LinearGradient, slowing);
            Floats.Adagrad(weights + pooled, squares + pooled, row.SumGradient + pooled, count, rate, settings.Decay, shape.Logits - pooled);
            Floats.Adagrad(
                weights + shape.Logits, squares + shape.Logits, row.SumGradient + shape.Logits, count, settings.EmbeddedRate * slowing, 0, shape.Embedded);
        }
    }

    private void UpdateWords(RowWork row, int part, float slowing)
    {
        var dimensions = state.Shape.Dimensions;
        for (var i = 0; i < row.Filters.WordCount; i++)
        {
            var word = row.Row.Words[i];
            if (word >= 0 && word % TableParts == part)
            {
                var offset = (long)word * dimensions;
                Floats.Adagrad(
                    state.Words + offset, state.WordSquares + offset, row.Filters.WordGradient + ((i + 1) * dimensions), 1, settings.WordRate * slowing, 0, dimensions);
            }
        }
    }
}
