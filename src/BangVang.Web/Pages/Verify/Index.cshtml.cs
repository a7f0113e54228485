using BangVang.App.Certificates;
using BangVang.Domain.Certificates;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;

namespace BangVang.Web.Pages.Verify;

/// <summary>Anybody brings a code or a file and gets one sentence. Nothing of it is kept.</summary>
[Public, RequestSizeLimit(LargestForm), RequestFormLimits(MultipartBodyLengthLimit = LargestForm)]
public sealed class IndexModel(CheckDocument check, TimeProvider time) : PageModel
{
    private const int LargestForm = CheckDocument.Largest + 64 * 1024;

    /// <summary>From a QR code, or as typed.</summary>
    [BindProperty(SupportsGet = true)] public string? Code { get; set; }
    [BindProperty] public IFormFile? Upload { get; set; }

    /// <summary>Null until something was brought.</summary>
    public CheckAnswer? Answer { get; private set; }
    public Instant CheckedAt { get; private set; }
    /// <summary>The sentence under the answer; null when the answer says all.</summary>
    public string? Said(Texts texts) => Answer switch
    {
        { Certificate: { } c } => texts[c.Kind switch { CertificateKind.Juror => "checking.says_juror", CertificateKind.Delegate => "checking.says_delegate", _ => "checking.says_laureate" }, ("recipient", c.Claim.Recipient), ("product", c.Claim.Product), ("tier", texts.Localized(c.Claim.TierVi ?? "", c.Claim.TierEn)), ("edition", texts.Localized(c.Claim.EditionVi, c.Claim.EditionEn))],
        { Receipt: { } r } => texts["checking.says_receipt", ("reference", r.Reference), ("version", r.Version), ("edition", r.Edition), ("time", r.SubmittedAt)],
        { Slip: { } s } => texts["checking.says_slip", ("reference", s.Reference), ("edition", s.Edition), ("sheets", s.Rounds.Sum(r => r.Sheets.Count))],
        { Signer: { Length: > 0 } who } => texts["checking.says_signer", ("signer", who)],
        _ => null,
    };

    public async Task OnGetAsync(CancellationToken ct)
    {
        if (!string.IsNullOrWhiteSpace(Code)) await CheckAsync(null, ct);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!ModelState.IsValid) return await this.RejectAsync(Problem.Invalid("checking.file_unknown", nameof(Upload)), () => Task.CompletedTask);
        if (Upload is { Length: > CheckDocument.Largest }) return await this.RejectAsync(Problem.Invalid("checking.file_too_large", nameof(Upload)), () => Task.CompletedTask);
        if (Upload is null && string.IsNullOrWhiteSpace(Code)) return await this.RejectAsync(Problem.Invalid("checking.nothing", nameof(Code)), () => Task.CompletedTask);
        using var bytes = new MemoryStream();
        if (Upload is not null) await Upload.CopyToAsync(bytes, ct);
        await CheckAsync(bytes.ToArray(), ct);
        return Page();
    }

    private async Task CheckAsync(byte[]? file, CancellationToken ct)
    {
        Answer = await check.RunAsync(Code, file, ct);
        CheckedAt = Instant.FromDateTimeOffset(time.GetUtcNow());
    }
}
