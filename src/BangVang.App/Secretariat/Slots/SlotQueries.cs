using BangVang.App.Dossiers;
using BangVang.App.Panels;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Secretariat;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.Secretariat.Slots;

/// <summary>A slot with the dossier it is for.</summary>
public sealed record SlotRow(PresentationSlot Slot, string Reference, string ProductName);

/// <summary>A dossier of a round that has no slot yet.</summary>
public sealed record UnscheduledRow(Guid DossierId, string Reference, string ProductName, string CategoryCode);

public static class SlotQueries
{
    /// <summary>The schedule of a round as it is being made, in order of time, for the secretariat, chair and auditor of the edition, without dossiers in conflict.</summary>
    public static async Task<IReadOnlyList<SlotRow>> SlotsOfRoundAsync(this BangVangDb db, Actor actor, string editionKey, string roundCode, CancellationToken ct)
    {
        if (!actor.MayReadPanels(editionKey)) return [];
        var rows = await (
            from s in db.PresentationSlots.AsNoTracking()
            join d in db.DossiersVisibleTo(actor) on s.DossierId equals d.Id
            where s.EditionKey == editionKey && s.RoundCode == roundCode
            orderby s.StartsAt, s.Place, s.Id
            select new { Slot = s, d.Reference, d.ProductName }).ToListAsync(ct);
        return [.. rows.Select(r => new SlotRow(r.Slot, r.Reference, r.ProductName))];
    }

    /// <summary>The dossiers of a round in this officer's care that have no slot.</summary>
    public static Task<List<UnscheduledRow>> UnscheduledAsync(this BangVangDb db, Actor actor, Edition edition, JudgedRound round, CancellationToken ct)
    {
        var inRound = db.DossiersInRound(edition, round).Select(d => d.Id);
        return db.DossiersInCareOf(actor, edition.Key).AsNoTracking()
            .Where(d => inRound.Contains(d.Id) && !db.PresentationSlots.Any(s => s.DossierId == d.Id && s.RoundCode == round.Code))
            .OrderBy(d => d.CategoryCode).ThenBy(d => d.Reference)
            .Select(d => new UnscheduledRow(d.Id, d.Reference, d.ProductName, d.CategoryCode)).ToListAsync(ct);
    }

    /// <summary>The published slots of the dossiers this person writes on or judges, in order of time.</summary>
    public static async Task<IReadOnlyList<SlotRow>> OwnSlotsAsync(this BangVangDb db, Actor actor, CancellationToken ct)
    {
        var rows = await (
            from s in db.PresentationSlots.AsNoTracking()
            join d in db.Dossiers on s.DossierId equals d.Id
            where s.PublishedAt != null && (db.OwnDossiers(actor).Any(own => own.Id == s.DossierId)
                || db.AssignmentsOf(actor).Any(a => a.DossierId == s.DossierId && a.RoundCode == s.RoundCode))
            orderby s.StartsAt, s.Id
            select new { Slot = s, d.Reference, d.ProductName }).Take(500).ToListAsync(ct);
        return [.. rows.Select(r => new SlotRow(r.Slot, r.Reference, r.ProductName))];
    }
}
