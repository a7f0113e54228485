using BangVang.App.Decisions;
using BangVang.App.Demo;
using BangVang.App.Editions;
using BangVang.App.Scoring;
using BangVang.App.Storage;
using BangVang.Domain.Decisions;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Scoring;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.Web.Tests.People;

/// <summary>What is shown to visitors of the demonstration obeys the same rules as a real award.</summary>
public sealed class DemoIsSoundTests
{
    private static Task<WebHost> StartAsync(Engine engine) => WebHost.StartAsync(engine, new Dictionary<string, string?> { ["Demo"] = "true" });

    private static Task<Problem?> LayAsync(WebHost host) => host.RunAsync<LayDemo, Problem?>(demo => demo.RunAsync(Repository.Root, default));

    [Theory, Engines]
    public async Task The_past_edition_has_come_to_its_end_and_the_doctor_finds_nothing(Engine engine)
    {
        await using var host = await StartAsync(engine);
        (await LayAsync(host)).ShouldBeNull();
        await using var scope = host.Services.CreateAsyncScope();
        var (db, book) = (scope.ServiceProvider.GetRequiredService<BangVangDb>(), scope.ServiceProvider.GetRequiredService<EditionBook>());
        var findings = await new Doctor(db, scope.ServiceProvider.GetRequiredService<DatabaseEngine>()).RunAsync(default);
        findings.SelectMany(f => f.Offenders.Select(o => $"{f.Name}: {o}")).ShouldBeEmpty();

        var edition = (await book.CurrentAsync(DemoPast.EditionKey, default))!.Edition;
        var now = SystemClock.Instance.GetCurrentInstant();
        edition.Phases.ShouldAllBe(p => edition.WindowOf(p.Code)!.Value.HasEnded(now));
        (await db.AwardDecisions.SingleAsync()).State.ShouldBe(DecisionState.Published);
        (await db.Dossiers.Where(d => d.EditionKey == edition.Key).Select(d => d.State).Distinct().ToListAsync()).ShouldBe([DossierState.Accepted]);
        (await db.Scoresheets.AllAsync(s => s.State == ScoresheetState.Signed)).ShouldBeTrue();
        (await db.Scoresheets.CountAsync()).ShouldBe(await db.Assignments.CountAsync(a => a.EditionKey == edition.Key));
        (await db.CouncilMeetings.SingleAsync()).ClosedAt.ShouldNotBeNull();
        (await db.Laureates.Where(l => l.EditionKey == edition.Key).Select(l => l.IsDemonstration).Distinct().ToListAsync()).ShouldBe([true]);

        // Doubt that the council had to meet on, and not about everything.
        var lines = await db.CouncilAgendaAsync(new DemoCast(edition.Key, await db.People.ToDictionaryAsync(p => p.Email.Split('@')[0], p => p.Id)).Of("chair"), edition, now, default);
        lines.Count.ShouldBeInRange(2, 4);
        (await db.Motions.Select(m => m.Kind).ToListAsync()).ShouldContain(MotionKind.ChangeTier);
        (await db.Motions.AllAsync(m => m.State == MotionState.Carried)).ShouldBeTrue();
    }

    [Theory, Engines]
    public async Task The_live_vote_is_open_to_its_jurors_and_its_screens_to_nobody_of_the_secretariat(Engine engine)
    {
        await using var host = await StartAsync(engine);
        await LayAsync(host);
        await using var scope = host.Services.CreateAsyncScope();
        var (db, book) = (scope.ServiceProvider.GetRequiredService<BangVangDb>(), scope.ServiceProvider.GetRequiredService<EditionBook>());
        var cast = new DemoCast(DemoLive.EditionKey, await db.People.ToDictionaryAsync(p => p.Email.Split('@')[0], p => p.Id));
        foreach (var juror in (string[])["juror-1", "juror-2", "juror-3"])
        {
            var view = (await db.PairsAsync(book, cast.Of(juror), new(DemoLive.EditionKey, "live", "live"), default))!;
            (view.Products.Count, view.Asked, view.Round.IsOfOrders, view.Window.Contains(SystemClock.Instance.GetCurrentInstant())).ShouldBe((5, 5, true, true));
        }
        (await db.RoleGrants.CountAsync(g => g.EditionKey == DemoLive.EditionKey && g.Role != Role.Juror && g.Role != Role.Applicant)).ShouldBe(0);
        (await host.As().GetAsync("/editions/demo-live/2026")).Body.ShouldContain("mỗi lượt giám khảo xem 3 sản phẩm");
    }

    [Theory, Engines]
    public async Task The_log_tells_the_past_before_today_and_the_clock_runs_again(Engine engine)
    {
        await using var host = await StartAsync(engine);
        await LayAsync(host);
        await host.WithDbAsync(async db =>
        {
            var events = await db.LogEvents.OrderBy(e => e.Seq).Select(e => new { e.At, e.EditionKey }).ToListAsync();
            events.Select(e => e.At).ShouldBeInOrder();
            events.TakeWhile(e => e.EditionKey == DemoPast.EditionKey).Count().ShouldBe(events.Count(e => e.EditionKey == DemoPast.EditionKey));
            (await db.Outbox.Where(m => db.Dossiers.Any(d => d.EditionKey == DemoPast.EditionKey && d.SubmittedAt == m.CreatedAt)).CountAsync()).ShouldBe(DemoPast.Entries.Count);
            return true;
        });
        var (clock, time) = (host.Services.GetRequiredService<DemoClock>(), host.Services.GetRequiredService<TimeProvider>());
        clock.Offset.ShouldBe(Duration.Zero);
        var before = SystemClock.Instance.GetCurrentInstant();
        foreach (var told in (Instant[])[clock.GetCurrentInstant(), Instant.FromDateTimeOffset(time.GetUtcNow())])
            told.ShouldBeInRange(before, before + Duration.FromMinutes(1));
    }

    [Theory, Engines]
    public async Task Two_demonstrations_have_the_same_scores_and_prizes(Engine engine)
    {
        async Task<string[]> DecidedAsync(Engine on)
        {
            await using var host = await StartAsync(on);
            await LayAsync(host);
            return await host.WithDbAsync(async db => (await db.AwardDecisions.SingleAsync()).Lines.Select(l => $"{l.Reference} {l.Rank} {l.Both!.Raw} {l.Score} {l.ProposedTier} {l.Tier}").ToArray());
        }
        (await DecidedAsync(engine)).ShouldBe(await DecidedAsync(Engine.Sqlite));
    }

    [Theory, Engines]
    public async Task Laying_it_again_changes_nothing(Engine engine)
    {
        await using var host = await StartAsync(engine);
        await LayAsync(host);
        var trail = await host.WithDbAsync(async db => (await db.AuditEntries.CountAsync(), await db.Outbox.CountAsync(), await db.RoleGrants.CountAsync()));
        (await LayAsync(host)).ShouldBeNull();
        (await host.WithDbAsync(async db => (await db.AuditEntries.CountAsync(), await db.Outbox.CountAsync(), await db.RoleGrants.CountAsync()))).ShouldBe(trail);
    }

    [Fact]
    public async Task A_laying_that_was_cut_off_is_named()
    {
        await using var host = await StartAsync(Engine.Sqlite);
        var reading = EditionReader.Read(Path.Combine(Repository.Root, "editions", DemoPast.EditionKey), new(2026, 9, 1));
        (await host.RunAsync<PublishEdition, Result<PublishedEdition>>(publish => publish.RunAsync(Actor.Console, reading, null, default))).TryGet(out _, out _).ShouldBeTrue();
        (await LayAsync(host))!.Code.ShouldBe("demo.cut_off");
    }
}
