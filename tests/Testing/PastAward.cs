using BangVang.App.Bundles;
using BangVang.App.Decisions;
using BangVang.App.Demo;
using BangVang.App.Dossiers;
using BangVang.App.Dossiers.Sealing;
using BangVang.App.Editions;
using BangVang.App.Files;
using BangVang.App.Files.Uploads;
using BangVang.App.Kernel;
using BangVang.App.Log;
using BangVang.App.Ports;
using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Proof.Receipts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace BangVang.Testing;

/// <summary>
/// A database with the past edition of the demonstration in it: dossiers submitted and screened, panels drawn, sheets signed, a decision with motions,
/// published, all by the actions of a real award; its log signed by a key of this test.
/// </summary>
public sealed class PastAward : IAsyncDisposable
{
    public const string Key = DemoPast.EditionKey;

    private readonly string folder = Directory.CreateTempSubdirectory("bv-past-").FullName;

    private PastAward(TestDb test) => Test = test;

    public TestDb Test { get; }

    public LogSigner Signer { get; } = new("giaithuong.example/log", [.. Enumerable.Range(1, 32).Select(n => (byte)n)]);

    public Trust Trust => new(Signer.Origin, Signer.Key, [], 0);

    /// <param name="fewestJurors">What the edition asks of a panel before its sheets are opened; null leaves it to the usual number.</param>
    /// <param name="change">Makes another edition of it, to be played by <see cref="PastPlay"/>; null for the one of the demonstration.</param>
    public static async Task<PastAward> CreateAsync(Engine engine, int? fewestJurors = null, Func<Edition, Edition>? change = null)
    {
        var past = new PastAward(await TestDb.CreateAsync(engine));
        var services = new ServiceCollection();
        services.AddSingleton(new DemoClock(SystemClock.Instance)).AddSingleton<IClock>(s => s.GetRequiredService<DemoClock>()).AddSingleton(TimeProvider.System);
        services.AddSingleton(new FileStoreOptions { Directory = past.folder }).AddSingleton<IFileStore, DiskFileStore>();
        services.AddSingleton(new UploadOptions()).AddSingleton<UploadRules>().AddSingleton(new UploadPurpose(AttachFile.Purpose, DossierUploads.RuleAsync) { Seal = DossierSeals.OfAsync });
        services.AddSingleton(AwardWorld.Site).AddSingleton(ResultFacts.News).AddSingleton(ResultFacts.Settled).AddSingleton(past.Signer);
        services.AddScoped(_ => past.Test.Open()).AddScoped<EditionBook>().AddScoped<DemoPeople>().AddScoped<DemoStage>().AddScoped<DemoPanel>().AddScoped<DemoCouncil>().AddScoped<DemoJurors>().AddScoped<DemoDossiers>().AddScoped<PastPlay>();
        foreach (var action in typeof(BangVangDb).Assembly.GetExportedTypes().Where(t => t is { IsClass: true, IsAbstract: false } && t.GetMethod("RunAsync") is not null))
            services.AddScoped(action);
        await using var provider = services.BuildServiceProvider();
        await using (var scope = provider.CreateAsyncScope())
        {
            var today = SystemClock.Instance.GetCurrentInstant().InUtc().Date;
            var reading = EditionReader.Read(Path.Combine(Repository.Root, "editions", Key), today);
            if (fewestJurors is { } fewest) reading = reading with { Edition = reading.Edition! with { Bundle = new() { FewestJurors = fewest } } };
            if (change is null) await scope.ServiceProvider.GetRequiredService<LayPast>().RunAsync(reading, default);
            else await scope.ServiceProvider.GetRequiredService<PastPlay>().RunAsync(reading with { Edition = change(reading.Edition!) }, default);
            scope.ServiceProvider.GetRequiredService<DemoStage>().Leave();
        }
        await past.SignAsync();
        return past;
    }

    /// <summary>A final of pairs, or of orders of so many, with every panel large enough for its ballots to be opened.</summary>
    public static Task<PastAward> InPairsAsync(Engine engine, int? atOnce = null, int? fewestJurors = null) => CreateAsync(engine, fewestJurors, e => PastPlay.InPairs(e, atOnce));

    /// <summary>A checkpoint over everything saved so far.</summary>
    public async Task SignAsync()
    {
        await using var db = Test.Open();
        while (await new GrowLog(db, Signer, TimeProvider.System).RunAsync(default) == GrowLog.Most) { }
    }

    public async Task<WrittenBundle> BundleAsync()
    {
        await using var db = Test.Open();
        return (await new WriteBundle(db, WitnessPolicy.None).RunAsync(Key, default)).TryGet(out var written, out var problem) ? written
            : throw new InvalidOperationException($"{problem.Code} {string.Join(", ", problem.Args.Select(a => $"{a.Key}={a.Value}"))}");
    }

    /// <summary>The slip of the first dossier that was judged in two rounds, in the eyes of one of its own people.</summary>
    public async Task<(string Reference, byte[] Bytes)> SlipAsync()
    {
        await using var db = Test.Open();
        var dossier = await db.Dossiers.Where(d => d.EditionKey == Key && d.State == DossierState.Accepted && db.RoundEntries.Any(e => e.RoundCode == "final" && e.DossierId == d.Id))
            .OrderBy(d => d.Reference).Select(d => new { d.Id, d.Reference, Person = db.DossierMembers.First(m => m.DossierId == d.Id).PersonId }).FirstAsync();
        var slip = await db.SlipAsync(new EditionBook(db), Signer, WitnessPolicy.None, new Actor(dossier.Person, "x", false, new HashSet<RoleInEdition>()), dossier.Id, SystemClock.Instance.GetCurrentInstant(), default);
        return slip.TryGet(out var file, out var problem) ? (dossier.Reference, file.Bytes()) : throw new InvalidOperationException(problem.Code);
    }

    public async ValueTask DisposeAsync()
    {
        await Test.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
