using Moderation.Benchmarks;

if (args is ["store", ..])
{
    await StoreBenchmark.RunAsync(args);
    return;
}

BenchmarkDotNet.Running.BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
