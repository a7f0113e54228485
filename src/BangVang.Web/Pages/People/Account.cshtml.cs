using BangVang.App.Editions;
using BangVang.App.Kernel;
using BangVang.App.People;
using BangVang.App.Storage;
using BangVang.Domain.Enterprises;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BangVang.Web.Pages.People;

/// <summary>One's own account: what one says of oneself, the password, the devices that are signed in.</summary>
[SignedIn]
public sealed class AccountModel(BangVangDb db, TimeProvider time, EditionBook editions) : PageModel
{
    [BindProperty] public AccountInput Input { get; set; } = new();
    [BindProperty] public string CurrentPassword { get; set; } = "";
    [BindProperty] public string NewPassword { get; set; } = "";

    public AccountView Account { get; private set; } = null!;
    public IReadOnlyList<SessionRow> Sessions { get; private set; } = [];
    public IReadOnlyList<(string Edition, Role Role)> Roles { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        Account = await db.AccountAsync(this.Actor(), ct);
        if (HttpMethods.IsGet(Request.Method)) Input = AccountInput.Of(Account);
        Sessions = await db.SessionsAsync(this.Actor(), HttpContext.SessionToken() ?? "", time.Now(), ct);
        var roles = new List<(string, Role)>();
        foreach (var role in this.Actor().Roles.OrderBy(r => r.EditionKey, StringComparer.Ordinal).ThenBy(r => r.Role))
            roles.Add((await editions.NameAsync(role.EditionKey, Languages.Current, ct), role.Role));
        Roles = roles;
    }

    public async Task<IActionResult> OnPostAsync([FromServices] ChangeAccount change, CancellationToken ct)
    {
        var code = Input.OrganisationTaxCode;
        if (!string.IsNullOrWhiteSpace(code))
        {
            if (!TaxCode.Parse(code).TryGet(out var parsed, out _))
                return await this.RejectAsync(Problem.Invalid("people.tax_code_wrong", nameof(Input.OrganisationTaxCode)), () => OnGetAsync(ct));
            code = parsed.Digits;
        }
        return await change.RunAsync(this.Actor(), Input.FullName ?? "", Input.Organisation, code, Input.Language ?? "", Input.Reminders == "digest", Input.Version, ct) is { } problem
            ? await this.RejectAsync(problem, () => OnGetAsync(ct))
            : Redirect("/account?done=saved");
    }

    public async Task<IActionResult> OnPostPasswordAsync([FromServices] ChangePassword change, CancellationToken ct) =>
        await change.RunAsync(this.Actor(), HttpContext.SessionToken() ?? "", CurrentPassword ?? "", NewPassword ?? "", ct) is { } problem
            ? await this.RejectAsync(problem, () => FillAsync(ct))
            : Redirect("/account?done=password#password");

    public async Task<IActionResult> OnPostEndAsync(string reference, [FromServices] EndSessions end, CancellationToken ct)
    {
        if (reference.Length < 12) return BadRequest();
        await end.RunAsync(this.Actor(), null, reference, ct);
        return Redirect("/account?done=device#devices");
    }

    public async Task<IActionResult> OnPostEndAllAsync([FromServices] EndSessions end, CancellationToken ct)
    {
        await end.RunAsync(this.Actor(), null, null, ct);
        HttpContext.ForgetSessionToken();
        return Redirect("/sign-in");
    }

    /// <summary>The form about the person was not sent: it shows what is kept.</summary>
    private async Task FillAsync(CancellationToken ct)
    {
        await OnGetAsync(ct);
        Input = AccountInput.Of(Account);
    }

    public sealed record AccountInput
    {
        public string? FullName { get; set; }
        public string? Organisation { get; set; }
        public string? OrganisationTaxCode { get; set; }
        public string? Language { get; set; }
        /// <summary><c>digest</c> or <c>at_once</c>.</summary>
        public string? Reminders { get; set; }
        public int Version { get; set; }

        public static AccountInput Of(AccountView account) => new()
        {
            FullName = account.FullName, Organisation = account.Organisation, OrganisationTaxCode = account.OrganisationTaxCode,
            Language = account.Language, Reminders = account.HasDigest ? "digest" : "at_once", Version = account.Version,
        };
    }
}
