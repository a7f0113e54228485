using System.Security.Cryptography;
using BangVang.App.Dossiers;
using BangVang.App.Editions;
using BangVang.App.Kernel;
using BangVang.App.Mail;
using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Secretariat;
using BangVang.Judging;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Secretariat.Slots;

/// <summary>Lays slots for the dossiers of a category that have none, in an order drawn by lot; the seed is in the audit trail.</summary>
public sealed class LaySlots(BangVangDb db, EditionBook book, IClock clock)
{
    /// <returns>How many slots were laid.</returns>
    public async Task<Result<int>> RunAsync(Actor actor, string editionKey, string roundCode, string categoryCode, SlotPlan plan, CancellationToken ct)
    {
        if (!actor.Is(Role.Secretariat, editionKey)) return Problem.Forbidden("secretariat.officers_only");
        if ((await book.CurrentAsync(editionKey, ct))?.Edition is not { } edition || edition.Round(roundCode) is not JudgedRound round) return Problem.NotFound("secretariat.round_unknown");

        var now = clock.GetCurrentInstant();
        var seed = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var dossiers = (await db.UnscheduledAsync(actor, edition, round, ct)).Where(d => d.CategoryCode == categoryCode).Select(d => d.DossierId).ToArray();
        new SeededRandom(seed).Shuffle(dossiers);
        if (!SlotRules.Lay(plan, editionKey, roundCode, categoryCode, dossiers, round.Presentation ?? SlotRules.Ordinary, now).TryGet(out var slots, out var problem)) return problem;
        if (await db.ClashAsync(editionKey, slots, ct) is { } clash) return clash;

        db.PresentationSlots.AddRange(slots);
        db.Audit(actor, now, "secretariat.slots_laid", $"{roundCode}/{categoryCode}", editionKey, $"{slots.Count}, seed {seed}");
        return await db.TrySaveAsync(ct) ? slots.Count : Problem.Conflict("secretariat.slots_changed_meanwhile");
    }
}

/// <summary>Moves a slot, or takes it off the schedule. Those it concerns are told when they knew of it.</summary>
public sealed class MoveSlot(BangVangDb db, IClock clock, TimeProvider time, PublicUrl site)
{
    /// <param name="version">Of the slot the form was filled from.</param>
    public async Task<Problem?> RunAsync(Actor actor, Guid id, Instant startsAt, string place, int version, CancellationToken ct)
    {
        if (await db.SlotInCareAsync(actor, id, ct) is not { } slot) return Problem.NotFound("secretariat.slot_unknown");
        var now = clock.GetCurrentInstant();
        if (slot.Version != version) return Problem.Conflict("secretariat.slots_changed_meanwhile");
        if (place.Trim().Length is < 2 or > 200) return Problem.Invalid("secretariat.place_length", "Place");
        if (startsAt < now) return Problem.Invalid("secretariat.slot_in_the_past", "StartsAt");

        (slot.StartsAt, slot.Place, slot.Version) = (startsAt, place.Trim(), slot.Version + 1);
        if (await db.ClashAsync(slot.EditionKey, [slot], ct) is { } clash)
        {
            db.ChangeTracker.Clear();
            return clash;
        }
        if (slot.PublishedAt is not null) await new SlotMail(db, time, site).TellAsync(slot, now, ct);
        db.Audit(actor, now, "secretariat.slot_moved", id, slot.EditionKey);
        return await db.TrySaveAsync(ct) ? null : Problem.Conflict("secretariat.slots_changed_meanwhile");
    }

    public async Task<Problem?> RemoveAsync(Actor actor, Guid id, CancellationToken ct)
    {
        if (await db.SlotInCareAsync(actor, id, ct) is not { } slot) return Problem.NotFound("secretariat.slot_unknown");
        if (slot.PublishedAt is not null) return Problem.Conflict("secretariat.slot_published");
        db.PresentationSlots.Remove(slot);
        db.Audit(actor, clock.GetCurrentInstant(), "secretariat.slot_removed", id, slot.EditionKey);
        return await db.TrySaveAsync(ct) ? null : Problem.Conflict("secretariat.slots_changed_meanwhile");
    }
}

/// <summary>Lets applicants and jurors know their slots of a round.</summary>
public sealed class PublishSlots(BangVangDb db, IClock clock, TimeProvider time, PublicUrl site)
{
    /// <returns>How many slots became known.</returns>
    public async Task<Result<int>> RunAsync(Actor actor, string editionKey, string roundCode, CancellationToken ct)
    {
        if (!actor.Is(Role.Secretariat, editionKey)) return Problem.Forbidden("secretariat.officers_only");
        var now = clock.GetCurrentInstant();
        var inCare = db.DossiersInCareOf(actor, editionKey);
        var slots = await db.PresentationSlots.Where(s => s.EditionKey == editionKey && s.RoundCode == roundCode && s.PublishedAt == null && inCare.Any(d => d.Id == s.DossierId)).ToListAsync(ct);
        if (slots.Count == 0) return Problem.Conflict("secretariat.no_slots_to_publish");
        var mail = new SlotMail(db, time, site);
        foreach (var slot in slots)
        {
            (slot.PublishedAt, slot.Version) = (now, slot.Version + 1);
            await mail.TellAsync(slot, now, ct);
        }
        db.Audit(actor, now, "secretariat.slots_published", roundCode, editionKey, $"{slots.Count}");
        return await db.TrySaveAsync(ct) ? slots.Count : Problem.Conflict("secretariat.slots_changed_meanwhile");
    }
}

internal static class SlotFinding
{
    public static Task<PresentationSlot?> SlotInCareAsync(this BangVangDb db, Actor actor, Guid id, CancellationToken ct)
    {
        var own = actor.EditionsAs(Role.Secretariat);
        return db.PresentationSlots.SingleOrDefaultAsync(s => s.Id == id && own.Contains(s.EditionKey)
            && db.DossiersVisibleTo(actor).Any(d => d.Id == s.DossierId), ct);
    }

    /// <summary>A refusal when one of these slots cannot be held beside the others of the edition.</summary>
    public static async Task<Problem?> ClashAsync(this BangVangDb db, string editionKey, IReadOnlyList<PresentationSlot> slots, CancellationToken ct)
    {
        var ids = slots.Select(s => s.Id).ToArray();
        var others = await db.PresentationSlots.AsNoTracking().Where(s => s.EditionKey == editionKey && !ids.Contains(s.Id)).ToListAsync(ct);
        return SlotRules.FirstClash([.. others, .. slots]) is { } clash
            ? Problem.Conflict("secretariat.slots_clash").With("one", clash.One.StartsAt).With("other", clash.Other.StartsAt).With("place", clash.Other.Place) with { Field = "StartsAt" }
            : null;
    }
}

/// <summary>Who learns of a slot: the writers of the dossier at once, its jurors by their daily mail.</summary>
internal sealed class SlotMail(BangVangDb db, TimeProvider time, PublicUrl site)
{
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Asia/Ho_Chi_Minh"];

    public async Task TellAsync(PresentationSlot slot, Instant now, CancellationToken ct)
    {
        var reference = await db.Dossiers.Where(d => d.Id == slot.DossierId).Select(d => d.Reference).SingleAsync(ct);
        foreach (var person in await db.People.AsNoTracking().Where(p => p.DisabledAt == null && db.DossierMembers.Any(m => m.DossierId == slot.DossierId && m.PersonId == p.Id)).ToListAsync(ct))
            db.Mail(time.Now(), Words(person.Language, person.Email, person.FullName, slot, reference), $"slot {slot.Id}");
        var jurors = db.People.AsNoTracking()
            .Where(p => p.DisabledAt == null && db.Assignments.Any(a => a.DossierId == slot.DossierId && a.RoundCode == slot.RoundCode && a.JurorId == p.Id && a.EndedAt == null))
            .Where(p => !db.Conflicts.Any(c => c.DossierId == slot.DossierId && c.PersonId == p.Id && c.State != ConflictState.Dismissed));
        foreach (var juror in await jurors.ToListAsync(ct))
            await db.RemindAsync(now, juror.Id, $"slot {slot.Id} {slot.Version}", slot.EditionKey, Words(juror.Language, juror.Email, juror.FullName, slot, reference), ct);
    }

    private Ports.MailMessage Words(string language, string to, string name, PresentationSlot slot, string reference)
    {
        var start = slot.StartsAt.InZone(Zone);
        return MailTexts.Render("secretariat.slot", language, to, ("name", name), ("reference", reference),
            ("time", start.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture)), ("date", start.ToString("dd/MM/yyyy", System.Globalization.CultureInfo.InvariantCulture)),
            ("minutes", slot.TotalMinutes), ("place", slot.Place), ("link", site.To("/presentations")));
    }
}
