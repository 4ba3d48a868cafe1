namespace Moderation.Models;

/// <summary>A model, its card or the shelf is not what it must be; the message says what and names the cure.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "A refusal without a reason is not one.")]
public sealed class ModelRefusedException : Exception
{
    /// <inheritdoc />
    public ModelRefusedException(string message)
        : base(message)
    {
    }

    /// <inheritdoc />
    public ModelRefusedException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
