using System.Text;
using BangVang.App.Editions;
using BangVang.App.Log;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Editions;

/// <summary>Each deadline has the checkpoint under which stands everything that came in time.</summary>
public sealed class MarkDeadlinesTests
{
    private const string Key = "demo/2026";
    private static readonly LogSigner Signer = new("log.vidu.vn", Encoding.ASCII.GetBytes("thirty-two bytes of a known seed"));
    private static readonly Instant Published = Instant.FromUtc(2026, 11, 22, 3, 0);
    private static readonly EditionReading Demo = EditionReader.Read(Path.Combine(Repository.Root, "editions", Key), new LocalDate(2026, 11, 22));
    private static readonly Domain.Editions.CalendarMoment Close = Demo.Edition!.Moments().First(m => !m.Opens && m.At > Published);

    private static async Task<TestDb> PublishAsync(Engine engine)
    {
        var test = await TestDb.CreateAsync(engine);
        await using var db = test.Open();
        (await new PublishEdition(db, new(db), new FixedClock(Published)).RunAsync(Actor.Console, Demo, null, default)).ShouldBeDone();
        return test;
    }

    private static async Task SubmitAsync(TestDb test, Instant at, bool grows = true)
    {
        await using var db = test.Open();
        db.Log(at, "dossier.submitted", Key, at, new() { ["at"] = at.ToString() });
        await db.SaveChangesAsync();
        if (grows) await new GrowLog(db, Signer, TimeProvider.System).RunAsync(default);
    }

    private static async Task<int> MarkAsync(TestDb test, Instant now)
    {
        await using var db = test.Open();
        return await new MarkDeadlines(db, new(db), new FixedClock(now), WitnessPolicy.None).RunAsync(default);
    }

    [Theory, Engines]
    public async Task The_checkpoint_of_a_deadline_covers_what_came_before_and_is_noted_once(Engine engine)
    {
        await using var test = await PublishAsync(engine);
        await SubmitAsync(test, Close.At.Minus(Duration.FromMinutes(1)));
        // The last one is saved a moment after the deadline, and one that came late stands before it in the log.
        await SubmitAsync(test, Close.At.Plus(Duration.FromSeconds(1)));
        await SubmitAsync(test, Close.At.Minus(Duration.FromMilliseconds(1)));
        await SubmitAsync(test, Close.At.Plus(Duration.FromSeconds(20)));

        (await MarkAsync(test, Close.At.Plus(MarkDeadlines.Settling).Minus(Duration.FromMilliseconds(1)))).ShouldBe(0, "something may still be on its way");
        (await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => MarkAsync(test, Close.At.Plus(MarkDeadlines.Settling))))).Sum().ShouldBe(1);
        (await MarkAsync(test, Close.At.Plus(Duration.FromDays(1)))).ShouldBe(0);

        await using var db = test.Open();
        var noted = (await db.DeadlineCheckpointsAsync(Key, 10, default)).Single();
        var checkpoint = (await db.CheckpointAtAsync(4, default))!;
        noted.ShouldBe(new(Key, Close.Phase.Code, Close.At, 4, checkpoint.At, checkpoint.Note.Split('\n')[2]), "publication and three submissions");
        (await db.DeadlineCheckpointsAsync("demo/2027", 10, default)).ShouldBeEmpty();
    }

    [Theory, Engines]
    public async Task An_entry_that_was_dated_back_is_found_by_the_doctor(Engine engine)
    {
        await using var test = await PublishAsync(engine);
        test.IsBrokenOnPurpose = true;
        await SubmitAsync(test, Close.At.Minus(Duration.FromMinutes(1)));
        (await MarkAsync(test, Close.At.Plus(Duration.FromHours(1)))).ShouldBe(1);
        await using var db = test.Open();
        (await new Doctor(db, test.DatabaseEngine).RunAsync(default)).ShouldAllBe(f => f.Holds);
        await SubmitAsync(test, Close.At.Minus(Duration.FromMinutes(30)));
        (await new Doctor(db, test.DatabaseEngine).RunAsync(default)).SelectMany(f => f.Offenders).ShouldBe([$"{Key}, {Close.Phase.Code}, entry 2"]);
    }

    [Fact]
    public async Task What_no_checkpoint_covers_yet_and_what_closed_before_it_was_published_wait_or_stay_out()
    {
        await using var test = await PublishAsync(Engine.Sqlite);
        (await MarkAsync(test, Close.At.Plus(Duration.FromHours(1)))).ShouldBe(0, "nothing is signed yet");
        await SubmitAsync(test, Close.At.Minus(Duration.FromMinutes(1)));
        (await MarkAsync(test, Close.At.Plus(Duration.FromHours(1)))).ShouldBe(1);
        await using var db = test.Open();
        (await db.LogDeadlines.Select(d => d.ClosesAt).ToListAsync()).ShouldAllBe(at => at > Published);
    }
}
