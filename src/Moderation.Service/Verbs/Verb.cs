using System.CommandLine;
using Moderation.Service.Hosting;

namespace Moderation.Service.Verbs;

/// <summary>One verb of the command line.</summary>
/// <param name="Name">As typed.</param>
/// <param name="Help">One sentence; help, README table and start-up log are made from it.</param>
/// <param name="Symbols">Its options, arguments and sub-commands.</param>
/// <param name="Run">What it does; the result is the exit code. Null where only its sub-commands do something.</param>
public sealed record Verb(
    string Name,
    string Help,
    IReadOnlyList<Symbol> Symbols,
    Func<VerbContext, CancellationToken, Task<int>>? Run);

/// <summary>What a verb works with.</summary>
/// <param name="Arguments">The parsed command line.</param>
/// <param name="Configuration">File, environment and command line together.</param>
/// <param name="Options">The validated settings.</param>
/// <param name="Out">Where results go.</param>
/// <param name="Error">Where progress and errors go, so that results can be piped.</param>
/// <param name="Rest">What was not parsed; only <c>run</c> takes any, for the host.</param>
public sealed record VerbContext(
    ParseResult Arguments,
    IConfiguration Configuration,
    ModerationOptions Options,
    TextWriter Out,
    TextWriter Error,
    IReadOnlyList<string> Rest)
{
    /// <summary>The value of an option or argument.</summary>
    public T? Get<T>(Option<T> option) => Arguments.GetValue(option);

    /// <summary>The value of an option or argument.</summary>
    public T? Get<T>(Argument<T> argument) => Arguments.GetValue(argument);
}

/// <summary>Exit codes that scripts can rely on.</summary>
public static class ExitCode
{
    /// <summary>All went well.</summary>
    public const int Ok = 0;

    /// <summary>It could not be done; the error says why.</summary>
    public const int Failed = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>Done, but some lines or rows were refused; they are named.</summary>
    public const int Partly = 3;

    /// <summary>A model was refused promotion; the reasons are given.</summary>
    public const int Refused = 4;

    /// <summary>Stopped by Ctrl+C or SIGTERM; nothing is half-written.</summary>
    public const int Cancelled = 130;
}
