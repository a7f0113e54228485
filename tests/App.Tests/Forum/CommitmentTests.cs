using BangVang.App.Forum;
using BangVang.App.Forum.Commitments;
using BangVang.App.Storage;
using BangVang.App.Tests.Dossiers;
using BangVang.Domain.Forum;
using BangVang.Domain.Forum.Commitments;
using BangVang.Domain.Kernel;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Forum;

/// <summary>What was asked and promised at a forum has an owner and a day, and the next forum takes up what is open.</summary>
public sealed class CommitmentTests
{
    private const string NextSlug = "demo-2027";
    private static readonly CommitmentInput Asked = new(CommitmentKind.Recommendation, "Ban hành hướng dẫn", "Issue guidance", "Hiệp hội Minh họa", "Bộ Minh họa A", ForumWorld.Date.PlusMonths(6), null, null, null, null);

    [Theory, Engines]
    public async Task The_next_forum_takes_up_what_was_open_when_it_began_and_reports_on_it(Engine engine)
    {
        await using var world = await ForumWorld.CreateAsync(engine, withProgramme: false);
        var next = await PublishNextAsync(world);
        var (open, done, late) = (await SaveAsync(world, Asked), await SaveAsync(world, Asked with { TextVi = "Đào tạo kỹ sư", Kind = CommitmentKind.Commitment }), await SaveAsync(world, Asked with { TextVi = "Mở dữ liệu" }));
        world.Clock.Now = ForumWorld.Now + Duration.FromDays(100);
        (await ReportAsync(world, world.Organiser, ForumWorld.Slug, open, CommitmentState.InProgress)).ShouldBeNull();
        (await ReportAsync(world, world.Organiser, ForumWorld.Slug, done, CommitmentState.Done, "Báo cáo của Bộ")).ShouldBeNull();
        (await RegistryAsync(world, NextSlug)).TakenUp.Select(t => t.Record.Commitment.Id).ShouldBe([open, late]);

        // After the next forum has begun it is done; that forum keeps showing that it had taken it up.
        world.Clock.Now = NextDate.AtStartOfDayInZone(DateTimeZoneProviders.Tzdb["Asia/Ho_Chi_Minh"]).ToInstant();
        (await ReportAsync(world, next, NextSlug, late, CommitmentState.Done, "Cổng dữ liệu")).ShouldBeNull();
        var registry = await RegistryAsync(world, NextSlug);
        registry.TakenUp.Select(t => (t.Record.Commitment.Number, t.Record.State)).ShouldBe([(1, CommitmentState.InProgress), (3, CommitmentState.Done)]);
        registry.Own.ShouldBeEmpty();
        (await RegistryAsync(world, ForumWorld.Slug)).TakenUp.ShouldBeEmpty("an earlier forum takes up nothing of a later one");

        // The next forum's organisers report on what it took up, on nothing else, and change no words.
        (await ReportAsync(world, next, NextSlug, done, CommitmentState.InProgress)).ShouldBe("commitments.unknown");
        (await ReportAsync(world, world.Organiser, NextSlug, open, CommitmentState.Done, "x")).ShouldBe("forum.unknown");
        (await SaveCodeAsync(world, next, NextSlug, open, 1, Asked)).ShouldBe("commitments.unknown");
    }

    [Theory, Engines]
    public async Task What_was_stated_and_reported_stays_and_the_log_knows_every_wording(Engine engine)
    {
        await using var world = await ForumWorld.CreateAsync(engine, withProgramme: false);
        var id = await SaveAsync(world, Asked);
        (await SaveCodeAsync(world, world.Organiser, ForumWorld.Slug, id, 1, Asked with { TextVi = "Ban hành hướng dẫn sớm" })).ShouldBeNull();
        (await SaveCodeAsync(world, world.Organiser, ForumWorld.Slug, id, 1, Asked)).ShouldBe("commitments.changed_meanwhile");
        (await ReportAsync(world, world.Organiser, ForumWorld.Slug, id, CommitmentState.Accepted)).ShouldBeNull();
        await using var db = world.Test.Open();
        var entries = await db.LogEvents.Where(e => e.Kind.StartsWith("commitment.")).OrderBy(e => e.Seq).Select(e => e.Payload).ToListAsync();
        entries.Count.ShouldBe(3);
        System.Text.Encoding.UTF8.GetString(entries[0]).ShouldContain("Ban hành hướng dẫn\"");
        await Should.ThrowAsync<Exception>(() => db.Database.ExecuteSqlRawAsync("DELETE FROM forum_commitment"));
        await Should.ThrowAsync<Exception>(() => db.Database.ExecuteSqlRawAsync("UPDATE commitment_report SET note = 'khác'"));
        var invariant = (ComputedInvariant)CommitmentInvariants.All.Single(i => i.Name == "commitments.are_what_the_log_fixed");
        (await invariant.Find(db).ToListAsync()).ShouldBeEmpty();
        await db.Database.ExecuteSqlRawAsync("UPDATE forum_commitment SET owner = 'Bộ khác'");
        (await invariant.Find(db).ToListAsync()).ShouldHaveSingleItem();
        world.Test.IsBrokenOnPurpose = true;
    }

    [Fact]
    public async Task What_cannot_be_is_refused_with_its_reason()
    {
        await using var world = await ForumWorld.CreateAsync(Engine.Sqlite);
        await world.ReleaseAsync("1.0");
        var session = (await world.CurrentAsync())!.Programme.Sessions[0].Code;
        (CommitmentInput Input, string? Code)[] cases =
        [
            (Asked with { TextVi = " " }, "commitments.text_length"), (Asked with { Owner = "" }, "commitments.name_length"), (Asked with { StatedBy = new('a', 301) }, "commitments.name_length"),
            (Asked with { DueOn = ForumWorld.Date.PlusDays(-1) }, "commitments.due_too_early"), (Asked with { SessionCode = "khong-co" }, "commitments.session_unknown"),
            (Asked with { SessionCode = session, Moment = -1 }, "commitments.moment_range"), (Asked with { SourceTitle = "Báo", SourceUrl = "javascript:alert(1)" }, "commitments.source_url"),
            (Asked with { SourceUrl = "https://example.vn/a" }, "commitments.source_title_length"), (Asked with { SessionCode = session, Moment = 90, SourceTitle = "Báo", SourceUrl = "https://example.vn/a" }, null),
        ];
        foreach (var (input, code) in cases) (await SaveCodeAsync(world, world.Organiser, ForumWorld.Slug, null, 0, input)).ShouldBe(code, $"{input}");
        var id = await SaveAsync(world, Asked);
        (await SaveCodeAsync(world, Actor.Anonymous, ForumWorld.Slug, null, 0, Asked)).ShouldBe("forum.unknown");
        (await ReportAsync(world, world.Organiser, ForumWorld.Slug, id, CommitmentState.Done)).ShouldBe("commitments.source_needed");
        (await ReportAsync(world, Actor.Anonymous, ForumWorld.Slug, id, CommitmentState.Accepted)).ShouldBe("forum.unknown");
    }

    [Fact]
    public void A_day_that_passed_is_overdue_until_it_is_closed()
    {
        var commitment = new Commitment { ForumKey = "forum/x", TextVi = "a", StatedBy = "b", Owner = "c", DueOn = new(2027, 6, 8) };
        CommitmentReport Of(CommitmentState state) => new() { State = state, Note = "x" };
        new CommitmentRecord(commitment, []).IsOverdue(new(2027, 6, 8)).ShouldBeFalse();
        new CommitmentRecord(commitment, []).IsOverdue(new(2027, 6, 9)).ShouldBeTrue();
        new CommitmentRecord(commitment, [Of(CommitmentState.InProgress)]).IsOverdue(new(2027, 6, 9)).ShouldBeTrue();
        new CommitmentRecord(commitment, [Of(CommitmentState.Done)]).IsOverdue(new(2027, 6, 9)).ShouldBeFalse();
        new CommitmentRecord(commitment, [Of(CommitmentState.Dropped), Of(CommitmentState.Accepted)]).IsOverdue(new(2027, 6, 9)).ShouldBeTrue("it was opened again");
    }

    private static LocalDate NextDate => ForumWorld.Date.PlusYears(1);

    private static async Task<Actor> PublishNextAsync(ForumWorld world)
    {
        var reading = ForumWorld.Reading;
        var next = reading with { Forum = reading.Forum! with { Slug = NextSlug, Number = reading.Forum.Number + 1, Date = Published(NextDate), Registration = null, Streams = [] } };
        (await world.WithAsync(db => new PublishForum(db, new(db), world.Clock).RunAsync(Actor.Console, next, default))).Value();
        return world.Organiser with { Roles = new HashSet<RoleInEdition> { new(ForumEdition.KeyOf(NextSlug), Role.Organiser) } };
    }

    private static Domain.Editions.Published<LocalDate> Published(LocalDate date) => date;

    private static async Task<Guid> SaveAsync(ForumWorld world, CommitmentInput input) =>
        (await world.WithAsync(db => new SaveCommitment(db, new(db), new(db), world.Clock).RunAsync(world.Organiser, ForumWorld.Slug, null, 0, input, default))).Value();

    private static Task<string?> SaveCodeAsync(ForumWorld world, Actor actor, string slug, Guid? id, int version, CommitmentInput input) => world.WithAsync(async db =>
        (await new SaveCommitment(db, new(db), new(db), world.Clock).RunAsync(actor, slug, id, version, input, default)).TryGet(out _, out var problem) ? null : problem.Code);

    private static Task<string?> ReportAsync(ForumWorld world, Actor actor, string slug, Guid id, CommitmentState state, string? source = null) => world.WithAsync(async db =>
        (await new ReportCommitment(db, new(db), world.Clock).RunAsync(actor, slug, id, state, "Tình hình", source, null, default))?.Code);

    private static Task<CommitmentRegistry> RegistryAsync(ForumWorld world, string slug) => world.WithAsync(async db =>
        await db.CommitmentsAsync(new(db), (await new ForumBook(db).CurrentAsync(slug, default))!.Forum, default));
}
