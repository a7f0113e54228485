using BangVang.App.Dossiers;
using BangVang.App.Editions;
using BangVang.App.Panels;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Scoring;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Scoring;

/// <summary>What a juror wrote on a dossier.</summary>
/// <param name="Criterion">Null for the comment on the whole.</param>
public sealed record JurorComment(string Juror, string? Criterion, string Text);

/// <summary>The comments on a dossier in a round, as the chair reads them.</summary>
/// <param name="ReleasedAt">When the applicant was let to read them; null before.</param>
public sealed record DossierComments(Guid DossierId, string Reference, string ProductName, string CategoryCode, Instant? ReleasedAt, IReadOnlyList<JurorComment> Comments);

/// <summary>The chair lets applicants read the comments of a round after it closed: those on one dossier, or all. The edition's matrix says from when they see them.</summary>
public sealed class ReleaseComments(BangVangDb db, EditionBook editions, IClock clock)
{
    /// <param name="dossierId">Null for all dossiers of the round that are not released yet.</param>
    /// <returns>How many dossiers were released.</returns>
    public async Task<Result<int>> RunAsync(Actor actor, string editionKey, string roundCode, Guid? dossierId, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        if (await editions.CurrentAsync(editionKey, ct) is not { Edition: { } edition }) return Problem.NotFound("editions.not_found");
        if (!actor.Is(Role.Chair, editionKey)) return Problem.Forbidden("scoring.comments_chair_only");
        if (edition.Round(roundCode) is not ScoringRound round) return Problem.NotFound("panels.round_unknown");
        if (!edition.HasEnded(round, now)) return Problem.NotNow("scoring.comments_before_close");

        var waiting = (await db.CommentsAsync(actor, edition, round, now, ct))!.Where(d => d.ReleasedAt is null && (dossierId is null || d.DossierId == dossierId)).ToList();
        if (waiting.Count == 0) return Problem.Conflict("scoring.comments_nothing_to_release");
        foreach (var dossier in waiting)
        {
            db.CommentReleases.Add(new() { RoundCode = roundCode, DossierId = dossier.DossierId, EditionKey = editionKey, ReleasedAt = now, ReleasedBy = actor.PersonId!.Value });
            db.Audit(actor, now, "scoring.comments_released", dossier.DossierId, editionKey, $"{roundCode}: {dossier.Reference}");
        }
        return await db.TrySaveAsync(ct) ? waiting.Count : Problem.Conflict("scoring.changed_meanwhile");
    }
}

public static class CommentQueries
{
    /// <summary>
    /// The comments of a round for chair and auditor, dossier by dossier, without those the viewer has a conflict with; empty until the
    /// round has closed, null for everyone else. Dossiers without a comment are left out.
    /// </summary>
    public static async Task<IReadOnlyList<DossierComments>?> CommentsAsync(this BangVangDb db, Actor actor, Edition edition, ScoringRound round, Instant now, CancellationToken ct)
    {
        if (!actor.Is(Role.Chair, edition.Key) && !actor.Is(Role.Auditor, edition.Key)) return null;
        if (!edition.HasEnded(round, now)) return [];
        var inRound = db.DossiersInRound(edition, round).Select(d => d.Id);
        var rows = await (
            from d in db.DossiersVisibleTo(actor).AsNoTracking()
            join s in db.Scoresheets on d.Id equals s.DossierId
            join p in db.People on s.JurorId equals p.Id
            where inRound.Contains(d.Id) && s.RoundCode == round.Code && s.State == ScoresheetState.Signed
            orderby d.Reference, p.SortKey, p.Id
            select new
            {
                d.Id, d.Reference, d.ProductName, d.CategoryCode, p.FullName, s.Comments,
                ReleasedAt = db.CommentReleases.Where(r => r.RoundCode == round.Code && r.DossierId == d.Id).Select(r => (Instant?)r.ReleasedAt).FirstOrDefault(),
            }).ToListAsync(ct);
        return [.. rows.GroupBy(r => r.Id).Select(g => new DossierComments(g.Key, g.First().Reference, g.First().ProductName, g.First().CategoryCode, g.First().ReleasedAt,
            [.. g.SelectMany(r => r.Comments.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => new JurorComment(r.FullName, c.Key.Length == 0 ? null : c.Key, c.Value)))])).Where(d => d.Comments.Count > 0)];
    }
}
