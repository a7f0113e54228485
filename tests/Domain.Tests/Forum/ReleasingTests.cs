using BangVang.Domain.Forum.Programme;
using NodaTime;
using Shouldly;
using Xunit;
using static BangVang.Domain.Tests.Forum.ProgrammeWorld;

namespace BangVang.Domain.Tests.Forum;

public sealed class ReleasingTests
{
    private static readonly Instant First = Instant.FromUtc(2026, 11, 1, 3, 0), Second = First + Duration.FromDays(1), Third = Second + Duration.FromDays(1);

    private static ReleasedProgramme Next(ReleasedProgramme? before, Instant now, params ForumSession[] sessions) => Releasing.Next(before, sessions, [An, Binh], now);

    [Fact]
    public void Only_what_is_confirmed_and_only_its_people_are_released()
    {
        var (draft, cancelled) = (Session(2, "room-a", "10:00", 30, Binh), Session(3, "room-b", "10:00", 30, Binh));
        (draft.State, cancelled.State) = (SessionState.Draft, SessionState.Cancelled);

        var release = Next(null, First, Session(1, "hall", "08:30", 45, An), draft, cancelled);

        release.Sessions.Select(s => (s.Code, s.Sequence, s.IsCancelled, s.ChangedAt)).ShouldBe([("PHI001", 0, false, First)]);
        release.Speakers.Select(s => s.Name).ShouldBe(["Nguyễn Văn An"]);
        release.Changes.ShouldBeEmpty();
    }

    [Fact]
    public void A_moved_session_grows_its_sequence_and_one_in_other_words_does_not()
    {
        var one = Session(1, "hall", "08:30", 45, An);
        var other = Session(2, "room-a", "10:00", 30, Binh);
        var before = Next(null, First, one, other);
        one.StartsAt = At("08:45");
        other.TitleVi = "Tên khác";

        var release = Next(before, Second, one, other);

        release.Sessions.Select(s => (s.Code, s.Sequence, s.ChangedAt)).ShouldBe([("PHI001", 1, Second), ("PHI002", 0, Second)]);
        release.Changes.Select(c => (c.Kind, c.Code)).ShouldBe([(ProgrammeChangeKind.Moved, "PHI001"), (ProgrammeChangeKind.Changed, "PHI002")]);
        release.Changes[0].From.ShouldBe(new("hall", At("08:30"), 45));
        release.Changes[0].To.ShouldBe(new("hall", At("08:45"), 45));
    }

    [Fact]
    public void What_did_not_change_keeps_its_time_of_change() =>
        Next(Next(null, First, Session(1, "hall", "08:30", 45, An)), Second, Session(1, "hall", "08:30", 45, An), Session(2, "room-a", "10:00", 30))
            .Sessions.Select(s => (s.Code, s.Sequence, s.ChangedAt)).ShouldBe([("PHI001", 0, First), ("PHI002", 0, Second)]);

    [Theory]
    [InlineData(SessionState.Cancelled)]
    [InlineData(SessionState.Draft)]
    public void A_session_that_falls_out_stays_as_the_public_knew_it_and_says_so(SessionState state)
    {
        var session = Session(1, "hall", "08:30", 45, An);
        var before = Next(null, First, session);
        (session.State, session.TitleVi, session.Room) = (state, "Điều chưa ai được biết", "room-a");

        var release = Next(before, Second, session);

        var gone = release.Sessions.ShouldHaveSingleItem();
        (gone.IsCancelled, gone.Sequence, gone.Title.Vi, gone.Room, gone.ChangedAt).ShouldBe((true, 1, "Phiên 1", "hall", Second));
        release.Speakers.Count.ShouldBe(1);
        release.Changes.ShouldHaveSingleItem().Kind.ShouldBe(ProgrammeChangeKind.Cancelled);

        var later = Next(release, Third, session);
        (later.Sessions[0].Sequence, later.Sessions[0].ChangedAt, later.Changes.Count).ShouldBe((1, Second, 0));
        session.State = SessionState.Confirmed;
        Next(later, Third, session).Changes.Select(c => c.Kind).ShouldBe([ProgrammeChangeKind.Restored, ProgrammeChangeKind.Moved, ProgrammeChangeKind.Changed]);
    }

    [Fact]
    public void A_release_that_says_nothing_new_is_known_as_such()
    {
        var before = Next(null, First, Session(1, "hall", "08:30", 45, An));

        Releasing.AreAlike(before, Next(before, Second, Session(1, "hall", "08:30", 45, An))).ShouldBeTrue();
        Releasing.AreAlike(before, Next(before, Second, Session(1, "hall", "08:30", 50, An))).ShouldBeFalse();
        Releasing.AreAlike(before, Next(before, Second, Session(1, "hall", "08:30", 45, Binh))).ShouldBeFalse();
    }

    [Fact]
    public void People_are_named_by_part_then_rank_then_name()
    {
        var minister = new ForumSpeaker { Id = Guid.NewGuid(), ForumKey = "forum/demo", Code = "DG0009", Name = "Phạm Thị Yên", Rank = 1 };
        var session = Session(1, "hall", "08:30", 45, Binh, An, minister);
        session.Parts = [.. session.Parts, new(Binh.Id, SessionRole.Chair)];

        Releasing.Next(null, [session], [An, Binh, minister], First).Sessions[0].Parts
            .ShouldBe([new("DG0002", SessionRole.Chair), new("DG0009", SessionRole.Speaker), new("DG0001", SessionRole.Speaker), new("DG0002", SessionRole.Speaker)]);
    }
}
