using Microsoft.Playwright;
using Shouldly;

namespace BangVang.EndToEnd.Journey;

/// <summary>The administrator publishes the edition and names its secretariat; the secretariat invites the council.</summary>
public sealed partial class JourneyTests
{
    private static readonly (string Name, string Email, string Role)[] Council =
    [
        ("Giám khảo Một", "giam-khao-mot@hoi-dong.invalid", "juror"), ("Giám khảo Hai", "giam-khao-hai@hoi-dong.invalid", "juror"),
        ("Giám khảo Ba", "giam-khao-ba@hoi-dong.invalid", "juror"), ("Giám khảo Bốn", "giam-khao-bon@hoi-dong.invalid", "juror"),
        ("Chủ tịch Hành trình", "chu-tich@hoi-dong.invalid", "chair"),
    ];

    private async Task PublishEditionAsync()
    {
        await GoAsync(administrator, "/admin");
        await PressAsync(administrator, "Ban hành kỳ giải");
        await PressAsync(administrator, $"Kiểm tra {Edition}");
        await SeesAsync(administrator, "Không có lỗi: có thể ban hành.");
        await LookAsync(administrator, "check-edition");
        await PressAsync(administrator, "Ban hành kỳ giải", administrator.Locator("main form"));
        await SeesAsync(administrator, "Đã ban hành.");
        await PressAsync(administrator, $"Người tham gia {Edition}");
        await SeesAsync(administrator, EditionName);
        await GoAsync(visitor, $"/editions/{Edition}");
        await SeesAsync(visitor, EditionName);
        await LookAsync(visitor, "edition", alsoNarrow: true);
    }

    private async Task InvitePeopleAsync(Visit visit)
    {
        await GiveSecretariatAsync();
        await GoAsync(officer, "/manage");
        await PressAsync(officer, EditionName);
        await PressAsync(officer, "Người tham gia", officer.Locator("nav"));
        await WriteAsync(officer, "Hoặc dán danh sách vào đây", string.Join('\n', Council.Select(c => $"{c.Email},{c.Name},{c.Role}").Prepend("email,name,role")));
        await PressAsync(officer, "Xem trước");
        await SeesAsync(officer, "gửi được");
        await LookAsync(officer, "invitations");
        await PressAsync(officer, $"Gửi {Council.Length} lời mời");
        foreach (var member in Council)
        {
            var page = await visit.NewPageAsync();
            await AcceptInvitationAsync(page, member.Email);
            if (member.Role == "juror") jurors.Add(page);
            else chair = page;
        }
    }

    /// <summary>The person page of the administrator: found by name, given the role in this edition.</summary>
    private async Task GiveSecretariatAsync()
    {
        await GoAsync(administrator, "/admin/people");
        await WriteAsync(administrator, "Tìm", "chuyen vien 1");
        await PressAsync(administrator, "Tìm");
        await PressAsync(administrator, "Chuyên viên 1");
        await SelectAsync(administrator, "Vai trò", "Cơ quan thường trực");
        await SelectAsync(administrator, "Kỳ giải", Edition);
        await LookAsync(administrator, "person");
        await PressAsync(administrator, "Giao vai trò");
        await SeesAsync(administrator, $"Cơ quan thường trực ({Edition})");
    }

    private async Task AcceptInvitationAsync(IPage page, string email)
    {
        await GoAsync(page, await LinkMailedToAsync(page, email, "/invitation/"));
        await SeesAsync(page, EditionName);
        await WriteAsync(page, "Mật khẩu", Password);
        if (jurors.Count == 0) await LookAsync(page, "invitation", alsoNarrow: true);
        await PressAsync(page, "Nhận lời mời");
        page.Url.ShouldNotContain("/invitation/");
    }
}
