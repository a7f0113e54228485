using System.Globalization;
using BangVang.App.Forum;
using BangVang.App.Forum.Door;
using BangVang.App.Storage;
using BangVang.Domain.Certificates;
using BangVang.Domain.Editions;
using BangVang.Domain.Forum;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Certificates;

/// <summary>The organisers prepare certificates for all who came to their forum; another organiser releases them.</summary>
public sealed class PrepareAttendanceCertificates(BangVangDb db, ForumBook book, IClock clock)
{
    /// <returns>The order, which now waits; or forum.unknown, certificates.order_open, certificates.nobody_came.</returns>
    public async Task<Result<Guid>> RunAsync(Actor actor, string slug, CancellationToken ct)
    {
        var (now, key) = (clock.GetCurrentInstant(), ForumEdition.KeyOf(slug));
        if (!actor.Is(Role.Organiser, key) || await book.CurrentAsync(slug, ct) is not { } published) return Problem.NotFound("forum.unknown");
        if (await db.CertificateOrders.AnyAsync(o => o.EditionKey == key && o.Kind == CertificateOrderKind.Issue && o.FinishedAt == null, ct)) return Problem.Conflict("certificates.order_open");
        if ((await db.AttendanceRecipientsAsync(published.Forum, ct)).Count == 0) return Problem.Conflict("certificates.nobody_came");

        var order = new CertificateOrder { Id = Ids.New(now), EditionKey = key, Kind = CertificateOrderKind.Issue, PreparedAt = now, PreparedBy = actor.PersonId!.Value };
        db.CertificateOrders.Add(order);
        db.Audit(actor, now, "certificates.prepared", order.Id, key);
        return await db.TrySaveAsync(ct) ? order.Id : Problem.Conflict("certificates.order_open");
    }
}

public static class AttendanceCertificateQueries
{
    /// <summary>Registered people who came, by the ledger of the door, in the order in which they came; without those who have a certificate that stands.</summary>
    public static async Task<IReadOnlyList<Recipient>> AttendanceRecipientsAsync(this BangVangDb db, ForumEdition forum, CancellationToken ct)
    {
        var have = (await db.Certificates.Where(c => c.EditionKey == forum.Key && c.AttendeeId != null && c.WithdrawnAt == null).Select(c => c.AttendeeId!.Value).ToListAsync(ct)).ToHashSet();
        return [.. (await db.AttendanceAsync(Actor.Console, forum, ct)).Select(a => a.AttendeeId).Distinct().Where(id => !have.Contains(id)).Select(id => new Recipient(CertificateKind.Delegate, id))];
    }

    /// <summary>What their certificates would say; nothing for who is gone meanwhile.</summary>
    internal static async Task<Dictionary<Guid, CertificateClaim>> AttendanceClaimsAsync(this BangVangDb db, IReadOnlyList<Recipient> batch, ForumEdition forum, CancellationToken ct)
    {
        var ids = batch.Select(r => r.Id).ToList();
        var came = (await db.AttendanceAsync(Actor.Console, forum, ct)).GroupBy(a => a.AttendeeId).ToDictionary(g => g.Key, g => g.First());
        var names = await db.Attendees.AsNoTracking().Where(a => ids.Contains(a.Id)).Select(a => new { a.Id, a.FullName }).ToListAsync(ct);
        return names.Where(n => came.ContainsKey(n.Id)).ToDictionary(n => n.Id, n => ClaimOf(n.FullName, came[n.Id], forum));
    }

    /// <summary>The certificates of people registered together, for whoever has their link; by name of the recipient.</summary>
    /// <param name="attendees">Ids that the link opened.</param>
    public static async Task<IReadOnlyList<Certificate>> CertificatesOfAttendeesAsync(this BangVangDb db, IReadOnlyList<Guid> attendees, CancellationToken ct) =>
        [.. (await db.Certificates.AsNoTracking().Where(c => c.AttendeeId != null && attendees.Contains(c.AttendeeId.Value) && c.WithdrawnAt == null).ToListAsync(ct)).OrderBy(c => c.Claim.Recipient, StringComparer.Ordinal)];

    /// <summary>The file of a certificate that the caller was found to may have.</summary>
    public static Task<CertificateFile> FileOfAsync(this BangVangDb db, Certificate certificate, CancellationToken ct) => db.CertificateFiles.AsNoTracking().SingleAsync(f => f.CertificateId == certificate.Id, ct);

    private static CertificateClaim ClaimOf(string name, Attended came, ForumEdition forum)
    {
        var body = forum.Organisers.FirstOrDefault(o => o.Part is OrganiserPart.Host)?.Name ?? forum.Name;
        var day = came.At.InZone(forum.TimeZone).Date.ToString("dd/MM/uuuu", CultureInfo.InvariantCulture);
        return new(CertificateKind.Delegate, forum.Key, forum.Name.Vi, forum.Name.En ?? forum.Name.Vi, name, null, null, null, null, null,
            $"Theo sổ vào cửa của Diễn đàn: {forum.Door(came.List)?.Name.Vi ?? came.List}, ngày {day}", body.Vi, body.En ?? body.Vi, forum.Sample);
    }
}
