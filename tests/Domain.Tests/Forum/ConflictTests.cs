using BangVang.Domain.Editions;
using BangVang.Domain.Forum.Programme;
using BangVang.Testing;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Shouldly;
using Xunit;
using static BangVang.Domain.Tests.Forum.ProgrammeWorld;

namespace BangVang.Domain.Tests.Forum;

public sealed class ConflictTests
{
    private static IReadOnlyList<ProgrammeConflict> Of(params ForumSession[] sessions) => ProgrammeConflicts.Of(Small, sessions, [An, Binh]);

    [Fact]
    public void Two_sessions_in_one_room_at_one_time_are_both_cited()
    {
        var (one, other) = (Session(1, "hall", "08:30", 45), Session(2, "hall", "09:14", 30));

        var conflict = Of(other, one).ShouldHaveSingleItem();

        (conflict.Kind, conflict.Session, conflict.Other).ShouldBe((ProgrammeConflictKind.Room, one.Id, other.Id));
        conflict.Args["one"].ShouldBe(new LocalizedText("Phiên 1", "Session 1"));
        (conflict.Args["one_times"], conflict.Args["other_times"]).ShouldBe(("08:30–09:15", "09:14–09:44"));
        conflict.Args["one_room"].ShouldBe(new LocalizedText("phòng hall", "room hall"));
    }

    [Fact]
    public void A_session_may_begin_the_moment_the_one_before_ends() =>
        Of(Session(1, "hall", "08:30", 45), Session(2, "hall", "09:15", 30)).ShouldBeEmpty();

    [Theory]
    [InlineData(SessionKind.Exhibition, SessionKind.Break, false)]
    [InlineData(SessionKind.Break, SessionKind.Exhibition, false)]
    [InlineData(SessionKind.Break, SessionKind.Break, true)]
    [InlineData(SessionKind.Exhibition, SessionKind.Ceremony, true)]
    public void A_break_is_held_in_the_exhibition_and_nothing_else_is(SessionKind first, SessionKind second, bool isConflict)
    {
        var (one, other) = (Session(1, "hall", "08:30", 45), Session(2, "hall", "09:00", 30));
        (one.Kind, other.Kind) = (first, second);

        Of(one, other).Count.ShouldBe(isConflict ? 1 : 0);
    }

    [Fact]
    public void A_person_in_two_rooms_at_once_is_named()
    {
        var conflict = Of(Session(1, "hall", "08:30", 45, An, Binh), Session(2, "room-b", "09:00", 30, An)).ShouldHaveSingleItem();

        conflict.Kind.ShouldBe(ProgrammeConflictKind.Person);
        conflict.Args["person"].ShouldBe("Nguyễn Văn An");
    }

    [Theory]
    [InlineData("09:20", false)]
    [InlineData("09:21", true)]
    public void The_way_between_two_rooms_takes_its_minutes(string second, bool isEnough)
    {
        // 09:15 to 09:20 are five minutes, the way takes six.
        var found = Of(Session(1, "hall", "08:30", 45, An), Session(2, "room-a", second, 30, An));

        if (isEnough) { found.ShouldBeEmpty(); return; }
        var conflict = found.ShouldHaveSingleItem();
        (conflict.Kind, conflict.Args["minutes"], conflict.Args["walk"]).ShouldBe((ProgrammeConflictKind.Walk, 5, 6));
    }

    [Fact]
    public void The_way_back_takes_as_long_and_staying_takes_none()
    {
        Of(Session(1, "room-a", "08:30", 45, An), Session(2, "hall", "09:15", 30, An)).ShouldHaveSingleItem().Kind.ShouldBe(ProgrammeConflictKind.Walk);
        Of(Session(1, "room-a", "08:30", 45, An), Session(2, "room-a", "09:15", 30, An)).ShouldBeEmpty();
    }

    [Fact]
    public void Who_is_there_in_the_morning_does_not_speak_at_noon()
    {
        var morning = new ForumSpeaker { Id = An.Id, ForumKey = An.ForumKey, Code = An.Code, Name = An.Name, Available = [new(At("08:00"), At("12:00"))] };

        ProgrammeConflicts.Of(Small, [Session(1, "hall", "11:00", 60, An)], [morning]).ShouldBeEmpty();
        var conflict = ProgrammeConflicts.Of(Small, [Session(1, "hall", "11:01", 60, An)], [morning]).ShouldHaveSingleItem();
        (conflict.Kind, conflict.Other, conflict.Args["available"]).ShouldBe((ProgrammeConflictKind.Unavailable, null, "08:00–12:00"));
    }

    [Fact]
    public void A_full_room_is_no_conflict_and_one_more_is()
    {
        var session = Session(1, "room-a", "08:30", 45);
        session.Expected = 20;
        Of(session).ShouldBeEmpty();
        session.Expected = 21;
        Of(session).ShouldHaveSingleItem().Kind.ShouldBe(ProgrammeConflictKind.Capacity);
        session.Room = "room-b";
        Of(session).ShouldBeEmpty("nobody stated its seats");
    }

    [Theory]
    [InlineData("00:00", 0, true)]
    [InlineData("23:30", 0, false)]
    [InlineData("23:15", 0, true)]
    [InlineData("08:30", 1, false)]
    [InlineData("23:00", -1, false)]
    public void A_session_lies_within_the_day_of_the_forum(string time, int day, bool isWithin)
    {
        var session = Session(1, "hall", "08:30", 45);
        session.StartsAt = At(time, day);

        Of(session).Select(c => c.Kind).ShouldBe(isWithin ? [] : [ProgrammeConflictKind.Day]);
    }

    [Fact]
    public void What_is_cancelled_is_in_nobodys_way()
    {
        var cancelled = Session(1, "hall", "08:30", 45, An);
        cancelled.State = SessionState.Cancelled;

        Of(cancelled, Session(2, "hall", "08:30", 45, An)).ShouldBeEmpty();
    }

    private static readonly Gen<ForumSession[]> Programmes =
        from count in Gen.Choose(0, 14)
        from sessions in Gen.ArrayOf(from room in Gen.Elements("hall", "room-a", "room-b", "seoul-room")
                                     from start in Gen.Choose(0, 40)
                                     from length in Gen.Choose(1, 12)
                                     from people in Gen.Choose(0, 3)
                                     select (room, start, length, people), count)
        select sessions.Select((s, i) => Session(i + 1, s.room, "08:00", s.length * 5, [.. new[] { An, Binh }.Where((_, p) => (s.people >> p & 1) == 1)]))
            .Zip(sessions, (session, s) => { session.StartsAt += Duration.FromMinutes(5 * s.start); return session; }).ToArray();

    /// <summary>The sweep finds exactly what comparing every pair finds.</summary>
    [Fact]
    public void Every_clash_is_found_once_and_nothing_else() => Prop.ForAll(Programmes.ToArbitrary(), sessions =>
    {
        var found = Of(sessions).Where(c => c.Kind is ProgrammeConflictKind.Room or ProgrammeConflictKind.Person or ProgrammeConflictKind.Walk)
            .Select(c => (c.Kind, Pair(c.Session, c.Other!.Value), c.Args.GetValueOrDefault("person", ""))).Order().ToList();
        return found.SequenceEqual(ByHand(sessions).Order());
    }).Holds(300);

    [Fact]
    public void The_order_in_which_sessions_are_given_changes_nothing() => Prop.ForAll(Programmes.ToArbitrary(), sessions =>
        Of(sessions).Select(c => (c.Kind, c.Session, c.Other)).SequenceEqual(Of([.. sessions.Reverse()]).Select(c => (c.Kind, c.Session, c.Other)))).Holds();

    private static IEnumerable<(ProgrammeConflictKind, string, object)> ByHand(ForumSession[] sessions)
    {
        foreach (var one in sessions)
            foreach (var other in sessions.Where(o => o.Number > one.Number))
            {
                if (one.Room == other.Room && one.Overlaps(other)) yield return (ProgrammeConflictKind.Room, Pair(one.Id, other.Id), "");
                foreach (var speaker in new[] { An, Binh }.Where(p => one.Parts.Any(x => x.SpeakerId == p.Id) && other.Parts.Any(x => x.SpeakerId == p.Id)))
                {
                    if (one.Overlaps(other)) { yield return (ProgrammeConflictKind.Person, Pair(one.Id, other.Id), speaker.Name); continue; }
                    var gap = one.StartsAt < other.StartsAt ? other.StartsAt - one.EndsAt : one.StartsAt - other.EndsAt;
                    if (gap < Duration.FromMinutes(Small.MinutesBetween(one.Room, other.Room))) yield return (ProgrammeConflictKind.Walk, Pair(one.Id, other.Id), speaker.Name);
                }
            }
    }

    private static string Pair(Guid one, Guid other) => one.CompareTo(other) < 0 ? $"{one} {other}" : $"{other} {one}";
}
