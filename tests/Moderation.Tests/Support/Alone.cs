namespace Moderation.Tests.Support;

/// <summary>For tests that look at something the whole process shares, such as its meters: they run with no other beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
