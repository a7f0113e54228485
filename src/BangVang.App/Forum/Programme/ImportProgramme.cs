using BangVang.App.Storage;
using BangVang.Domain.Forum;
using BangVang.Domain.Forum.Programme;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Forum.Programme;

/// <summary>What an import brought.</summary>
public sealed record ImportedProgramme(int Sessions, int Speakers);

/// <summary>
/// Takes a programme.yaml into the draft, all of it or nothing. What has a code that exists is replaced, what is not in the
/// file stays. For the organisers of that forum.
/// </summary>
public sealed class ImportProgramme(BangVangDb db, ForumBook book, IClock clock)
{
    /// <returns>What came in, or: forum.unknown, programme.has_problems {count, first}, programme.date_unknown, programme.import_refused {code, reason}, programme.changed_meanwhile.</returns>
    public async Task<Result<ImportedProgramme>> RunAsync(Actor actor, string slug, ProgrammeReading reading, CancellationToken ct)
    {
        var key = ForumEdition.KeyOf(slug);
        if (!actor.Is(Role.Organiser, key) || await book.CurrentAsync(slug, ct) is not { Forum: var forum }) return Problem.NotFound("forum.unknown");
        if (reading.Plan is not { } plan) return Problem.Invalid("programme.has_problems").With("count", reading.Problems.Count).With("first", reading.Problems[0].ToString());
        if (!forum.Date.TryGet(out var first)) return Problem.Conflict("programme.date_unknown");

        var now = clock.GetCurrentInstant();
        var speakers = await db.ForumSpeakers.Where(s => s.ForumKey == key).ToDictionaryAsync(s => s.Code, ct);
        foreach (var planned in plan.Speakers)
            if (Take(planned, speakers, key, forum, first, now) is { } problem) return Refused(planned.Code, problem);
        var sessions = await db.ForumSessions.Where(s => s.ForumKey == key).ToDictionaryAsync(s => s.Code, ct);
        foreach (var planned in plan.Sessions)
            if (Take(planned, sessions, speakers, key, forum, first, now) is { } problem) return Refused(planned.Code, problem);

        db.Audit(actor, now, "programme.imported", slug, key, $"{plan.Sessions.Count} + {plan.Speakers.Count}");
        if (!await db.TrySaveAsync(ct)) return Problem.Conflict("programme.changed_meanwhile");
        return new ImportedProgramme(plan.Sessions.Count, plan.Speakers.Count);
    }

    private static Problem Refused(string code, Problem problem) => Problem.Invalid("programme.import_refused").With("code", code).With("reason", problem.Code);

    private Problem? Take(PlannedSpeaker planned, Dictionary<string, ForumSpeaker> speakers, string key, ForumEdition forum, LocalDate first, Instant now)
    {
        var input = new SpeakerInput(planned.Name, planned.Post?.Vi, planned.Post?.En, planned.Organisation, planned.Rank ?? ForumSpeaker.LastRank, planned.Bio?.Vi, planned.Bio?.En, planned.Email,
            [.. planned.Available.Select(w => new Availability(At(forum, first, w.Day, w.From), At(forum, first, w.Day, w.To)))]);
        if (SaveSpeaker.Check(input) is { } problem) return problem;
        if (!speakers.TryGetValue(planned.Code, out var speaker))
            db.ForumSpeakers.Add(speakers[planned.Code] = speaker = new() { Id = Ids.New(now), ForumKey = key, Code = planned.Code, Name = planned.Name });
        speaker.Take(input);
        return null;
    }

    private Problem? Take(
        PlannedSession planned, Dictionary<string, ForumSession> sessions, Dictionary<string, ForumSpeaker> speakers, string key, ForumEdition forum, LocalDate first, Instant now)
    {
        var isNew = !sessions.TryGetValue(planned.Code, out var session);
        session ??= sessions[planned.Code] = new()
        {
            Id = Ids.New(now), ForumKey = key, Code = planned.Code, Number = sessions.Values.Select(s => s.Number).DefaultIfEmpty(0).Max() + 1, TitleVi = "", TitleEn = "", Room = "",
        };
        session.Take(new(planned.Kind, planned.Track, planned.Languages.Count > 0 ? planned.Languages : [.. forum.Languages.Take(1)], planned.Title.Vi, planned.Title.En,
            planned.Abstract?.Vi, planned.Abstract?.En, planned.Room, At(forum, first, planned.Day, planned.Time), planned.Minutes, planned.Expected, planned.State,
            [.. planned.Parts().Select(p => new SessionPart(speakers[p.Speaker].Id, p.Role))]));
        if (isNew) db.ForumSessions.Add(session);
        return ProgrammeRules.Check(forum, session);
    }

    /// <summary>An hour of a day of the forum, by its own clock.</summary>
    private static Instant At(ForumEdition forum, LocalDate first, int? day, string time) =>
        first.PlusDays((day ?? 1) - 1).At(ProgrammeReader.Time.Parse(time).Value).InZoneLeniently(forum.TimeZone).ToInstant();
}
