using System.Text.Json.Nodes;
using BangVang.App.Kernel;
using BangVang.App.Mail;
using BangVang.App.Storage;
using BangVang.Domain.Forum;
using BangVang.Domain.Forum.Programme;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Forum.Programme;

/// <summary>
/// Makes the draft public: frozen, named, hashed, in the log. Pages, feeds and calendars show it from then on. For the
/// organisers of that forum. Speakers whose sessions are new or changed hear of it where an address is known.
/// </summary>
public sealed class ReleaseProgramme(BangVangDb db, ForumBook book, ProgrammeBook releases, PublicUrl site, IClock clock, TimeProvider time)
{
    private const int LongestName = 60;

    /// <param name="name">What the release is called, unique in the forum: "1.0".</param>
    /// <returns>The release, or: forum.unknown, programme.release_name, programme.nothing_to_release, programme.unchanged {name}, programme.released_meanwhile.</returns>
    public async Task<Result<PublishedProgramme>> RunAsync(Actor actor, string slug, string name, CancellationToken ct)
    {
        if (!actor.Is(Role.Organiser, ForumEdition.KeyOf(slug)) || await book.CurrentAsync(slug, ct) is not { } forum) return Problem.NotFound("forum.unknown");
        name = name.Trim();
        if (name.Length is < 1 or > LongestName) return Problem.Invalid("programme.release_name", "Name").With("max", LongestName);
        var now = clock.GetCurrentInstant();
        var before = await releases.CurrentAsync(slug, ct);
        var draft = await db.ProgrammeDraftAsync(actor, forum.Forum, ct);
        var next = Releasing.Next(before?.Programme, draft.Sessions, draft.Speakers, now);
        if (next.Sessions.Count == 0) return Problem.Conflict("programme.nothing_to_release");
        if (before is not null && Releasing.AreAlike(before.Programme, next)) return Problem.Conflict("programme.unchanged").With("name", before.Name);

        var release = ProgrammeRelease.Of(Ids.New(now), forum.Key, (before?.Number ?? 0) + 1, name, next, now, actor.PersonId);
        db.ProgrammeReleases.Add(release);
        db.Audit(actor, now, "programme.released", release.Id, forum.Key, $"#{release.Number} {name} {release.Sha256}");
        db.Log(now, "programme.released", forum.Key, release.Id, new JsonObject { ["number"] = release.Number, ["name"] = name, ["sha256"] = release.Sha256 });
        Tell(forum.Forum, before?.Programme, next, draft.Speakers);
        if (!await db.TrySaveAsync(ct)) return Problem.Conflict("programme.released_meanwhile");
        return new PublishedProgramme(release.Number, name, release.Sha256, now, next);
    }

    /// <summary>One mail per person, with the sessions that are new or not as they were.</summary>
    private void Tell(ForumEdition forum, ReleasedProgramme? before, ReleasedProgramme next, IReadOnlyList<ForumSpeaker> speakers)
    {
        var changed = before is null ? next.Sessions : [.. next.Sessions.Where(s => next.Changes.Any(c => c.Code == s.Code))];
        foreach (var speaker in speakers.Where(s => s.Email is not null))
        {
            var own = changed.Where(s => s.Parts.Any(p => p.Speaker == speaker.Code)
                || before?.Session(s.Code)?.Parts.Any(p => p.Speaker == speaker.Code) == true).ToList();
            if (own.Count == 0) continue;
            var lines = string.Join('\n', own.Select(s => Line(forum, s)));
            db.Mail(time.Now(), MailTexts.Render("programme.released", "vi", speaker.Email!,
                ("name", speaker.Name), ("forum", forum.Name.Vi), ("sessions", lines), ("link", site.To($"/forum/{forum.Slug}"))), "programme.released");
        }
    }

    private static string Line(ForumEdition forum, ReleasedSession session)
    {
        var place = forum.Room(session.Room);
        var at = session.StartsAt.InZone(place is { } found ? forum.ZoneOf(found.Venue) : forum.TimeZone);
        return $"- {(session.IsCancelled ? "HỦY: " : "")}{at.ToString("HH:mm dd/MM/yyyy", System.Globalization.CultureInfo.InvariantCulture)}"
            + $" ({place?.Venue.Name.Vi}), {place?.Room.Name.Vi ?? session.Room}: {session.Title.Vi}";
    }
}
