using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Moderation.Comments;
using Moderation.Models;
using Moderation.Store;

namespace Moderation.Service.Verbs;

/// <summary>The faults an operator can cure, each in a sentence with its cure. Others are bugs and keep their stack trace.</summary>
public static partial class KnownFaults
{
    /// <summary>The sentence for a fault, or null where it is not a known one.</summary>
    public static string? Explain(Exception fault) => fault switch
    {
        InvalidDataException { InnerException: FormatException { InnerException: JsonException json } } => $"{fault.Message} Line {json.LineNumber + 1} of it is no JSON: {JsonSaid.Of(json).TrimEnd('.')}. Correct it.",
        InvalidOperationException when Setting().Match(fault.Message) is { Success: true } setting =>
            $"{setting.Groups["name"]} is '{setting.Groups["value"]}', which it cannot be. The manual's table of settings says what it can.",
        ModelRefusedException or InvalidDataException or StoreException => fault.Message,
        OptionsValidationException validation => string.Join(Environment.NewLine, validation.Failures),
        UnauthorizedAccessException => $"{Said(fault)} Give this user the right to it, or choose another folder with --data or --models.",
        FileNotFoundException or DirectoryNotFoundException => $"{Said(fault)} Check the path.",
        IOException io when IsDiskFull(io) => $"The disk is full ({io.Message}). Free some space and run it again; nothing is half-written.",
        IOException { InnerException: AddressInUseException } => $"{Said(fault)} Stop the program that listens there, or choose another address with --urls.",
        IOException => $"{Said(fault)} Check that the path exists, can be written and is not in use.",
        FormatException when fault.Message.StartsWith("Invalid url", StringComparison.Ordinal) => $"{fault.Message}. Give --urls such as http://localhost:5080.",
        JsonException => $"{Said(fault)} Compare the file with the shipped one.",
        _ => StoreException.Behind(fault)?.Message,
    };

    [GeneratedRegex("^Failed to convert configuration value '(?<value>.*)' at '(?<name>[^']+)' to type", RegexOptions.Singleline)]
    private static partial Regex Setting();

    // Some of the system's sentences lack their end, and have a blank before the colon.
    private static string Said(Exception fault) => $"{fault.Message.Replace(" : ", ": ", StringComparison.Ordinal).TrimEnd('.')}.";

    private static bool IsDiskFull(IOException fault) =>
        // ENOSPC on Unix, ERROR_DISK_FULL on Windows.
        (fault.HResult & 0xFFFF) is 28 or 112 || fault.Message.Contains("No space left", StringComparison.Ordinal);
}
