using System.Text;
using BangVang.App.Forum;
using BangVang.App.Forum.Commitments;
using BangVang.App.Kernel;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Web.Files;
using BangVang.Web.Kernel;
using NodaTime.Text;

namespace BangVang.Web.Api;

/// <summary>The registry of recommendations and commitments as a table for other programs.</summary>
public static class CommitmentsApi
{
    public static void MapCommitments(this IEndpointRouteBuilder app) =>
        app.MapMethods("/forum/{slug}/commitments.csv", [HttpMethods.Get, HttpMethods.Head], CsvAsync).PublicRead();

    private static async Task<IResult> CsvAsync(string slug, HttpContext context, BangVangDb db, ForumBook book, CancellationToken ct)
    {
        if (await book.CurrentAsync(slug, ct) is not { } published) return context.Refuse(Problem.NotFound("forum.unknown"));
        var registry = await db.CommitmentsAsync(book, published.Forum, ct);
        var text = new StringBuilder().AppendCsv("forum", "number", "kind", "state", "text_vi", "text_en", "stated_by", "owner", "due_on", "last_report", "reported_at", "source");
        foreach (var (forum, record) in registry.Own.Select(r => (published.Slug, r)).Concat(registry.TakenUp.Select(t => (t.Forum.Slug, t.Record))))
        {
            var (c, last) = (record.Commitment, record.Reports.Count == 0 ? null : record.Reports[^1]);
            text.AppendCsv(forum, $"{c.Number}", c.Kind.ToString(), record.State.ToString(), c.TextVi, c.TextEn, c.StatedBy, c.Owner, c.DueOn is { } due ? LocalDatePattern.Iso.Format(due) : null,
                last?.Note, last is null ? null : InstantPattern.ExtendedIso.Format(last.ReportedAt), last?.SourceUrl ?? c.SourceUrl);
        }
        context.Response.Headers.ContentDisposition = FileDownload.Disposition($"commitments-{published.Slug}.csv");
        return Results.Text(text.ToString(), "text/csv", Encoding.UTF8);
    }
}
