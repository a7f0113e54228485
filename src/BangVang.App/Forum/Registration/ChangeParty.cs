using BangVang.App.Kernel;
using BangVang.App.Storage;
using BangVang.Domain.Forum;
using BangVang.Domain.Forum.Registration;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Forum.Registration;

/// <summary>What a contact may change later.</summary>
/// <param name="Place">Where they take part.</param>
/// <param name="People">As many as were registered, in the same order; addresses stay as they are.</param>
/// <param name="Consents">Purposes agreed to from now on.</param>
public sealed record PartyChange(string Place, string Organisation, IReadOnlyList<AttendeeForm> People, IReadOnlyList<string> Consents);

/// <summary>Changes a registration by its contact's personal link. Names freeze before the forum; kinds that ask for it are approved anew.</summary>
public sealed class ChangeParty(BangVangDb db, ForumBook book, IClock clock, TimeProvider time, PublicUrl site)
{
    /// <param name="version">Of the registration the form was filled from.</param>
    public async Task<Outcome<PartyState>> RunAsync(string slug, string token, PartyChange change, int version, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        if (await book.CurrentAsync(slug, ct) is not { Forum: { Registration: { } rules } forum }) return Problem.NotFound("forum.unknown");
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var desk = new SeatDesk(db, forum, rules);
        await desk.OpenAsync(ct);
        if (await db.OfContactAsync(forum, token, ct) is not ({ } party, { } people)) return Problem.NotFound("registration.link_unknown");
        if (party.Version != version) return Problem.Conflict("registration.changed_meanwhile");
        var problems = Check(party, people, change, rules, forum, now);
        if (problems.Count > 0) return problems.ToArray();

        var isOther = Apply(party, people, change);
        if (change.Place != party.PlaceCode && await MoveToAsync(desk, party, change.Place, ct) is { } full) return full;
        if (isOther && rules.Kind(party.KindCode) is { Reapproval: true } && party.IsApproved) party.Reopen();
        await ConsentAsync(party, change.Consents, rules, now, ct);
        party.Touch();
        db.Audit(new(party.PersonId, people[0].FullName, false, new HashSet<RoleInEdition>()), now, "registration.changed", party.Id, forum.Key, $"{party.PlaceCode}, {party.State}");
        await new RegistrationMail(db, time, site, forum, rules).TellAsync(party, ct);
        await db.FreedAsync(desk, forum, rules, time, site, ct);
        await transaction.CommitAsync(ct);
        return party.State;
    }

    private static List<Problem> Check(Party party, List<Attendee> people, PartyChange change, RegistrationRules rules, ForumEdition forum, Instant now)
    {
        if (!party.IsOpen) return [Problem.Conflict("registration.closed_already").With("number", party.Number)];
        if (rules.Kind(party.KindCode) is not { } kind) return [Problem.Conflict("registration.kind_unknown")];
        List<Problem> problems = [];
        if (change.People.Count != people.Count) problems.Add(Problem.Invalid("registration.group_fixed", "People"));
        if (change.Organisation.Trim().Length is < 2 or > 200) problems.Add(Problem.Invalid("registration.organisation_length", "Organisation"));
        if (change.Place != party.PlaceCode && !kind.Places.Contains(change.Place)) problems.Add(Problem.Invalid("registration.place_not_for_kind", "Place"));
        foreach (var (form, i) in change.People.Take(people.Count).Select((f, i) => (f, i)))
        {
            problems.AddRange((form with { Email = people[i].Email ?? "" }).Check(i, kind));
            if (form.FullName.Trim() != people[i].FullName && rules.NamesAreFrozen(forum, now)) problems.Add(Problem.NotNow("registration.names_frozen") with { Field = $"People[{i}].FullName" });
        }
        problems.AddRange(rules.Consents.Where(c => c.Required && !change.Consents.Contains(c.Code)).Select(c => Problem.Invalid("registration.consent_needed", $"c.{c.Code}")));
        return problems;
    }

    /// <returns>True when something changed that was approved: a name, a position or the organisation.</returns>
    private static bool Apply(Party party, List<Attendee> people, PartyChange change)
    {
        var other = change.Organisation.Trim() != party.Organisation;
        party.Organisation = change.Organisation.Trim();
        foreach (var (person, form) in people.Zip(change.People))
        {
            other |= form.FullName.Trim() != person.FullName || ArrivalDesk.Given(form.Position) != person.Position;
            (person.Position, person.Needs, person.WantsVisaLetter) = (ArrivalDesk.Given(form.Position), ArrivalDesk.Given(form.Needs), form.WantsVisaLetter);
            person.Nationality = form.WantsVisaLetter ? ArrivalDesk.Given(form.Nationality) : null;
            person.Rename(form.FullName, party.Organisation);
        }
        return other;
    }

    /// <summary>Seats are exchanged or kept, never lost; who waits goes into the line of the new place by the same number.</summary>
    private static async Task<Problem?> MoveToAsync(SeatDesk desk, Party party, string place, CancellationToken ct)
    {
        if (party.HoldsSeats) return await desk.ExchangeAsync(party, place, ct) ? null : Problem.Conflict("registration.place_full") with { Field = "Place" };
        party.PlaceCode = place;
        if (party.State is PartyState.Waiting) await desk.SeatOrWaitAsync(party, ct);
        return null;
    }

    private async Task ConsentAsync(Party party, IReadOnlyList<string> wanted, RegistrationRules rules, Instant now, CancellationToken ct)
    {
        var standing = await db.PartyConsents.Where(c => c.PartyId == party.Id && c.WithdrawnAt == null).ToListAsync(ct);
        foreach (var given in standing.Where(s => !wanted.Contains(s.Purpose))) given.WithdrawnAt = now;
        db.PartyConsents.AddRange(rules.Consents.Where(c => wanted.Contains(c.Code) && standing.All(s => s.Purpose != c.Code)).Select(c => ArrivalDesk.ConsentOf(party, c, now)));
    }
}

/// <summary>Cancels a registration by its contact's personal link; whoever is next gets the seats in the same transaction.</summary>
public sealed class CancelParty(BangVangDb db, ForumBook book, IClock clock, TimeProvider time, PublicUrl site)
{
    public async Task<Problem?> RunAsync(string slug, string token, CancellationToken ct)
    {
        if (await book.CurrentAsync(slug, ct) is not { Forum: { Registration: { } rules } forum }) return Problem.NotFound("forum.unknown");
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var desk = new SeatDesk(db, forum, rules);
        await desk.OpenAsync(ct);
        if (await db.OfContactAsync(forum, token, ct) is not ({ } party, { } people)) return Problem.NotFound("registration.link_unknown");
        if (party.Cancel() is { } problem) return problem;
        await desk.ReleaseAsync(party, ct);
        db.Audit(new(party.PersonId, people[0].FullName, false, new HashSet<RoleInEdition>()), clock.GetCurrentInstant(), "registration.cancelled", party.Id, forum.Key);
        await new RegistrationMail(db, time, site, forum, rules).TellAsync(party, ct);
        await db.FreedAsync(desk, forum, rules, time, site, ct);
        await transaction.CommitAsync(ct);
        return null;
    }
}

internal static class PartyFinding
{
    /// <summary>The party of which the token is the contact's, with its people in order; both null when it is nobody's or another member's.</summary>
    public static async Task<(Party? Party, List<Attendee>? People)> OfContactAsync(this BangVangDb db, ForumEdition forum, string token, CancellationToken ct)
    {
        var hash = Secrets.HashOf(token);
        var party = await db.Parties.SingleOrDefaultAsync(p => p.ForumKey == forum.Key && db.Attendees.Any(a => a.PartyId == p.Id && a.TokenHash == hash && a.Ordinal == 0), ct);
        return party is null ? (null, null) : (party, await db.Attendees.Where(a => a.PartyId == party.Id).OrderBy(a => a.Ordinal).ToListAsync(ct));
    }

    /// <summary>Saves, seats whom freed seats reach, and tells them.</summary>
    public static async Task FreedAsync(this BangVangDb db, SeatDesk desk, ForumEdition forum, RegistrationRules rules, TimeProvider time, PublicUrl site, CancellationToken ct)
    {
        await db.SaveChangesAsync(ct);
        await desk.SizeAsync(ct);
        var mail = new RegistrationMail(db, time, site, forum, rules);
        foreach (var party in await desk.MoveAsync(ct)) await mail.TellAsync(party, ct);
        await db.SaveChangesAsync(ct);
    }
}
