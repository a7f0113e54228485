using BangVang.App.Decisions;
using BangVang.App.Documents;
using BangVang.App.Editions;
using BangVang.App.Kernel;
using BangVang.App.Log;
using BangVang.App.Ports;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Web.Files;
using BangVang.Web.Kernel;
using NodaTime;

namespace BangVang.Web.Api;

/// <summary>The papers of the council as files for an office suite.</summary>
public static class DecisionFiles
{
    private const string Docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    private const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static void MapDecisionFiles(this IEndpointRouteBuilder app)
    {
        app.MapGet("/council/{id:guid}/minutes.docx", MinutesAsync).For(Role.Chair, Role.Secretariat, Role.Juror, Role.Auditor);
        app.MapGet("/manage/{programme}/{year:int}/decision.docx", DecisionAsync).For(Role.Secretariat, Role.Chair, Role.Auditor);
        app.MapMethods("/editions/{programme}/{year:int}/decision.pdf", [HttpMethods.Get, HttpMethods.Head], SignedAsync).Public();
        app.MapGet("/manage/{programme}/{year:int}/press.docx", PressAsync).For(Role.Secretariat, Role.Chair);
        app.MapGet("/manage/{programme}/{year:int}/scores.xlsx", ScoresAsync).For(Role.Secretariat, Role.Chair, Role.Auditor);
    }

    private static async Task<IResult> MinutesAsync(HttpContext context, Guid id, BangVangDb db, EditionBook editions, IClock clock, Texts texts, CancellationToken ct)
    {
        var found = await db.MinutesAsync(editions, context.Actor(), id, clock.GetCurrentInstant(), ct);
        return found.TryGet(out var minutes, out var problem) ? Results.File(AdministrativeDocx.Write(minutes.ToDocument()), Docx, "bien-ban-hop-hoi-dong.docx") : problem.ToResult(texts);
    }

    private static async Task<IResult> DecisionAsync(HttpContext context, string programme, int year, BangVangDb db, EditionBook editions, IClock clock, Texts texts, CancellationToken ct)
    {
        var found = await db.DecisionPaperAsync(editions, context.Actor(), $"{programme}/{year}", clock.GetCurrentInstant(), ct);
        return found.TryGet(out var paper, out var problem) ? Results.File(AdministrativeDocx.Write(paper.ToDocument()), Docx, $"quyet-dinh-{programme}-{year}.docx") : problem.ToResult(texts);
    }

    private static async Task<IResult> SignedAsync(string programme, int year, BangVangDb db, IFileStore store, Texts texts, CancellationToken ct) =>
        await db.SignedPaperFileAsync($"{programme}/{year}", ct) is { } file && await FileDownload.OpenAsync(store, file, ct) is { } download ? download : Problem.NotFound("editions.file_not_found").ToResult(texts);

    private static async Task<IResult> PressAsync(
        HttpContext context, string programme, int year, BangVangDb db, EditionBook editions, WitnessPolicy policy, PublicUrl site, Texts texts, CancellationToken ct)
    {
        var found = await db.PressReleaseAsync(editions, context.Actor(), $"{programme}/{year}", policy, site, ct);
        return found.TryGet(out var paper, out var problem) ? Results.File(AdministrativeDocx.Write(paper.ToDocument()), Docx, $"thong-cao-bao-chi-{programme}-{year}.docx") : problem.ToResult(texts);
    }

    /// <param name="round">Null takes the last round.</param>
    private static async Task<IResult> ScoresAsync(
        HttpContext context, string programme, int year, string? round, BangVangDb db, EditionBook editions, IClock clock, Texts texts, CancellationToken ct)
    {
        var edition = (await editions.CurrentAsync($"{programme}/{year}", ct))?.Edition;
        if ((round is null ? edition?.JudgedRounds.LastOrDefault() : edition?.Round(round)) is not JudgedRound scored) return Problem.NotFound("decisions.round_unknown").ToResult(texts);
        var now = clock.GetCurrentInstant();
        if (!(await db.ScoreTableAsync(context.Actor(), edition!, scored, now, ct)).TryGet(out var table, out var problem)) return problem.ToResult(texts);
        var severity = await db.SeverityTableAsync(context.Actor(), edition!, scored, now, ct);
        return Results.File(ScoreTable.Write(severity is null ? [table] : [table, severity]), Xlsx, $"diem-{programme}-{year}-{scored.Code}.xlsx");
    }
}
