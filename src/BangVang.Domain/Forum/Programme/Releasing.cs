using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using NodaTime;

namespace BangVang.Domain.Forum.Programme;

/// <summary>Makes the next release of a programme from what the organisers have and what was released before.</summary>
public static class Releasing
{
    /// <summary>
    /// Confirmed sessions as they are now. One that was released and is not confirmed any more stays as the public knew it,
    /// marked as cancelled; what was never confirmed is not in it.
    /// </summary>
    /// <param name="before">Null for the first release.</param>
    public static ReleasedProgramme Next(ReleasedProgramme? before, IReadOnlyCollection<ForumSession> sessions, IReadOnlyCollection<ForumSpeaker> speakers, Instant now)
    {
        var people = speakers.ToDictionary(s => s.Id);
        var known = (before ?? ReleasedProgramme.Empty).Sessions.ToDictionary(s => s.Id);
        var confirmed = sessions.Where(s => s.State is SessionState.Confirmed).Select(s => Stamp(known.GetValueOrDefault(s.Id), Of(s, people, now), now)).ToList();
        var held = confirmed.Select(s => s.Id).ToHashSet();
        var gone = known.Values.Where(s => !held.Contains(s.Id)).Select(s => s.IsCancelled ? s : Stamp(s, s with { IsCancelled = true }, now));
        var all = confirmed.Concat(gone).OrderBy(s => s.StartsAt).ThenBy(s => s.Room, StringComparer.Ordinal).ThenBy(s => s.Number).ToList();

        var named = all.SelectMany(s => s.Parts).Select(p => p.Speaker).ToHashSet();
        var current = speakers.Where(s => named.Contains(s.Code)).Select(Of).ToList();
        var formerly = (before ?? ReleasedProgramme.Empty).Speakers.Where(s => named.Contains(s.Code) && current.All(n => n.Code != s.Code));
        return new(all, [.. current.Concat(formerly).OrderBy(s => s.Rank).ThenBy(s => VietnameseText.PersonSortKey(s.Name), StringComparer.Ordinal).ThenBy(s => s.Code, StringComparer.Ordinal)],
            before is null ? [] : [.. all.SelectMany(s => Changes(known.GetValueOrDefault(s.Id), s))]);
    }

    /// <summary>True when both state the same of every session and person.</summary>
    public static bool AreAlike(ReleasedProgramme one, ReleasedProgramme other) =>
        one.Sessions.Count == other.Sessions.Count && one.Speakers.SequenceEqual(other.Speakers)
        && one.Sessions.Zip(other.Sessions).All(p => IsSame(p.First, p.Second) && p.First.ChangedAt == p.Second.ChangedAt);

    private static ReleasedSession Of(ForumSession session, Dictionary<Guid, ForumSpeaker> people, Instant now) => new()
    {
        Id = session.Id, Number = session.Number, Code = session.Code, Kind = session.Kind, Track = session.Track, Languages = [.. session.Languages],
        Title = new(session.TitleVi, session.TitleEn), Abstract = Text(session.AbstractVi, session.AbstractEn),
        Room = session.Room, StartsAt = session.StartsAt, Minutes = session.Minutes, ChangedAt = now,
        Parts = [.. session.Parts.Where(p => people.ContainsKey(p.SpeakerId)).Select(p => (people[p.SpeakerId], p.Role))
            .OrderBy(p => p.Role).ThenBy(p => p.Item1.Rank).ThenBy(p => VietnameseText.PersonSortKey(p.Item1.Name), StringComparer.Ordinal).Select(p => new ReleasedPart(p.Item1.Code, p.Role))],
    };

    private static ReleasedSpeaker Of(ForumSpeaker s) => new(s.Id, s.Code, s.Name, Text(s.PostVi, s.PostEn), s.Organisation, s.Rank, Text(s.BioVi, s.BioEn));

    /// <summary>A missing language falls back to the other one.</summary>
    private static LocalizedText? Text(string? vi, string? en) => (vi ?? en) is { } any ? new(vi ?? any, en ?? any) : null;

    /// <summary>The next state with its sequence and the time of its last change.</summary>
    private static ReleasedSession Stamp(ReleasedSession? before, ReleasedSession next, Instant now) =>
        before is null ? next
        : IsSame(before, next) ? next with { Sequence = before.Sequence, ChangedAt = before.ChangedAt }
        : next with { Sequence = before.Sequence + (IsElsewhere(before, next) || before.IsCancelled != next.IsCancelled ? 1 : 0), ChangedAt = now };

    private static bool IsElsewhere(ReleasedSession one, ReleasedSession other) => Place(one) != Place(other);

    private static bool IsSame(ReleasedSession one, ReleasedSession other) => !IsElsewhere(one, other) && one.IsCancelled == other.IsCancelled && SaysTheSame(one, other);

    private static bool SaysTheSame(ReleasedSession one, ReleasedSession other) =>
        one.Kind == other.Kind && one.Track == other.Track && one.Title == other.Title && one.Abstract == other.Abstract
        && one.Languages.SequenceEqual(other.Languages) && one.Parts.SequenceEqual(other.Parts);

    private static IEnumerable<ProgrammeChange> Changes(ReleasedSession? before, ReleasedSession now)
    {
        ProgrammeChange Line(ProgrammeChangeKind kind, SessionPlace? from = null, SessionPlace? to = null) => new(kind, now.Code, now.Title, from, to);
        if (before is null) { yield return Line(ProgrammeChangeKind.Added, to: Place(now)); yield break; }
        if (now.IsCancelled && !before.IsCancelled) { yield return Line(ProgrammeChangeKind.Cancelled, from: Place(before)); yield break; }
        if (before.IsCancelled && !now.IsCancelled) yield return Line(ProgrammeChangeKind.Restored, to: Place(now));
        if (IsElsewhere(before, now)) yield return Line(ProgrammeChangeKind.Moved, Place(before), Place(now));
        if (!SaysTheSame(before, now)) yield return Line(ProgrammeChangeKind.Changed);
    }

    private static SessionPlace Place(ReleasedSession s) => new(s.Room, s.StartsAt, s.Minutes);
}
