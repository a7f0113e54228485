using System.Text.Json.Nodes;
using BangVang.App.Dossiers;
using BangVang.App.Editions;
using BangVang.App.Enterprises;
using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Web.Dossiers;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;

namespace BangVang.Web.Pages.Apply;

/// <summary>
/// The check before any form, for everybody: one question per fact that the rules ask for, each rule's verdict with its
/// article, and the categories whose rules this product meets. Nothing of it is kept.
/// </summary>
[Public, ResponseCache(NoStore = true)]
public sealed class IndexModel(BangVangDb db, EditionBook book, IClock clock, Texts texts, FieldWords words) : PageModel
{
    private IReadOnlyDictionary<string, JsonNode?> answers = new Dictionary<string, JsonNode?>();

    public Edition Edition { get; private set; } = null!;
    public IReadOnlyList<FactQuestion> Questions { get; private set; } = [];
    /// <summary>Categories, those whose rules are met first; null before anything was answered.</summary>
    public IReadOnlyList<CategoryVerdict>? Advice { get; private set; }
    /// <summary>Why no dossier can be started now; null when one can.</summary>
    public Problem? Closed { get; private set; }
    public Instant? End { get; private set; }

    public string Summary => Advice!.Count(v => v.Verdict is Verdict.Pass) is > 0 and var met ? texts["eligibility.summary_met", ("met", met), ("all", Advice!.Count)]
        : Advice!.Any(v => v.Verdict is Verdict.Unknown) ? texts["eligibility.summary_open"] : texts["eligibility.summary_none"];

    /// <summary>Verdicts of the rules that hold in every category.</summary>
    public IReadOnlyList<RuleVerdict> CommonRules => [.. Advice![0].Rules.Take(Edition.Eligibility.Count)];

    /// <summary>Verdicts of the rules of one category.</summary>
    public IReadOnlyList<RuleVerdict> OwnRules(CategoryVerdict verdict) => [.. verdict.Rules.Skip(Edition.Eligibility.Count)];

    public async Task<IActionResult> OnGetAsync(string programme, int year, CancellationToken ct)
    {
        if (await LoadAsync(programme, year, ct) is { } absent) return absent;
        // What the organisation said about itself is not asked again.
        if (this.Actor().IsSignedIn && await db.OwnEnterprisesAsync(this.Actor(), ct) is [var only]) answers = SelfCheck.AnswersOf(only.Enterprise);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string programme, int year, CancellationToken ct)
    {
        if (await LoadAsync(programme, year, ct) is { } absent) return absent;
        answers = Questions.Select(q => (q.FieldCode, Value: FieldReading.Read(q.Field, Typed.Of([.. Request.Form[FieldNames.Prefix + q.FieldCode].Select(v => v ?? "")]), FieldWords.DecimalSign)))
            .Where(a => a.Value is not null).ToDictionary(a => a.FieldCode, a => a.Value);
        Advice = Eligibility.Advise(Edition, SelfCheck.FactsOf(Edition, Questions, answers));
        foreach (var question in Questions.Where(q => answers.ContainsKey(q.FieldCode)))
            foreach (var problem in FieldCheck.Check(question.Field, answers[question.FieldCode], new Dictionary<Guid, AttachedFile>()))
                ModelState.AddModelError(FieldNames.Prefix + question.FieldCode, texts.Sentence(problem));
        if (!ModelState.IsValid) Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    public IReadOnlyList<string> Values(FactQuestion question)
    {
        var value = answers.GetValueOrDefault(question.FieldCode);
        return question.Field is ChoiceField { Multiple: true } ? FieldCheck.Codes(value) : [words.Input(question.Field, value)];
    }

    public FieldKind KindOf(FormField field) => field switch
    {
        ChoiceField { Multiple: true } => FieldKind.Checkboxes,
        ChoiceField { Options.Count: > 8 } => FieldKind.Select,
        ChoiceField => FieldKind.Radios,
        DateField => FieldKind.Date,
        MoneyField => FieldKind.Money,
        _ => FieldKind.Number,
    };

    /// <summary>Where a dossier is started; whoever is not signed in takes the answers there by way of the sign-in.</summary>
    public string StartAddress => this.Actor().IsSignedIn ? $"/apply/{Edition.Key}/start" : $"{ReturnUrl.SignInFor($"/apply/{Edition.Key}/start")}&handler=carry";

    public string CarryFor(string category) => new CarriedAnswers(Edition.Key, category, answers).Write();

    private async Task<IActionResult?> LoadAsync(string programme, int year, CancellationToken ct)
    {
        if (await book.CurrentAsync($"{programme}/{year}", ct) is not { } published) return this.Refuse(Problem.NotFound("dossiers.edition_not_found"));
        Edition = published.Edition;
        Questions = FactQuestions.ForVisitor(Edition, Edition.Categories);
        var now = clock.GetCurrentInstant();
        Closed = StartDossier.CheckTime(Edition, now);
        End = SubmissionWindow.Of(Edition, null, now).End(now);
        return null;
    }
}
