using System.Security.Cryptography;
using System.Text;
using BangVang.App.Kernel;
using BangVang.App.Storage;
using BangVang.Domain.Forum;
using BangVang.Domain.Forum.Registration;
using BangVang.Domain.Kernel;
using BangVang.Domain.People;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Forum.Registration;

/// <summary>Gives arrivals at one forum their numbers and their seats, all of them in one transaction.</summary>
internal sealed class ArrivalDesk(BangVangDb db, ForumEdition forum, TimeProvider time, PublicUrl site)
{
    private readonly RegistrationRules rules = forum.Registration!;

    /// <param name="arrivals">Of this forum, in the order in which they came.</param>
    /// <returns>To each its answer: registered, or registration.link_unknown, registration.invitation_unknown, registration.already_registered.</returns>
    public async Task<IReadOnlyList<Outcome<Registered>>> RunAsync(IReadOnlyList<Arrival> arrivals, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        var links = await PersonalLinks.OfAsync(db, forum.Key, ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var desk = new SeatDesk(db, forum, rules);
        await desk.OpenAsync(ct);
        var refused = await RefusedAsync(arrivals, ct);
        var taken = arrivals.Where((_, i) => refused[i] is null).ToList();
        var parties = new Dictionary<Arrival, Party>(ReferenceEqualityComparer.Instance);
        if (taken.Count > 0)
        {
            await UseUpAsync(taken, ct);
            var last = await desk.NumberAsync(taken.Count, ct);
            foreach (var (arrival, n) in taken.Select((a, n) => (a, n))) parties[arrival] = Add(arrival, last - taken.Count + 1 + n, links);
            await desk.SeatOrWaitAsync([.. taken.Select(a => parties[a]).Where(p => p.IsApproved)], ct);
            var mail = new RegistrationMail(db, time, site, forum, rules);
            foreach (var arrival in taken)
            {
                var party = parties[arrival];
                db.Audit(new(arrival.PersonId, arrival.Form.People[0].FullName.Trim(), false, new HashSet<RoleInEdition>()), arrival.At, "registration.registered", party.Id, forum.Key, $"#{party.Number} {party.State}");
                await mail.TellAsync(party, ct);
            }
            await db.SaveChangesAsync(ct);
        }
        var contacts = db.Attendees.Local.Where(a => a.Ordinal == 0).ToDictionary(a => a.PartyId, a => a.Id);
        await transaction.CommitAsync(ct);
        return [.. arrivals.Select((a, i) => refused[i] is { } problem ? (Outcome<Registered>)problem : new Registered(parties[a], $"/forum/{forum.Slug}/me/{links.TokenOf(contacts[parties[a].Id])}"))];
    }

    /// <summary>A link or invitation gives one registration, also when it is followed twice at once; an address has one.</summary>
    private async Task<Problem?[]> RefusedAsync(IReadOnlyList<Arrival> arrivals, CancellationToken ct)
    {
        var hashes = arrivals.Select(a => a.Request).OfType<string>().ToList();
        var requests = hashes.Count == 0 ? [] : (await db.RegistrationRequests.AsNoTracking().Where(r => hashes.Contains(r.TokenHash)).Select(r => r.TokenHash).ToListAsync(ct)).ToHashSet(StringComparer.Ordinal);
        var invited = arrivals.Select(a => a.Guest?.Id).OfType<Guid>().ToList();
        var guests = invited.Count == 0 ? [] : (await db.ForumGuests.AsNoTracking().Where(g => invited.Contains(g.Id) && g.UsedAt == null && g.RevokedAt == null).Select(g => g.Id).ToListAsync(ct)).ToHashSet();
        var asked = arrivals.Select(AddressOf).ToList();
        var known = (await db.Attendees.AsNoTracking().Where(a => a.ForumKey == forum.Key && a.Ordinal == 0 && a.Email != null && asked.Contains(a.Email)
            && db.Parties.Any(p => p.Id == a.PartyId && p.State != PartyState.Cancelled && p.State != PartyState.Declined)).Select(a => a.Email!).ToListAsync(ct)).ToHashSet(StringComparer.Ordinal);
        return [.. arrivals.Select(Refused)];

        // In their order: what one uses up is gone for the next.
        Problem? Refused(Arrival arrival)
        {
            if (arrival.Request is { } request && !requests.Contains(request)) return Problem.NotFound("registration.link_unknown");
            if (arrival.Guest is { } guest && !guests.Contains(guest.Id)) return Problem.NotFound("registration.invitation_unknown");
            if (!known.Add(AddressOf(arrival))) return Problem.Conflict("registration.already_registered");
            if (arrival.Request is { } used) requests.Remove(used);
            if (arrival.Guest is { } one) guests.Remove(one.Id);
            return null;
        }
    }

    private async Task UseUpAsync(IReadOnlyList<Arrival> taken, CancellationToken ct)
    {
        var hashes = taken.Select(a => a.Request).OfType<string>().ToList();
        if (hashes.Count > 0) await db.RegistrationRequests.Where(r => hashes.Contains(r.TokenHash)).ExecuteDeleteAsync(ct);
        foreach (var arrival in taken)
            if (arrival.Guest is { } guest && await db.ForumGuests.Where(g => g.Id == guest.Id && g.UsedAt == null && g.RevokedAt == null).ExecuteUpdateAsync(set => set.SetProperty(g => g.UsedAt, arrival.At), ct) == 0)
                throw new DbUpdateConcurrencyException($"The invitation {guest.Id} was revoked at this moment.");
    }

    private Party Add(Arrival arrival, int number, PersonalLinks links)
    {
        var form = arrival.Form;
        var party = new Party
        {
            Id = Ids.New(arrival.At), ForumKey = forum.Key, Number = number, KindCode = form.Kind, PlaceCode = form.Place, Size = form.People.Count,
            Organisation = form.Organisation.Trim(), Answers = form.Answers, Language = form.Language == "en" ? "en" : "vi", PersonId = arrival.PersonId, GuestId = arrival.Guest?.Id, RegisteredAt = arrival.At,
        };
        party.Begin(needsApproval: arrival.Guest is null && rules.Kind(form.Kind)!.Approval);
        db.Parties.Add(party);
        db.Attendees.AddRange(form.People.Select((p, i) => Make(party, p, i, links, arrival.At)));
        db.PartyConsents.AddRange(rules.Consents.Where(c => form.Consents.Contains(c.Code)).Select(c => ConsentOf(party, c, arrival.At)));
        return party;
    }

    private static Attendee Make(Party party, AttendeeForm form, int ordinal, PersonalLinks links, Instant now)
    {
        var id = Ids.New(now);
        var attendee = new Attendee
        {
            Id = id, PartyId = party.Id, ForumKey = party.ForumKey, Ordinal = ordinal, Email = form.Email.Trim().Length == 0 ? null : Person.NormaliseEmail(form.Email),
            Position = Given(form.Position), Needs = Given(form.Needs), WantsVisaLetter = form.WantsVisaLetter, Nationality = form.WantsVisaLetter ? Given(form.Nationality) : null,
            Ticket = TicketCode.New(), TokenHash = links.HashOf(id),
        };
        attendee.Rename(form.FullName, party.Organisation);
        return attendee;
    }

    internal static PartyConsent ConsentOf(Party party, ConsentRule consent, Instant now) => new()
    {
        PartyId = party.Id, Purpose = consent.Code, TextVersion = consent.Version, GivenAt = now,
        TextSha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{consent.Statement.Vi}\n{consent.Statement.En}"))),
    };

    internal static string? Given(string text) => text.Trim() is { Length: > 0 } given ? given : null;

    private static string AddressOf(Arrival arrival) => Person.NormaliseEmail(arrival.Form.People[0].Email);
}
