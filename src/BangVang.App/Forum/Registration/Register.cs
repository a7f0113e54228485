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
public sealed class Register(BangVangDb db, ForumBook book, ArrivalLine line, IClock clock, TimeProvider time, PublicUrl site)
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
        if (guest is not null || own?.Email == address) return await line.ArriveAsync(new(forum, form, own?.Id, guest, null, now), Desk, ct);
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

    private ArrivalDesk Desk(ForumEdition forum) => new(db, forum, time, site);

    private static IEnumerable<Problem> AddressProblems(PartyForm form) => form.People
        .Select((p, i) => (Email: p.Email.Trim(), i)).Where(p => p.Email.Length > 0 && MailAddress.Normal(p.Email) is null)
        .Select(p => Problem.Invalid("registration.address_malformed", $"People[{p.i}].Email"));
}

/// <summary>Follows the link of the mail: from here on the registration has its number, and its seats or its place on the waiting list.</summary>
public sealed class ConfirmRegistration(BangVangDb db, ForumBook book, ArrivalLine line, IClock clock, TimeProvider time, PublicUrl site)
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
        return await line.ArriveAsync(new(forum, request.Form, null, null, hash, now), Desk, ct);
    }

    private ArrivalDesk Desk(ForumEdition forum) => new(db, forum, time, site);
}
