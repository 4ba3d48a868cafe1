namespace Moderation.Comments;

/// <summary>Why a line or a field of a file could not be read, and the cure. Nothing else of the file is lost by it.</summary>
/// <param name="File">File name as given.</param>
/// <param name="Line">Line number, from 1.</param>
/// <param name="Field">The field, dotted (<c>comments[3].parent</c>), or null where the line itself is at fault.</param>
/// <param name="What">What is wrong, one sentence without the place.</param>
/// <param name="Cure">What to change, one sentence.</param>
public sealed record ReadProblem(string File, int Line, string? Field, string What, string Cure)
{
    /// <inheritdoc />
    public override string ToString() =>
        $"{File}:{Line}{(Field is null ? "" : $": {Field}")}: {What} {Cure}";
}
