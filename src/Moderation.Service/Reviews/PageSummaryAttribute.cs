using Microsoft.AspNetCore.Http.Metadata;

namespace Moderation.Service.Reviews;

/// <summary>What a page is for, in a sentence, for the table of endpoints; the framework's own attribute is for methods only.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class PageSummaryAttribute(string summary) : Attribute, IEndpointSummaryMetadata
{
    /// <inheritdoc />
    public string Summary => summary;
}
