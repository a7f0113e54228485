using System.Text.Json.Nodes;
using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Kernel;
using BangVang.Domain.Panels;
using BangVang.Domain.Scoring;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Scoring;

/// <summary>Whether what a round's sheets were for is decided already: its shortlist fixed, or the decision approved. Told by a later word.</summary>
public sealed record SettledRounds(Func<BangVangDb, string, string, CancellationToken, Task<bool>> IsSettledAsync);

/// <summary>
/// What a conflict does to a juror's work on a dossier, and what its dismissal gives back. A round that is settled stays as
/// it was settled: its result is changed by a motion or an appeal, never by a sheet that stops counting unseen.
/// </summary>
internal static class ConflictEffects
{
    private const string EndReason = "conflict";

    /// <summary>Adds a declared conflict, or confirms it again, and takes the person off the dossier; the caller saves.</summary>
    internal static async Task DeclareAsync(this BangVangDb db, SettledRounds settled, Actor juror, string editionKey, Guid dossier, string reason, Instant now, CancellationToken ct)
    {
        var person = juror.PersonId!.Value;
        var noted = await db.Conflicts.SingleOrDefaultAsync(c => c.PersonId == person && c.DossierId == dossier && c.Source == ConflictSource.Declared, ct);
        if (noted is null)
            db.Conflicts.Add(new() { Id = Ids.New(now), EditionKey = editionKey, PersonId = person, DossierId = dossier, Source = ConflictSource.Declared, State = ConflictState.Confirmed, Reason = reason, NotedAt = now, NotedBy = person });
        else if (noted.State is ConflictState.Dismissed) (noted.State, noted.Reason, noted.SettledAt, noted.SettledBy) = (ConflictState.Confirmed, reason, now, person);
        await db.ExcludeAsync(settled, juror, person, dossier, reason, now, ct);
    }

    /// <summary>Ends the person's running assignments of the dossier and sets the signed sheets aside; the caller saves.</summary>
    internal static async Task ExcludeAsync(this BangVangDb db, SettledRounds settled, Actor actor, Guid person, Guid dossier, string reason, Instant now, CancellationToken ct)
    {
        foreach (var assignment in await db.Assignments.Where(a => a.JurorId == person && a.DossierId == dossier && a.EndedAt == null).ToListAsync(ct))
            (assignment.EndedAt, assignment.EndReason) = (now, EndReason);
        foreach (var sheet in await db.Scoresheets.Where(s => s.JurorId == person && s.DossierId == dossier && s.State == ScoresheetState.Signed).ToListAsync(ct))
        {
            if (await settled.IsSettledAsync(db, sheet.EditionKey, sheet.RoundCode, ct) || sheet.SetAside(reason, now) is not null) continue;
            db.Audit(actor, now, "scoring.set_aside", sheet.Id, sheet.EditionKey, reason);
            db.Log(now, "scoresheet.set_aside", sheet.EditionKey, sheet.Id, await db.NameAsync(sheet, ct), ChangeOf(sheet, reason));
        }
        await db.ExcludePairsAsync(settled, actor, person, dossier, reason, now, ct);
    }

    /// <summary>Gives back what <see cref="ExcludeAsync"/> took, unless another conflict stands or the round was settled meanwhile; the caller saves.</summary>
    internal static async Task ReadmitAsync(this BangVangDb db, SettledRounds settled, Actor actor, Conflict dismissed, string reason, Instant now, CancellationToken ct)
    {
        var (person, dossier) = (dismissed.PersonId, dismissed.DossierId);
        if (await db.Conflicts.AnyAsync(c => c.Id != dismissed.Id && c.PersonId == person && c.DossierId == dossier && c.State != ConflictState.Dismissed, ct)) return;
        foreach (var sheet in await db.Scoresheets.Where(s => s.JurorId == person && s.DossierId == dossier && s.State == ScoresheetState.SetAside).ToListAsync(ct))
        {
            if (await settled.IsSettledAsync(db, sheet.EditionKey, sheet.RoundCode, ct) || sheet.CountAgain(now) is not null) continue;
            if (await LastAssignmentAsync(db, sheet.RoundCode, sheet.DossierId, sheet.JurorId, ct) is { EndReason: EndReason } ended) (ended.EndedAt, ended.EndReason) = (null, null);
            db.Audit(actor, now, "scoring.counted_again", sheet.Id, sheet.EditionKey, reason);
            db.Log(now, "scoresheet.counted_again", sheet.EditionKey, sheet.Id, await db.NameAsync(sheet, ct), ChangeOf(sheet, reason));
        }
        await db.ReadmitPairsAsync(settled, actor, person, dossier, reason, now, ct);
    }

    /// <summary>From now on the dossier is out of the person's pairs and orders; the caller saves.</summary>
    private static async Task ExcludePairsAsync(this BangVangDb db, SettledRounds settled, Actor actor, Guid person, Guid dossier, string reason, Instant now, CancellationToken ct)
    {
        var concerned = db.PairBallots.Where(b => b.JurorId == person && db.Dossiers.Any(d => d.Id == dossier && d.EditionKey == b.EditionKey && d.CategoryCode == b.CategoryCode)
            && !db.PairExclusions.Any(x => x.BallotId == b.Id && x.DossierId == dossier && x.ReadmittedAt == null));
        foreach (var ballot in await concerned.ToListAsync(ct))
        {
            if (await settled.IsSettledAsync(db, ballot.EditionKey, ballot.RoundCode, ct)) continue;
            db.PairExclusions.Add(new() { Id = Ids.New(now), BallotId = ballot.Id, DossierId = dossier, ExcludedAt = now, Reason = reason });
            // A choice that is on its way meets another version and looks again at what the juror may judge.
            ballot.Version++;
            db.Audit(actor, now, "scoring.pairs_set_aside", ballot.Id, ballot.EditionKey, reason);
            db.Log(now, "ballot.set_aside", ballot.EditionKey, ballot.Id, await db.NameAsync(ballot, dossier, ct), new() { ["ballot"] = ballot.Id.ToString(), ["dossier"] = dossier.ToString(), ["reason"] = reason });
        }
    }

    /// <summary>The dossier counts again in the person's pairs and orders, and the dossier is the person's to judge again; the caller saves.</summary>
    private static async Task ReadmitPairsAsync(this BangVangDb db, SettledRounds settled, Actor actor, Guid person, Guid dossier, string reason, Instant now, CancellationToken ct)
    {
        foreach (var exclusion in await db.PairExclusions.Where(x => x.DossierId == dossier && x.ReadmittedAt == null && db.PairBallots.Any(b => b.Id == x.BallotId && b.JurorId == person)).ToListAsync(ct))
        {
            var ballot = await db.PairBallots.SingleAsync(b => b.Id == exclusion.BallotId, ct);
            if (await settled.IsSettledAsync(db, ballot.EditionKey, ballot.RoundCode, ct)) continue;
            (exclusion.ReadmittedAt, ballot.Version) = (now, ballot.Version + 1);
            if (await LastAssignmentAsync(db, ballot.RoundCode, dossier, person, ct) is { EndReason: EndReason } ended) (ended.EndedAt, ended.EndReason) = (null, null);
            db.Audit(actor, now, "scoring.pairs_counted_again", ballot.Id, ballot.EditionKey, reason);
            db.Log(now, "ballot.counted_again", ballot.EditionKey, ballot.Id, await db.NameAsync(ballot, dossier, ct), new() { ["ballot"] = ballot.Id.ToString(), ["dossier"] = dossier.ToString(), ["reason"] = reason });
        }
    }

    private static Task<Assignment?> LastAssignmentAsync(BangVangDb db, string round, Guid dossier, Guid juror, CancellationToken ct) => db.Assignments
        .Where(a => a.RoundCode == round && a.DossierId == dossier && a.JurorId == juror).OrderByDescending(a => a.AssignedAt).ThenByDescending(a => a.Id).FirstOrDefaultAsync(ct);

    private static JsonObject ChangeOf(Scoresheet sheet, string reason) => new() { ["sheet"] = sheet.Id.ToString(), ["reason"] = reason, ["signing"] = sheet.Signings, ["state"] = sheet.State.ToString() };
}
