using Moderation.Benchmarks;
using Moderation.Benchmarks.Load;
using Moderation.Benchmarks.Speed;

switch (args)
{
    case ["store", ..]:
        await StoreBenchmark.RunAsync(args);
        break;
    case ["export-split", .. var rest]:
        await SplitExport.RunAsync(new Arguments(rest));
        break;
    case ["speed", .. var rest]:
        await SpeedReport.RunAsync(new Arguments(rest));
        break;
    case ["load-empty", .. var rest]:
        await EmptyEndpoint.RunAsync(new Arguments(rest));
        break;
    case ["load-paced", .. var rest]:
        await PacedLoad.RunAsync(new Arguments(rest));
        break;
    case ["load-promotion", .. var rest]:
        await PromotionLoad.RunAsync(new Arguments(rest));
        break;
    default:
        BenchmarkDotNet.Running.BenchmarkSwitcher.FromAssembly(typeof(Arguments).Assembly).Run(args);
        break;
}
