using System.Text;
using BangVang.App.Dossiers;
using BangVang.App.Dossiers.Sealing;
using BangVang.App.Editions;
using BangVang.App.Files;
using BangVang.App.Files.Uploads;
using BangVang.App.Ports;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Testing;
using BangVang.Testing.Files;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Tests.Dossiers.Sealing;

/// <summary>An edition sealed to three trustees, two of whom open, whose files go through the real upload into a store on the disk.</summary>
internal sealed class SealedWorld : IAsyncDisposable
{
    /// <summary>What a file holds and nothing else does.</summary>
    public static readonly byte[] Canary = Encoding.ASCII.GetBytes("CHIM-HOANG-YEN-7f3a9c51d2");

    private readonly string directory = Directory.CreateTempSubdirectory("bv-sealed").FullName;

    private SealedWorld(ApplyWorld world) => World = world;

    public ApplyWorld World { get; }
    public Actor Applicant { get; private set; } = null!;
    public Actor Officer { get; private set; } = null!;
    public Actor Chair { get; private set; } = null!;
    public Guid Dossier { get; private set; }
    public FixedTime Time { get; } = new(ApplyEdition.Morning);
    public FileStoreOptions Places => new() { Directory = directory };
    public DiskFileStore Store => new(Places);
    public UploadRules Rules => new([new(AttachFile.Purpose, DossierUploads.RuleAsync) { Seal = DossierSeals.OfAsync }]);
    public static string Share(int number) => SealedEdition.Share(number);

    public static readonly Instant Opening = SealedEdition.Opening;
    public static Edition Edition => SealedEdition.Edition;

    public static async Task<SealedWorld> CreateAsync(Engine engine, Edition? edition = null)
    {
        var world = await ApplyWorld.CreateAsync(engine, edition ?? Edition);
        var made = new SealedWorld(world)
        {
            Applicant = await world.PersonAsync("Người nộp"), Officer = await world.PersonAsync("Cán bộ", Role.Secretariat), Chair = await world.PersonAsync("Chủ tịch", Role.Chair),
        };
        made.Dossier = (await world.StartAsync(made.Applicant, await world.EnterpriseAsync(made.Applicant))).Value();
        return made;
    }

    /// <summary>A PDF with the canary in it, and a number that tells it from others.</summary>
    public static byte[] Paper(int number = 0) => new PdfSample().Stream("/Type /XObject /Subtype /Image", [.. Canary, .. Encoding.ASCII.GetBytes($" {number} "), .. new byte[100_000]]).ToBytes();

    /// <summary>Sent in one piece with a form, and attached.</summary>
    public async Task<StoredFile> SendAsync(byte[] content, string field = "proof")
    {
        var file = (await World.WithAsync(db => new ReceiveForm(db, World.Clock, new UploadOptions(), Rules, Places, Store)
            .RunAsync(Applicant, new(AttachFile.Purpose, Dossier, field), "xác nhận.pdf", new MemoryStream(content), default))).Value();
        await World.AttachAsync(Applicant, Dossier, file.Id, field);
        return file;
    }

    /// <summary>Sent in pieces, and attached.</summary>
    public async Task<StoredFile> SendInPiecesAsync(byte[] content, string field = "proof")
    {
        var (parts, turns, options) = (new UploadParts(Places), new UploadTurns(), new UploadOptions());
        var upload = (await World.WithAsync(db => new StartUpload(db, Time, options, Rules, parts).RunAsync(Applicant, new(AttachFile.Purpose, Dossier, field), "xác nhận.pdf", content.Length, default))).Value();
        var half = content.Length / 2;
        foreach (var (from, piece) in new[] { (0, content[..half]), (half, content[half..]) })
            await World.WithAsync(db => new ReceiveUpload(db, Time, options, parts, turns).RunAsync(Applicant, upload.Id, from, new MemoryStream(piece), null, default));
        var file = (await World.WithAsync(db => new CompleteUpload(db, World.Clock, Time, Store, Rules, parts, turns).RunAsync(Applicant, upload.Id, default))).Value();
        await World.AttachAsync(Applicant, Dossier, file.Id, field);
        return file;
    }

    public Task<Result<HandedIn>> HandInAsync(string share, Actor? by = null) =>
        World.WithAsync(db => new HandInShare(db, new EditionBook(db), World.Clock).RunAsync(by ?? Officer, ApplyEdition.Key, share, default));

    public Task<int> WorkAsync(IFileStore? store = null) => World.WithAsync(db => new OpenSealedFiles(db, new EditionBook(db), store ?? Store, Places, World.Clock, Time).RunAsync(default));

    public Task<SealingView?> ViewAsync() => World.WithAsync(db => db.SealingAsync(Officer, Edition, default));

    public async Task<byte[]> BytesAsync(string sha256)
    {
        await using var content = (await Store.OpenAsync(sha256, default))!;
        using var all = new MemoryStream();
        await content.CopyToAsync(all);
        return all.ToArray();
    }

    /// <summary>Where the canary can be read: names of files below the data directory, and of tables (or the database file, byte by byte).</summary>
    public async Task<IReadOnlyList<string>> LeaksAsync()
    {
        var leaks = Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Where(f => File.ReadAllBytes(f).AsSpan().IndexOf(Canary) >= 0).Select(f => Path.GetRelativePath(directory, f)).ToList();
        await using var db = new BangVangDb(World.Options);
        if (db.Database.GetConnectionString() is { } place && place.Contains("Data Source", StringComparison.OrdinalIgnoreCase))
        {
            var file = new SqliteConnectionStringBuilder(place).DataSource;
            leaks.AddRange(Directory.EnumerateFiles(Path.GetDirectoryName(file)!, Path.GetFileName(file) + "*").Where(f => Shared(f).AsSpan().IndexOf(Canary) >= 0));
            return leaks;
        }
        var (text, hex) = (Encoding.ASCII.GetString(Canary), Convert.ToHexStringLower(Canary));
        // Each table as one XML text, whatever its columns are.
        var rows = await db.Database.SqlQuery<TableText>($"SELECT table_name::text AS name, query_to_xml('SELECT * FROM ' || quote_ident(table_name), true, false, '')::text AS text FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'").ToListAsync();
        var base64 = Convert.ToBase64String(Canary)[..^4];
        leaks.AddRange(rows.Where(r => r.Text.Contains(text, StringComparison.Ordinal) || r.Text.Contains(hex, StringComparison.OrdinalIgnoreCase) || r.Text.Contains(base64, StringComparison.Ordinal)).Select(r => r.Name));
        return leaks;
    }

    private sealed record TableText(string Name, string Text);

    private static byte[] Shared(string file)
    {
        using var read = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var all = new MemoryStream();
        read.CopyTo(all);
        return all.ToArray();
    }

    public async ValueTask DisposeAsync()
    {
        await World.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }
}
