using System.Globalization;
using System.Text;
using BangVang.App.Kernel;
using BangVang.App.Storage;
using BangVang.Domain.Forum.Registration;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Forum.Registration;

/// <summary>The people of a forum as a table, for organisers and, of their own places, hosts. That it was taken is on record.</summary>
public sealed class ExportParties(BangVangDb db, ForumBook book, IClock clock)
{
    /// <returns>CSV with a line for each person, by registration number.</returns>
    public async Task<Result<string>> RunAsync(Actor actor, string slug, CancellationToken ct)
    {
        if (await book.CurrentAsync(slug, ct) is not { Forum: { Registration: not null } forum } || actor.PlacesInCare(forum).Length == 0) return Problem.NotFound("forum.unknown");
        var rows = await (
            from p in db.PartiesVisibleTo(actor, forum).AsNoTracking()
            join a in db.Attendees.AsNoTracking() on p.Id equals a.PartyId
            orderby p.Number, a.Ordinal
            select new { Party = p, Person = a }).ToListAsync(ct);

        var csv = new StringBuilder().AppendCsv("number", "name", "email", "organisation", "position", "kind", "place", "state", "needs", "visa_letter", "nationality", "registered_at");
        foreach (var row in rows)
            csv.AppendCsv(row.Party.Number.ToString(CultureInfo.InvariantCulture), row.Person.FullName, row.Person.Email, row.Party.Organisation, row.Person.Position, row.Party.KindCode,
                row.Party.PlaceCode, Codes.Of(row.Party.State), row.Person.Needs, row.Person.WantsVisaLetter ? "yes" : "", row.Person.Nationality, row.Party.RegisteredAt.ToString());
        db.Audit(actor, clock.GetCurrentInstant(), "registration.exported", slug, forum.Key, $"{rows.Count}");
        await db.SaveChangesAsync(ct);
        return csv.ToString();
    }
}
