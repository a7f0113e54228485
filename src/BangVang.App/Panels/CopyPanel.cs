using BangVang.App.Dossiers;
using BangVang.App.Editions;
using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Panels;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Panels;

/// <summary>What taking over a seat of an earlier round would mean.</summary>
public enum CopyOutcome
{
    Taken,
    /// <summary>In conflict with a dossier to be judged: left out unless the secretariat chooses otherwise.</summary>
    InConflict,
    AlreadySeated,
    /// <summary>No longer a juror of the edition.</summary>
    NoJuror,
}

/// <param name="Conflicts">Dossiers of the category in that round with which there is a conflict, among those the viewer may know of.</param>
public sealed record CopyLine(Guid PersonId, string Name, CopyOutcome Outcome, int Conflicts)
{
    public bool MayBeTaken => Outcome is CopyOutcome.Taken or CopyOutcome.InConflict;
}

/// <summary>Everybody on the earlier panel, by name.</summary>
public sealed record CopyPreview(IReadOnlyList<CopyLine> Lines);

/// <summary>Seats the panel of an earlier round again: looked at first, then all chosen seats in one act. Conflicts are declared anew for the new seat.</summary>
public sealed class CopyPanel(BangVangDb db, EditionBook editions, SuggestConflicts suggest, IClock clock)
{
    public async Task<Result<CopyPreview>> PreviewAsync(Actor actor, string editionKey, string from, string to, string category, CancellationToken ct)
    {
        if (!(await RoundsAsync(actor, editionKey, from, to, category, ct)).TryGet(out var at, out var problem)) return problem;
        // Who became tied since is to be seen before anybody is chosen.
        await suggest.RunAsync(editionKey, ct);
        return new CopyPreview(await LinesAsync(actor, at.Edition, at.From, at.To, category, ct));
    }

    /// <param name="people">Who of the earlier panel is seated.</param>
    /// <returns>How many were seated.</returns>
    public async Task<Result<int>> RunAsync(Actor actor, string editionKey, string from, string to, string category, IReadOnlyCollection<Guid> people, CancellationToken ct)
    {
        if (!(await RoundsAsync(actor, editionKey, from, to, category, ct)).TryGet(out var at, out var problem)) return problem;
        if (people.Count == 0) return Problem.Invalid("panels.person_missing");
        var lines = (await LinesAsync(actor, at.Edition, at.From, at.To, category, ct)).ToDictionary(l => l.PersonId);
        var chosen = people.Distinct().ToList();
        if (chosen.Any(p => lines.GetValueOrDefault(p) is not { MayBeTaken: true })) return Problem.Conflict("panels.copy_changed");

        var now = clock.GetCurrentInstant();
        foreach (var person in chosen)
        {
            var seat = new PanelSeat { Id = Ids.New(now), EditionKey = editionKey, RoundCode = to, CategoryCode = category, PersonId = person, AppointedAt = now, AppointedBy = actor.PersonId!.Value };
            db.PanelSeats.Add(seat);
            db.Audit(actor, now, "panels.juror_appointed", seat.Id, editionKey, $"{to}/{category} ← {from}");
        }
        await db.SaveChangesAsync(ct);
        await suggest.RunAsync(editionKey, ct);
        return chosen.Count;
    }

    private async Task<Result<(Edition Edition, JudgedRound From, JudgedRound To)>> RoundsAsync(Actor actor, string editionKey, string from, string to, string category, CancellationToken ct)
    {
        if (!actor.Is(Role.Secretariat, editionKey)) return Problem.Forbidden("panels.only_secretariat");
        if (await editions.CurrentAsync(editionKey, ct) is not { Edition: { } edition }) return Problem.NotFound("editions.not_found");
        if (edition.Category(category) is null || edition.Round(to) is not JudgedRound later || edition.EarlierRounds(later, category).FirstOrDefault(r => r.Code == from) is not { } earlier)
            return Problem.Invalid("panels.round_unknown");
        if (edition.PanelProblem(later, clock.GetCurrentInstant()) is { } over) return over;
        return (edition, earlier, later);
    }

    private async Task<IReadOnlyList<CopyLine>> LinesAsync(Actor actor, Edition edition, JudgedRound earlier, JudgedRound later, string category, CancellationToken ct)
    {
        var key = edition.Key;
        var seats = await (
            from s in db.PanelSeats.AsNoTracking()
            join p in db.People on s.PersonId equals p.Id
            where s.EditionKey == key && s.RoundCode == earlier.Code && s.CategoryCode == category && s.EndedAt == null
            orderby p.SortKey, p.Id
            select new
            {
                p.Id, p.FullName,
                IsSeated = db.PanelSeats.Any(x => x.EditionKey == key && x.RoundCode == later.Code && x.CategoryCode == category && x.PersonId == p.Id && x.EndedAt == null),
                IsJuror = db.RoleGrants.Any(g => g.EditionKey == key && g.Role == Role.Juror && g.PersonId == p.Id),
            }).ToListAsync(ct);
        var conflicts = await ConflictsAsync(actor, edition, earlier, later, category, ct);
        return [.. seats.Select(s => new CopyLine(s.Id, s.FullName, s.IsSeated ? CopyOutcome.AlreadySeated : !s.IsJuror ? CopyOutcome.NoJuror
            : conflicts.ContainsKey(s.Id) ? CopyOutcome.InConflict : CopyOutcome.Taken, conflicts.GetValueOrDefault(s.Id)))];
    }

    /// <summary>By person, with the dossiers of the later round; while it has none, with those of the earlier one, from which they will come.</summary>
    private async Task<Dictionary<Guid, int>> ConflictsAsync(Actor actor, Edition edition, JudgedRound earlier, JudgedRound later, string category, CancellationToken ct)
    {
        var entered = db.DossiersInRound(edition, later).Where(d => d.CategoryCode == category).Select(d => d.Id);
        var judged = await entered.AnyAsync(ct) ? entered : db.DossiersInRound(edition, earlier).Where(d => d.CategoryCode == category).Select(d => d.Id);
        return await db.Conflicts.Where(c => c.EditionKey == edition.Key && c.State != ConflictState.Dismissed && judged.Contains(c.DossierId) && db.DossiersVisibleTo(actor).Any(d => d.Id == c.DossierId))
            .GroupBy(c => c.PersonId).Select(g => new { g.Key, Count = g.Select(c => c.DossierId).Distinct().Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
    }
}

public static class EarlierPanels
{
    /// <summary>The judged rounds before <paramref name="round"/> that judge the category, the latest first.</summary>
    public static IReadOnlyList<JudgedRound> EarlierRounds(this Edition edition, JudgedRound round, string category) =>
        [.. edition.JudgedRounds.TakeWhile(r => r.Code != round.Code).Where(r => r.IsFor(category)).Reverse()];
}
