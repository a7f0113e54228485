using BangVang.App.Enterprises;
using BangVang.Domain.Kernel;
using BangVang.Web.Dossiers;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BangVang.Web.Pages.Enterprises;

/// <summary>How far registering is.</summary>
public enum RegisterStep { TaxCode, Profile, Asked, Done }

/// <summary>
/// Registers an organisation: its tax code first, then its profile. Whoever comes from the self-check brings the answers
/// along in the form: they fill the profile, and go on to the dossier.
/// </summary>
[SignedIn]
public sealed class RegisterModel : PageModel
{
    [BindProperty] public string TaxCode { get; set; } = "";
    [BindProperty] public ProfileInput Input { get; set; } = new();
    /// <summary>See <see cref="CarriedAnswers"/>.</summary>
    [BindProperty] public string? Carry { get; set; }

    public RegisterStep Step { get; private set; }
    public CarriedAnswers? Carried => CarriedAnswers.Read(Carry);

    public void OnGet() { }

    /// <summary>From the self-check, with its answers.</summary>
    public void OnPostBegin() => ModelState.Clear();

    public async Task<IActionResult> OnPostAsync([FromServices] AskToJoinEnterprise ask, CancellationToken ct)
    {
        // The profile comes with the next step: that it is missing says nothing yet.
        ModelState.Clear();
        if (!(await ask.RunAsync(this.Actor(), TaxCode, ct)).TryGet(out var answer, out var problem)) return await this.RejectAsync(problem, () => Task.CompletedTask);
        Step = answer is TaxCodeAnswer.Asked ? RegisterStep.Asked : RegisterStep.Profile;
        if (Carried is { } carried) Input = carried.Prefill();
        return Page();
    }

    public async Task<IActionResult> OnPostProfileAsync([FromServices] RegisterEnterprise register, [FromServices] AskToJoinEnterprise ask, CancellationToken ct)
    {
        Step = RegisterStep.Profile;
        if (!ModelState.IsValid) return await this.RejectAsync(() => Task.CompletedTask);
        if ((await register.RunAsync(this.Actor(), TaxCode, Input.ToProfile(), ct)).TryGet(out _, out var problems))
        {
            if (Carried is null) return Redirect("/enterprises/mine");
            Step = RegisterStep.Done;
            return Page();
        }
        // Somebody registered the same tax code meanwhile: then its owner is asked.
        return problems[0].Code == "enterprise.already_registered" ? await OnPostAsync(ask, ct) : await this.RejectAsync(problems, () => Task.CompletedTask);
    }
}
