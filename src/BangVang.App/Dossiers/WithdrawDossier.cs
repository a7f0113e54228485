using System.Text.Json.Nodes;
using BangVang.App.Editions;
using BangVang.App.Kernel;
using BangVang.App.Mail;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
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
        await db.MailWritersAsync(site, time, edition, dossier, "dossiers.withdrawn", MailMomentKind.Withdrawn, $"/dossiers/{id}",
            [("who", actor.Name), ("time", MailWriting.Moment(now, edition.TimeZone)), ("reason", dossier.WithdrawalReason!)], ct);
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
        await db.MailWritersAsync(site, time, desk.Edition, desk.Dossier, "dossiers.registered", own: null, $"/dossiers/{id}", [("time", MailWriting.Moment(now, desk.Edition.TimeZone))], ct);
        return await db.TrySaveAsync(ct) ? [] : [DossierProblems.ChangedMeanwhile];
    }
}
