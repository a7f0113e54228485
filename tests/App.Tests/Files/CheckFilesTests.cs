using BangVang.App.Files;
using BangVang.App.Ports;
using BangVang.App.Storage;
using BangVang.Testing;
using BangVang.Testing.Files;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Files;

public sealed class CheckFilesTests
{
    [Theory, Engines]
    public async Task Missing_and_damaged_bytes_are_named_with_the_rows_that_need_them(Engine engine)
    {
        await using var bench = await UploadBench.CreateAsync(engine);
        var files = new List<StoredFile>();
        foreach (var seed in new[] { 1, 1, 2, 3 })
            files.Add((await bench.FormAsync("x.pdf", SampleFiles.PdfOf(1000, seed))).TryGet(out var file, out _) ? file : throw new ShouldAssertException("refused"));
        (await CheckAsync(bench)).ShouldBeEmpty();

        File.Delete(PathOf(bench, files[0]));
        await File.WriteAllTextAsync(PathOf(bench, files[2]), "hỏng");
        var broken = await CheckAsync(bench);
        broken.Count.ShouldBe(2);
        broken.Single(b => b.Check == FileCheck.Missing).Files.ShouldBe([files[0].Id, files[1].Id], ignoreOrder: true);
        broken.Single(b => b.Check == FileCheck.Damaged).Files.ShouldBe([files[2].Id]);
    }

    [Theory, Engines]
    public async Task An_upload_that_became_another_file_breaks_the_invariant(Engine engine)
    {
        await using var bench = await UploadBench.CreateAsync(engine);
        var bytes = SampleFiles.PdfOf(1000);
        var upload = (await bench.StartAsync(bytes.Length)).TryGet(out var started, out _) ? started : throw new ShouldAssertException("refused");
        await bench.ReceiveAsync(upload.Id, 0, new MemoryStream(bytes));
        await bench.CompleteAsync(upload.Id);
        (await OffendersAsync(bench)).ShouldBeEmpty();
        var hash = (await bench.UploadAsync(upload.Id))!.Sha256!;
        await SetHashAsync(bench, new string('0', 64));
        (await OffendersAsync(bench)).ShouldHaveSingleItem().ShouldBe(upload.Id.ToString(), StringCompareShould.IgnoreCase);
        await SetHashAsync(bench, hash);
    }

    private static async Task SetHashAsync(UploadBench bench, string hash)
    {
        await using var db = bench.Db.Open();
        await db.Uploads.ExecuteUpdateAsync(u => u.SetProperty(x => x.Sha256, hash));
    }

    private static async Task<IReadOnlyList<BrokenFile>> CheckAsync(UploadBench bench)
    {
        await using var db = bench.Db.Open();
        return await new CheckFiles(db, bench.Store).RunAsync(default);
    }

    private static async Task<List<string>> OffendersAsync(UploadBench bench)
    {
        await using var db = bench.Db.Open();
        var sql = FilesInvariants.All.OfType<SqlInvariant>().Single(i => i.Name == "files.uploads_became_what_was_sent").Sql;
        return await db.Database.SqlQueryRaw<string>(sql).ToListAsync();
    }

    private static string PathOf(UploadBench bench, StoredFile file) =>
        Directory.EnumerateFiles(bench.Places.Objects, file.Sha256, SearchOption.AllDirectories).Single();
}
