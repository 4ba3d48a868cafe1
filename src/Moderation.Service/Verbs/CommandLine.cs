using System.CommandLine;
using System.CommandLine.Help;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using Moderation.Service.Hosting;

namespace Moderation.Service.Verbs;

/// <summary>Turns the list of verbs into the command line and runs one of them.</summary>
public static partial class CommandLine
{
    /// <summary>What the program is called, whatever file it runs from.</summary>
    private const string Name = "moderation";

    /// <summary>How long a verb may take to stop.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private static readonly Option<string?> Data = new("--data")
    {
        Description = "Folder of everything that is kept (Moderation:Data; default data/).", HelpName = "DIR", Recursive = true,
    };

    private static readonly Option<string?> Models = new("--models")
    {
        Description = "The model shelf (Moderation:Models; default models/).", HelpName = "DIR", Recursive = true,
    };

    /// <summary>Parses and runs; errors become one or two sentences and an exit code.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken ct)
    {
        // Without a verb, or with options alone, the main job runs.
        var named = args.Length > 0 && (!args[0].StartsWith('-') || args[0] is "--help" or "-h" or "-?" or "--version");
        string[] words = named ? args : ["run", .. args];
        var parsed = Root(VerbList.For(words[0])).Parse(words);
        // The library's own handler of signals falls over the second one; the caller's token tells of them.
        var invocation = new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        try
        {
            return parsed.Errors.Count > 0 ? Usage(parsed, error) : await parsed.InvokeAsync(invocation, ct);
        }
        catch (Exception fault) when (KnownFaults.Explain(fault) is { } sentence)
        {
            error.WriteLine(sentence);
            return ExitCode.Failed;
        }
    }

    /// <summary>The command tree.</summary>
    private static Command Root(IReadOnlyList<Verb> verbs)
    {
        // Not the library's own root, which would call itself after the file that happens to run.
        var root = new Command(Name, "Moderation screens comments for slurs, harassment and hate speech, and keeps the review queue.");
        root.Options.Add(new HelpOption());
        root.Options.Add(new VersionOption());
        root.Options.Add(Data);
        root.Options.Add(Models);
        foreach (var verb in verbs)
        {
            root.Subcommands.Add(Command(verb));
        }

        return root;
    }

    private static Command Command(Verb verb)
    {
        var command = new Command(verb.Name, verb.Help) { TreatUnmatchedTokensAsErrors = verb.Name != "run" };
        foreach (var symbol in verb.Symbols)
        {
            switch (symbol)
            {
                case Option option: command.Options.Add(option); break;
                case Argument argument: command.Arguments.Add(argument); break;
                case Command sub: command.Subcommands.Add(sub); break;
            }
        }

        if (verb.Run is not null)
        {
            command.SetAction((parsed, ct) => RunAsync(verb, Context(parsed), ct));
        }

        return command;
    }

    /// <summary>Runs a verb, or says that it was stopped. One that does not hear of it, as while it waits for its input, is left behind; the host sees to its end itself.</summary>
    private static async Task<int> RunAsync(Verb verb, VerbContext context, CancellationToken ct)
    {
        using var late = new CancellationTokenSource();
        await using var asked = verb.Name == "run" ? default : ct.Register(() => late.CancelAfter(Patience));
        try
        {
            return await Task.Run(() => verb.Run!(context, ct), CancellationToken.None).WaitAsync(late.Token);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            context.Error.WriteLine("Stopped; nothing is half-written.");
            return ExitCode.Cancelled;
        }
    }

    /// <summary>A sub-command of a verb (<c>keys create</c>).</summary>
    public static Command Sub(string name, string help, IReadOnlyList<Symbol> symbols, Func<VerbContext, CancellationToken, Task<int>> run) =>
        Command(new Verb(name, help, symbols, run));

    private static VerbContext Context(ParseResult parsed)
    {
        var configuration = Configure(parsed);
        var options = configuration.GetSection(ModerationOptions.Section).Get<ModerationOptions>() ?? new ModerationOptions();
        var validation = new ModerationOptionsValidator().Validate(null, options);
        string[] faults = [.. SettingNames.Unknown(configuration), .. validation.Failures ?? []];
        return faults.Length > 0
            ? throw new OptionsValidationException(ModerationOptions.Section, typeof(ModerationOptions), faults)
            : new VerbContext(
                parsed, configuration, options, parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, parsed.UnmatchedTokens);
    }

    private static IConfiguration Configure(ParseResult parsed)
    {
        var given = new Dictionary<string, string?>();
        foreach (var (option, key) in new[] { (Data, "Data"), (Models, "Models"), (RunVerb.Roles, "Roles") })
        {
            if (parsed.GetValue(option) is { } value)
            {
                given[$"{ModerationOptions.Section}:{key}"] = value;
            }
        }

        return new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
            .AddJsonFile(Path.GetFullPath("appsettings.local.json"), optional: true)
            .AddEnvironmentVariables()
            .AddCommandLine([.. parsed.UnmatchedTokens])
            .AddInMemoryCollection(given)
            .Build();
    }

    private static int Usage(ParseResult parsed, TextWriter error)
    {
        foreach (var fault in parsed.Errors)
        {
            error.WriteLine(WithoutTypes(fault.Message));
        }

        error.WriteLine($"See '{Name} {string.Concat(NamesOf(parsed.CommandResult.Command).Select(name => $"{name} "))}--help'.");
        return ExitCode.Usage;
    }

    /// <summary>The names that lead to a command: a sub-command's help is behind its verb's.</summary>
    private static IEnumerable<string> NamesOf(Command command) => !command.Parents.Any() ? []
        : [.. command.Parents.OfType<Command>().Take(1).SelectMany(NamesOf), command.Name];

    /// <summary>The parser's sentence with a word for what is wanted, where it names a type of this program.</summary>
    private static string WithoutTypes(string sentence) => Type().Replace(sentence, static type => type.Groups[1].Value switch
    {
        "Single" or "Double" => " as a number",
        "Int32" or "Int64" => " as a whole number",
        "Guid" => " as an id",
        "Boolean" => " as true or false",
        _ => "",
    });

    [GeneratedRegex(@" as expected type '(?:[\w.]+\.)?(\w+)[^']*'")]
    private static partial Regex Type();
}
