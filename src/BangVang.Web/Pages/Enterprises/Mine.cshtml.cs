using BangVang.App.Enterprises;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BangVang.Web.Pages.Enterprises;

/// <summary>The organisations the signed-in person acts for, their people, and who waits to be let in.</summary>
[SignedIn]
public sealed class MineModel(BangVangDb db) : PageModel
{
    public IReadOnlyList<OwnEnterprise> Enterprises { get; private set; } = [];
    /// <summary>How many organisations were asked and have not answered.</summary>
    public int Asked { get; private set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        Enterprises = await db.OwnEnterprisesAsync(this.Actor(), ct);
        Asked = await db.OpenJoinRequestsAsync(this.Actor(), ct);
    }

    public async Task<IActionResult> OnPostAnswerAsync(Guid request, bool accept, [FromServices] AnswerJoinRequest answer, CancellationToken ct) =>
        await DoneAsync(await answer.RunAsync(this.Actor(), request, accept, ct), ct);

    public async Task<IActionResult> OnPostRemoveAsync(Guid enterprise, Guid person, [FromServices] RemoveEnterpriseMember remove, CancellationToken ct) =>
        await DoneAsync(await remove.RunAsync(this.Actor(), enterprise, person, ct), ct);

    private async Task<IActionResult> DoneAsync(Problem? problem, CancellationToken ct) =>
        problem is null ? Redirect("/enterprises/mine") : await this.RejectAsync(problem, () => OnGetAsync(ct));
}
