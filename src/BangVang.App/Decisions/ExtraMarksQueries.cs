using BangVang.App.Storage;
using BangVang.Domain.Decisions;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Panels;
using BangVang.Domain.Scoring;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Decisions;

/// <summary>A sheet that was asked for beyond those of its round.</summary>
/// <param name="State">Null before anything was saved.</param>
/// <param name="HasEnded">The assignment was taken back, or the juror has a conflict.</param>
public sealed record ExtraMarkRow(string Reference, string Juror, ScoresheetState? State, bool HasEnded);

/// <summary>A request for extra marks as the council and the auditor read it.</summary>
/// <param name="Asked">How many sheets were asked for and not taken back, and <paramref name="Signed"/> of them.</param>
/// <param name="Marks">Who was asked for what, for those who run or audit the decision; empty for the other members.</param>
public sealed record ExtraMarksView(ExtraMarksRequest Request, string AskedBy, int Asked, int Signed, IReadOnlyList<ExtraMarkRow> Marks)
{
    /// <summary>Marks of that line are out: neither signed nor declined, and their time has not run out.</summary>
    public bool IsWaitingAt(UnsettledLine line, Instant now) =>
        (Request.TierCode, Request.CategoryCode, Request.IsMinimum) == (line.TierCode, line.CategoryCode, line.MinScore is not null) && now < Request.ClosesAt
        && Marks.Any(m => !m.HasEnded && m.State is null or ScoresheetState.Draft);
}

public static class ExtraMarksQueries
{
    /// <summary>
    /// The requests of an edition, the newest first, for whoever may read its agenda. Left out are those about dossiers the viewer must not know of, and
    /// altogether those in which the viewer's own sheet is still to be signed.
    /// </summary>
    public static async Task<IReadOnlyList<ExtraMarksView>> ExtraMarksAsync(this BangVangDb db, Actor actor, string editionKey, Instant now, CancellationToken ct)
    {
        if (!await db.MayReadAgendaAsync(actor, editionKey, ct)) return [];
        var requests = await (from r in db.ExtraMarksRequests.AsNoTracking() join p in db.People on r.AskedBy equals p.Id where r.EditionKey == editionKey
                              orderby r.AskedAt descending, r.Id select new { Request = r, p.FullName }).ToListAsync(ct);
        if (requests.Count == 0) return [];
        var hidden = (await db.ResultsStateAsync(actor, editionKey, now, ct)).Hidden;
        var marks = (await (from a in db.Assignments.AsNoTracking()
                            join d in db.Dossiers on a.DossierId equals d.Id
                            join p in db.People on a.JurorId equals p.Id
                            where a.EditionKey == editionKey && a.RequestId != null
                            orderby d.Reference, p.SortKey, p.Id
                            select new
                            {
                                Id = a.RequestId!.Value, a.DossierId, d.Reference, p.FullName, HasEnded = a.EndedAt != null,
                                State = db.Scoresheets.Where(s => s.RoundCode == a.RoundCode && s.DossierId == a.DossierId && s.JurorId == a.JurorId).Select(s => (ScoresheetState?)s.State).FirstOrDefault(),
                            }).ToListAsync(ct)).ToLookup(m => m.Id);
        var reads = actor.MayReadAllMarks(editionKey);
        return
        [
            .. from r in requests
               let own = marks[r.Request.Id].ToList()
               where !own.Any(m => hidden.Contains(m.DossierId))
               select new ExtraMarksView(r.Request, r.FullName, own.Count(m => !m.HasEnded), own.Count(m => !m.HasEnded && m.State is ScoresheetState.Signed),
                   reads ? [.. own.Select(m => new ExtraMarkRow(m.Reference, m.FullName, m.State, m.HasEnded))] : []),
        ];
    }

    /// <summary>Secretariat, chair and auditor from the end of the round on; members of the council once a meeting of theirs runs or ran and something is proposed.</summary>
    internal static async Task<bool> MayReadAgendaAsync(this BangVangDb db, Actor actor, string editionKey, CancellationToken ct) =>
        actor.MayReadAllMarks(editionKey) || await db.DecisionsVisibleTo(actor).AnyAsync(d => d.EditionKey == editionKey, ct);

    internal static bool MayReadAllMarks(this Actor actor, string editionKey) => actor.Is(Role.Secretariat, editionKey) || actor.Is(Role.Chair, editionKey) || actor.Is(Role.Auditor, editionKey);

    /// <summary>Running assignments of extra marks that can still be given.</summary>
    internal static IQueryable<Assignment> OpenExtraMarks(this BangVangDb db, string editionKey, Instant now) =>
        db.Assignments.Where(a => a.EditionKey == editionKey && a.ClosesAt > now && a.EndedAt == null && db.Dossiers.Any(d => d.Id == a.DossierId && d.State == DossierState.Accepted)
            && !db.Conflicts.Any(c => c.DossierId == a.DossierId && c.PersonId == a.JurorId && c.State != ConflictState.Dismissed));

    /// <summary>Until when the result of the edition may still move, because a sheet that was asked for is neither signed nor declined; null when none is open.</summary>
    internal static Task<Instant?> WaitingForMarksAsync(this BangVangDb db, string editionKey, Instant now, CancellationToken ct) => db.MarksWaitedFor(editionKey, now).MaxAsync(a => a.ClosesAt, ct);

    /// <summary>Of the open ones, those neither signed nor declined.</summary>
    internal static IQueryable<Assignment> MarksWaitedFor(this BangVangDb db, string editionKey, Instant now) => db.OpenExtraMarks(editionKey, now)
        .Where(a => !db.Scoresheets.Any(s => s.RoundCode == a.RoundCode && s.DossierId == a.DossierId && s.JurorId == a.JurorId && s.State != ScoresheetState.Draft));

    /// <summary>
    /// Dossiers whose scores this person must not see yet: all of a category in which a sheet was asked of them that is not signed and can still be. Its place
    /// among the others would tell what colleagues gave.
    /// </summary>
    internal static IQueryable<Guid> DossiersBeforeOwnMark(this BangVangDb db, Actor actor, string editionKey, Instant now)
    {
        var open = db.OpenExtraMarks(editionKey, now).Where(a => a.JurorId == actor.PersonId
            && !db.Scoresheets.Any(s => s.RoundCode == a.RoundCode && s.DossierId == a.DossierId && s.JurorId == a.JurorId && s.State == ScoresheetState.Signed));
        return db.Dossiers.Where(d => d.EditionKey == editionKey && open.Any(a => a.CategoryCode == d.CategoryCode)).Select(d => d.Id);
    }

    /// <summary>From now on none of the edition's extra marks can be given, changed or taken back: the result is settled. The caller saves.</summary>
    internal static async Task CloseExtraMarksAsync(this BangVangDb db, string editionKey, Instant now, CancellationToken ct)
    {
        foreach (var assignment in await db.Assignments.Where(a => a.EditionKey == editionKey && a.ClosesAt > now).ToListAsync(ct)) assignment.ClosesAt = now;
    }
}
