using System.Reflection;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace BangVang.Web.Tests.Visibility;

/// <summary>Values that fill the addresses of the server.</summary>
/// <param name="Ids">Tried wherever an address takes a Guid.</param>
/// <param name="Words">By name of the parameter, of the address or of the query.</param>
internal sealed record KnownValues(IReadOnlyList<Guid> Ids, IReadOnlyDictionary<string, IReadOnlyList<string>> Words);

/// <summary>An endpoint that can be read, with every address that the known values give it, and what may be asked there.</summary>
/// <param name="Queries">Each to be put behind a path: <c>?round=final</c>.</param>
internal sealed record Route(string Pattern, IAccess Access, IReadOnlyList<string> Paths, IReadOnlyList<string> Queries);

/// <summary>Everything the server answers to a GET, read off its own endpoints: a page that is added tomorrow is in it.</summary>
internal static class RouteMap
{
    /// <exception cref="InvalidOperationException">An address has a part of which no value is known.</exception>
    public static async Task<IReadOnlyList<Route>> OfAsync(WebHost host, KnownValues known)
    {
        var loader = host.Services.GetRequiredService<PageLoader>();
        var routes = new List<Route>();
        foreach (var endpoint in host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            if (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>() is { HttpMethods: { Count: > 0 } methods } && !methods.Contains("GET")) continue;
            var page = endpoint.Metadata.GetMetadata<PageActionDescriptor>() is { } found ? await loader.LoadAsync(found, endpoint.Metadata) : null;
            var access = page is null ? endpoint.Metadata.GetMetadata<IAccess>() : page.HandlerTypeInfo.GetCustomAttributes(inherit: true).OfType<IAccess>().Single();
            var queries = (page is null ? QueriesOf(endpoint) : QueriesOf(page)).DistinctBy(q => q.Name, StringComparer.OrdinalIgnoreCase)
                .Where(q => endpoint.RoutePattern.GetParameter(q.Name) is null).SelectMany(q => ValuesOf(q, known).Select(v => $"?{q.Name}={Uri.EscapeDataString(v)}")).ToList();
            routes.Add(new("/" + endpoint.RoutePattern.RawText!.TrimStart('/'), access!, [.. Fill(endpoint.RoutePattern, known)], queries));
        }
        return routes;
    }

    /// <summary>What a query may ask: a name and the type of its value, or for a named handler of a page that handler.</summary>
    private sealed record Query(string Name, Type Type, string? Only = null);

    private static IEnumerable<Query> QueriesOf(CompiledPageActionDescriptor page)
    {
        var handlers = page.HandlerMethods.Where(h => h.HttpMethod == "Get").ToList();
        return [
            .. page.HandlerTypeInfo.GetProperties().SelectMany(p => p.GetCustomAttribute<BindPropertyAttribute>() is { SupportsGet: true } bound ? Flat(bound.Name ?? p.Name, p.PropertyType, isModel: true) : []),
            .. handlers.SelectMany(h => h.MethodInfo.GetParameters()).SelectMany(p => Flat(p.Name!, p.ParameterType, isModel: false)),
            .. handlers.Where(h => h.Name is not null).Select(h => new Query("handler", typeof(string), h.Name)),
        ];
    }

    private static IEnumerable<Query> QueriesOf(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<MethodInfo>() is not { } method ? []
        : method.GetParameters().SelectMany(p => Flat(p.Name!, p.ParameterType, isModel: p.GetCustomAttribute<AsParametersAttribute>() is not null));

    /// <summary>A value is asked under its name, a model by the names of its values; anything else is no query.</summary>
    private static IEnumerable<Query> Flat(string name, Type type, bool isModel) => IsValue(type) ? [new(name, type)]
        : isModel ? type.GetProperties().Where(p => p.CanWrite && IsValue(p.PropertyType)).Select(p => new Query(p.Name, p.PropertyType)) : [];

    private static bool IsValue(Type type) => (Nullable.GetUnderlyingType(type) ?? type) is var t && t != typeof(CancellationToken) && (t.IsEnum || t.IsPrimitive || t == typeof(string) || t == typeof(Guid));

    private static IEnumerable<string> ValuesOf(Query query, KnownValues known)
    {
        if (query.Only is { } handler) return [handler];
        var type = Nullable.GetUnderlyingType(query.Type) ?? query.Type;
        if (type == typeof(Guid)) return known.Ids.Select(id => id.ToString());
        if (type.IsEnum) return Enum.GetNames(type);
        if (type == typeof(bool)) return ["true"];
        return known.Words.TryGetValue(query.Name.ToLowerInvariant(), out var words) ? words : type == typeof(string) ? known.Words["q"] : ["1"];
    }

    /// <summary>The addresses of a pattern, with and without its optional end.</summary>
    private static IEnumerable<string> Fill(RoutePattern pattern, KnownValues known)
    {
        IEnumerable<string> paths = [""];
        foreach (var segment in pattern.PathSegments)
        {
            var isOptional = segment.Parts.OfType<RoutePatternParameterPart>().Any(p => p.IsOptional);
            IEnumerable<string> filled = [""];
            foreach (var part in segment.Parts) filled = filled.SelectMany(before => PartsOf(part, pattern, known).Select(after => before + after)).ToList();
            paths = paths.SelectMany(path => filled.Select(f => $"{path}/{f}").Concat(isOptional ? [path] : [])).ToList();
        }
        return paths.Select(p => p.Length == 0 ? "/" : p);
    }

    private static IEnumerable<string> PartsOf(RoutePatternPart part, RoutePattern pattern, KnownValues known)
    {
        if (part is RoutePatternLiteralPart literal) return [literal.Content];
        if (part is RoutePatternSeparatorPart separator) return [separator.Content];
        var name = ((RoutePatternParameterPart)part).Name;
        if (known.Words.TryGetValue(name.ToLowerInvariant(), out var words)) return words;
        var constraints = pattern.ParameterPolicies.TryGetValue(name, out var policies) ? policies.Select(p => p.Content) : [];
        return constraints.Contains("guid") ? known.Ids.Select(id => id.ToString())
            : throw new InvalidOperationException($"{pattern.RawText} takes a {name}: add values for it to {nameof(PlantedAward)}.{nameof(PlantedAward.KnownAsync)}, so that the visibility matrix reads it.");
    }
}
