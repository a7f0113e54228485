using System.Text.Json;
using BangVang.Cli.Kernel;
using BangVang.Testing;
using Microsoft.Data.Sqlite;
using Shouldly;
using Xunit;

namespace BangVang.Cli.Tests;

public sealed class DoctorCommandTests
{
    [Fact]
    public async Task A_new_installation_is_sound()
    {
        using var terminal = new Terminal();
        (await terminal.TypeAsync("migrate", "--data", terminal.Data)).Output.ShouldContain("0001_foundation.sql");
        (await terminal.TypeAsync("doctor", "--data", terminal.Data)).Code.ShouldBe(ExitCode.Done);
    }

    [Fact]
    public async Task A_broken_log_ends_with_6_and_names_the_entry()
    {
        using var terminal = new Terminal();
        await terminal.TypeAsync("migrate", "--data", terminal.Data);
        await using (var connection = new SqliteConnection($"Data Source={terminal.Database}"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "UPDATE log_head SET size = 5";
            await command.ExecuteNonQueryAsync();
        }
        var prose = await terminal.TypeAsync("doctor", "--data", terminal.Data);
        prose.Code.ShouldBe(ExitCode.False);
        prose.Output.ShouldContain("head 5, entries 0");

        var json = JsonDocument.Parse((await terminal.TypeAsync("doctor", "--json", "--data", terminal.Data)).Output).RootElement;
        json.GetProperty("sound").GetBoolean().ShouldBeFalse();
        json.GetProperty("findings").EnumerateArray().Single(f => !f.GetProperty("holds").GetBoolean()).GetProperty("name").GetString().ShouldBe("log.head_counts_entries");
    }

    [Fact]
    public async Task A_file_that_was_received_and_is_lost_is_named_by_its_hash()
    {
        using var terminal = new Terminal();
        await terminal.TypeAsync("migrate", "--data", terminal.Data);
        var sha256 = new string('a', 64);
        await using (var connection = new SqliteConnection($"Data Source={terminal.Database};Foreign Keys=False"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = $"INSERT INTO stored_file (id, owner_id, purpose_kind, subject_id, field, name, kind, bytes, sha256, created_at) "
                + $"VALUES ('{Guid.CreateVersion7()}', '{Guid.CreateVersion7()}', 'dossier', '{Guid.CreateVersion7()}', 'f', 'a.pdf', 'Pdf', 1, '{sha256}', 0)";
            await command.ExecuteNonQueryAsync();
        }
        var outcome = await terminal.TypeAsync("doctor", "--data", terminal.Data);
        outcome.Code.ShouldBe(ExitCode.False);
        outcome.Output.ShouldContain($"files.are_kept: ");
        outcome.Output.ShouldContain($"{sha256} is missing");
    }

    [Fact]
    public async Task Looking_for_an_installation_makes_none()
    {
        using var terminal = new Terminal();
        var outcome = await terminal.TypeAsync("doctor", "--data", terminal.Data);
        outcome.Code.ShouldBe(ExitCode.NotFound);
        outcome.Error.ShouldStartWith("storage.no_installation: ");
        Directory.Exists(terminal.Data).ShouldBeFalse();
    }

    [Fact]
    public async Task An_older_schema_has_to_be_brought_up_to_date_first()
    {
        using var terminal = new Terminal();
        await terminal.TypeAsync("migrate", "--data", terminal.Data);
        await using (var connection = new SqliteConnection($"Data Source={terminal.Database}"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "DELETE FROM schema_version WHERE number = (SELECT MAX(number) FROM schema_version)";
            await command.ExecuteNonQueryAsync();
        }
        var outcome = await terminal.TypeAsync("doctor", "--data", terminal.Data);
        outcome.Code.ShouldBe(ExitCode.Conflict);
        outcome.Error.ShouldStartWith("storage.schema_outdated: ");
    }

    [Fact]
    public async Task A_settings_file_names_the_database_server()
    {
        using var terminal = new Terminal();
        await using var test = await TestDb.CreateAsync(Engine.Postgres);
        var config = Path.Combine(terminal.Folder, "settings.json");
        await File.WriteAllTextAsync(config, JsonSerializer.Serialize(new { Database = new { Postgres = test.Place } }));
        (await terminal.TypeAsync("doctor", "--config", config)).Code.ShouldBe(ExitCode.Done);

        var backup = await terminal.TypeAsync("backup", Path.Combine(terminal.Folder, "award.tar.gz"), "--config", config);
        backup.Code.ShouldBe(ExitCode.Invalid);
        backup.Error.ShouldContain("pg_dump");
    }

    [Theory]
    [InlineData("docter")]
    [InlineData("doctor", "--dta", "x")]
    [InlineData("backup")]
    public async Task A_mistyped_command_ends_with_2(params string[] args)
    {
        using var terminal = new Terminal();
        var outcome = await terminal.TypeAsync(args);
        outcome.Code.ShouldBe(ExitCode.Invalid);
        outcome.Error.ShouldStartWith("cli.arguments: ");
    }
}
