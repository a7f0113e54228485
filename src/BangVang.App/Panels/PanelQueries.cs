using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Panels;

public sealed record OwnSeat(string EditionKey, string RoundCode, string CategoryCode, Instant? DeclaredAt);

/// <summary>An entry of the juror's categories, to say whether there is a conflict; nothing of the dossier beyond its names.</summary>
public sealed record DeclarableRow(Guid DossierId, string Reference, string ProductName, string Organisation, string? Conflict);

public static class PanelQueries
{
    /// <summary>The actor's own seats that have not ended.</summary>
    public static Task<List<OwnSeat>> OwnSeatsAsync(this BangVangDb db, Actor actor, CancellationToken ct) =>
        db.PanelSeats.AsNoTracking().Where(s => s.PersonId == actor.PersonId && s.EndedAt == null)
            .OrderBy(s => s.EditionKey).ThenBy(s => s.RoundCode).ThenBy(s => s.CategoryCode)
            .Select(s => new OwnSeat(s.EditionKey, s.RoundCode, s.CategoryCode, s.DeclaredAt)).ToListAsync(ct);

    /// <summary>The accepted entries of the categories the juror has a seat for, with the conflicts already known; empty for others.</summary>
    public static async Task<IReadOnlyList<DeclarableRow>> DeclarableAsync(this BangVangDb db, Actor actor, string editionKey, CancellationToken ct)
    {
        var categories = await db.PanelSeats.Where(s => s.PersonId == actor.PersonId && s.EditionKey == editionKey && s.EndedAt == null).Select(s => s.CategoryCode).Distinct().ToListAsync(ct);
        return await (
            from d in db.Dossiers.AsNoTracking()
            join e in db.Enterprises on d.EnterpriseId equals e.Id
            where d.EditionKey == editionKey && categories.Contains(d.CategoryCode) && d.State == DossierState.Accepted
            orderby e.SortKey, d.Reference
            select new DeclarableRow(d.Id, d.Reference, d.ProductName, e.Name,
                db.Conflicts.Where(c => c.DossierId == d.Id && c.PersonId == actor.PersonId && c.State != ConflictState.Dismissed).OrderBy(c => c.NotedAt).Select(c => c.Reason ?? c.Source.ToString()).FirstOrDefault()))
            .Take(2000).ToListAsync(ct);
    }
}
