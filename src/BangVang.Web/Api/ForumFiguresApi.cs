using System.Globalization;
using System.Text;
using BangVang.App.Forum;
using BangVang.App.Forum.Figures;
using BangVang.App.Kernel;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Web.Files;
using BangVang.Web.Kernel;
using NodaTime;

namespace BangVang.Web.Api;

/// <summary>The figures of a forum as a table for other programs; who may have it is who may see the page.</summary>
public static class ForumFiguresApi
{
    public static void MapForumFigures(this IEndpointRouteBuilder app) =>
        app.MapMethods("/forum/{slug}/figures.csv", [HttpMethods.Get, HttpMethods.Head], CsvAsync).Public();

    private static async Task<IResult> CsvAsync(string slug, HttpContext context, BangVangDb db, ForumBook book, IClock clock, CancellationToken ct)
    {
        if (await book.CurrentAsync(slug, ct) is not { Forum: var forum }) return context.Refuse(Problem.NotFound("forum.unknown"));
        if (!(await db.ForumFiguresAsync(context.Actor(), forum, clock.GetCurrentInstant(), ct)).TryGet(out var figures, out var problem)) return context.Refuse(problem);
        var text = new StringBuilder().AppendCsv("figure", "code", "name_vi", "name_en", "people");
        foreach (var (figure, rows) in new[] { ("registered_by_place", figures.Registered), ("registered_by_kind", figures.Kinds), ("came_by_list", figures.Came), ("walk_ins_by_list", figures.WalkIns) })
            foreach (var row in rows) text.AppendCsv(figure, row.Code, row.Name.Vi, row.Name.En, row.Count.ToString(CultureInfo.InvariantCulture));
        text.AppendCsv("came_at_all", "", "", "", figures.CameAtAll.ToString(CultureInfo.InvariantCulture)).AppendCsv("waiting", "", "", "", figures.Waiting.ToString(CultureInfo.InvariantCulture));
        context.Response.Headers.CacheControl = "private, no-store";
        context.Response.Headers.ContentDisposition = FileDownload.Disposition($"figures-{forum.Slug}.csv");
        return Results.Text(text.ToString(), "text/csv", Encoding.UTF8);
    }
}
