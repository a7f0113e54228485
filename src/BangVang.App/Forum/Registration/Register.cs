using System.Security.Cryptography;
using System.Text;
using BangVang.App.Kernel;
using BangVang.App.Mail;
using BangVang.App.People;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Forum;
using BangVang.Domain.Forum.Registration;
using BangVang.Domain.Kernel;
using BangVang.Domain.People;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Forum.Registration;

/// <summary>How a registration came in.</summary>
/// <param name="Party">Null when a mail with a link comes first.</param>
/// <param name="Link">Path of the contact's personal page; null with it.</param>
public sealed record Registered(Party? Party, string? Link);

/// <summary>
/// Registers a person or a group. Whoever comes by a personal invitation or is signed in has shown the address and is
/// registered at once; to everybody else a link is sent, and number and seat are given when it is followed.
/// </summary>
public sealed class Register(BangVangDb db, ForumBook book, IClock clock, TimeProvider time, PublicUrl site)
{
    private static readonly Duration LinkLife = Duration.FromHours(24);

    /// <param name="invitation">Token of a personal invitation; null without one.</param>
    /// <param name="source">Where the request comes from; see <c>RequestSource</c>.</param>
    public async Task<Outcome<Registered>> RunAsync(Actor actor, string slug, PartyForm form, string? invitation, string source, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        if (await book.CurrentAsync(slug, ct) is not { Forum: { Registration: { } rules } forum }) return Problem.NotFound("forum.unknown");
        if (rules.Window(forum.TimeZone) is var window && !window.HasStarted(now)) return Problem.NotNow("registration.not_open_yet").With("start", window.Start!);
        if (window.HasEnded(now)) return Problem.NotNow("registration.closed").With("end", window.End!);

        var guest = invitation is null ? null : await db.OpenGuestAsync(forum.Key, invitation, ct);
        if (invitation is not null && guest is null) return Problem.NotFound("registration.invitation_unknown");
        var problems = form.Check(rules, guest?.KindCode).Concat(AddressProblems(form)).ToArray();
        if (problems.Length > 0) return problems;

        var address = Person.NormaliseEmail(form.People[0].Email);
        var own = actor.PersonId is { } id ? await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id && p.EmailConfirmedAt != null, ct) : null;
        if (guest is not null || own?.Email == address) return await new Arrival(db, forum, rules, time, site).RunAsync(form, own?.Id, guest, now, ct);
        return await AskAsync(forum, form, address, source, ct);
    }

    private async Task<Outcome<Registered>> AskAsync(ForumEdition forum, PartyForm form, string address, string source, CancellationToken ct)
    {
        var at = time.Now();
        if (await SignUp.CountAsync(db, "forum registration", address, source, at, ct) is { } wait) return wait;
        var token = Secrets.NewToken();
        await db.RegistrationRequests.Where(r => r.ExpiresAt < at).ExecuteDeleteAsync(ct);
        db.RegistrationRequests.Add(new() { TokenHash = Secrets.HashOf(token), ForumKey = forum.Key, Form = form, ExpiresAt = at + LinkLife });
        db.Mail(at, MailTexts.Render("registration.confirm_address", form.Language, address, ("name", form.People[0].FullName.Trim()),
            ("forum", forum.Name.In(form.Language)), ("link", site.To($"/forum/{forum.Slug}/register/confirm/{token}"))));
        await db.SaveChangesAsync(ct);
        return new Registered(null, null);
    }

    private static IEnumerable<Problem> AddressProblems(PartyForm form) => form.People
        .Select((p, i) => (Email: p.Email.Trim(), i)).Where(p => p.Email.Length > 0 && MailAddress.Normal(p.Email) is null)
        .Select(p => Problem.Invalid("registration.address_malformed", $"People[{p.i}].Email"));
}

/// <summary>Follows the link of the mail: from here on the registration has its number, and its seats or its place on the waiting list.</summary>
public sealed class ConfirmRegistration(BangVangDb db, ForumBook book, IClock clock, TimeProvider time, PublicUrl site)
{
    public async Task<Outcome<Registered>> RunAsync(string slug, string token, CancellationToken ct)
    {
        var (now, hash, key) = (clock.GetCurrentInstant(), Secrets.HashOf(token), ForumEdition.KeyOf(slug));
        var request = await db.RegistrationRequests.AsNoTracking().SingleOrDefaultAsync(r => r.TokenHash == hash && r.ForumKey == key, ct);
        if (request is null || request.ExpiresAt <= time.Now()) return Problem.NotFound("registration.link_unknown");
        if (await book.CurrentAsync(slug, ct) is not { Forum: { Registration: { } rules } forum }) return Problem.NotFound("forum.unknown");
        if (rules.Window(forum.TimeZone) is { } window && window.HasEnded(now)) return Problem.NotNow("registration.closed").With("end", window.End!);
        // The rules may have changed since the form was filled in.
        var problems = request.Form.Check(rules, invitedAs: null).ToArray();
        if (problems.Length > 0) return problems;
        return await new Arrival(db, forum, rules, time, site).RunAsync(request.Form, personId: null, guest: null, now, ct, hash);
    }
}

/// <summary>A registration with a shown address takes its number and its seats, in one transaction.</summary>
internal sealed class Arrival(BangVangDb db, ForumEdition forum, RegistrationRules rules, TimeProvider time, PublicUrl site)
{
    /// <param name="request">Hash of the request that is used up by it; null when none was made.</param>
    public async Task<Outcome<Registered>> RunAsync(PartyForm form, Guid? personId, ForumGuest? guest, Instant now, CancellationToken ct, string? request = null)
    {
        var links = await PersonalLinks.OfAsync(db, forum.Key, ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var desk = new SeatDesk(db, forum, rules);
        var number = await desk.ArriveAsync(ct);
        if (await UsedUpAsync(request, guest, now, ct) is { } used) return used;
        var address = Person.NormaliseEmail(form.People[0].Email);
        if (await db.Attendees.AnyAsync(a => a.ForumKey == forum.Key && a.Ordinal == 0 && a.Email == address
            && db.Parties.Any(p => p.Id == a.PartyId && p.State != PartyState.Cancelled && p.State != PartyState.Declined), ct)) return Problem.Conflict("registration.already_registered");

        var party = Make(form, number, personId, guest, now);
        db.Parties.Add(party);
        db.Attendees.AddRange(form.People.Select((p, i) => Make(party, p, i, links, now)));
        db.PartyConsents.AddRange(rules.Consents.Where(c => form.Consents.Contains(c.Code)).Select(c => ConsentOf(party, c, now)));
        if (party.IsApproved) await desk.SeatOrWaitAsync(party, ct);
        db.Audit(new(personId, form.People[0].FullName.Trim(), false, new HashSet<RoleInEdition>()), now, "registration.registered", party.Id, forum.Key, $"#{party.Number} {party.State}");
        await new RegistrationMail(db, time, site, forum, rules).TellAsync(party, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        var contact = db.Attendees.Local.Single(a => a.PartyId == party.Id && a.Ordinal == 0);
        return new Registered(party, $"/forum/{forum.Slug}/me/{links.TokenOf(contact.Id)}");
    }

    /// <summary>A link or invitation gives one registration, also when it is followed twice at once.</summary>
    private async Task<Problem?> UsedUpAsync(string? request, ForumGuest? guest, Instant now, CancellationToken ct)
    {
        if (request is not null && await db.RegistrationRequests.Where(r => r.TokenHash == request).ExecuteDeleteAsync(ct) == 0) return Problem.NotFound("registration.link_unknown");
        if (guest is not null && await db.ForumGuests.Where(g => g.Id == guest.Id && g.UsedAt == null && g.RevokedAt == null).ExecuteUpdateAsync(set => set.SetProperty(g => g.UsedAt, now), ct) == 0)
            return Problem.NotFound("registration.invitation_unknown");
        return null;
    }

    private Party Make(PartyForm form, int number, Guid? personId, ForumGuest? guest, Instant now)
    {
        var party = new Party
        {
            Id = Ids.New(now), ForumKey = forum.Key, Number = number, KindCode = form.Kind, PlaceCode = form.Place, Size = form.People.Count,
            Organisation = form.Organisation.Trim(), Answers = form.Answers, Language = form.Language == "en" ? "en" : "vi", PersonId = personId, GuestId = guest?.Id, RegisteredAt = now,
        };
        party.Begin(needsApproval: guest is null && rules.Kind(form.Kind)!.Approval);
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
}
