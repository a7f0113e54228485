using BangVang.App.Dossiers;
using BangVang.App.Editions;
using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Web.Dossiers;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;

namespace BangVang.Web.Pages.Dossiers;

/// <summary>Check your answers, and submit.</summary>
[SignedIn]
public sealed class CheckModel(BangVangDb db, EditionBook book, IClock clock, FieldWords words, ShownAnswers answers) : HubPage(db, book, clock)
{
    public IReadOnlyList<ShownSection> Sections { get; private set; } = [];
    /// <summary>What stands against submitting now, each with the place where it is mended; null where nothing can be.</summary>
    public IReadOnlyList<(string? Href, string Sentence)> Obstacles { get; private set; } = [];
    public bool WasRefused { get; private set; }
    /// <summary>Fields whose files may still be on their way.</summary>
    public IReadOnlyList<FileField> FileFields => [.. (Hub.Desk.Draft.Form?.Fields ?? []).OfType<FileField>()];

    public string Label(FormField field) => words.Label(field);

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (await OpenAsync(id, ct) is { } absent) return absent;
        var hub = Hub;
        Sections = answers.Of(hub.Desk);
        Obstacles = Told(hub.Desk.Dossier.CheckSubmission(hub.Desk.Draft, hub.Desk.Window, Now));
        // The time does not hide what else is missing: there may be an extension.
        if (hub.Desk.Window.Check(Now) is not null) Obstacles = [.. Obstacles, .. Told(hub.Desk.Draft.RefusingRules), .. Told(hub.Desk.Dossier.CheckFilled(hub.Desk.Draft))];
        return Page();
    }

    /// <param name="manifest">Files that are still on their way, see <see cref="SubmissionManifest"/>; nothing with scripts off.</param>
    public async Task<IActionResult> OnPostAsync(Guid id, string? manifest, [FromServices] SubmitDossier submit, CancellationToken ct)
    {
        var named = SubmissionManifest.Read(manifest);
        var result = named.TryGet(out var files, out var unread) ? await submit.RunAsync(this.Actor(), id, ct, files) : Outcome<SubmissionReceipt>.Refused([unread]);
        if (result.TryGet(out var receipt, out var problems)) return Redirect($"/dossiers/{id}/receipt/{receipt.Number}");
        if (problems.FirstOrDefault(p => p.Kind is ProblemKind.NotFound) is { } absent) return this.Refuse(absent);
        if (await OnGetAsync(id, ct) is var shown && shown is not PageResult) return shown;
        (Obstacles, WasRefused) = (Told(problems), true);
        Response.StatusCode = problems.Max(p => p.Status());
        return Page();
    }

    /// <summary>A file whose last byte came while this page was open is put into its field.</summary>
    public async Task<IActionResult> OnPostAttachAsync(Guid id, string field, Guid file, [FromServices] AttachFile attach, CancellationToken ct) =>
        await attach.RunAsync(this.Actor(), id, field, file, replaces: null, ct) is { } problem ? this.SaveRefused(problem) : new JsonResult(new { });

    private IReadOnlyList<(string?, string)> Told(IReadOnlyList<Problem> problems) => [.. problems.Select(p => (Href(p), words.Sentence(Hub.Desk.Draft, p, named: true)))];

    private string? Href(Problem problem)
    {
        var (draft, home) = (Hub.Desk.Draft, $"/dossiers/{Hub.Desk.Dossier.Id}");
        if (problem.Field is not { } path) return problem.Code == "dossiers.registration_missing" ? $"{home}/registration" : null;
        if (path is "profile") return $"{home}/profile";
        if (path is "eligibility") return $"{home}/eligibility";
        var code = FieldNames.Split(path).Code;
        var anchor = FieldIds.Of(FieldNames.Prefix + path);
        return draft.Form?.Sections.FirstOrDefault(s => s.Fields.Any(f => f.Code == code)) is { } section
            ? $"{home}/section/{section.Code}?missing=true#{anchor}" : $"{home}/eligibility#{anchor}";
    }
}
