using BangVang.App.Bundles;
using BangVang.App.Decisions;
using BangVang.App.Demo;
using BangVang.App.Dossiers;
using BangVang.App.Editions;
using BangVang.App.Files;
using BangVang.App.Files.Uploads;
using BangVang.App.Kernel;
using BangVang.App.Log;
using BangVang.App.Ports;
using BangVang.App.Storage;
using BangVang.Proof.Receipts;
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
    public static async Task<PastAward> CreateAsync(Engine engine, int? fewestJurors = null)
    {
        var past = new PastAward(await TestDb.CreateAsync(engine));
        var services = new ServiceCollection();
        services.AddSingleton(new DemoClock(SystemClock.Instance)).AddSingleton<IClock>(s => s.GetRequiredService<DemoClock>()).AddSingleton(TimeProvider.System);
        services.AddSingleton(new FileStoreOptions { Directory = past.folder }).AddSingleton<IFileStore, DiskFileStore>();
        services.AddSingleton(new UploadOptions()).AddSingleton<UploadRules>().AddSingleton(new UploadPurpose(AttachFile.Purpose, DossierUploads.RuleAsync));
        services.AddSingleton(AwardWorld.Site).AddSingleton(ResultFacts.News).AddSingleton(ResultFacts.Settled).AddSingleton(past.Signer);
        services.AddScoped(_ => past.Test.Open()).AddScoped<EditionBook>().AddScoped<DemoPeople>().AddScoped<DemoStage>().AddScoped<DemoPanel>().AddScoped<DemoCouncil>().AddScoped<DemoJurors>().AddScoped<DemoDossiers>();
        foreach (var action in typeof(BangVangDb).Assembly.GetExportedTypes().Where(t => t is { IsClass: true, IsAbstract: false } && t.GetMethod("RunAsync") is not null))
            services.AddScoped(action);
        await using var provider = services.BuildServiceProvider();
        await using (var scope = provider.CreateAsyncScope())
        {
            var today = SystemClock.Instance.GetCurrentInstant().InUtc().Date;
            var reading = EditionReader.Read(Path.Combine(Repository.Root, "editions", Key), today);
            if (fewestJurors is { } fewest) reading = reading with { Edition = reading.Edition! with { Bundle = new() { FewestJurors = fewest } } };
            await scope.ServiceProvider.GetRequiredService<LayPast>().RunAsync(reading, default);
        }
        await past.SignAsync();
        return past;
    }

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

    public async ValueTask DisposeAsync()
    {
        await Test.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
