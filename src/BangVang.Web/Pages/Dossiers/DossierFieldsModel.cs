using System.Text.Json.Nodes;
using BangVang.App.Dossiers;
using BangVang.App.Editions;
using BangVang.App.Files;
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

/// <summary>
/// A page of fields of one dossier that save themselves, and the same form complete with scripts off: every button of it
/// first keeps all that was typed, then does what it says.
/// </summary>
public abstract class DossierFieldsModel(BangVangDb db, EditionBook book, IClock clock) : HubPage(db, book, clock)
{
    /// <summary>Bytes of a form with files, sent without scripts; larger files go up in pieces.</summary>
    public const long LargestForm = 256 * 1024 * 1024;

    private readonly Dictionary<string, (FieldConflict Theirs, JsonNode? Mine)> conflicts = [];
    private readonly Dictionary<string, int> more = [];

    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }
    /// <summary>Also says what is required and not there yet; set by links of the last check.</summary>
    [BindProperty(SupportsGet = true)] public bool Missing { get; set; }

    public DossierDesk Desk => Hub.Desk;
    public IReadOnlyList<FieldForm> Fields { get; private set; } = [];
    /// <summary>A colleague who saved on this page a moment ago.</summary>
    public EditorHint? Editor { get; private set; }

    /// <summary>The fields of this page; null when there is no such page.</summary>
    protected abstract IReadOnlyList<FormField>? FieldsOf(DossierDesk desk);
    /// <summary>The answers as this page sees them.</summary>
    protected virtual DossierDraft DraftOf(DossierDesk desk) => desk.Draft;
    /// <summary>Where "save and go on" leads.</summary>
    protected abstract string Next(DossierDesk desk);

    public async Task<IActionResult> OnGetAsync([FromServices] FieldForms forms, [FromServices] FieldWords words, CancellationToken ct)
    {
        if (await OpenAsync(Id, ct) is { } absent) return absent;
        if (FieldsOf(Desk) is not { } fields) return this.Refuse(Problem.NotFound("dossiers.not_found"));
        var draft = DraftOf(Desk);
        Fields = forms.Of(Desk, draft, fields, Missing, more, conflicts);
        Editor = Hub.EditorOf(fields.Select(f => f.Code));
        foreach (var problem in fields.Where(f => Missing || !FieldCheck.IsEmpty(draft.Answer(f.Code))).SelectMany(f => FieldCheck.Check(f, draft.Answer(f.Code), draft.Files)))
            ModelState.AddModelError(FieldNames.Prefix + problem.Field, words.Sentence(draft, problem, named: true));
        return Page();
    }

    /// <summary>One control, as it saves itself.</summary>
    public async Task<IActionResult> OnPostSaveAsync(
        AutosavedField saved, [FromServices] SaveAnswers save, [FromServices] FieldWords words, CancellationToken ct)
    {
        if (await DeskAsync(ct) is not { } desk || FieldsOf(desk) is not { } fields) return this.SaveRefused(Problem.NotFound("dossiers.not_found"));
        var (code, row, column) = FieldNames.Split(saved.Field.StartsWith(FieldNames.Prefix, StringComparison.Ordinal) ? saved.Field[FieldNames.Prefix.Length..] : saved.Field);
        if (fields.FirstOrDefault(f => f.Code == code) is not { } field) return this.SaveRefused(Problem.NotFound("dossiers.field_unknown"));
        var draft = DraftOf(desk);
        var value = field is TableField table && row is { } i and < 500 && table.Columns.Any(c => c.Code == column)
            ? FieldForms.WithCell(table, draft.Answer(code), i, column!, saved.Text)
            : FieldReading.Read(field, Typed.Of(saved.Value), FieldWords.DecimalSign);

        var result = await save.RunAsync(this.Actor(), Id, [new(code, value, (int?)saved.Version)], ct);
        if (!result.TryGet(out var outcome, out var problem)) return this.SaveRefused(problem);
        if (outcome.Conflicts is [var clash]) return Conflicted(field, clash, row, column, words);
        var done = outcome.Saved[0];
        var path = row is null ? code : $"{code}[{row}].{column}";
        return this.Saved(done.SavedAt, done.Version, done.Problems.FirstOrDefault(p => p.Field == path) is { } wrong ? words.Sentence(draft, wrong, named: false) : null);
    }

    /// <summary>The whole form: keeps everything, then does what the pressed button says (<paramref name="act"/>).</summary>
    public async Task<IActionResult> OnPostAsync(
        string? act, [FromServices] SaveAnswers save, [FromServices] FieldForms forms, [FromServices] FieldWords words, CancellationToken ct)
    {
        if (await DeskAsync(ct) is not { } desk || FieldsOf(desk) is not { } fields) return this.Refuse(Problem.NotFound("dossiers.not_found"));
        var problems = new List<Problem>();
        var saves = FieldForms.Read(Request.Form, fields);
        if (!(await save.RunAsync(this.Actor(), Id, saves, ct)).TryGet(out var outcome, out var refused)) problems.Add(refused);
        foreach (var clash in outcome?.Conflicts ?? [])
        {
            conflicts[clash.FieldCode] = (clash, saves.First(s => s.FieldCode == clash.FieldCode).Value);
            problems.Add(Problem.Conflict("dossiers.edited_by_other").With("who", clash.By).With("at", Writing.Current.Time(clash.At)) with { Field = clash.FieldCode });
        }
        if (outcome is not null) problems.AddRange(await ReceiveAsync(fields, ct));
        if (outcome is not null && act is not null && await ActAsync(act, fields, ct) is { } failed) problems.Add(failed);

        // What is wrong with a value is said by the page itself; here stands what could not be done.
        if (problems.Count > 0 || more.Count > 0) return await ShowAsync(problems, forms, words, ct);
        var faulty = (outcome?.Saved ?? []).Any(s => s.Problems.Count > 0);
        return act == "next" && !faulty ? Redirect(Next(desk)) : faulty ? await ShowAsync([], forms, words, ct) : Redirect(Request.Path);
    }

    /// <summary>A file that went up by itself is put into its field; answers with what the new line of its list shows.</summary>
    public async Task<IActionResult> OnPostAttachAsync(string field, Guid file, [FromServices] AttachFile attach, [FromServices] Texts texts, CancellationToken ct)
    {
        if (await attach.RunAsync(this.Actor(), Id, field, file, replaces: null, ct) is { } problem) return this.SaveRefused(problem with { Args = WithSize(problem.Args) });
        if (await DeskAsync(ct) is not { } desk || !DraftOf(desk).Files.TryGetValue(file, out var kept)) return this.SaveRefused(Problem.NotFound("dossiers.file_not_found"));
        return new JsonResult(new
        {
            name = kept.Name, href = $"/dossiers/{Id}/files/{file}", act = $"detach|{field}|{file}", received = texts["dossiers.file_received", ("size", Writing.Current.Size(kept.Bytes))],
        });
    }

    private async Task<DossierDesk?> DeskAsync(CancellationToken ct) => await OpenAsync(Id, ct) is null ? Desk : null;

    private async Task<IActionResult> ShowAsync(IReadOnlyList<Problem> problems, FieldForms forms, FieldWords words, CancellationToken ct)
    {
        var texts = HttpContext.RequestServices.GetRequiredService<Texts>();
        var shown = await OnGetAsync(forms, words, ct);
        if (shown is not PageResult) return shown;
        foreach (var problem in problems)
            ModelState.AddModelError(problem.Field is null ? "" : FieldNames.Prefix + problem.Field, words.Sentence(DraftOf(Desk), problem with { Args = WithSize(problem.Args) }, named: true));
        if (!ModelState.IsValid) Response.StatusCode = problems.Count == 0 ? StatusCodes.Status422UnprocessableEntity : problems.Max(p => p.Status());
        return Page();
    }

    private IActionResult Conflicted(FormField field, FieldConflict clash, int? row, string? column, FieldWords words)
    {
        if (field is TableField table && row is { } i)
        {
            var cell = (clash.Theirs as JsonArray)?.ElementAtOrDefault(i) is JsonObject cells ? cells[column!] : null;
            var definition = table.Columns.First(c => c.Code == column);
            return this.SaveConflict([words.Input(definition, cell)], words.Shown(definition, cell), clash.By, clash.At, clash.Version);
        }
        IReadOnlyList<string> theirs = field is ChoiceField { Multiple: true } ? FieldCheck.Codes(clash.Theirs) : [words.Input(field, clash.Theirs)];
        return this.SaveConflict(theirs, words.Shown(field, clash.Theirs), clash.By, clash.At, clash.Version);
    }

    /// <summary>Files that came with the form, and files that went up before and are named by it.</summary>
    private async Task<IReadOnlyList<Problem>> ReceiveAsync(IReadOnlyList<FormField> fields, CancellationToken ct)
    {
        var (receive, attach) = (HttpContext.RequestServices.GetRequiredService<ReceiveForm>(), HttpContext.RequestServices.GetRequiredService<AttachFile>());
        var problems = new List<Problem>();
        foreach (var field in fields.OfType<FileField>())
        {
            foreach (var id in Request.Form["s." + field.Code])
                if (Guid.TryParse(id, out var stored) && await attach.RunAsync(this.Actor(), Id, field.Code, stored, null, ct) is { } refused) problems.Add(refused with { Field = field.Code });
            foreach (var sent in Request.Form.Files.GetFiles("f." + field.Code).Where(f => f.Length > 0))
            {
                await using var content = sent.OpenReadStream();
                var result = await receive.RunAsync(this.Actor(), new(AttachFile.Purpose, Id, field.Code), sent.FileName, content, ct);
                var problem = result.TryGet(out var file, out var unfit) ? await attach.RunAsync(this.Actor(), Id, field.Code, file.Id, null, ct) : unfit;
                if (problem is not null) problems.Add(problem with { Field = field.Code });
            }
        }
        return problems;
    }

    private async Task<Problem?> ActAsync(string act, IReadOnlyList<FormField> fields, CancellationToken ct)
    {
        var parts = act.Split('|');
        if (parts.Length < 2 || fields.FirstOrDefault(f => f.Code == parts[1]) is not { } field) return null;
        var services = HttpContext.RequestServices;
        switch (parts)
        {
            case ["row", _]: more[field.Code] = 1; return null;
            case ["sign", _]: return await services.GetRequiredService<SignDeclaration>().RunAsync(this.Actor(), Id, field.Code, Request.Form[FieldNames.Prefix + field.Code].ToString(), ct);
            case ["unsign", _]: return await services.GetRequiredService<SignDeclaration>().RunAsync(this.Actor(), Id, field.Code, "", ct);
            case ["detach", _, var id] when Guid.TryParse(id, out var file): return await services.GetRequiredService<DetachFile>().RunAsync(this.Actor(), Id, field.Code, file, ct);
            default: return null;
        }
    }

    private static IReadOnlyDictionary<string, object> WithSize(IReadOnlyDictionary<string, object> args) =>
        args.GetValueOrDefault("max_bytes") is long bytes && !args.ContainsKey("size") ? new Dictionary<string, object>(args) { ["size"] = FieldWords.Limit(bytes) } : args;
}
