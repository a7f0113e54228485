using System.Security.Cryptography;
using System.Text;
using BangVang.App.Files;
using BangVang.App.Kernel;
using BangVang.App.Ports;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Files;

public sealed class DiskFileStoreTests : IDisposable
{
    private readonly FileStoreOptions options = new() { Directory = Path.Combine(Path.GetTempPath(), $"bv-files-{Guid.NewGuid():n}", "deep", "files") };
    private DiskFileStore Store => new(options);

    [Fact]
    public async Task What_was_put_is_found_under_its_hash()
    {
        var bytes = RandomNumberGenerator.GetBytes(300_000);
        var kept = await Store.PutAsync(new MemoryStream(bytes), default);

        kept.ShouldBe(new(Convert.ToHexStringLower(SHA256.HashData(bytes)), 300_000));
        await using var back = await Store.OpenAsync(kept.Sha256, default);
        using var copy = new MemoryStream();
        await back!.CopyToAsync(copy);
        copy.ToArray().ShouldBe(bytes);
        (await Store.VerifyAsync(kept.Sha256, default)).ShouldBe(FileCheck.Sound);
        Directory.EnumerateFiles(options.Incoming).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_same_bytes_put_twenty_times_at_once_are_kept_once()
    {
        var kept = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => Store.PutAsync(Text("cùng một nội dung"), default))));

        kept.Distinct().Count().ShouldBe(1);
        (await ListAsync()).ShouldBe([kept[0]]);
    }

    [Fact]
    public async Task Everything_held_is_listed_in_the_order_of_the_hashes()
    {
        for (var i = 0; i < 30; i++) await Store.PutAsync(Text($"tệp {i}"), default);
        var hashes = (await ListAsync()).Select(f => f.Sha256).ToList();

        hashes.Count.ShouldBe(30);
        hashes.ShouldBe(hashes.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Decayed_bytes_are_noticed_and_healed_by_putting_them_again()
    {
        var kept = await Store.PutAsync(Text("nguyên vẹn"), default);
        var path = Directory.EnumerateFiles(options.Objects, kept.Sha256, SearchOption.AllDirectories).Single();
        await File.WriteAllTextAsync(path, "hỏng");
        (await Store.VerifyAsync(kept.Sha256, default)).ShouldBe(FileCheck.Damaged);

        await Store.PutAsync(Text("nguyên vẹn"), default);
        (await Store.VerifyAsync(kept.Sha256, default)).ShouldBe(FileCheck.Sound);
    }

    [Fact]
    public async Task What_is_not_held_is_missing()
    {
        var absent = new string('0', 64);
        (await Store.OpenAsync(absent, default)).ShouldBeNull();
        (await Store.ExistsAsync(absent, default)).ShouldBeFalse();
        (await Store.VerifyAsync(absent, default)).ShouldBe(FileCheck.Missing);
        (await ListAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("../../../etc/passwd")]
    [InlineData("")]
    [InlineData("E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855")]
    public async Task Only_a_hash_names_a_file(string name) =>
        await Should.ThrowAsync<ArgumentException>(async () => await Store.OpenAsync(name, default));

    [Fact]
    public async Task A_finished_file_is_taken_over_and_leaves_its_place()
    {
        DurableFiles.EnsureDirectory(options.Parts);
        var part = Path.Combine(options.Parts, "finished");
        await File.WriteAllTextAsync(part, "xong");
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("xong")));

        await Store.TakeAsync(part, hash, default);
        File.Exists(part).ShouldBeFalse();
        (await Store.VerifyAsync(hash, default)).ShouldBe(FileCheck.Sound);
    }

    [Fact]
    public async Task A_source_that_fails_half_way_leaves_nothing_behind()
    {
        await Should.ThrowAsync<IOException>(() => Store.PutAsync(new Failing(after: 200_000), default));
        Directory.EnumerateFiles(options.Directory, "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_stored_file_belongs_to_its_owner_alone()
    {
        if (OperatingSystem.IsWindows()) return;
        var kept = await Store.PutAsync(Text("riêng"), default);
        var path = Directory.EnumerateFiles(options.Objects, kept.Sha256, SearchOption.AllDirectories).Single();
        File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    public void Dispose()
    {
        var root = Path.GetDirectoryName(Path.GetDirectoryName(options.Directory))!;
        if (Directory.Exists(root)) Directory.Delete(root, recursive: true);
    }

    private async Task<List<FileContent>> ListAsync()
    {
        var all = new List<FileContent>();
        await foreach (var file in Store.ListAsync(default)) all.Add(file);
        return all;
    }

    private static MemoryStream Text(string text) => new(Encoding.UTF8.GetBytes(text));

    private sealed class Failing(int after) : MemoryStream(new byte[after])
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken ct = default) =>
            await base.ReadAsync(buffer, ct) is > 0 and var read ? read : throw new IOException("cut");
    }
}
