using System.Collections.Concurrent;
using System.Net.Mime;
using System.Text;
using BangVang.App.Bundles;
using BangVang.App.Editions;
using BangVang.App.Log;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Web.Files;
using BangVang.Web.Kernel;
using Microsoft.Net.Http.Headers;

namespace BangVang.Web.Api;

/// <summary>Bundles as they were computed, one for each edition, until their result is amended.</summary>
public sealed class KeptBundles
{
    private readonly ConcurrentDictionary<string, (string Tag, byte[] Bytes)> kept = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim oneAtATime = new(1, 1);

    public async Task<Result<(string Tag, byte[] Bytes)>> GetAsync(WriteBundle write, string edition, CancellationToken ct)
    {
        var tag = await write.TagAsync(edition, ct);
        if (tag is not null && kept.TryGetValue(edition, out var known) && known.Tag == tag) return known;
        await oneAtATime.WaitAsync(ct);
        try
        {
            if (tag is not null && kept.TryGetValue(edition, out known) && known.Tag == tag) return known;
            if (!(await write.RunAsync(edition, ct)).TryGet(out var written, out var problem)) return problem;
            return kept[edition] = (tag!, written.Bytes);
        }
        finally { oneAtATime.Release(); }
    }
}

/// <summary>What anyone needs to check a published result without asking us: the bundle, and a page that verifies it where there is no network.</summary>
public static class BundlesApi
{
    public static IServiceCollection AddBundles(this IServiceCollection services) => services.AddSingleton<KeptBundles>();

    public static void MapBundles(this IEndpointRouteBuilder app)
    {
        string[] read = [HttpMethods.Get, HttpMethods.Head];
        app.MapMethods("/editions/{programme}/{year:int}/bundle.json", read, BundleAsync).Public();
        app.MapMethods("/verify/bundle.html", read, Verifier).Public();
        app.MapMethods("/editions/{programme}/{year:int}/audit-answers/{number:int}.json", read, AnswerAsync).Public();
        app.MapGet("/dossiers/{id:guid}/slip.json", SlipAsync).SignedIn();
    }

    private static async Task<IResult> BundleAsync(HttpContext context, string programme, int year, KeptBundles kept, WriteBundle write, Texts texts, CancellationToken ct)
    {
        // Whoever may not know yet that there is a result learns no more than that there is no file.
        if (!(await kept.GetAsync(write, $"{programme}/{year}", ct)).TryGet(out var bundle, out _)) return Problem.NotFound("editions.file_not_found").ToResult(texts);
        context.Response.Headers.CacheControl = "public, max-age=60";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        return Results.File(bundle.Bytes, MediaTypeNames.Application.Json, $"bangvang-{programme}-{year}.json", entityTag: new EntityTagHeaderValue($"\"{bundle.Tag}\""));
    }

    private static async Task<IResult> AnswerAsync(HttpContext context, string programme, int year, int number, BangVangDb db, WitnessPolicy witnesses, Texts texts, CancellationToken ct)
    {
        if (await db.AuditAnswerFileAsync($"{programme}/{year}", number, witnesses, ct) is not { } file) return Problem.NotFound("editions.file_not_found").ToResult(texts);
        context.Response.Headers.CacheControl = "public, max-age=60";
        context.Response.Headers.ContentDisposition = FileDownload.Disposition($"bangvang-{programme}-{year}-audit-{number}.json");
        return Results.Bytes(file.Bytes(), "application/json; charset=utf-8");
    }

    private static async Task<IResult> SlipAsync(Guid id, HttpContext context, BangVangDb db, EditionBook editions, LogSigner signer, WitnessPolicy witnesses, NodaTime.IClock clock, CancellationToken ct)
    {
        if (!(await db.SlipAsync(editions, signer, witnesses, context.Actor(), id, clock.GetCurrentInstant(), ct)).TryGet(out var slip, out var problem)) return context.Refuse(problem);
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.ContentDisposition = FileDownload.Disposition($"{slip.Reference}-{slip.Edition.Replace('/', '-')}.json");
        return Results.Bytes(slip.Bytes(), "application/json; charset=utf-8");
    }

    private static IResult Verifier(HttpContext context, IWebHostEnvironment host)
    {
        var page = Encoding.UTF8.GetBytes(StandaloneVerifier.Page(File.ReadAllText(host.WebRootFileProvider.GetFileInfo("js/verify-bundle.js").PhysicalPath!)));
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        return Results.File(page, MediaTypeNames.Text.Html, "bangvang-verify.html");
    }
}
