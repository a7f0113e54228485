using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using BangVang.App.Laureates;
using BangVang.App.Storage;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using NodaTime;

namespace BangVang.Web.Kernel;

/// <summary>
/// Every visitor gets the same answer here: it depends on the address, the language and the public content alone. Carries an
/// ETag, answers 304, is kept for visitors who are not signed in. A page that shows anything of the person who asks, or a
/// form that is posted, must not have it.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class PublicReadAttribute : Attribute
{
    /// <summary>What it shows changes by itself as time passes: an open phase, a countdown.</summary>
    public bool FollowsTime { get; init; }
}

/// <summary>The tag of an answer: everything it depends on, hashed. Two answers with one tag are the same bytes.</summary>
internal sealed record PublicTag(string Value, bool MayBeKept);

/// <summary>
/// Gives public reads their ETag before anything is computed, so that an unchanged answer costs a comparison. The tag is also
/// the key under which output caching keeps the answer: nothing has to be evicted, because what changed has another key.
/// </summary>
public sealed class PublicReads(RequestDelegate next, PublicVersion version, Assets assets, IClock clock, IOptions<App.Kernel.InstallationOptions> options)
{
    /// <summary>A page that follows time is made again after so many seconds; a banner with the demonstration's clock after a minute.</summary>
    private const int TimeStep = 10, BannerStep = 60;

    private static readonly string Build = string.Join('.', BuildParts().Select(a => a.ManifestModule.ModuleVersionId.ToString("n")));

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<PublicReadAttribute>() is not { } read || !IsVisitor(context)) { await next(context); return; }

        var state = await version.CurrentAsync(context.RequestAborted);
        var tag = Tag(context, read, state);
        if (IsKnown(context.Request, tag))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            Describe(context.Response, tag);
            return;
        }
        context.Features.Set(new PublicTag(tag, MayBeKept: !context.Request.Query.ContainsKey("lang")));
        context.Response.OnStarting(() =>
        {
            if (context.Response.StatusCode == StatusCodes.Status200OK) Describe(context.Response, tag);
            return Task.CompletedTask;
        });
        await next(context);
    }

    /// <summary>Whatever code and sentences an answer is made of.</summary>
    private static IEnumerable<Assembly> BuildParts()
    {
        var web = typeof(PublicReads).Assembly;
        return [web, web.GetSatelliteAssembly(Languages.Vi.Parent), web.GetSatelliteAssembly(Languages.En.Parent), typeof(BangVangDb).Assembly, typeof(Domain.Kernel.Actor).Assembly];
    }

    private static bool IsVisitor(HttpContext context) =>
        (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
        && context.SessionToken() is null && !context.Actor().IsSignedIn && context.Request.Headers.Authorization.Count == 0;

    private string Tag(HttpContext context, PublicReadAttribute read, PublicState state)
    {
        var step = read.FollowsTime ? TimeStep : options.Value.Demo ? BannerStep : 0;
        var time = step == 0 ? 0 : clock.GetCurrentInstant().ToUnixTimeSeconds() / step;
        var depends = string.Join('\n', Build, assets.ImportMap.Hash, state.Salt, state.Version.ToString(CultureInfo.InvariantCulture), time.ToString(CultureInfo.InvariantCulture),
            Languages.Current, Encodings(context.Request), context.Request.Scheme, context.Request.PathBase + context.Request.Path, context.Request.QueryString);
        return $"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(depends)).AsSpan(0, 16))}\"";

        // Compressed and plain bytes are not the same answer.
        static string Encodings(HttpRequest request) => request.Headers.AcceptEncoding.ToString().ToLowerInvariant();
    }

    private static bool IsKnown(HttpRequest request, string tag) =>
        request.GetTypedHeaders().IfNoneMatch is { Count: > 0 } known
        && known.Any(k => k.Equals(EntityTagHeaderValue.Any) || k.Compare(new EntityTagHeaderValue(tag), useStrongComparison: false));

    private static void Describe(HttpResponse response, string tag)
    {
        response.Headers.ETag = tag;
        // Browsers and caches on the way ask each time; the answer is a 304 while nothing changed.
        response.Headers.CacheControl = "no-cache";
        if (response.StatusCode == StatusCodes.Status304NotModified) response.Headers.Vary = "Cookie, Accept-Language, Accept-Encoding";
    }
}

/// <summary>Keeps what <see cref="PublicReads"/> tagged, under its tag; nothing else.</summary>
internal sealed class PublicReadPolicy : IOutputCachePolicy
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);

    public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken ct)
    {
        var tag = context.HttpContext.Features.Get<PublicTag>();
        context.EnableOutputCaching = context.AllowCacheLookup = context.AllowCacheStorage = context.AllowLocking = tag is { MayBeKept: true };
        if (tag is null) return default;
        context.CacheVaryByRules.VaryByValues["tag"] = tag.Value;
        context.ResponseExpirationTimeSpan = Kept;
        return default;
    }

    public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken ct) => default;

    /// <summary>An answer that gives the visitor something of their own, or that is no answer, is not kept.</summary>
    public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken ct)
    {
        var response = context.HttpContext.Response;
        if (response.StatusCode != StatusCodes.Status200OK || response.Headers.SetCookie.Count > 0) context.AllowCacheStorage = false;
        return default;
    }
}

public static class PublicReadExtensions
{
    /// <summary>Most memory that kept answers take together.</summary>
    private const long MostBytes = 64 * 1024 * 1024;

    public static IServiceCollection AddPublicReads(this IServiceCollection services) => services
        .AddSingleton<PublicVersion>().AddSingleton<ForgetAfterSave>().AddSingleton<ForgetAfterCommit>()
        .ConfigureDbContext<BangVangDb>((s, db) => db.AddInterceptors(s.GetRequiredService<ForgetAfterSave>(), s.GetRequiredService<ForgetAfterCommit>()))
        .AddOutputCache(cache =>
        {
            cache.SizeLimit = MostBytes;
            cache.AddBasePolicy(new PublicReadPolicy());
        });

    /// <inheritdoc cref="PublicReadAttribute"/>
    public static TBuilder PublicRead<TBuilder>(this TBuilder endpoint, bool followsTime = false) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new PublicAttribute(), new PublicReadAttribute { FollowsTime = followsTime });
}
