using BangVang.App.Editions;
using BangVang.App.Screening;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Screening;
using BangVang.Web.Dossiers;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;
using Option = BangVang.Web.Kernel.Option;

namespace BangVang.Web.Pages.Screening;

/// <summary>One dossier under examination: what was submitted, machine and officer side by side, and every act on it.</summary>
[For(Role.Secretariat, Role.Chair, Role.Auditor)]
public sealed class CaseModel(BangVangDb db, EditionBook editions, IClock clock, ShownAnswers answers, EligibilityWords words, Texts texts) : ScreeningPage(editions)
{
    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }
    [BindProperty] public string? AcceptReason { get; set; }
    [BindProperty] public string RefuseReason { get; set; } = "";
    [BindProperty] public string What { get; set; } = "";
    [BindProperty] public string ToCategory { get; set; } = "";
    [BindProperty] public string TransferReason { get; set; } = "";

    public string Address => $"/manage/{EditionKey}/screening/{Id}";
    public CaseView View { get; private set; } = null!;
    /// <summary>When the case was looked at.</summary>
    public Instant Now { get; private set; }
    /// <summary>Null for those who reach the applicant through the secretariat.</summary>
    public DossierContact? Contact { get; private set; }
    public IReadOnlyList<ShownSection> Sections { get; private set; } = [];
    public bool CanWork => View.CanWork is null && View.State is not (ScreeningState.Accepted or ScreeningState.Refused);
    public bool CanDecide => CanWork && View.State is ScreeningState.Waiting or ScreeningState.InReview;
    public bool IsMine => View.Case?.OfficerId == this.Actor().PersonId;
    /// <summary>Rules that stand against accepting: failing, or without an officer's word where the machine has none.</summary>
    public IReadOnlyList<RuleVerdict> InTheWay => [.. View.Verdict.Rules.Where(r => View.Findings.GetValueOrDefault(r.Rule) is { } f ? f.Finding.Finding is OfficerFinding.Fail : r.Verdict is not Verdict.Pass)];
    /// <summary>Days the edition gives for a supplement; null when it publishes none.</summary>
    public int? SupplementDays => Edition.Supplements is { } rules && rules.Days.TryGet(out var days) ? days : null;

    public IEnumerable<Option> OtherCategories => View.OtherCategories(Edition).Select(v => new Option(v.Category.Code,
        $"{v.Category.Name.In(Languages.Current)} ({texts[v.Verdict switch { Verdict.Pass => "screening.would_pass", Verdict.Fail => "screening.would_fail", _ => "screening.would_need" }]})"));

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await OpenAsync(ct) is { } refusal) return refusal;
        if (await db.CaseViewAsync(this.Actor(), Edition, Id, Now = clock.GetCurrentInstant(), ct) is not { } view) return this.Refuse(Problem.NotFound("screening.dossier_not_found"));
        (View, Sections) = (view, answers.Of(Edition, Id, view.Content));
        Contact = await db.ContactOfAsync(this.Actor(), EditionKey, Id, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostTakeAsync([FromServices] TakeCase take, CancellationToken ct) => await DoneAsync(await take.RunAsync(this.Actor(), Id, ct), "taken", ct);

    public async Task<IActionResult> OnPostFindAsync(string rule, string? finding, [FromServices] RecordFinding record, CancellationToken ct)
    {
        if (!Enum.TryParse<OfficerFinding>(finding, out var found)) return await this.RejectAsync(Problem.Invalid("screening.finding_missing", ReasonOf(rule)), () => OnGetAsync(ct));
        var problem = await record.RunAsync(this.Actor(), Id, rule, found, Request.Form[ReasonOf(rule)], ct);
        return await DoneAsync(problem?.Field is null ? problem : problem with { Field = ReasonOf(rule) }, "found", ct, "#rules");
    }

    public async Task<IActionResult> OnPostAcceptAsync([FromServices] DecideCase decide, CancellationToken ct) =>
        await DoneAsync(await decide.RunAsync(this.Actor(), Id, accept: true, AcceptReason, ct), "accepted", ct);

    public async Task<IActionResult> OnPostRefuseAsync([FromServices] DecideCase decide, CancellationToken ct) =>
        await DoneAsync(At(await decide.RunAsync(this.Actor(), Id, accept: false, RefuseReason, ct), nameof(RefuseReason)), "refused", ct);

    public async Task<IActionResult> OnPostSupplementAsync([FromServices] RequestSupplement request, CancellationToken ct)
    {
        (await request.RunAsync(this.Actor(), Id, What, ct)).TryGet(out _, out var problem);
        return await DoneAsync(problem, "supplement", ct);
    }

    public async Task<IActionResult> OnPostTransferAsync([FromServices] ProposeTransfer propose, CancellationToken ct) =>
        await DoneAsync(At(await propose.RunAsync(this.Actor(), Id, ToCategory, TransferReason, ct), nameof(TransferReason)), "transfer", ct);

    public async Task<IActionResult> OnPostRecallAsync([FromServices] RecallTransfer recall, CancellationToken ct) => await DoneAsync(await recall.RunAsync(this.Actor(), Id, ct), "recalled", ct);

    public static string ReasonOf(string rule) => $"reason.{rule}";

    /// <summary>What was typed for a rule, or what stands there.</summary>
    public string TypedReason(string rule) => Request.HasFormContentType && Request.Form.TryGetValue(ReasonOf(rule), out var typed) ? typed.ToString() : View.Findings.GetValueOrDefault(rule)?.Finding.Reason ?? "";

    /// <summary>What was chosen in the form that came back.</summary>
    public string TypedFinding => Request.HasFormContentType ? Request.Form["finding"].ToString() : "";

    private async Task<IActionResult> DoneAsync(Problem? problem, string done, CancellationToken ct, string anchor = "") =>
        problem is null ? Redirect($"{Address}?done={done}{anchor}") : await this.RejectAsync(await InWordsAsync(problem, ct), () => OnGetAsync(ct));

    /// <summary>A refusal over a rule quotes what the rule says, not its code.</summary>
    private async Task<Problem> InWordsAsync(Problem problem, CancellationToken ct)
    {
        if (!problem.Args.TryGetValue("rule", out var code) || await OnGetAsync(ct) is not PageResult) return problem;
        return View.Verdict.Rules.FirstOrDefault(r => r.Rule == (string)code) is { } rule ? problem.With("rule", words.Sentence(Edition, rule)) : problem;
    }

    private static Problem? At(Problem? problem, string field) => problem?.Field == "Reason" ? problem with { Field = field } : problem;
}
