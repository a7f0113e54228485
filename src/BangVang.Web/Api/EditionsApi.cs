using System.Net.Mime;
using System.Text.Json.Nodes;
using BangVang.App.Editions;
using BangVang.App.Kernel;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.StaticFiles;
using NodaTime;
using NodaTime.Text;

namespace BangVang.Web.Api;

/// <summary>A phase for programs; days are null while unpublished or disputed.</summary>
/// <param name="Closes">Last day, extensions counted.</param>
public sealed record PhaseItem(string Code, string Kind, string Name, string NameEn, string? Opens, string? Closes, bool Extended, bool Open);

/// <summary>An edition in a list.</summary>
/// <param name="Snapshot">Number of the snapshot in force.</param>
public sealed record EditionItem(
    string Edition, string Programme, int Year, int Number, string Name, string NameEn, bool Demonstration, int Snapshot, string Sha256, string PublishedAt, string Url,
    IReadOnlyList<PhaseItem> Phases);

/// <summary>An edition with its whole rulebook.</summary>
/// <param name="Regulation">As published; <c>unpublished</c> stands for what no source states, <c>variants</c> where sources disagree.</param>
public sealed record EditionDetail(EditionItem Summary, JsonNode Regulation);

/// <summary>The published editions as data, and the files they carry.</summary>
public static class EditionsApi
{
    public static void MapEditions(this IEndpointRouteBuilder app)
    {
        string[] read = [HttpMethods.Get, HttpMethods.Head];
        app.MapMethods("/api/v1/editions", read, ListAsync).PublicRead(followsTime: true)
            .WithSummary("Published editions, newest nominal year first").Produces<ItemPage<EditionItem>>();
        app.MapMethods("/api/v1/editions/{programme}/{year:int}", read, OneAsync).PublicRead(followsTime: true)
            .WithSummary("An edition with its whole rulebook").Produces<EditionDetail>().ProducesProblem(StatusCodes.Status404NotFound);
        app.MapMethods("/editions/{programme}/{year:int}/files/{code}", read, FileAsync).PublicRead();
    }

    private static async Task<IResult> ListAsync(EditionBook book, PublicUrl site, IClock clock, CancellationToken ct)
    {
        var (all, now) = (await book.AllAsync(ct), clock.GetCurrentInstant());
        return Results.Json(new ItemPage<EditionItem>([.. all.Select(e => ItemOf(e, site, now))], all.Count, null), Json.Options);
    }

    private static async Task<IResult> OneAsync(string programme, int year, EditionBook book, PublicUrl site, IClock clock, Texts texts, CancellationToken ct) =>
        await book.CurrentAsync($"{programme}/{year}", ct) is { } published
            ? Results.Json(new EditionDetail(ItemOf(published, site, clock.GetCurrentInstant()), JsonNode.Parse(EditionJson.Bytes(published.Edition))!), Json.Options)
            : Problem.NotFound("editions.not_found").ToResult(texts);

    /// <summary>A file the edition carries, to be saved: it never runs or shows in the place of a page.</summary>
    private static async Task<IResult> FileAsync(HttpContext context, string programme, int year, string code, EditionBook book, Texts texts, CancellationToken ct)
    {
        var document = (await book.CurrentAsync($"{programme}/{year}", ct))?.Edition.Documents.FirstOrDefault(d => d.Code == code);
        if (document is not { Sha256: { } hash, File: { } name } || await book.FileAsync(hash, ct) is not { } content) return Problem.NotFound("editions.file_not_found").ToResult(texts);

        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        var type = new FileExtensionContentTypeProvider().TryGetContentType(name, out var known) ? known : MediaTypeNames.Application.Octet;
        return Results.File(content, type, Path.GetFileName(name));
    }

    private static EditionItem ItemOf(PublishedEdition published, PublicUrl site, Instant now)
    {
        var edition = published.Edition;
        return new(
            edition.Key, edition.Programme, edition.Year, edition.Number, edition.Name.Vi, edition.Name.En, edition.Sample, published.Number, published.Sha256,
            InstantPattern.General.Format(published.PublishedAt), site.To($"/editions/{edition.Key}"),
            [.. edition.Phases.Select(p => new PhaseItem(
                p.Code, p.Kind.ToString(), p.Name.Vi, p.Name.En, Iso(p.FirstDay), Iso(p.LastDay), p.Extensions.Count > 0, edition.IsOpen(p.Code, now)))]);

        static string? Iso(LocalDate? day) => day is { } date ? LocalDatePattern.Iso.Format(date) : null;
    }
}
