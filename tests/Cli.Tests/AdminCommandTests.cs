using BangVang.App.Storage;
using BangVang.Cli.Kernel;
using BangVang.Storage.Sqlite;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace BangVang.Cli.Tests;

public sealed class AdminCommandTests
{
    [Fact]
    public async Task The_first_administrator_is_invited_from_the_console()
    {
        using var terminal = new Terminal();
        await terminal.TypeAsync("migrate", "--data", terminal.Data);
        var invited = await terminal.TypeAsync("admin", "create-invitation", "an@example.vn", "--name", "Nguyễn Văn An", "--data", terminal.Data);
        invited.Code.ShouldBe(ExitCode.Done, invited.Error);
        invited.Output.ShouldStartWith("http://127.0.0.1:5080/invitation/");

        var options = new DbContextOptionsBuilder<BangVangDb>();
        options.UseBangVangSqlite(terminal.Database);
        await using var db = new BangVangDb(options.Options);
        var invitation = await db.Invitations.SingleAsync();
        (invitation.Email, invitation.FullName, invitation.EditionKey, invitation.Role).ShouldBe(("an@example.vn", "Nguyễn Văn An", null, null));
        (await db.Outbox.SingleAsync()).Mail.Body.ShouldContain(invited.Output.Trim());
        (await db.AuditEntries.SingleAsync()).Who.ShouldBe("console");
    }

    [Theory]
    [InlineData("people.email_invalid", ExitCode.Invalid, "không phải thư", "--name", "Nguyễn Văn An")]
    [InlineData("people.name_length", ExitCode.Invalid, "an@example.vn", "--name", "A")]
    [InlineData("edition.not_found", ExitCode.NotFound, "an@example.vn", "--name", "Nguyễn Văn An", "--edition", "demo/2026", "--role", "applicant")]
    [InlineData("cli.edition_and_role", ExitCode.Invalid, "an@example.vn", "--name", "Nguyễn Văn An", "--role", "juror")]
    [InlineData("cli.arguments", ExitCode.Invalid, "an@example.vn", "--name", "Nguyễn Văn An", "--edition", "demo/2026", "--role", "king")]
    public async Task What_may_not_be_is_refused_with_its_sentence(string code, ExitCode exit, params string[] args)
    {
        using var terminal = new Terminal();
        await terminal.TypeAsync("migrate", "--data", terminal.Data);
        var refused = await terminal.TypeAsync(["admin", "create-invitation", .. args, "--data", terminal.Data]);
        refused.Code.ShouldBe(exit);
        refused.Error.ShouldStartWith($"{code}: ");
        refused.Error.ShouldNotStartWith($"{code}: {code}");
    }
}
