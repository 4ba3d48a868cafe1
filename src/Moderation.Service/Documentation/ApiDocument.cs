using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Moderation.Service.Access;
using Moderation.Service.Screening;
using Moderation.Service.Wires;
using Moderation.Store;

namespace Moderation.Service.Documentation;

/// <summary>
/// The OpenAPI document: our own API with examples, and the wires with a pointer to the page that has their formats, which are
/// other people's and documented by them.
/// </summary>
internal static class ApiDocument
{
    /// <summary>Tag of the endpoints for whoever runs the service.</summary>
    public const string Running = "Running it";

    private const string WiresPage = "docs/wires.md";
    private const string Problem = "application/problem+json";
    private const string NdJson = "application/x-ndjson";

    private static readonly JsonSerializerOptions Lines = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly (string Tag, string Meaning)[] Own =
    [
        ("Comments", "Send comments, and read what was decided of them."),
        ("Reviews", "The review queue, for a site that has a desk of its own."),
        ("Webhooks", "What the service had to tell a site, and what could not be delivered."),
        (Running, "Health, metrics and this document."),
    ];

    private static readonly (string Scheme, OpenApiSecurityScheme Means)[] Schemes =
    [
        ("bearer", new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "Authorization: Bearer KEY" }),
        ("header", new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = "X-Api-Key" }),
        ("query", new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Query, Name = "key", Description = "As Perspective's clients send it.",
        }),
    ];

    public static void AddApiDocument(this IServiceCollection services) => services.AddOpenApi(options =>
    {
        options.AddSchemaTransformer(PlainNumbers);
        options.AddSchemaTransformer(PlainStrings);
        options.AddOperationTransformer(Access);
        options.AddDocumentTransformer(Describe);
    });

    public static void MapApiDocument(this IEndpointRouteBuilder routes) => routes.MapOpenApi().RequireAuthorization(AccessPolicies.Read)
        .WithTags(Running).WithSummary("The OpenAPI document of this API and of the wires.");

    /// <summary>Numbers are numbers; that strings with digits are taken for them too is a leniency and no promise.</summary>
    private static Task PlainNumbers(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken ct)
    {
        if (schema.Type is { } type && (type & (JsonSchemaType.Integer | JsonSchemaType.Number)) != 0)
        {
            schema.Type = type & ~JsonSchemaType.String;
            schema.Pattern = null;
        }

        return Task.CompletedTask;
    }

    /// <summary>A string that is read with indulgence is a string all the same.</summary>
    private static Task PlainStrings(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken ct)
    {
        if (schema.Type is null && context.JsonPropertyInfo is { CustomConverter: JsonTextConverter } property)
        {
            schema.Type = property.IsGetNullable ? JsonSchemaType.Null | JsonSchemaType.String : JsonSchemaType.String;
        }

        return Task.CompletedTask;
    }

    private static Task Access(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        Secure(operation, context.Description.ActionDescriptor.EndpointMetadata, context.Document!);
        return Task.CompletedTask;
    }

    /// <summary>Which scope the key needs, and what the caller hears whose key does not do.</summary>
    private static void Secure(OpenApiOperation operation, IEnumerable<object> metadata, OpenApiDocument document)
    {
        var scope = metadata.OfType<IAuthorizeData>().Select(data => data.Policy).FirstOrDefault(policy => policy is not null && KeyScopes.All.Contains(policy));
        if (scope is null)
        {
            return;
        }

        operation.Description = $"Needs a key with the scope `{scope}`.";
        operation.Security = [.. Schemes.Select(one => new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(one.Scheme, document)] = [scope] })];
        foreach (var (status, name, _) in Refusals)
        {
            operation.Responses!.TryAdd($"{status}", new OpenApiResponseReference(name, document));
        }
    }

    private static void Illustrate(OpenApiOperation operation)
    {
        if (ApiExamples.All.FirstOrDefault(example => example.Operation == operation.OperationId) is { } example)
        {
            Put(operation.RequestBody?.Content, example.Request);
            Put(Contents(operation, 200), example.Answer);
            foreach (var (status, detail) in example.Faults)
            {
                Put(Contents(operation, status), FaultOf(status, detail));
            }
        }
    }

    private static IDictionary<string, OpenApiMediaType>? Contents(OpenApiOperation operation, int status) =>
        operation.Responses!.TryGetValue($"{status}", out var response) ? response.Content : null;

    private static void Put(IDictionary<string, OpenApiMediaType>? contents, string? example)
    {
        if (contents is null || example is null)
        {
            return;
        }

        foreach (var (type, content) in contents)
        {
            var json = JsonNode.Parse(example)!;
            content.Example = type == NdJson ? string.Join('\n', json.AsArray().Select(line => line!.ToJsonString(Lines))) : json;
        }
    }

    private static Task Describe(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken ct)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Moderation", Version = "1",
            Description = "Screens comments before they are published: slurs, harassment, hate speech. Errors are problem details (RFC 9457), each with its cure. "
                + "Probabilities are 0 to 1; positions in a text count its UTF-16 units.",
            License = new OpenApiLicense { Name = "Apache-2.0", Identifier = "Apache-2.0" },
        };
        foreach (var (scheme, means) in Schemes)
        {
            document.AddComponent(scheme, means);
        }

        foreach (var (status, name, detail) in Refusals)
        {
            document.AddComponent(name, Refusal(status, detail));
        }

        // Here and not by operation: endpoints that describe themselves do so after all transformers of operations.
        foreach (var operation in document.Paths.Values.SelectMany(path => path.Operations!.Values))
        {
            Illustrate(operation);
        }

        AddUndescribed(document, context.ApplicationServices.GetRequiredService<EndpointDataSource>());
        document.Tags = new HashSet<OpenApiTag>(
        [
            .. Own.Select(own => new OpenApiTag { Name = own.Tag, Description = own.Meaning }),
            .. WireList.All.Select(wire => new OpenApiTag { Name = wire.Name, Description = $"{wire.Speaks} The formats: {WiresPage}." }),
        ]);
        return Task.CompletedTask;
    }

    /// <summary>Adds what the framework does not describe, such as the wires, where it has a tag. A path under any prefix is no path to tell of.</summary>
    private static void AddUndescribed(OpenApiDocument document, EndpointDataSource endpoints)
    {
        foreach (var endpoint in endpoints.Endpoints.OfType<RouteEndpoint>().Where(endpoint => endpoint.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is not null))
        {
            var path = $"/{endpoint.RoutePattern.RawText!.TrimStart('/')}";
            if (endpoint.Metadata.GetMetadata<ITagsMetadata>()?.Tags is not [var tag, ..] || path.Contains("**", StringComparison.Ordinal))
            {
                continue;
            }

            document.Paths.TryAdd(path, new OpenApiPathItem { Operations = [] });
            foreach (var method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"])
            {
                document.Paths[path].Operations!.TryAdd(new HttpMethod(method), Undescribed(document, endpoint, tag));
            }
        }
    }

    private static OpenApiOperation Undescribed(OpenApiDocument document, RouteEndpoint endpoint, string tag)
    {
        var wire = WireList.All.FirstOrDefault(wire => wire.Name == tag);
        var operation = new OpenApiOperation
        {
            Tags = new HashSet<OpenApiTagReference>([new OpenApiTagReference(tag, document)]),
            Summary = endpoint.Metadata.GetMetadata<IEndpointSummaryMetadata>()?.Summary,
            Description = wire is null ? null : $"In the format of the wire `{wire.Name}`: see {WiresPage}.",
            Parameters = [.. endpoint.RoutePattern.Parameters.Select(parameter => new OpenApiParameter
            {
                Name = parameter.Name, In = ParameterLocation.Path, Required = true, Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            })],
            Responses = wire is null ? new OpenApiResponses { ["200"] = Shown(endpoint) } : new OpenApiResponses { ["default"] = new OpenApiResponse { Description = "In that format." } },
        };
        Secure(operation, endpoint.Metadata, document);
        return operation;
    }

    private static OpenApiResponse Shown(RouteEndpoint endpoint)
    {
        var (type, example) = ApiExamples.Texts.GetValueOrDefault($"/{endpoint.RoutePattern.RawText!.TrimStart('/')}", ("application/json", null));
        return new OpenApiResponse
        {
            Description = "OK",
            Content = new Dictionary<string, OpenApiMediaType> { [type] = new OpenApiMediaType { Example = example } },
        };
    }

    private static readonly (int Status, string Name, string Detail)[] Refusals =
    [
        (StatusCodes.Status401Unauthorized, "NoKey", KeyRefusal.NoKey),
        (StatusCodes.Status403Forbidden, "NoScope", KeyRefusal.NoScope),
        (StatusCodes.Status429TooManyRequests, "TooMany", KeyRefusal.TooMany(1)),
    ];

    private static OpenApiResponse Refusal(int status, string detail) => new()
    {
        Description = detail,
        Headers = status == StatusCodes.Status429TooManyRequests
            ? new Dictionary<string, IOpenApiHeader> { ["Retry-After"] = new OpenApiHeader { Description = "Whole seconds.", Schema = new OpenApiSchema { Type = JsonSchemaType.Integer } } }
            : null,
        Content = new Dictionary<string, OpenApiMediaType> { [Problem] = new OpenApiMediaType { Example = JsonNode.Parse(FaultOf(status, detail)) } },
    };

    private static string FaultOf(int status, string detail) => new JsonObject
    {
        ["title"] = Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status), ["status"] = status, ["detail"] = detail,
    }.ToJsonString();
}
