using BangVang.Domain.Editions;
using NodaTime;

namespace BangVang.Domain.Forum.Programme;

/// <summary>What does not go together in a programme.</summary>
public enum ProgrammeConflictKind
{
    /// <summary>Two sessions in one room at one time. A break may be held in the exhibition.</summary>
    Room,
    /// <summary>One person in two sessions at one time.</summary>
    Person,
    /// <summary>One person in two rooms with less time between than the way takes.</summary>
    Walk,
    /// <summary>A person outside the times they gave.</summary>
    Unavailable,
    /// <summary>More people expected than the room has seats.</summary>
    Capacity,
    /// <summary>Outside the days of the forum.</summary>
    Day,
}

/// <summary>A warning about the programme. It hinders nothing: the organisers decide.</summary>
/// <param name="Session">The earlier of the two, or the only one.</param>
/// <param name="Other">The later one; null when one session alone is meant.</param>
/// <param name="Args">What its sentence quotes: both sides with title, times and room; the person; the minutes.</param>
public sealed record ProgrammeConflict(ProgrammeConflictKind Kind, Guid Session, Guid? Other, IReadOnlyDictionary<string, object> Args)
{
    /// <summary>Key of the sentence: <c>programme.conflict_room</c>.</summary>
    public string Code => $"programme.conflict_{Kind.ToString().ToLowerInvariant()}";

    /// <summary>True when it concerns that session.</summary>
    public bool Cites(Guid session) => Session == session || Other == session;
}

/// <summary>Finds what does not go together: facts in, warnings out.</summary>
public static class ProgrammeConflicts
{
    /// <summary>Every conflict, in the order of the day. Cancelled sessions are in nobody's way.</summary>
    public static IReadOnlyList<ProgrammeConflict> Of(ForumEdition forum, IReadOnlyCollection<ForumSession> sessions, IReadOnlyCollection<ForumSpeaker> speakers)
    {
        var held = sessions.Where(s => s.State is not SessionState.Cancelled).OrderBy(s => s.StartsAt).ThenBy(s => s.Number).ToList();
        var people = speakers.ToDictionary(s => s.Id);
        var order = held.Select((s, i) => (s.Id, i)).ToDictionary(p => p.Id, p => p.i);
        return [.. InRooms(forum, held).Concat(OfPeople(forum, held, people)).Concat(held.SelectMany(s => Alone(forum, s, people)))
            .OrderBy(c => order[c.Session]).ThenBy(c => c.Other is { } other ? order[other] : -1).ThenBy(c => c.Kind)];
    }

    private static IEnumerable<ProgrammeConflict> InRooms(ForumEdition forum, List<ForumSession> held)
    {
        foreach (var room in held.GroupBy(s => s.Room))
            foreach (var (one, other) in Overlapping([.. room]).Where(pair => !ShareARoom(pair.One, pair.Other)))
                yield return Between(forum, ProgrammeConflictKind.Room, one, other);
    }

    /// <summary>Coffee is served among the stands.</summary>
    private static bool ShareARoom(ForumSession one, ForumSession other) =>
        (one.Kind, other.Kind) is (SessionKind.Exhibition, SessionKind.Break) or (SessionKind.Break, SessionKind.Exhibition);

    private static IEnumerable<ProgrammeConflict> OfPeople(ForumEdition forum, List<ForumSession> held, Dictionary<Guid, ForumSpeaker> people)
    {
        var places = held.SelectMany(s => s.Parts.Select(p => p.SpeakerId).Distinct().Select(id => (Id: id, Session: s)));
        foreach (var person in places.GroupBy(p => p.Id, p => p.Session))
        {
            var name = people.TryGetValue(person.Key, out var speaker) ? speaker.Name : "";
            List<ForumSession> day = [.. person];
            foreach (var (one, other) in Overlapping(day)) yield return Between(forum, ProgrammeConflictKind.Person, one, other, ("person", name));
            foreach (var (one, other, minutes, walk) in TooFar(forum, day))
                yield return Between(forum, ProgrammeConflictKind.Walk, one, other, ("person", name), ("minutes", minutes), ("walk", walk));
        }
    }

    private static IEnumerable<ProgrammeConflict> Alone(ForumEdition forum, ForumSession session, Dictionary<Guid, ForumSpeaker> people)
    {
        foreach (var id in session.Parts.Select(p => p.SpeakerId).Distinct())
            if (people.TryGetValue(id, out var speaker) && speaker.Available.Count > 0 && !speaker.Available.Any(a => a.Covers(session)))
                yield return About(forum, ProgrammeConflictKind.Unavailable, session, ("person", speaker.Name), ("available", string.Join(", ", speaker.Available.OrderBy(a => a.From).Select(a => Times(forum, a.From, a.To)))));
        if (forum.Room(session.Room)?.Room.Capacity is { } seats && session.Expected > seats)
            yield return About(forum, ProgrammeConflictKind.Capacity, session, ("expected", session.Expected.Value), ("seats", seats));
        if (ProgrammeRules.DaysOf(forum) is { } days && (session.StartsAt < days.Start || session.EndsAt > days.End))
            yield return About(forum, ProgrammeConflictKind.Day, session, ("date", session.StartsAt.InZone(forum.TimeZone).Date));
    }

    /// <summary>Every pair that is at one time; <paramref name="sorted"/> by start.</summary>
    private static IEnumerable<(ForumSession One, ForumSession Other)> Overlapping(List<ForumSession> sorted)
    {
        for (var i = 0; i < sorted.Count; i++)
            for (var j = i + 1; j < sorted.Count && sorted[j].StartsAt < sorted[i].EndsAt; j++)
                yield return (sorted[i], sorted[j]);
    }

    /// <summary>Every pair, one after the other, with less time between than the way takes.</summary>
    private static IEnumerable<(ForumSession One, ForumSession Other, int Minutes, int Walk)> TooFar(ForumEdition forum, List<ForumSession> sorted)
    {
        var longest = forum.Walks.Count == 0 ? 0 : forum.Walks.Max(w => w.Minutes);
        for (var i = 0; i < sorted.Count; i++)
            for (var j = i + 1; j < sorted.Count && sorted[j].StartsAt < sorted[i].EndsAt + Duration.FromMinutes(longest); j++)
                if (sorted[j].StartsAt >= sorted[i].EndsAt && forum.MinutesBetween(sorted[i].Room, sorted[j].Room) is var walk
                    && sorted[j].StartsAt - sorted[i].EndsAt < Duration.FromMinutes(walk))
                    yield return (sorted[i], sorted[j], (int)(sorted[j].StartsAt - sorted[i].EndsAt).TotalMinutes, walk);
    }

    private static ProgrammeConflict Between(ForumEdition forum, ProgrammeConflictKind kind, ForumSession one, ForumSession other, params (string Name, object Value)[] args) =>
        new(kind, one.Id, other.Id, Dictionary([.. args, .. Side(forum, "one", one), .. Side(forum, "other", other)]));

    private static ProgrammeConflict About(ForumEdition forum, ProgrammeConflictKind kind, ForumSession session, params (string Name, object Value)[] args) =>
        new(kind, session.Id, null, Dictionary([.. args, .. Side(forum, "one", session)]));

    private static Dictionary<string, object> Dictionary((string Name, object Value)[] args) => args.ToDictionary(a => a.Name, a => a.Value);

    private static IEnumerable<(string, object)> Side(ForumEdition forum, string name, ForumSession session) =>
    [
        (name, new LocalizedText(session.TitleVi, session.TitleEn)),
        ($"{name}_times", Times(forum, session.StartsAt, session.EndsAt)),
        ($"{name}_room", forum.Room(session.Room)?.Room.Name ?? new LocalizedText(session.Room, session.Room)),
    ];

    /// <summary>"08:30–09:15", by the forum's own clock.</summary>
    private static string Times(ForumEdition forum, Instant from, Instant to) => $"{from.InZone(forum.TimeZone):HH:mm}–{to.InZone(forum.TimeZone):HH:mm}";
}
