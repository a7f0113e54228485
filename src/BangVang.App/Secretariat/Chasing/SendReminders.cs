using BangVang.App.Kernel;
using BangVang.App.Mail;
using BangVang.App.Storage;
using BangVang.Domain.People;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Secretariat.Chasing;

/// <summary>
/// Puts waiting reminders into mails: one a day with everything, after <see cref="DigestAt"/> in the morning, for those who
/// keep the default; one of its own for each, at once, for those who chose so and for what is urgent.
/// </summary>
public sealed class SendReminders(BangVangDb db, IClock clock, TimeProvider time, PublicUrl site)
{
    public static readonly LocalTime DigestAt = new(7, 0);
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Asia/Ho_Chi_Minh"];

    /// <returns>How many mails were made.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var today = now.InZone(Zone);
        var midnight = today.Date.AtStartOfDayInZone(Zone).ToInstant();
        var people = await (
            from p in db.People.AsNoTracking()
            where db.Reminders.Any(r => r.PersonId == p.Id && r.SentAt == null) && p.DisabledAt == null
            orderby p.Id
            select new { Person = p, HadDigest = db.Reminders.Any(r => r.PersonId == p.Id && !r.IsUrgent && r.SentAt >= midnight) }).Take(1000).ToListAsync(ct);

        var mails = 0;
        foreach (var one in people)
        {
            var isDigestDue = !one.Person.HasDigest || (!one.HadDigest && today.TimeOfDay >= DigestAt);
            mails += await SendAsync(one.Person, isDigestDue, now, today.Date, ct);
        }
        return mails;
    }

    private async Task<int> SendAsync(Person person, bool isDigestDue, Instant now, LocalDate today, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var waiting = await db.Reminders.AsNoTracking().Where(r => r.PersonId == person.Id && r.SentAt == null && (isDigestDue || r.IsUrgent))
            .OrderBy(r => r.CreatedAt).ThenBy(r => r.Subject).ThenBy(r => r.Id).ToListAsync(ct);
        var ids = waiting.Select(r => r.Id).ToArray();
        // Another node may be at it: whoever marks them sends them.
        var marked = await db.Reminders.Where(r => ids.Contains(r.Id) && r.SentAt == null).ExecuteUpdateAsync(set => set.SetProperty(r => r.SentAt, now), ct);
        if (marked != waiting.Count || marked == 0) return 0;

        var alone = waiting.Where(r => r.IsUrgent || !person.HasDigest).ToList();
        foreach (var reminder in alone) db.Mail(time.Now(), new(person.Email, reminder.Subject, reminder.Body), reminder.Id.ToString());
        var together = waiting.Except(alone).ToList();
        if (together.Count > 0) db.Mail(time.Now(), Digest(person, together, today), "digest");
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return alone.Count + (together.Count > 0 ? 1 : 0);
    }

    private Ports.MailMessage Digest(Person person, List<Reminder> waiting, LocalDate today)
    {
        var lines = waiting.Select((r, i) => $"{i + 1}. {r.Subject}\n\n{Indented(Middle(r.Body))}");
        return MailTexts.Render("secretariat.digest", person.Language, person.Email, ("name", person.FullName), ("count", waiting.Count),
            ("date", today.ToString("dd/MM/yyyy", System.Globalization.CultureInfo.InvariantCulture)), ("lines", string.Join("\n\n", lines)), ("link", site.To("/account")));
    }

    /// <summary>Without the greeting, which the mail has once for all.</summary>
    private static string Middle(string body)
    {
        var cut = body.IndexOf("\n\n", StringComparison.Ordinal);
        return (cut < 0 ? body : body[cut..]).Trim();
    }

    private static string Indented(string text) => string.Join('\n', text.Split('\n').Select(l => l.Length == 0 ? l : $"   {l}"));
}
