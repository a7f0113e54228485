using System.Diagnostics;
using BangVang.App.Files;
using BangVang.App.Storage;
using BangVang.Storage.Sqlite;
using BangVang.Testing;
using BangVang.Testing.Running;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.EndToEnd.Durability;

/// <summary>What a series of kills came to.</summary>
/// <param name="WhileWaiting">Kills that met at least one request on its way.</param>
/// <param name="WhileStarting">Kills before the server answered.</param>
/// <param name="Acknowledged">Answers that had to hold.</param>
public sealed record KillCount(int Kills, int WhileWaiting, int WhileStarting, int Acknowledged, int Files, int Versions)
{
    public static KillCount operator +(KillCount a, KillCount b) => new(
        a.Kills + b.Kills, a.WhileWaiting + b.WhileWaiting, a.WhileStarting + b.WhileStarting, a.Acknowledged + b.Acknowledged, a.Files + b.Files, a.Versions + b.Versions);
}

/// <summary>
/// One installation with applicants at work, whose server is killed again and again at moments drawn from a seed: some
/// answers after it came up and a few milliseconds, or while it starts.
/// </summary>
public sealed class KilledSite : IAsyncDisposable
{
    private const int Applicants = 4, MostAnswersPerLife = 6, MostMillisecondsMore = 60, OneOfSoManyWhileStarting = 6;
    private static readonly TimeSpan AnswersWithin = TimeSpan.FromMinutes(5);

    private readonly string directory = Directory.CreateTempSubdirectory("bv-kill-").FullName;
    private readonly string program;
    private readonly TestDb? postgres;
    private readonly Random random;
    private readonly List<Applicant> applicants = [];
    private readonly Func<BangVangDb> open;
    private readonly LedgerCheck check;
    private int answers;
    private (int Count, TaskCompletionSource Reached) awaited = (int.MaxValue, new());

    private KilledSite(string program, int seed, TestDb? postgres)
    {
        (this.program, random, this.postgres) = (program, new(seed), postgres);
        // Nothing of this process keeps the database open: the next life must find what the killed one left.
        var options = postgres?.Options ?? new DbContextOptionsBuilder<BangVangDb>().UseSqlite($"Data Source={Database};Pooling=False").Options;
        open = () => new(options);
        check = new(open, new(new() { Directory = Path.Combine(directory, "files") }));
    }

    private string Database => Path.Combine(directory, "bangvang.db");

    public static async Task<KilledSite> LayAsync(Engine engine, int seed)
    {
        var site = new KilledSite(await PublishedProgram.PathAsync(), seed, engine is Engine.Postgres ? await TestDb.CreateAsync(engine) : null);
        if (site.postgres is null) await using (var db = site.open()) await new Migrator(db, SqliteStorage.Engine, SystemClock.Instance).MigrateAsync(default);
        var call = new OpenCall(site.open);
        await call.PublishAsync();
        for (var n = 1; n <= Applicants; n++) site.applicants.Add(new(await call.ApplicantAsync($"Người thử {n}"), site.random.Next(), site.Hear));
        return site;
    }

    /// <exception cref="InvalidOperationException">Something acknowledged was lost; says what, and after which kill.</exception>
    public async Task<KillCount> KillAsync(int kills)
    {
        var (waiting, starting, startTime) = (0, 0, TimeSpan.FromSeconds(2));
        for (var kill = 1; kill <= kills; kill++)
        {
            await using var server = Start();
            if (random.Next(OneOfSoManyWhileStarting) == 0)
            {
                await Task.Delay(startTime * random.NextDouble());
                await server.KillAsync();
                starting++;
                continue;
            }
            var watch = Stopwatch.StartNew();
            var address = await server.Ready;
            startTime = watch.Elapsed;
            await DemandAsync($"after kill {kill - 1}");
            try { if (await LiveAndDieAsync(server, address)) waiting++; }
            catch (NotAcknowledgedException e) { throw new InvalidOperationException($"Before kill {kill}: {e.Message}\nThe server had said:\n{server.Said}", e); }
        }
        return new(kills, waiting, starting, answers, applicants.Sum(a => a.Told.Files.Count), applicants.Sum(a => a.Told.Receipts.Count));
    }

    /// <summary>Everybody finishes, nothing is lost, the doctor finds nothing.</summary>
    public async Task CloseAsync()
    {
        await using (var server = Start())
        {
            var address = await server.Ready;
            await DemandAsync("after the last kill");
            await Task.WhenAll(applicants.Select(a => a.FinishAsync(address)));
            await server.StopAsync();
        }
        await DemandAsync("after everybody finished");
        var (code, said) = await DoctorAsync();
        if (code != 0) throw new InvalidOperationException($"The doctor ended with {code}: {said}");
    }

    /// <returns>True when the kill met a request on its way.</returns>
    private async Task<bool> LiveAndDieAsync(ServerProcess server, Uri address)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        awaited = (Volatile.Read(ref answers) + random.Next(1, MostAnswersPerLife + 1), reached);
        using var stop = new CancellationTokenSource();
        var work = applicants.Select(a => a.WorkAsync(address, stop.Token)).ToList();
        await await Task.WhenAny(reached.Task.WaitAsync(AnswersWithin), Task.WhenAll(work));
        await Task.Delay(random.Next(MostMillisecondsMore));
        if (server.HasEnded) throw new InvalidOperationException($"The server ended by itself.\n{server.Said}");
        var isWaiting = applicants.Any(a => a.IsWaiting);
        await server.KillAsync();
        await stop.CancelAsync();
        await Task.WhenAll(work);
        return isWaiting;
    }

    private void Hear()
    {
        var count = Interlocked.Increment(ref answers);
        if (count >= awaited.Count) awaited.Reached.TrySetResult();
    }

    private ServerProcess Start() => ServerProcess.Start(directory, postgres?.Place, ["--Uploads:MaxOpenPerPerson", "10000"], program);

    private async Task DemandAsync(string when)
    {
        var losses = await check.LossesAsync(applicants);
        if (losses.Count > 0) throw new InvalidOperationException($"Lost {when}:\n{string.Join('\n', losses)}");
    }

    private async Task<(int Code, string Said)> DoctorAsync()
    {
        var start = new ProcessStartInfo("dotnet", [ServerProcess.ProgramOf("BangVang.Cli"), "doctor"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        (start.Environment["BANGVANG__DataDirectory"], start.Environment["BANGVANG__Database__Postgres"]) = (directory, postgres?.Place ?? "");
        using var doctor = Process.Start(start)!;
        var said = await Task.WhenAll(doctor.StandardOutput.ReadToEndAsync(), doctor.StandardError.ReadToEndAsync());
        await doctor.WaitForExitAsync();
        return (doctor.ExitCode, string.Concat(said));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var applicant in applicants) applicant.Dispose();
        if (postgres is not null) await postgres.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }
}
