using System.CommandLine;
using BangVang.App.Editions;
using BangVang.App.People;
using BangVang.Cli.Kernel;
using BangVang.Domain.Kernel;
using Microsoft.Extensions.DependencyInjection;

namespace BangVang.Cli.Commands;

/// <summary>What <c>admin create-invitation --json</c> prints.</summary>
/// <param name="Link">Opens the account; whoever has it can accept, so it is shown to the console only.</param>
public sealed record InvitationAnswer(string Link);

internal static class AdminCommands
{
    public static Command Create(AddStorage addStorage)
    {
        var admin = new Command("admin", Language.Say("Người quản trị đầu tiên và các lời mời.", "The first administrator, and invitations."));
        admin.Add(CreateInvitation(addStorage));
        return admin;
    }

    private static ExplainedCommand CreateInvitation(AddStorage addStorage)
    {
        var email = new Argument<string>("EMAIL") { Description = Language.Say("Địa chỉ thư của người được mời.", "Address of the person invited.") };
        var name = new Option<string>("--name") { Required = true, HelpName = "NAME", Description = Language.Say("Họ và tên.", "Full name.") };
        var edition = new Option<string?>("--edition") { HelpName = "EDITION", Description = Language.Say("Kỳ giải, như demo/2026; bỏ trống khi mời quản trị viên.", "Edition, as demo/2026; left out for an administrator.") };
        var role = new Option<string?>("--role") { HelpName = "ROLE", Description = Language.Say("Vai trò trong kỳ giải: secretariat, juror, chair hoặc auditor.", "Role in the edition: secretariat, juror, chair or auditor.") };
        role.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, [.. Enum.GetNames<Role>().Select(r => r.ToLowerInvariant())]);
        var language = new Option<string>("--language") { HelpName = "vi|en", DefaultValueFactory = _ => "vi", Description = Language.Say("Ngôn ngữ của thư mời (mặc định vi).", "Language of the mail (default vi).") };
        language.AcceptOnlyFromAmong("vi", "en");
        var command = new ExplainedCommand("create-invitation",
            "Mời một người làm quản trị hệ thống, hoặc nhận một vai trò trong một kỳ giải; gửi thư và in đường dẫn mở tài khoản.",
            "Invites a person to administer the installation, or to a role in an edition; sends the mail and prints the link that opens the account.",
            "./bangvang admin create-invitation an@example.vn --name \"Nguyễn Văn An\"") { email, name, edition, role, language };
        command.SetAction(async (parsed, ct) =>
        {
            await using var installation = Installation.Of(parsed, addStorage);
            if (await installation.NotReadyAsync(ct) is { } notReady) return parsed.Refuses(notReady);
            if (parsed.GetValue(edition) is null != parsed.GetValue(role) is null) return parsed.Refuses(Problem.Invalid("cli.edition_and_role"));

            await using var scope = installation.Open();
            var spoken = parsed.GetRequiredValue(language);
            var invitee = new Invitee(parsed.GetRequiredValue(email), parsed.GetRequiredValue(name), parsed.GetValue(edition),
                parsed.GetValue(role) is { } text ? Enum.Parse<Role>(text, ignoreCase: true) : null, spoken);
            var place = installation.Options.PublicUrl;
            if (invitee.EditionKey is { } key)
            {
                if (await scope.ServiceProvider.GetRequiredService<EditionBook>().CurrentAsync(key, ct) is not { } published) return parsed.Refuses(Problem.NotFound("edition.not_found"));
                place = published.Edition.Name.In(spoken);
            }
            var invited = await scope.ServiceProvider.GetRequiredService<Invite>().RunAsync(Actor.Console, invitee, place, ct);
            return invited.TryGet(out var link, out var problem) ? parsed.Answers(new InvitationAnswer(link), [link]) : parsed.Refuses(problem);
        });
        return command;
    }
}
