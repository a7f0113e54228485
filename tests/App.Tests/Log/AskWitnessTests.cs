using System.Text;
using BangVang.App.Log;
using BangVang.App.Ports;
using BangVang.App.Storage;
using BangVang.Proof.Notes;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Log;

/// <summary>The log asks its witnesses: who signs counts, who is down is caught up with, and who was shown another tree says so.</summary>
public sealed class AskWitnessTests : IDisposable
{
    private static readonly LogSigner Signer = new("log.vidu.vn", Encoding.ASCII.GetBytes("thirty-two bytes of a known seed"));

    private readonly string directory = Directory.CreateTempSubdirectory("bangvang-witnesses-").FullName;
    private readonly Line line = new();
    private readonly Witness first, second;

    public AskWitnessTests() => (first, second) = (line.Add(directory, "hiep-hoi.vidu.vn", 1), line.Add(directory, "bao-chi.vidu.vn", 2));

    public void Dispose()
    {
        line.Dispose();
        Directory.Delete(directory, recursive: true);
    }

    private WitnessPolicy Policy(int quorum) => new([first, second], quorum);

    /// <summary>Witnesses in this process, each with its own book; one that is down is not reached.</summary>
    private sealed class Line : IWitnessLine, IDisposable
    {
        private readonly Dictionary<string, WitnessBook> books = [];

        public HashSet<Witness> Down { get; } = [];
        /// <summary>Said instead of what the witness would answer.</summary>
        public WitnessHttpAnswer? Instead { get; set; }

        public Witness Add(string directory, string name, byte seed)
        {
            var key = new KeyFile(name, NoteSignatureKind.Cosignature, [.. Enumerable.Repeat(seed, 32)]);
            var witness = new Witness(name, key.Public, new($"https://{name}/add-checkpoint"));
            books.Add(witness.Id, new(Path.Combine(directory, name), key, [Signer.Key], TimeProvider.System));
            return witness;
        }

        public Task<WitnessHttpAnswer> AddCheckpointAsync(Witness witness, byte[] body, CancellationToken ct)
        {
            if (Down.Contains(witness)) throw new IOException($"{witness.Address} is down.");
            var reply = books[witness.Id].Add(body);
            return Task.FromResult(Instead ?? new(reply is null ? 400 : (int)reply.Answer, reply?.Body ?? ""));
        }

        public void Dispose()
        {
            foreach (var book in books.Values) book.Dispose();
        }
    }

    private static async Task GrowAsync(TestDb test, int count, string name = "entry")
    {
        await using var db = test.Open();
        for (var i = 0; i < count; i++) db.Log(Instant.FromUtc(2026, 10, 1, 0, 0), "screening.verdict", "demo/2026", name, new() { ["n"] = i });
        await db.SaveChangesAsync();
        await new GrowLog(db, Signer, TimeProvider.System).RunAsync(default);
    }

    private async Task<string?> AskAsync(TestDb test, Witness witness)
    {
        await using var db = test.Open();
        return await new AskWitness(db, line, TimeProvider.System).RunAsync(witness, await db.LogTreeSizeAsync(default), default);
    }

    [Theory, Engines]
    public async Task What_enough_witnesses_have_signed_is_published_and_one_that_was_down_is_caught_up_with(Engine engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await GrowAsync(test, 300);
        line.Down.Add(second);
        (await AskAsync(test, first)).ShouldBeNull();
        (await AskAsync(test, second)).ShouldBe(WitnessFailures.Unreachable);
        await using var db = test.Open();
        (await db.InclusionAsync(7, Policy(2), default)).ShouldBeNull("one of two has signed");
        (await db.InclusionAsync(7, Policy(1), default))!.WitnessedBy([first.Key, second.Key]).Select(k => k.Name).ShouldBe(["hiep-hoi.vidu.vn"]);

        await GrowAsync(test, 500);
        (await AskAsync(test, first)).ShouldBeNull("from 300 on, with a proof");
        (await db.PublishedCheckpointAsync(Policy(1), default))!.Size.ShouldBe(800);
        line.Down.Clear();
        (await AskAsync(test, second)).ShouldBeNull();
        await GrowAsync(test, 1);
        (await db.PublishedCheckpointAsync(Policy(2), default))!.Size.ShouldBe(800, "801 has no signature yet");
        (await db.PublishedCheckpointAsync(Policy(0), default))!.Size.ShouldBe(801);

        var proof = (await db.InclusionAsync(7, Policy(2), default))!;
        var entry = await db.LogEvents.Where(e => e.Seq == 7).Select(e => e.Entry).SingleAsync();
        proof.Proves(entry, Signer.Key, Signer.Origin).ShouldBeTrue();
        proof.WitnessedBy([first.Key, second.Key]).Count.ShouldBe(2);
        proof.Checkpoint.Text.Split('\n')[1].ShouldBe("800", "the first checkpoint that both have signed");
        (await db.WitnessStandingsAsync(Policy(2), Duration.FromMinutes(15), SystemClock.Instance.GetCurrentInstant(), default))
            .Select(s => (s.Size, s.Failure, s.IsSilent)).ShouldBe([(800, null, false), (800, null, false)]);
        (await db.WitnessStandingsAsync(Policy(2), Duration.FromMinutes(15), SystemClock.Instance.GetCurrentInstant().Plus(Duration.FromMinutes(16)), default))
            .ShouldAllBe(s => s.IsSilent, "801 should have been signed");
    }

    [Theory, Engines]
    public async Task Two_logs_of_one_key_that_are_shown_to_different_people_are_found_by_the_witness(Engine engine)
    {
        await using var honest = await TestDb.CreateAsync(engine);
        await using var forged = await TestDb.CreateAsync(engine);
        await GrowAsync(honest, 5);
        await GrowAsync(forged, 5, "another story");
        (await AskAsync(honest, first)).ShouldBeNull();
        (await AskAsync(forged, first)).ShouldBe(WitnessFailures.Contradicts, "the same size, another root");
        await GrowAsync(forged, 4);
        (await AskAsync(forged, first)).ShouldBe(WitnessFailures.Contradicts, "larger, and no continuation");
        await GrowAsync(honest, 4);
        (await AskAsync(honest, first)).ShouldBeNull();

        await using var db = forged.Open();
        (await db.LogCosignatures.CountAsync()).ShouldBe(0);
        (await db.LogWitnesses.SingleAsync()).Failure.ShouldBe(WitnessFailures.Contradicts);
        Directory.GetFiles(Path.Combine(directory, "hiep-hoi.vidu.vn"), "*.contradicts-*").Length.ShouldBe(2, "the evidence, signed by the log itself");
    }

    [Theory, Engines]
    public async Task A_log_that_was_put_back_to_an_older_copy_is_told_apart(Engine engine)
    {
        await using var now = await TestDb.CreateAsync(engine);
        await using var copy = await TestDb.CreateAsync(engine);
        await GrowAsync(now, 20);
        (await AskAsync(now, first)).ShouldBeNull();
        await GrowAsync(copy, 12);
        (await AskAsync(copy, first)).ShouldBe(WitnessFailures.Ahead);
        WitnessFailures.IsAlarm(WitnessFailures.Ahead).ShouldBeTrue();
    }

    [Theory]
    [InlineData(200, "")]
    [InlineData(200, "— hiep-hoi.vidu.vn AAAAAAAA\n")]
    [InlineData(200, "what is this")]
    [InlineData(302, "")]
    [InlineData(500, "")]
    [InlineData(409, "no number")]
    [InlineData(409, "3\n")]
    public async Task What_is_no_signature_of_the_witness_is_not_kept(int status, string body)
    {
        await using var test = await TestDb.CreateAsync(Engine.Sqlite);
        await GrowAsync(test, 9);
        line.Instead = new(status, body);
        (await AskAsync(test, first)).ShouldBe(WitnessFailures.Answer);
        await using var db = test.Open();
        (await db.LogCosignatures.CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_signature_of_another_witness_is_not_this_ones()
    {
        await using var test = await TestDb.CreateAsync(Engine.Sqlite);
        await GrowAsync(test, 9);
        (await AskAsync(test, second)).ShouldBeNull();
        await using var db = test.Open();
        line.Instead = new(200, (await db.LogCosignatures.SingleAsync()).Line + "\n");
        (await AskAsync(test, first)).ShouldBe(WitnessFailures.Answer);
    }

    [Theory, Engines]
    public async Task All_are_asked_about_one_checkpoint_in_a_round_and_rounds_do_not_overlap(Engine engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        var time = new FixedTime(Instant.FromUtc(2026, 10, 1, 3, 0));
        var pace = Duration.FromSeconds(2);
        async Task<long?> BeginAsync()
        {
            await using var db = test.Open();
            return await new BeginWitnessRound(db, time).RunAsync(pace, default);
        }
        (await BeginAsync()).ShouldBeNull("there is no checkpoint");
        await GrowAsync(test, 3);
        (await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => BeginAsync()))).Count(s => s == 3).ShouldBe(1);
        await GrowAsync(test, 3);
        (await BeginAsync()).ShouldBeNull("the round is on");
        time.Now += pace;
        (await BeginAsync()).ShouldBe(6);
        time.Now -= Duration.FromHours(1);
        (await BeginAsync()).ShouldBe(6, "a clock that was put right holds nobody up");
    }

    [Theory, Engines]
    public async Task The_doctor_finds_a_cosignature_that_does_not_hold(Engine engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        test.IsBrokenOnPurpose = true;
        await GrowAsync(test, 4);
        (await AskAsync(test, first)).ShouldBeNull();
        await using var db = test.Open();
        (await new Doctor(db, test.DatabaseEngine).RunAsync(default)).ShouldAllBe(f => f.Holds);
        await GrowAsync(test, 4);
        await db.Database.ExecuteSqlRawAsync("INSERT INTO log_cosignature (size, witness, at, line) SELECT 8, witness, at, line FROM log_cosignature");
        (await new Doctor(db, test.DatabaseEngine).RunAsync(default)).SelectMany(f => f.Offenders).ShouldContain($"checkpoint 8, {first.Id}");
    }
}
