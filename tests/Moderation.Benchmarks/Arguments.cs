namespace Moderation.Benchmarks;

/// <summary>Options of the form <c>--name value</c>.</summary>
internal sealed class Arguments(string[] args)
{
    public string this[string name] => Find(name)
        ?? throw new ArgumentException($"The option {name} is missing. Add it; tests/Moderation.Benchmarks/README.md shows each command.");

    public string? Find(string name)
    {
        var at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
    }

    public double Number(string name, double otherwise) =>
        Find(name) is { } value ? double.Parse(value, System.Globalization.CultureInfo.InvariantCulture) : otherwise;
}
