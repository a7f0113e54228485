using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using BangVang.Cli.Kernel;
using Microsoft.Data.Sqlite;
using Shouldly;
using Xunit;

namespace BangVang.Cli.Tests;

public sealed class BackupCommandTests : IAsyncLifetime
{
    private readonly Terminal terminal = new();

    private string Archive => Path.Combine(terminal.Folder, "award.tar.gz");

    private string StoredFile => Path.Combine(terminal.Data, "files", "objects", "ab", "abcd");

    public async Task InitializeAsync()
    {
        await terminal.TypeAsync("migrate", "--data", terminal.Data);
        Directory.CreateDirectory(Path.GetDirectoryName(StoredFile)!);
        await File.WriteAllTextAsync(StoredFile, "hồ sơ");
        await AuditAsync("before");
    }

    [Fact]
    public async Task What_was_kept_comes_back_and_what_was_there_is_set_aside()
    {
        (await terminal.TypeAsync("backup", Archive, "--data", terminal.Data)).Code.ShouldBe(ExitCode.Done);
        await AuditAsync("after");
        await File.WriteAllTextAsync(StoredFile, "khác");

        var restored = await terminal.TypeAsync("restore", Archive, "--data", terminal.Data, "--json");
        restored.Code.ShouldBe(ExitCode.Done, restored.Error);
        (await AuditedAsync(terminal.Database)).ShouldBe(["before"]);
        (await File.ReadAllTextAsync(StoredFile)).ShouldBe("hồ sơ");

        var aside = JsonDocument.Parse(restored.Output).RootElement.GetProperty("setAside").GetString()!;
        (await AuditedAsync(Path.Combine(aside, "bangvang.db"))).ShouldBe(["before", "backup.taken", "after"]);
        (await File.ReadAllTextAsync(Path.Combine(aside, "files", "objects", "ab", "abcd"))).ShouldBe("khác");
        Directory.GetFileSystemEntries(terminal.Data).Select(Path.GetFileName).ShouldNotContain(n => n!.StartsWith('.'));
    }

    [Fact]
    public async Task A_backup_is_one_state_while_a_writer_is_in_the_middle_of_a_change()
    {
        await using var writer = await OpenAsync(terminal.Database);
        await using var transaction = writer.BeginTransaction();
        await ExecuteAsync(writer, "INSERT INTO audit_entry (at, who, action, subject) VALUES (2, 'x', 'unfinished', 's')", transaction);

        var taking = terminal.TypeAsync("backup", Archive, "--data", terminal.Data);
        await Task.WhenAny(taking, Task.Delay(1000));
        await transaction.CommitAsync();
        await writer.CloseAsync();
        (await taking).Code.ShouldBe(ExitCode.Done);

        var elsewhere = Path.Combine(terminal.Folder, "elsewhere");
        (await terminal.TypeAsync("restore", Archive, "--data", elsewhere)).Code.ShouldBe(ExitCode.Done);
        (await AuditedAsync(Path.Combine(elsewhere, "bangvang.db"))).ShouldBe(["before"]);
    }

    [Fact]
    public async Task An_archive_is_for_its_owners_eyes_and_overwrites_nothing()
    {
        await terminal.TypeAsync("backup", Archive, "--data", terminal.Data);
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(Archive).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var before = await File.ReadAllBytesAsync(Archive);
        (await terminal.TypeAsync("backup", Archive, "--data", terminal.Data)).Code.ShouldBe(ExitCode.Conflict);
        (await File.ReadAllBytesAsync(Archive)).ShouldBe(before);
    }

    [Fact]
    public async Task While_a_server_has_the_database_open_nothing_is_replaced()
    {
        await terminal.TypeAsync("backup", Archive, "--data", terminal.Data);
        await AuditAsync("after");
        await using var server = await OpenAsync(terminal.Database);
        await ExecuteAsync(server, "SELECT 1 FROM audit_entry");

        var outcome = await terminal.TypeAsync("restore", Archive, "--data", terminal.Data);
        outcome.Code.ShouldBe(ExitCode.Conflict);
        outcome.Error.ShouldStartWith("backup.in_use: ");
        (await AuditedAsync(terminal.Database)).ShouldBe(["before", "backup.taken", "after"]);
    }

    [Theory]
    [InlineData("backup.damaged")]
    [InlineData("backup.file_differs")]
    [InlineData("backup.file_missing")]
    [InlineData("backup.file_unexpected")]
    [InlineData("backup.not_a_backup")]
    [InlineData("backup.no_manifest")]
    public async Task An_archive_that_does_not_hold_replaces_nothing(string code)
    {
        await terminal.TypeAsync("backup", Archive, "--data", terminal.Data);
        await AuditAsync("after");
        await SpoilAsync(code);

        var outcome = await terminal.TypeAsync("restore", Archive, "--data", terminal.Data);
        outcome.Code.ShouldBe(ExitCode.False);
        outcome.Error.ShouldStartWith($"{code}: ");
        (await AuditedAsync(terminal.Database)).ShouldBe(["before", "backup.taken", "after"]);
        File.Exists(Path.Combine(terminal.Folder, "escaped")).ShouldBeFalse();
        Directory.GetDirectories(terminal.Data).Select(Path.GetFileName).ShouldBe(["files"]);
    }

    [Fact]
    public async Task An_archive_whose_log_has_a_gap_replaces_nothing()
    {
        await using (var connection = await OpenAsync(terminal.Database)) await ExecuteAsync(connection, "UPDATE log_head SET size = 3");
        await terminal.TypeAsync("backup", Archive, "--data", terminal.Data);
        var outcome = await terminal.TypeAsync("restore", Archive, "--data", terminal.Data);
        outcome.Code.ShouldBe(ExitCode.False);
        outcome.Error.ShouldContain("head 3, entries 0");
        Directory.GetDirectories(terminal.Data).Select(Path.GetFileName).ShouldBe(["files"]);
    }

    /// <summary>Writes the archive again with the one thing wrong that <paramref name="code"/> names.</summary>
    private async Task SpoilAsync(string code)
    {
        if (code == "backup.damaged")
        {
            await using var file = File.OpenWrite(Archive);
            file.SetLength(file.Length / 2);
            return;
        }
        var entries = new List<(string Name, byte[] Content)>();
        await using (var zipped = new GZipStream(File.OpenRead(Archive), CompressionMode.Decompress))
        await using (var reader = new TarReader(zipped))
            while (await reader.GetNextEntryAsync(copyData: true) is { } entry)
            {
                using var content = new MemoryStream();
                await entry.DataStream!.CopyToAsync(content);
                entries.Add((entry.Name, content.ToArray()));
            }
        var stored = entries.Single(e => e.Name.StartsWith("files/", StringComparison.Ordinal));
        entries = code switch
        {
            "backup.file_differs" => [.. entries.Select(e => e == stored ? (e.Name, Encoding.UTF8.GetBytes("hồ sở")) : e)],
            "backup.file_missing" => [.. entries.Where(e => e != stored)],
            "backup.file_unexpected" => [("files/objects/ab/more", [1]), .. entries],
            "backup.not_a_backup" => [("../../escaped", [1]), .. entries],
            "backup.no_manifest" => [.. entries.SkipLast(1)],
            _ => throw new ArgumentOutOfRangeException(nameof(code)),
        };
        await using var target = new GZipStream(File.Create(Archive), CompressionLevel.Fastest);
        await using var writer = new TarWriter(target);
        foreach (var (name, content) in entries)
            await writer.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
    }

    private async Task AuditAsync(string action)
    {
        await using var connection = await OpenAsync(terminal.Database);
        await ExecuteAsync(connection, $"INSERT INTO audit_entry (at, who, action, subject) VALUES (1, 'x', '{action}', 's')");
    }

    private static async Task<List<string>> AuditedAsync(string database)
    {
        await using var connection = await OpenAsync(database);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT action FROM audit_entry ORDER BY id";
        await using var reader = await command.ExecuteReaderAsync();
        var actions = new List<string>();
        while (await reader.ReadAsync()) actions.Add(reader.GetString(0));
        return actions;
    }

    private static async Task<SqliteConnection> OpenAsync(string database)
    {
        var connection = new SqliteConnection($"Data Source={database};Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    private static async Task ExecuteAsync(SqliteConnection connection, string sql, SqliteTransaction? transaction = null)
    {
        await using var command = connection.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, transaction);
        await command.ExecuteNonQueryAsync();
    }

    public Task DisposeAsync()
    {
        terminal.Dispose();
        return Task.CompletedTask;
    }
}
