using System.Globalization;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Moderation.Service.Telemetry;

/// <summary>The figures in Prometheus' text format 0.0.4, when they are asked for.</summary>
[ExportModes(ExportModes.Pull)]
internal sealed class PrometheusText : BaseExporter<Metric>, IPullMetricExporter
{
    /// <summary>The format, as the answer names it.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly StringBuilder _text = new();

    /// <inheritdoc />
    public Func<int, bool>? Collect { get; set; }

    /// <summary>Collects the figures and writes them.</summary>
    public async Task<string> ReadAsync(CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            _text.Clear();
            Collect?.Invoke(Timeout.Infinite);
            return _text.ToString();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc />
    public override ExportResult Export(in Batch<Metric> batch)
    {
        foreach (var metric in batch)
        {
            Write(_text, metric);
        }

        return ExportResult.Success;
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        _turn.Dispose();
        base.Dispose(disposing);
    }

    private static void Write(StringBuilder text, Metric metric)
    {
        var isCounter = metric.MetricType is MetricType.LongSum or MetricType.DoubleSum;
        var name = NameOf(metric.Name, metric.Unit, isCounter);
        text.Append("# HELP ").Append(name).Append(' ').Append(metric.Description.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal)).Append('\n')
            .Append("# TYPE ").Append(name).Append(' ').Append(metric.MetricType == MetricType.Histogram ? "histogram" : isCounter ? "counter" : "gauge").Append('\n');
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            if (metric.MetricType == MetricType.Histogram)
            {
                WriteHistogram(text, name, point);
            }
            else
            {
                Line(text, name, LabelsOf(point), ValueOf(metric.MetricType, point));
            }
        }
    }

    private static void WriteHistogram(StringBuilder text, string name, in MetricPoint point)
    {
        var labels = LabelsOf(point);
        long below = 0;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            below += bucket.BucketCount;
            var bound = double.IsPositiveInfinity(bucket.ExplicitBound) ? "+Inf" : Number(bucket.ExplicitBound);
            Line(text, $"{name}_bucket", labels.Length == 0 ? $"le=\"{bound}\"" : $"{labels},le=\"{bound}\"", below);
        }

        Line(text, $"{name}_sum", labels, point.GetHistogramSum());
        Line(text, $"{name}_count", labels, point.GetHistogramCount());
    }

    private static double ValueOf(MetricType type, in MetricPoint point) => type switch
    {
        MetricType.LongSum or MetricType.LongSumNonMonotonic => point.GetSumLong(),
        MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic => point.GetSumDouble(),
        MetricType.LongGauge => point.GetGaugeLastValueLong(),
        _ => point.GetGaugeLastValueDouble(),
    };

    private static void Line(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0)
        {
            text.Append('{').Append(labels).Append('}');
        }

        text.Append(' ').Append(Number(value)).Append('\n');
    }

    /// <summary>Prometheus' name of an instrument: no full stops, the unit in words, <c>_total</c> behind what only grows.</summary>
    internal static string NameOf(string name, string unit, bool isCounter)
    {
        var plain = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
        var suffix = unit switch { "s" => "_seconds", "ms" => "_milliseconds", "By" => "_bytes", _ => "" };
        plain = plain.EndsWith(suffix, StringComparison.Ordinal) ? plain : plain + suffix;
        return isCounter && !plain.EndsWith("_total", StringComparison.Ordinal) ? $"{plain}_total" : plain;
    }

    private static string LabelsOf(in MetricPoint point)
    {
        StringBuilder? labels = null;
        foreach (var (key, value) in point.Tags)
        {
            labels = labels is null ? new StringBuilder() : labels.Append(',');
            labels.Append(string.Concat(key.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'))).Append("=\"")
                .Append(Escape(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")).Append('"');
        }

        return labels?.ToString() ?? "";
    }

    private static string Escape(string value) => value
        .Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal);

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
