using BangVang.App.Files;
using BangVang.App.Files.Uploads;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.People;
using NodaTime;

namespace BangVang.Testing.Files;

/// <summary>A database, a directory and two people, on which uploads run with real code.</summary>
public sealed class UploadBench : IAsyncDisposable
{
    public static readonly Instant Start = Instant.FromUtc(2026, 10, 1, 3, 0);

    private readonly string directory = Path.Combine(Path.GetTempPath(), $"bv-up-{Guid.NewGuid():n}");

    private UploadBench(TestDb db) => Db = db;

    public TestDb Db { get; }
    public FixedTime Time { get; } = new(Start);
    public UploadTurns Turns { get; } = new();
    public UploadOptions Options { get; set; } = new() { SyncBytes = 1 << 16 };
    public Actor Owner { get; private set; } = Actor.Anonymous;
    public Actor Other { get; private set; } = Actor.Anonymous;
    public FilePurpose Purpose { get; } = new("test", Guid.NewGuid(), "plan");

    /// <summary>What the purpose <c>test</c> takes.</summary>
    public Result<UploadRule> Rule { get; set; } = new UploadRule(FileKinds.All, 10 << 20);

    public FileStoreOptions Places => new() { Directory = directory };
    public UploadParts Parts => new(Places);
    public DiskFileStore Store => new(Places);
    public UploadRules Rules => new([new("test", (_, _, _, _) => Task.FromResult(Rule))]);

    public static async Task<UploadBench> CreateAsync(Engine engine)
    {
        var bench = new UploadBench(await TestDb.CreateAsync(engine));
        bench.Owner = await bench.PersonAsync("owner@example.vn", "Người gửi");
        bench.Other = await bench.PersonAsync("other@example.vn", "Người khác");
        return bench;
    }

    private async Task<Actor> PersonAsync(string email, string name)
    {
        await using var db = Db.Open();
        var person = Person.New(Start, email, name, "vi");
        db.People.Add(person);
        await db.SaveChangesAsync();
        return new(person.Id, name, false, new HashSet<RoleInEdition>());
    }

    public async Task<Result<Upload>> StartAsync(long length, string name = "kế hoạch.pdf", Actor? actor = null, FilePurpose? purpose = null)
    {
        await using var db = Db.Open();
        return await new StartUpload(db, Time, Options, Rules, Parts).RunAsync(actor ?? Owner, purpose ?? Purpose, name, length, default);
    }

    public async Task<Result<long>> ReceiveAsync(Guid id, long offset, Stream piece, UploadChecksum? checksum = null, Actor? actor = null)
    {
        await using var db = Db.Open();
        return await new ReceiveUpload(db, Time, Options, Parts, Turns).RunAsync(actor ?? Owner, id, offset, piece, checksum, default);
    }

    public async Task<Result<StoredFile>> CompleteAsync(Guid id, Actor? actor = null)
    {
        await using var db = Db.Open();
        return await new CompleteUpload(db, new FixedClock(Start), Time, Store, Rules, Parts, Turns).RunAsync(actor ?? Owner, id, default);
    }

    public async Task<Problem?> CancelAsync(Guid id, Actor? actor = null)
    {
        await using var db = Db.Open();
        return await new CancelUpload(db, Time, Parts, Turns).RunAsync(actor ?? Owner, id, default);
    }

    public async Task<int> SweepAsync()
    {
        await using var db = Db.Open();
        return await new SweepUploads(db, Time, Parts).RunAsync(default);
    }

    public async Task<Result<StoredFile>> FormAsync(string name, byte[] bytes, Actor? actor = null)
    {
        await using var db = Db.Open();
        return await new ReceiveForm(db, new FixedClock(Start), Options, Rules, Places, Store).RunAsync(actor ?? Owner, Purpose, name, new MemoryStream(bytes), default);
    }

    public async Task<Upload?> UploadAsync(Guid id, Actor? actor = null)
    {
        await using var db = Db.Open();
        return await db.UploadAsync(actor ?? Owner, id, Time.Now, default);
    }

    public async ValueTask DisposeAsync()
    {
        await Db.DisposeAsync();
        if (Directory.Exists(directory)) Directory.Delete(directory, recursive: true);
    }
}
