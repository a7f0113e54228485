using BangVang.App.Kernel;
using BangVang.App.Storage;
using BangVang.Domain.Forum;
using BangVang.Domain.Forum.Door;
using BangVang.Domain.Forum.Registration;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Forum.Door;

/// <summary>What pretix's redeem call asks, as far as it has a meaning here.</summary>
/// <param name="Secret">The ticket's code, as scanned or typed; or the code of a badge.</param>
/// <param name="Lists">Exactly one: lists are independent, and one call is about one of them.</param>
/// <param name="Gate">Where it was; the first gate of the list when not stated.</param>
/// <param name="IsExit">pretix's type "exit".</param>
/// <param name="At">When the scan happened, for one that is told afterwards; null for now.</param>
/// <param name="Force">The scan has happened already, or the staff decided against the rule.</param>
/// <param name="Nonce">The same one again is the same scan.</param>
/// <param name="QuestionsSupported">The caller can ask: forcing then needs a reason.</param>
public sealed record RedeemRequest(string Secret, IReadOnlyList<string> Lists, string? Gate, bool IsExit, Instant? At, bool Force, string? Nonce, bool QuestionsSupported, string? ForceReason);

/// <summary>The answer in the words of pretix.</summary>
/// <param name="Status">ok, error, incomplete.</param>
/// <param name="Reason">Null when ok: invalid, unapproved, canceled, invalid_time, product, already_redeemed. With ok: what was forced.</param>
/// <param name="Ticket">Null for what is no ticket of this forum, and for places the caller does not look after.</param>
/// <param name="First">When and where the ticket came in first on this list; null if it did not.</param>
public sealed record RedeemAnswer(string Status, string? Reason, bool IsForced, DoorCard? Ticket, string List, DoorEntry? First);

/// <summary>Decides about a ticket on the server, for scanners that are always connected, by the rules that devices use by themselves. Every answer is an entry of the server's own ledger.</summary>
public sealed class RedeemTicket(BangVangDb db, ForumBook book, IClock clock, TimeProvider time)
{
    /// <returns>forum.unknown, door.one_list, door.list_unknown, door.gate_unknown, door.nonce_length.</returns>
    public async Task<Result<RedeemAnswer>> RunAsync(Actor actor, string slug, RedeemRequest request, CancellationToken ct)
    {
        if (actor.PersonId is not { } person || await book.CurrentAsync(slug, ct) is not { } published || !DoorQueries.WorksAtDoors(actor, published.Key)) return Problem.NotFound("forum.unknown");
        if (request.Lists is not [{ } code]) return Problem.Invalid("door.one_list", "Lists");
        if (DoorQueries.ListsInCare(actor, published.Forum).FirstOrDefault(l => l.Code == code) is not { } list) return Problem.NotFound("door.list_unknown");
        if ((request.Gate is null ? list.Gates[0] : list.Gate(request.Gate)) is not { } gate) return Problem.Invalid("door.gate_unknown", "Gate");
        if (request.Nonce is { Length: 0 or > 64 } || request.ForceReason is { Length: > 200 }) return Problem.Invalid("door.nonce_length", "Nonce");

        var ticket = await TicketAsync(published.Forum, request.Secret, ct);
        var (hash, now) = (ticket?.Card.Hash ?? DoorTickets.HashOfScan(request.Secret), time.Now());
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await DoorTurn.TakeAsync(db, published.Key, 0, ct);
        var server = await ServerAsync(published.Key, now, ct);
        var entries = (await db.DoorEntries.AsNoTracking().Where(e => e.ForumKey == published.Key && e.CodeHash == hash && e.ListCode == code && e.Kind != DoorKind.Refuse).ToListAsync(ct)).Select(e => e.Entry).ToList();
        var standing = DoorState.Of(entries, published.Forum.Door).Tickets.GetValueOrDefault((code, hash));
        var card = ticket is not null && list.Places.Contains(ticket.Card.Place) ? ticket.Card : null;
        var kind = request.IsExit ? DoorKind.Exit : DoorKind.Admit;
        if (request.Nonce is { } nonce && entries.Any(e => e.Device == server && e.Nonce == nonce && e.Kind == kind)) return new RedeemAnswer("ok", null, false, card, code, standing?.First);

        var at = request.At ?? clock.GetCurrentInstant();
        var answer = DoorRules.Decide(list, DoorWindow.Of(published.Forum, list), new(ticket?.Card.State, ticket?.Card.Kind ?? "", ticket?.Card.Place ?? ""), standing?.History ?? new(0, false, false), kind, at, request.Force);
        if (answer.IsForced && request.QuestionsSupported && string.IsNullOrWhiteSpace(request.ForceReason)) return new RedeemAnswer("incomplete", answer.Reason, false, card, code, standing?.First);
        var sequence = await DoorTurn.TakeAsync(db, published.Key, 1, ct);
        var counter = 1 + (await db.DoorEntries.Where(e => e.DeviceId == server).MaxAsync(e => (long?)e.Counter, ct) ?? 0);
        var entry = new DoorEntry(server, counter, at, answer.IsIn ? kind : DoorKind.Refuse, code, gate.Code, hash, request.Nonce ?? Secrets.NewToken(), null, answer.Reason) { Note = answer.IsForced ? request.ForceReason : null };
        db.DoorEntries.Add(DoorEntryRow.Of(entry, published.Key, sequence, now, signature: null, person, ticket?.Id));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return new RedeemAnswer(answer.IsIn ? "ok" : "error", answer.Reason, answer.IsForced, card, code, standing?.First ?? (answer.IsIn && !request.IsExit ? entry : null));
    }

    private sealed record Found(Guid Id, DoorCard Card);

    private async Task<Found?> TicketAsync(ForumEdition forum, string secret, CancellationToken ct)
    {
        var typed = secret.Trim().ToUpperInvariant();
        if (typed.StartsWith(DoorTickets.BadgeVersion, StringComparison.Ordinal))
        {
            var tickets = await DoorTickets.ByHashAsync(db, forum.Key, ct);
            var named = tickets.Where(t => DoorTickets.BadgeOf(t.Key) == typed).Select(t => (Guid?)t.Value).FirstOrDefault();
            return named is null ? null : await FindAsync(db.Attendees.Where(a => a.Id == named), ct);
        }
        return TicketCode.Find(secret) is { } code ? await FindAsync(db.Attendees.Where(a => a.ForumKey == forum.Key && a.Ticket == code), ct) : null;
    }

    private async Task<Found?> FindAsync(IQueryable<Attendee> wanted, CancellationToken ct)
    {
        var row = await (from a in wanted.AsNoTracking() join p in db.Parties.AsNoTracking() on a.PartyId equals p.Id
                         select new { a.Id, a.Ticket, a.FullName, p.Organisation, p.KindCode, p.PlaceCode, p.State, p.Number }).SingleOrDefaultAsync(ct);
        return row is null ? null : new(row.Id, new(TicketCode.HashOf(row.Ticket), row.FullName, row.Organisation, row.KindCode, row.PlaceCode, Codes.Of(row.State), row.Number));
    }

    /// <summary>The ledger of the server itself in this forum, begun when it first decides. The turn is held.</summary>
    private async Task<Guid> ServerAsync(string forumKey, Instant now, CancellationToken ct)
    {
        if (await db.DoorDevices.AsNoTracking().Where(d => d.ForumKey == forumKey && d.PublicKey == null).Select(d => (Guid?)d.Id).SingleOrDefaultAsync(ct) is { } known) return known;
        var server = new DoorDevice { Id = Ids.New(now), ForumKey = forumKey, Name = "server", EnrolledAt = now };
        db.DoorDevices.Add(server);
        await db.SaveChangesAsync(ct);
        return server.Id;
    }
}
