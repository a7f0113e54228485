using BangVang.App.Panels;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Scoring;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Scoring;

/// <summary>One dossier in a juror's queue.</summary>
/// <param name="State">Null before anything was saved.</param>
/// <param name="Marked">How many lines have a mark.</param>
/// <param name="ClosesAt">Where the sheet was asked for after the round: until when it can be signed. Null where the round's own end counts.</param>
public sealed record QueueRow(
    Guid AssignmentId, string EditionKey, string RoundCode, string CategoryCode, string Reference, string ProductName, ScoresheetState? State, int Marked, int? Score, Instant? SavedAt, Instant? ClosesAt);

/// <summary>A colleague's signed sheet, readable after the own one is signed where the edition allows it.</summary>
public sealed record OtherSheet(string Juror, int Score, IReadOnlyDictionary<string, int> Marks, IReadOnlyDictionary<string, string> Comments);

/// <summary>A dossier as its juror sees it: content of the version that counts, the own sheet, and nothing of others before signing.</summary>
/// <param name="Content">Canonical JSON of the submitted version.</param>
/// <param name="Applicant">Null where the round hides who applies.</param>
public sealed record JudgingView(
    Guid AssignmentId, string EditionKey, string RoundCode, string CategoryCode, Guid DossierId, Guid VersionId, string Reference, string ProductName, string? Applicant, string Content,
    Scoresheet Sheet, IReadOnlyList<OtherSheet> Others)
{
    /// <summary>When the sheet may be written; null while the round is not scheduled.</summary>
    public TimeWindow? Window { get; init; }
}

public static class JudgingQueries
{
    /// <summary>The juror's whole queue of an edition, in the juror's own reading order. One query.</summary>
    public static async Task<List<QueueRow>> JudgingQueueAsync(this BangVangDb db, Actor actor, CancellationToken ct)
    {
        var rows = await (
            from a in db.AssignmentsOf(actor).AsNoTracking()
            join d in db.Dossiers on a.DossierId equals d.Id
            join s in db.Scoresheets.Where(s => s.JurorId == actor.PersonId) on new { a.RoundCode, a.DossierId } equals new { s.RoundCode, s.DossierId } into sheets
            from s in sheets.DefaultIfEmpty()
            orderby a.EditionKey, a.RoundCode, a.Ordinal, a.Id
            select new { a.Id, a.EditionKey, a.RoundCode, a.CategoryCode, a.ClosesAt, d.Reference, d.ProductName, Sheet = s }).Take(1000).ToListAsync(ct);
        return [.. rows.Select(r => new QueueRow(r.Id, r.EditionKey, r.RoundCode, r.CategoryCode, r.Reference, r.ProductName, r.Sheet?.State, r.Sheet?.Marks.Count ?? 0, r.Sheet?.Score, r.Sheet?.SavedAt, r.ClosesAt))];
    }

    /// <summary>One dossier beside its sheet; null when it is not the actor's to judge.</summary>
    public static async Task<JudgingView?> JudgingViewAsync(this BangVangDb db, Actor actor, Edition edition, Guid assignmentId, Instant now, CancellationToken ct)
    {
        var found = await (
            from a in db.AssignmentsOf(actor).AsNoTracking()
            join d in db.Dossiers on a.DossierId equals d.Id
            join e in db.Enterprises on d.EnterpriseId equals e.Id
            join v in db.DossierVersions on d.CurrentVersionId equals v.Id
            where a.Id == assignmentId && a.EditionKey == edition.Key
            select new { Assignment = a, Dossier = d, Enterprise = e.Name, Version = v }).SingleOrDefaultAsync(ct);
        if (found is null || edition.Round(found.Assignment.RoundCode) is not ScoringRound round) return null;

        var a0 = found.Assignment;
        var sheet = await db.Scoresheets.AsNoTracking().SingleOrDefaultAsync(s => s.RoundCode == a0.RoundCode && s.DossierId == a0.DossierId && s.JurorId == a0.JurorId, ct)
            ?? new() { Id = Guid.Empty, EditionKey = a0.EditionKey, RoundCode = a0.RoundCode, CategoryCode = a0.CategoryCode, DossierId = a0.DossierId, JurorId = a0.JurorId };
        return new(a0.Id, a0.EditionKey, a0.RoundCode, a0.CategoryCode, a0.DossierId, found.Version.Id, found.Dossier.Reference, found.Dossier.ProductName, round.HidesApplicants ? null : found.Enterprise,
            found.Version.Content, sheet, await db.OtherSheetsAsync(edition, round, sheet, now, ct))
        { Window = a0.WindowIn(edition.WindowOf(round.Phase ?? "")) };
    }

    /// <summary>Empty until the own sheet is signed, and afterwards unless the edition's matrix lets jurors read them.</summary>
    private static async Task<IReadOnlyList<OtherSheet>> OtherSheetsAsync(this BangVangDb db, Edition edition, ScoringRound round, Scoresheet own, Instant now, CancellationToken ct)
    {
        var from = edition.VisibleFrom(VisibleItem.OtherJurorsScores, Viewer.Juror);
        var isVisible = own.State is ScoresheetState.Signed && (from is VisibleFrom.Always or VisibleFrom.OwnSignature
            || (from is VisibleFrom.RoundClosed && edition.HasEnded(round, now)));
        if (!isVisible) return [];

        var rows = await (
            from s in db.Scoresheets.AsNoTracking()
            join p in db.People on s.JurorId equals p.Id
            where s.RoundCode == own.RoundCode && s.DossierId == own.DossierId && s.JurorId != own.JurorId && s.State == ScoresheetState.Signed
            orderby p.SortKey, p.Id
            select new { p.FullName, s.Score, s.Marks, s.Comments }).ToListAsync(ct);
        return [.. rows.Select(r => new OtherSheet(r.FullName, r.Score!.Value, r.Marks, r.Comments))];
    }
}
