using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using BangVang.App.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing.Patterns;

namespace BangVang.Web.Api;

/// <summary>A value an address may carry behind its question mark.</summary>
/// <param name="Type"><c>string</c> or <c>integer</c>.</param>
public sealed record QueryValue(string Name, string Type, string Description);

/// <summary>The API's description of itself, OpenAPI 3.1: made from the endpoints that answer under <c>/api/v1</c>, so that it cannot fall behind them.</summary>
public static class OpenApi
{
    public const string Path = "/api/v1/openapi.json";

    private static readonly JsonSerializerOptions Options = new(Json.Options) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

    public static void MapOpenApi(this IEndpointRouteBuilder app) =>
        app.MapMethods(Path, [HttpMethods.Get, HttpMethods.Head], (EndpointDataSource endpoints, PublicUrl site) =>
            Results.Text(Document(endpoints, site).ToJsonString(Options), "application/json")).PublicRead().WithSummary("This description");

    /// <summary>Names a value of the query for the description.</summary>
    public static TBuilder Takes<TBuilder>(this TBuilder endpoint, string name, string type, string description) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new QueryValue(name, type, description));

    private static JsonObject Document(EndpointDataSource endpoints, PublicUrl site)
    {
        var paths = new JsonObject();
        foreach (var endpoint in endpoints.Endpoints.OfType<RouteEndpoint>().Where(e => e.RoutePattern.RawText?.StartsWith("/api/v1/", StringComparison.Ordinal) is true)
            .OrderBy(e => e.RoutePattern.RawText, StringComparer.Ordinal))
        {
            var path = $"/{string.Join('/', endpoint.RoutePattern.PathSegments.Select(Segment))}";
            var operations = (JsonObject)(paths[path] ??= new JsonObject());
            foreach (var method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [])
                if (method != HttpMethods.Head) operations[method.ToLowerInvariant()] = Operation(endpoint);
        }
        return new()
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject { ["title"] = "Bảng Vàng", ["version"] = "1", ["license"] = new JsonObject { ["name"] = "Apache-2.0", ["identifier"] = "Apache-2.0" } },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = site.Root.ToString().TrimEnd('/') }),
            ["paths"] = paths,
            ["components"] = new JsonObject { ["schemas"] = new JsonObject { ["Problem"] = ProblemSchema() } },
        };
    }

    private static JsonObject Operation(RouteEndpoint endpoint)
    {
        var produced = endpoint.Metadata.OfType<IProducesResponseTypeMetadata>().FirstOrDefault(p => p.StatusCode == StatusCodes.Status200OK && p.Type is not null && p.Type != typeof(void));
        var ok = new JsonObject { ["description"] = "OK" };
        if (produced is not null) ok["content"] = Content("application/json", Options.GetJsonSchemaAsNode(produced.Type!));
        var operation = new JsonObject
        {
            ["summary"] = endpoint.Metadata.GetMetadata<IEndpointSummaryMetadata>()?.Summary ?? endpoint.RoutePattern.RawText,
            ["responses"] = new JsonObject
            {
                ["200"] = ok,
                ["default"] = new JsonObject { ["description"] = "A refusal, RFC 9457", ["content"] = Content("application/problem+json", new JsonObject { ["$ref"] = "#/components/schemas/Problem" }) },
            },
        };
        if (endpoint.Metadata.GetMetadata<PublicReadAttribute>() is not null) ((JsonObject)operation["responses"]!)["304"] = new JsonObject { ["description"] = "Unchanged since the ETag of If-None-Match" };
        var parameters = endpoint.RoutePattern.Parameters.Select(InPath).Concat(endpoint.Metadata.OfType<QueryValue>().Select(InQuery)).ToArray<JsonNode>();
        if (parameters.Length > 0) operation["parameters"] = new JsonArray(parameters);
        return operation;
    }

    private static JsonObject Content(string type, JsonNode schema) => new() { [type] = new JsonObject { ["schema"] = schema } };

    private static JsonObject InPath(RoutePatternParameterPart part) => new()
    {
        ["name"] = part.Name, ["in"] = "path", ["required"] = true,
        ["schema"] = new JsonObject { ["type"] = part.ParameterPolicies.Any(p => p.Content is "int" or "long") ? "integer" : "string" },
    };

    private static JsonObject InQuery(QueryValue value) => new()
    {
        ["name"] = value.Name, ["in"] = "query", ["description"] = value.Description, ["schema"] = new JsonObject { ["type"] = value.Type },
    };

    private static string Segment(RoutePatternPathSegment segment) =>
        string.Concat(segment.Parts.Select(p => p is RoutePatternParameterPart parameter ? $"{{{parameter.Name}}}" : ((RoutePatternLiteralPart)p).Content));

    private static JsonObject ProblemSchema() => new()
    {
        ["type"] = "object", ["required"] = new JsonArray("status", "title", "code"),
        ["properties"] = new JsonObject
        {
            ["type"] = new JsonObject { ["type"] = "string" }, ["title"] = new JsonObject { ["type"] = "string" }, ["status"] = new JsonObject { ["type"] = "integer" },
            ["code"] = new JsonObject { ["type"] = "string", ["description"] = "word.reason, the same in every language" },
            ["field"] = new JsonObject { ["type"] = new JsonArray("string", "null") }, ["article"] = new JsonObject { ["type"] = new JsonArray("string", "null") },
        },
    };
}
