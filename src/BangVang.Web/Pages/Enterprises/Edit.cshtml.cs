using BangVang.App.Enterprises;
using BangVang.App.Storage;
using BangVang.Domain.Enterprises;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BangVang.Web.Pages.Enterprises;

/// <summary>Changes the profile of an organisation of one's own.</summary>
[SignedIn]
public sealed class EditModel(BangVangDb db) : PageModel
{
    public Enterprise Enterprise { get; private set; } = null!;
    [BindProperty] public ProfileInput Input { get; set; } = new();
    [BindProperty] public int Version { get; set; }
    [BindProperty(SupportsGet = true)] public string? ReturnUrl { get; set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (await db.OwnEnterpriseAsync(this.Actor(), id, ct) is not { } enterprise) return this.Refuse(Problem.NotFound("enterprise.not_found"));
        Enterprise = enterprise;
        if (HttpMethods.IsGet(Request.Method)) Input = ProfileInput.Of(enterprise.ToProfile());
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, [FromServices] DescribeEnterprise describe, CancellationToken ct)
    {
        if (!ModelState.IsValid) return await this.RejectAsync(() => OnGetAsync(id, ct));
        var problems = await describe.RunAsync(this.Actor(), id, Input.ToProfile(), Version, ct);
        return problems.Count == 0 ? Redirect(Web.Kernel.ReturnUrl.Local(ReturnUrl ?? "/enterprises/mine")) : await this.RejectAsync(problems, () => OnGetAsync(id, ct));
    }
}
