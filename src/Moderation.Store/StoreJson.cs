using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Moderation.Policies;

namespace Moderation.Store;

/// <summary>The columns that hold JSON, as text on both databases.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Policy))]
[JsonSerializable(typeof(SiteDomains))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, float>))]
internal sealed partial class StoreJson : JsonSerializerContext
{
    private static readonly StoreJson Readable = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    internal static string Names(IReadOnlyList<string> names) => names switch
    {
        [] => "[]",
        ["clean"] => "[\"clean\"]",
        _ => JsonSerializer.Serialize(names, Readable.IReadOnlyListString),
    };

    internal static string Shares(IReadOnlyDictionary<string, float> shares) =>
        shares.Count == 0 ? "{}" : JsonSerializer.Serialize(shares, Readable.IReadOnlyDictionaryStringSingle);

    internal static IReadOnlyList<string> ReadNames(string json) =>
        JsonSerializer.Deserialize(json, Default.IReadOnlyListString) ?? [];

    internal static IReadOnlyDictionary<string, float> ReadShares(string json) =>
        JsonSerializer.Deserialize(json, Default.IReadOnlyDictionaryStringSingle) ?? new Dictionary<string, float>();

    internal static string Write(Policy policy) => JsonSerializer.Serialize(policy, Readable.Policy);

    internal static Policy ReadPolicy(string json) =>
        JsonSerializer.Deserialize(json, Default.Policy)
        ?? throw new JsonException("The stored policy is null. Write the site's policy again.");

    internal static string Write(SiteDomains domains) => JsonSerializer.Serialize(domains, Readable.SiteDomains);

    internal static SiteDomains ReadDomains(string json) =>
        JsonSerializer.Deserialize(json, Default.SiteDomains)
        ?? throw new JsonException("What is stored of a site's comments is null. Forget it on the owner's page; it is learnt anew.");
}

/// <summary>A column of names as a JSON array.</summary>
internal sealed class NamesConverter() : ValueConverter<IReadOnlyList<string>, string>(
    names => StoreJson.Names(names), json => StoreJson.ReadNames(json));

/// <summary>Compares columns of names by what they hold.</summary>
internal sealed class NamesComparer() : ValueComparer<IReadOnlyList<string>>(
    (left, right) => left!.SequenceEqual(right!), names => names.Count, names => names);

/// <summary>A column of shares by label as a JSON object.</summary>
internal sealed class SharesConverter() : ValueConverter<IReadOnlyDictionary<string, float>, string>(
    shares => StoreJson.Shares(shares), json => StoreJson.ReadShares(json));

/// <summary>Shares are immutable values: equal where they are the same object.</summary>
internal sealed class SharesComparer() : ValueComparer<IReadOnlyDictionary<string, float>>(
    (left, right) => ReferenceEquals(left, right), shares => shares.Count, shares => shares);

/// <summary>A policy as a JSON object.</summary>
internal sealed class PolicyConverter() : ValueConverter<Policy, string>(
    policy => StoreJson.Write(policy), json => StoreJson.ReadPolicy(json));

/// <summary>What a site's comments read like as a JSON object.</summary>
internal sealed class DomainsConverter() : ValueConverter<SiteDomains, string>(
    domains => StoreJson.Write(domains), json => StoreJson.ReadDomains(json));
