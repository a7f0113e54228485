using System.Text.Json.Nodes;
using BangVang.App.Editions;
using BangVang.App.Kernel;
using BangVang.App.Mail;
using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Dossiers;

/// <summary>Takes a dossier back, with a reason. It is kept, not judged, and may be submitted again while the intake is open.</summary>
public sealed class WithdrawDossier(BangVangDb db, EditionBook book, IClock clock, TimeProvider time, PublicUrl site)
{
    public async Task<Problem?> RunAsync(Actor actor, Guid id, string reason, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        if (await db.OwnDossiers(actor).SingleOrDefaultAsync(d => d.Id == id, ct) is not { } dossier) return DossierProblems.NotFound;
        var edition = (await book.CurrentAsync(dossier.EditionKey, ct))!.Edition;
        var wasSubmitted = dossier.SubmittedAt is not null;
        if (dossier.Withdraw(edition, reason, now) is { } problem) return problem;

        db.Audit(actor, now, "dossier.withdrawn", id, dossier.EditionKey, dossier.WithdrawalReason);
        // A draft was never in the log: there is nothing to take out of it.
        if (wasSubmitted) db.Log(now, "dossier.withdrawn", dossier.EditionKey, id, new JsonObject { ["reference"] = dossier.Reference });
        foreach (var person in await db.People.AsNoTracking().Where(p => db.DossierMembers.Any(m => m.DossierId == id && m.PersonId == p.Id)).ToListAsync(ct))
            db.Mail(time.Now(), MailTexts.Render("dossiers.withdrawn", person.Language, person.Email,
                ("name", person.FullName), ("who", actor.Name), ("reference", dossier.Reference), ("product", dossier.ProductName), ("edition", edition.Name.In(person.Language)),
                ("time", MailWriting.Moment(now, edition.TimeZone)), ("reason", dossier.WithdrawalReason!), ("link", site.To($"/dossiers/{id}"))), id.ToString());
        return await db.TrySaveAsync(ct) ? null : DossierProblems.ChangedMeanwhile;
    }
}

/// <summary>Sends the preliminary registration of a dossier: its short form, while the phase of registration is open.</summary>
public sealed class RegisterDossier(BangVangDb db, EditionBook book, IClock clock, TimeProvider time, PublicUrl site)
{
    /// <returns>Everything that stands against it; empty when registered, now or before.</returns>
    public async Task<IReadOnlyList<Problem>> RunAsync(Actor actor, Guid id, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        if (await db.DeskAsync(book, db.OwnDossiers(actor).Where(d => d.Id == id), now, ct, tracked: true) is not { } desk) return [DossierProblems.NotFound];
        if (desk.Dossier.RegisteredAt is not null) return [];
        var faults = desk.Registration?.Sections.SelectMany(s => s.Problems).ToList() ?? [];
        if (desk.Dossier.Register(desk.Edition, faults, now) is { Count: > 0 } problems) return problems;

        db.Audit(actor, now, "dossier.registered", id, desk.Dossier.EditionKey, desk.Dossier.Reference);
        foreach (var person in await db.People.AsNoTracking().Where(p => db.DossierMembers.Any(m => m.DossierId == id && m.PersonId == p.Id)).ToListAsync(ct))
            db.Mail(time.Now(), MailTexts.Render("dossiers.registered", person.Language, person.Email,
                ("name", person.FullName), ("reference", desk.Dossier.Reference), ("product", desk.Dossier.ProductName), ("edition", desk.Edition.Name.In(person.Language)),
                ("time", MailWriting.Moment(now, desk.Edition.TimeZone)), ("link", site.To($"/dossiers/{id}"))), id.ToString());
        return await db.TrySaveAsync(ct) ? [] : [DossierProblems.ChangedMeanwhile];
    }
}
