using BangVang.App.Dossiers;
using BangVang.App.Editions;
using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Web.Dossiers;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;

namespace BangVang.Web.Pages.Dossiers;

/// <summary>The short form of the preliminary registration, and sending it.</summary>
[SignedIn, RequestSizeLimit(LargestForm), RequestFormLimits(MultipartBodyLengthLimit = LargestForm)]
public sealed class RegistrationModel(BangVangDb db, EditionBook book, IClock clock) : DossierFieldsModel(db, book, clock)
{
    protected override IReadOnlyList<FormField>? FieldsOf(DossierDesk desk) => desk.Registration is null ? null : [.. desk.Registration.Form?.Fields ?? []];

    protected override DossierDraft DraftOf(DossierDesk desk) => desk.Registration ?? desk.Draft;

    protected override string Next(DossierDesk desk) => $"/dossiers/{Id}/registration";

    public async Task<IActionResult> OnPostSendAsync(
        [FromServices] RegisterDossier register, [FromServices] FieldForms forms, [FromServices] FieldWords words, CancellationToken ct)
    {
        var problems = await register.RunAsync(this.Actor(), Id, ct);
        if (problems.Count == 0) return Redirect($"/dossiers/{Id}/registration");
        // Missing and wrong fields are said by the page itself.
        Missing = true;
        var shown = await OnGetAsync(forms, words, ct);
        if (shown is not PageResult) return shown;
        foreach (var problem in problems.Where(p => p.Field is null)) ModelState.AddModelError("", words.Sentence(DraftOf(Desk), problem, named: true));
        Response.StatusCode = problems.Max(p => p.Status());
        return Page();
    }
}
