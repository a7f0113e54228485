using BangVang.App.Forum;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;

namespace BangVang.Web.Pages.Organise;

/// <summary>Where everyone with a part in a forum finds the own work.</summary>
[For(Role.Organiser, Role.DoorStaff, Role.StageManager, Role.EncoderOperator, Role.Moderator, Role.BridgeHost)]
public sealed class ForumModel(ForumBook book) : ForumPage(book)
{
    public IReadOnlyList<Role> Roles { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        Role[] all = [.. Enum.GetValues<Role>().Where(r => r.IsOfForum())];
        if (await OpenAsync(ct, all) is { } refusal) return refusal;
        Roles = [.. all.Where(r => this.Actor().Is(r, Key))];
        return Page();
    }
}
