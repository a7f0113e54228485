using BangVang.App.Forum;
using BangVang.App.Forum.Programme;
using BangVang.App.Storage;
using BangVang.App.Tests.Dossiers;
using BangVang.Domain.Forum;
using BangVang.Domain.Forum.Programme;
using BangVang.Domain.Kernel;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Forum;

public sealed class ProgrammeTests
{
    private const string Slug = ForumWorld.Slug, Key = "forum/demo-2026";

    /// <summary>Everybody who must not know of the draft.</summary>
    private static readonly Actor[] Others =
    [
        Actor.Anonymous, Actor.Console, Holding(Role.Organiser, "forum/7"), .. Enum.GetValues<Role>().Where(r => r is not Role.Organiser).Select(r => Holding(r, Key)),
    ];

    private static Actor Holding(Role role, string key) => new(Guid.NewGuid(), $"{role}", false, new HashSet<RoleInEdition> { new(key, role) });

    [Theory, Engines]
    public async Task The_demonstration_comes_in_as_data_and_coming_in_again_changes_nothing_but_the_version(Engine engine)
    {
        await using var world = await ForumWorld.CreateAsync(engine);
        var reading = ProgrammeReader.Read(Path.Combine(Repository.Root, "forums", Slug), ForumWorld.Reading.Forum!);
        var draft = await DraftAsync(world);
        (draft.Sessions.Count, draft.Speakers.Count).ShouldBe((21, 20));
        draft.Conflicts.Select(c => c.Code).ShouldBeEmpty("the demonstration shows a day that can be held");
        var opening = draft.Sessions.Single(s => s.Code == "KHAIM1");
        (opening.StartsAt, opening.EndsAt, opening.Room).ShouldBe((Instant.FromUtc(2026, 12, 8, 1, 30), Instant.FromUtc(2026, 12, 8, 2, 15), "hall"));

        (await world.WithAsync(db => new ImportProgramme(db, new(db), world.Clock).RunAsync(world.Organiser, Slug, reading, default))).Value().ShouldBe(new(21, 20));

        var again = await DraftAsync(world);
        again.Sessions.Select(s => (s.Id, s.Number, s.Code, s.StartsAt, s.Room)).ShouldBe(draft.Sessions.Select(s => (s.Id, s.Number, s.Code, s.StartsAt, s.Room)));
        (await world.WithAsync(db => new ImportProgramme(db, new(db), world.Clock).RunAsync(Holding(Role.Organiser, "forum/7"), Slug, reading, default))).CodeOf().ShouldBe("forum.unknown");
    }

    [Theory, Engines]
    public async Task The_draft_exists_for_the_organisers_of_that_forum_alone(Engine engine)
    {
        await using var world = await ForumWorld.CreateAsync(engine);
        var session = (await DraftAsync(world)).Sessions[0];
        foreach (var actor in Others)
        {
            var draft = await world.WithAsync(db => db.ProgrammeDraftAsync(actor, ForumWorld.Reading.Forum!, default));
            (draft.Sessions.Count, draft.Speakers.Count, draft.Conflicts.Count).ShouldBe((0, 0, 0), actor.Name);
            (await world.WithAsync(db => db.ForumSessionAsync(actor, Key, session.Id, default))).ShouldBeNull();
            (await MoveAsync(world, session, new("room-b", session.StartsAt, 30), actor)).CodeOf().ShouldBe("forum.unknown", actor.Name);
            (await world.WithAsync(db => new SaveSession(db, new(db), world.Clock).RunAsync(actor, Slug, session.Id, session.Version, Input(session), default))).CodeOf().ShouldBe("forum.unknown");
            (await world.ReleaseAsync("1.0", actor)).CodeOf().ShouldBe("forum.unknown");
        }
        (await world.CurrentAsync()).ShouldBeNull();
    }

    [Theory, Engines]
    public async Task A_release_is_frozen_logged_and_public_and_a_later_draft_is_not(Engine engine)
    {
        await using var world = await ForumWorld.CreateAsync(engine);
        var before = await VersionAsync(world);
        var first = (await world.ReleaseAsync("1.0")).Value();
        (await VersionAsync(world)).ShouldBeGreaterThan(before, "kept pages are made again");
        first.Programme.Sessions.Select(s => s.Code).ShouldNotContain("DUTHAO");
        var entry = await world.WithAsync(db => db.LogEvents.SingleAsync(e => e.Kind == "programme.released"));
        (entry.EditionKey, System.Text.Encoding.UTF8.GetString(entry.Payload).Contains(first.Sha256)).ShouldBe((Key, true));

        var opening = (await DraftAsync(world)).Sessions.Single(s => s.Code == "KHAIM1");
        (await MoveAsync(world, opening, new("room-a", opening.StartsAt + Duration.FromMinutes(15), 30))).Value();
        (await world.CurrentAsync())!.Programme.Session("KHAIM1")!.Room.ShouldBe("hall");
        (await world.ReleaseAsync("1.0")).CodeOf().ShouldBe("programme.released_meanwhile", "the name is taken");

        world.Clock.Now += Duration.FromHours(1);
        var second = (await world.ReleaseAsync("1.1")).Value();
        (second.Number, second.Programme.Session("KHAIM1")!.Sequence, second.Programme.Session("TOAN01")!.Sequence).ShouldBe((2, 1, 0));
        second.Programme.Changes.Single().ShouldBe(new(ProgrammeChangeKind.Moved, "KHAIM1", new("Khai mạc", "Opening"),
            new("hall", opening.StartsAt, 45), new("room-a", opening.StartsAt + Duration.FromMinutes(15), 30)));
        (await world.ReleaseAsync("1.2")).CodeOf().ShouldBe("programme.unchanged");
        var all = await world.WithAsync(db => new ProgrammeBook(db).AllAsync(Slug, default));
        all.Select(r => r.Name).ShouldBe(["1.1", "1.0"]);
        all[1].Programme.Session("KHAIM1")!.Room.ShouldBe("hall", "what was released stays as it was");
    }

    [Theory, Engines]
    public async Task Speakers_with_an_address_hear_of_their_sessions_and_only_of_what_changed(Engine engine)
    {
        await using var world = await ForumWorld.CreateAsync(engine);
        (await world.ReleaseAsync("1.0")).Value();
        var mails = await MailsAsync(world);
        mails.Count.ShouldBe(20, "everyone has a part");
        mails.ShouldAllBe(m => !m.Body.Contains("Phiên dự kiến"));

        var talk = (await DraftAsync(world)).Sessions.Single(s => s.Code == "CAUSE1");
        (await MoveAsync(world, talk, new("seoul-room", talk.StartsAt + Duration.FromMinutes(5), 45))).Value();
        (await world.ReleaseAsync("1.1")).Value();

        var later = (await MailsAsync(world)).Skip(20).ToList();
        later.Select(m => m.To).Order().ShouldBe(["dien-gia-07@demo.invalid", "dien-gia-20@demo.invalid"]);
        later[0].Body.ShouldContain("13:05 08/12/2026 (Seoul), Phòng điểm cầu Seoul: Điểm cầu Seoul lên tiếng: hợp tác nghiên cứu");
    }

    [Theory, Engines]
    public async Task Two_organisers_who_move_one_session_cannot_both_win(Engine engine)
    {
        await using var world = await ForumWorld.CreateAsync(engine);
        var session = (await DraftAsync(world)).Sessions.Single(s => s.Code == "CDE001");

        var moved = (await MoveAsync(world, session, new("room-b", session.StartsAt, 50))).Value();

        moved.Conflicts.Select(c => c.Kind).ShouldContain(ProgrammeConflictKind.Room);
        (await MoveAsync(world, session, new("hall", session.StartsAt, 50))).CodeOf().ShouldBe("programme.changed_meanwhile");
        (await MoveAsync(world, moved.Session, new("nowhere", session.StartsAt, 50))).CodeOf().ShouldBe("programme.room_unknown");
        (await MoveAsync(world, moved.Session, new("room-a", session.StartsAt, 4))).CodeOf().ShouldBe("programme.minutes_range");
        (await DraftAsync(world)).Sessions.Single(s => s.Code == "CDE001").Room.ShouldBe("room-b");
    }

    [Theory, Engines]
    public async Task A_move_costs_the_same_queries_among_ten_sessions_as_among_five_hundred(Engine engine)
    {
        await using var world = await ForumWorld.CreateAsync(engine);
        var few = await QueriesOfAMoveAsync(world);
        await world.WithAsync(db =>
        {
            db.ForumSessions.AddRange(Enumerable.Range(1, 480).Select(n => new ForumSession
            {
                Id = Ids.New(ForumWorld.Now), ForumKey = Key, Code = $"XX{n:0000}", Number = 100 + n, TitleVi = $"Phiên {n}", TitleEn = $"Session {n}", Languages = ["vi"],
                Room = n % 2 == 0 ? "room-a" : "room-b", StartsAt = Instant.FromUtc(2026, 12, 8, 1, 0) + Duration.FromMinutes(5 * (n % 100)), Minutes = 30, State = SessionState.Confirmed,
            }));
            return db.SaveChangesAsync();
        });

        (await QueriesOfAMoveAsync(world)).ShouldBe(few);
        few.ShouldBeLessThanOrEqualTo(6);
    }

    [Theory]
    [InlineData("sessions:\n  - { code: abc, kind: plenary, title: { vi: A, en: A }, room: hall, time: \"08:30\", minutes: 30 }", "edition.six_signs")]
    [InlineData("sessions:\n  - { code: ABC123, kind: plenary, title: { vi: A, en: A }, room: hall, time: \"8h30\", minutes: 30 }", "edition.time_malformed")]
    [InlineData("sessions:\n  - { code: ABC123, kind: plenary, title: { vi: A, en: A }, room: hal, time: \"08:30\", minutes: 30 }", "edition.reference_unknown_near")]
    [InlineData("sessions:\n  - { code: ABC123, kind: plenary, title: { vi: A, en: A }, room: hall, time: \"08:30\", minutes: 3 }", "edition.number_out_of_range")]
    [InlineData("sessions:\n  - { code: ABC123, kind: plenary, title: { vi: A, en: A }, room: hall, time: \"08:30\", minutes: 30, speakers: [DG0001] }", "edition.reference_unknown")]
    [InlineData("sessions:\n  - { code: ABC123, kind: party, title: { vi: A, en: A }, room: hall, time: \"08:30\", minutes: 30 }", "edition.choice_unknown")]
    public void What_is_wrong_in_the_file_is_told_with_its_line(string yaml, string code)
    {
        var problem = ProgrammeReader.Read("programme.yaml", yaml, ForumWorld.Reading.Forum!).Problems.ShouldHaveSingleItem();
        (problem.Code, problem.At.Line).ShouldBe((code, 2));
    }

    private static async Task<int> QueriesOfAMoveAsync(ForumWorld world)
    {
        var session = (await DraftAsync(world)).Sessions.Single(s => s.Code == "CDE001");
        var counted = new CountedDb(world.Test.Options);
        await using var db = counted.Open();
        (await new MoveSession(db, new(db), world.Clock).RunAsync(world.Organiser, Slug, session.Id, session.Version, new("room-a", session.StartsAt, session.Minutes + 5), default)).Value();
        return counted.Queries;
    }

    private static Task<ProgrammeDraft> DraftAsync(ForumWorld world) => world.WithAsync(db => db.ProgrammeDraftAsync(world.Organiser, ForumWorld.Reading.Forum!, default));

    private static Task<Result<MovedSession>> MoveAsync(ForumWorld world, ForumSession session, SessionPlace to, Actor? actor = null) =>
        world.WithAsync(db => new MoveSession(db, new(db), world.Clock).RunAsync(actor ?? world.Organiser, Slug, session.Id, session.Version, to, default));

    private static async Task<List<Ports.MailMessage>> MailsAsync(ForumWorld world) =>
        (await world.WithAsync(db => db.Outbox.AsNoTracking().OrderBy(m => m.Id).ToListAsync())).Select(m => m.Mail).ToList();

    private static Task<long> VersionAsync(ForumWorld world) =>
        world.WithAsync(async db => (await db.Database.SqlQuery<long>($"SELECT version AS value FROM public_version").ToListAsync()).Single());

    private static SessionInput Input(ForumSession s) => new(s.Kind, s.Track, s.Languages, "Người lạ sửa", s.TitleEn, null, null, s.Room, s.StartsAt, s.Minutes, null, s.State, []);
}
