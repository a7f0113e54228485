using BangVang.App.Forum;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BangVang.Web.Pages.Organise;

/// <summary>The forums in which this person has a part.</summary>
[For(Role.Organiser, Role.DoorStaff, Role.StageManager, Role.EncoderOperator, Role.Moderator, Role.BridgeHost)]
public sealed class IndexModel(ForumBook book) : PageModel
{
    public IReadOnlyList<(PublishedForum Forum, IReadOnlyList<Role> Roles)> Forums { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        var actor = this.Actor();
        Forums = [.. (await book.AllAsync(ct)).Select(f => (f, Of(actor, f.Key))).Where(f => f.Item2.Count > 0)];
    }

    private static IReadOnlyList<Role> Of(Actor actor, string key) => [.. actor.Roles.Where(r => r.EditionKey == key).Select(r => r.Role).Order()];
}
