using BangVang.App.Decisions;
using BangVang.App.Dossiers;
using BangVang.App.Editions;
using BangVang.App.Kernel;
using BangVang.App.Mail;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.People;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;

namespace BangVang.App.Secretariat.Chasing;

/// <summary>
/// Notes whom the calendar of each edition wants reminded now: drafts that are not submitted, sheets that are not signed,
/// conflicts that are not declared. The days come from the edition, ordinary ones where it names none. Run as often as one
/// likes: each is noted once.
/// </summary>
public sealed class RemindDue(BangVangDb db, EditionBook book, IClock clock, PublicUrl site)
{
    private static readonly int[] OrdinaryDays = [7, 3, 1];
    /// <summary>A complete dossier that nobody submits is asked about after this long, and once more in the last hours, at once and to every writer.</summary>
    private static readonly Duration CompleteFor = Duration.FromDays(1);
    private static readonly Duration LastHours = Duration.FromHours(6);
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Asia/Ho_Chi_Minh"];

    /// <returns>How many reminders and warnings were added.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var added = 0;
        foreach (var published in await book.AllAsync(ct))
        {
            var edition = published.Edition;
            added += await RemindDraftsAsync(edition, now, ct) + await RemindJurorsAsync(edition, now, ct) + await RemindExtraMarksAsync(edition, now, ct) + await RemindUndeclaredAsync(edition, now, ct);
            await db.SaveChangesAsync(ct);
        }
        return added;
    }

    private async Task<int> RemindDraftsAsync(Edition edition, Instant now, CancellationToken ct)
    {
        var added = 0;
        foreach (var phase in edition.Phases.Where(p => p.Kind is PhaseKind.Intake && edition.IsOpen(p.Code, now)))
        {
            var end = edition.WindowOf(phase.Code)!.Value.End!.Value;
            var due = DueDay(DaysOf(edition, MailMomentKind.DraftUnsubmitted), end, now);
            var drafts = await db.UnsubmittedDossiersAsync(book, edition.Key, now, ct);
            var people = await PeopleAsync(drafts.SelectMany(d => d.PersonIds), ct);
            var since = await db.LastSavedAsync(drafts.Select(d => d.Id), ct);
            foreach (var draft in drafts)
            {
                var saved = since.GetValueOrDefault(draft.Id, now);
                foreach (var person in draft.PersonIds.Where(people.ContainsKey).Select(id => people[id]))
                {
                    if (draft.IsComplete) added += await WarnAsync(edition, draft, person, end, saved, due, now, ct);
                    else if (due is { } days && saved < end - Duration.FromDays(days))
                        added += await RemindAsync(edition, person, $"draft {draft.Id} {days}", "secretariat.draft_unsubmitted", end, $"/dossiers/{draft.Id}", draft.Reference, now, ct);
                }
            }
        }
        return added;
    }

    /// <summary>A dossier that needs only the button: loudly, at once, past the daily mail.</summary>
    private async Task<int> WarnAsync(Edition edition, UnsubmittedDossier draft, Person person, Instant end, Instant saved, int? due, Instant now, CancellationToken ct)
    {
        var step = now >= end - LastHours ? "hours" : due is { } days ? $"{days}" : now - saved >= CompleteFor ? "early" : null;
        if (step is null) return 0;
        var words = Words("secretariat.complete_unsubmitted", person, end, $"/dossiers/{draft.Id}", draft.Reference);
        return await db.RemindAsync(now, person.Id, $"complete {draft.Id} {step}", edition.Key, words, ct, isUrgent: true) ? 1 : 0;
    }

    private async Task<int> RemindJurorsAsync(Edition edition, Instant now, CancellationToken ct)
    {
        var added = 0;
        foreach (var round in edition.JudgedRounds.Where(r => r.Phase is { } phase && edition.IsOpen(phase, now)))
        {
            var end = edition.WindowOf(round.Phase!)!.Value.End!.Value;
            if (DueDay(DaysOf(edition, MailMomentKind.ScoresheetsDue), end, now) is not { } days) continue;
            var late = (await db.ProgressOfRoundAsync(edition, round.Code, ct)).Where(j => j.Done < j.Assigned).ToList();
            var people = await PeopleAsync(late.Select(j => j.PersonId), ct);
            foreach (var juror in late.Where(j => people.ContainsKey(j.PersonId)))
                added += await RemindAsync(edition, people[juror.PersonId], $"sheets {edition.Key} {round.Code} {days}", "secretariat.sheets_due", end, "/judging", $"{juror.Assigned - juror.Done}", now, ct);
        }
        return added;
    }

    /// <summary>Sheets that the council asked for after the round: by the same days before their own end, unless they were asked for later than that.</summary>
    private async Task<int> RemindExtraMarksAsync(Edition edition, Instant now, CancellationToken ct)
    {
        var added = 0;
        var waiting = await (
            from a in db.MarksWaitedFor(edition.Key, now)
            join r in db.ExtraMarksRequests on a.RequestId equals r.Id
            group a by new { a.JurorId, r.Id, r.AskedAt, r.ClosesAt } into g
            select new { g.Key.JurorId, g.Key.Id, g.Key.AskedAt, g.Key.ClosesAt, Sheets = g.Count() }).ToListAsync(ct);
        var people = await PeopleAsync(waiting.Select(w => w.JurorId), ct);
        foreach (var wait in waiting.Where(w => people.ContainsKey(w.JurorId)))
        {
            if (DueDay(DaysOf(edition, MailMomentKind.ScoresheetsDue), wait.ClosesAt, now) is not { } days || wait.AskedAt >= wait.ClosesAt - Duration.FromDays(days)) continue;
            added += await RemindAsync(edition, people[wait.JurorId], $"sheets {wait.Id} {days}", "secretariat.sheets_due", wait.ClosesAt, "/judging", $"{wait.Sheets}", now, ct);
        }
        return added;
    }

    private async Task<int> RemindUndeclaredAsync(Edition edition, Instant now, CancellationToken ct)
    {
        var undeclared = await db.UndeclaredAsync(edition, now, ct);
        var people = await PeopleAsync(undeclared.Select(j => j.PersonId), ct);
        var added = 0;
        foreach (var juror in undeclared.Where(j => people.ContainsKey(j.PersonId)))
        {
            var start = edition.WindowOf(edition.Round(juror.RoundCode)!.Phase!)!.Value.Start!.Value;
            if (DueDay(DaysOf(edition, MailMomentKind.ConflictsUndeclared), start, now) is not { } days) continue;
            added += await RemindAsync(edition, people[juror.PersonId], $"conflicts {edition.Key} {juror.RoundCode} {days}", "secretariat.conflicts_undeclared", start, "/judging", edition.Round(juror.RoundCode)!.Name.In(people[juror.PersonId].Language), now, ct);
        }
        return added;
    }

    /// <summary>The latest of the days before <paramref name="end"/> that has begun; null before the first and after the end.</summary>
    public static int? DueDay(IReadOnlyList<int> daysBefore, Instant end, Instant now) =>
        now >= end ? null : daysBefore.Where(d => now >= end - Duration.FromDays(d)).Select(d => (int?)d).Min();

    private static IReadOnlyList<int> DaysOf(Edition edition, MailMomentKind moment) =>
        edition.Mail.FirstOrDefault(m => m.Moment == moment) is { DaysBefore.Count: > 0 } own ? own.DaysBefore : OrdinaryDays;

    private async Task<int> RemindAsync(Edition edition, Person person, string key, string moment, Instant end, string path, string what, Instant now, CancellationToken ct) =>
        await db.RemindAsync(now, person.Id, key, edition.Key, Words(moment, person, end, path, what), ct) ? 1 : 0;

    private Ports.MailMessage Words(string moment, Person person, Instant end, string path, string what) => MailTexts.Render(
        moment, person.Language, person.Email, ("name", person.FullName), ("what", what), ("link", site.To(path)),
        ("end", ZonedDateTimePattern.CreateWithInvariantCulture("HH:mm 'ngày' dd/MM/yyyy", null).Format(end.InZone(Zone)).Replace("ngày", person.Language == "en" ? "on" : "ngày", StringComparison.Ordinal)));

    private async Task<Dictionary<Guid, Person>> PeopleAsync(IEnumerable<Guid> ids, CancellationToken ct)
    {
        var wanted = ids.Distinct().ToArray();
        return await db.People.AsNoTracking().Where(p => wanted.Contains(p.Id) && p.DisabledAt == null).ToDictionaryAsync(p => p.Id, ct);
    }
}
