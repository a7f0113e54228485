using System.Text;
using BangVang.App.Laureates;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BangVang.Web.Pages.Laureates.Admin;

/// <summary>Brings a file of laureates: checked as a whole, looked at, then applied as a whole.</summary>
[ForAdministrator(Role.Secretariat)]
public sealed class ImportModel(ImportLaureates import) : PageModel
{
    private const int MostMegabytes = 2;

    [BindProperty] public IFormFile? Upload { get; set; }
    /// <summary>The file as it was read; comes back with the preview.</summary>
    [BindProperty] public string Text { get; set; } = "";
    [BindProperty] public string Fingerprint { get; set; } = "";
    [BindProperty] public string Reason { get; set; } = "";
    /// <summary>What the file would do; null before one was chosen.</summary>
    public LaureatePlan? Plan { get; private set; }

    public void OnGet() { }

    public async Task<IActionResult> OnPostPreviewAsync(CancellationToken ct)
    {
        if (!(await ReadAsync(ct)).TryGet(out var text, out var problem)) return await this.RejectAsync(problem, () => Task.CompletedTask);
        Text = text;
        await ShowAsync(ct);
        return Page();
    }

    public async Task<IActionResult> OnPostApplyAsync(CancellationToken ct)
    {
        var plan = await import.RunAsync(this.Actor(), Text, Fingerprint, Reason, ct);
        return plan.CanApply
            ? Redirect($"/admin/laureates?added={plan.Count(PlannedKind.Add)}&corrected={plan.Count(PlannedKind.Correct)}")
            : await this.RejectAsync([.. plan.Problems.Where(p => p.Line == 0).Select(p => p.Problem)], () => ShowAsync(ct));
    }

    private async Task ShowAsync(CancellationToken ct)
    {
        Plan = await import.PlanAsync(this.Actor(), Text, ct);
        Fingerprint = Plan.Fingerprint;
        // The form sends the new state along, not the one that was refused.
        ModelState.Remove(nameof(Fingerprint));
    }

    private async Task<Result<string>> ReadAsync(CancellationToken ct)
    {
        if (Upload is null || Upload.Length == 0) return Problem.Invalid("laureates.file_missing", nameof(Upload));
        if (Upload.Length > MostMegabytes * 1024 * 1024) return Problem.Invalid("laureates.file_too_large", nameof(Upload)).With("max", MostMegabytes);
        using var reader = new StreamReader(Upload.OpenReadStream(), new UTF8Encoding(false, throwOnInvalidBytes: true));
        try { return await reader.ReadToEndAsync(ct); }
        catch (DecoderFallbackException) { return Problem.Invalid("laureates.file_not_text", nameof(Upload)); }
    }
}
