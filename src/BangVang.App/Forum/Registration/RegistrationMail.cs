using BangVang.App.Kernel;
using BangVang.App.Mail;
using BangVang.App.Ports;
using BangVang.App.Storage;
using BangVang.Domain.Forum;
using BangVang.Domain.Forum.Registration;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.Forum.Registration;

/// <summary>What people are told of their registration. Whoever has a seat gets the ticket and an entry for the calendar with it.</summary>
internal sealed class RegistrationMail(BangVangDb db, TimeProvider time, PublicUrl site, ForumEdition forum, RegistrationRules rules)
{
    private PersonalLinks? links;

    /// <summary>Tells a party how it stands: everyone who gave an address where there is a ticket, otherwise the contact.</summary>
    public async Task TellAsync(Party party, CancellationToken ct)
    {
        links ??= await PersonalLinks.OfAsync(db, forum.Key, ct);
        var people = db.Attendees.Local.Where(a => a.PartyId == party.Id).ToList();
        if (people.Count == 0) people = await db.Attendees.AsNoTracking().Where(a => a.PartyId == party.Id).ToListAsync(ct);
        foreach (var person in people.Where(p => p.Email is not null && (p.Ordinal == 0 || party.State is PartyState.Confirmed)).OrderBy(p => p.Ordinal))
            db.Mail(time.Now(), Words(party, person, links.TokenOf(person.Id)), $"party {party.Id}");
    }

    private MailMessage Words(Party party, Attendee person, string token)
    {
        var link = site.To($"/forum/{forum.Slug}/me/{token}");
        var mail = MailTexts.Render(MomentOf(party.State), party.Language, person.Email!,
            ("name", person.FullName), ("forum", forum.Name.In(party.Language)), ("number", party.Number), ("size", party.Size),
            ("kind", rules.Kind(party.KindCode)?.Name.In(party.Language) ?? party.KindCode), ("place", CalendarFile.PlaceOf(forum, rules, party.PlaceCode, party.Language)),
            ("reason", party.Reason ?? ""), ("link", link));
        return party.State is not (PartyState.Confirmed or PartyState.Cancelled) ? mail : mail with
        {
            Attachments =
            [
                .. party.State is PartyState.Confirmed ? (MailAttachment[])[new("ticket.png", "image/png", TicketImage.Png(person.Ticket))] : [],
                .. CalendarFile.Of(forum, rules, party, person, link, site) is { } calendar ? (MailAttachment[])[new("dien-dan.ics", $"text/calendar; charset=utf-8; method={(party.State is PartyState.Confirmed ? "PUBLISH" : "CANCEL")}", calendar)] : [],
            ],
        };
    }

    private static string MomentOf(PartyState state) => state switch
    {
        PartyState.AwaitingApproval => "registration.awaiting",
        PartyState.Confirmed => "registration.confirmed",
        PartyState.Waiting => "registration.waiting",
        PartyState.Declined => "registration.declined",
        _ => "registration.cancelled",
    };
}
