using System.Globalization;
using BangVang.App.Dossiers;
using BangVang.App.Editions;
using BangVang.App.Scoring;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Scoring;
using BangVang.Web.Dossiers;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;

namespace BangVang.Web.Pages.Scoring;

/// <summary>A dossier beside its score sheet: marks save themselves, keys work, a signature makes them final.</summary>
[For(Role.Juror)]
public sealed class SheetModel(BangVangDb db, EditionBook editions, IClock clock, ShownAnswers answers, Texts texts) : PageModel
{
    private const string MarkPrefix = "mark.";
    private const string CommentPrefix = "comment.";

    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }
    [BindProperty] public string? Reason { get; set; }

    public JudgingView View { get; private set; } = null!;
    public Edition Edition { get; private set; } = null!;
    public ScoringRound Round { get; private set; } = null!;
    public Rubric Rubric { get; private set; } = null!;
    /// <summary>What was submitted, without what the form hides from jurors.</summary>
    public IReadOnlyList<ShownSection> Sections { get; private set; } = [];
    public TimeWindow? Window { get; private set; }
    public bool MayWrite { get; private set; }
    public IReadOnlyList<QueueRow> Queue { get; private set; } = [];
    /// <summary>The sheet was asked for after the round, with a time of its own.</summary>
    public bool IsExtra => Queue[Place].ClosesAt is not null;
    public int Place => Queue.ToList().FindIndex(r => r.AssignmentId == Id);

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        var queue = await db.JudgingQueueAsync(this.Actor(), ct);
        if (queue.FirstOrDefault(r => r.AssignmentId == Id) is not { } row) return NotFound();
        var now = clock.GetCurrentInstant();
        if (await editions.CurrentAsync(row.EditionKey, ct) is not { Edition: { } edition } || edition.Round(row.RoundCode) is not ScoringRound round) return NotFound();
        if (await db.JudgingViewAsync(this.Actor(), edition, Id, now, ct) is not { } view || edition.RubricFor(round, row.CategoryCode) is not { } rubric) return NotFound();

        (View, Edition, Round, Rubric, Window) = (view, edition, round, rubric, view.Window);
        Sections = answers.Of(edition, view.DossierId, DossierContent.Read(view.Content), asJuror: true, isAnonymous: round.HidesApplicants);
        MayWrite = view.Sheet.State is ScoresheetState.Draft && Window is { } window && window.Contains(now);
        Queue = [.. queue.Where(r => r.EditionKey == row.EditionKey && r.RoundCode == row.RoundCode)];
        return Page();
    }

    /// <summary>One control, as autosave sends it.</summary>
    public async Task<IActionResult> OnPostSaveAsync(AutosavedField saved, [FromServices] SaveMarks save, CancellationToken ct)
    {
        var (marks, comments, note, problem) = Read([KeyValuePair.Create(saved.Field, saved.Text)]);
        if (problem is not null) return this.SaveRefused(problem);
        var result = await save.RunAsync(this.Actor(), Id, marks, comments, note, ct);
        return result.TryGet(out var done, out var refusal) ? this.Saved(done.At, sum: Total(done.Preview, done.Lines - done.Marked)) : this.SaveRefused(refusal);
    }

    /// <summary>The whole form, with scripts off.</summary>
    public async Task<IActionResult> OnPostAsync([FromServices] SaveMarks save, CancellationToken ct) =>
        await SaveAllAsync(save, ct) is { } problem ? await this.RejectAsync(problem, () => OnGetAsync(ct)) : Redirect($"/judging/{Id}");

    /// <summary>Signs what the form holds; a sheet that is refused is saved all the same.</summary>
    public async Task<IActionResult> OnPostSignAsync([FromServices] SaveMarks save, [FromServices] SignScoresheet sign, CancellationToken ct)
    {
        var (marks, comments, note, unread) = ReadForm();
        if (unread is not null) return await this.RejectAsync(unread, () => OnGetAsync(ct));
        var result = await sign.RunAsync(this.Actor(), Id, ct, new(marks, comments, note));
        if (result.TryGet(out _, out var problem)) return Redirect($"/judging/{Id}");
        if (await SaveAllAsync(save, ct) is { } unsaved) problem = unsaved;
        return await this.RejectAsync(problem with { Field = problem.Field is { } line && !line.StartsWith(MarkPrefix, StringComparison.Ordinal) ? MarkPrefix + line : problem.Field }, () => OnGetAsync(ct));
    }

    public async Task<IActionResult> OnPostAbstainAsync([FromServices] AbstainFromScoring abstain, CancellationToken ct) =>
        await abstain.RunAsync(this.Actor(), Id, Reason ?? "", ct) is { } problem ? await this.RejectAsync(problem, () => OnGetAsync(ct)) : Redirect($"/judging/{Id}");

    public async Task<IActionResult> OnPostResumeAsync([FromServices] AbstainFromScoring abstain, CancellationToken ct) =>
        await abstain.RunAsync(this.Actor(), Id, null, ct) is { } problem ? await this.RejectAsync(problem, () => OnGetAsync(ct)) : Redirect($"/judging/{Id}");

    public async Task<IActionResult> OnPostRecuseAsync([FromServices] Recuse recuse, CancellationToken ct) =>
        await recuse.RunAsync(this.Actor(), Id, Reason ?? "", ct) is { } problem ? await this.RejectAsync(problem, () => OnGetAsync(ct)) : Redirect("/judging");

    /// <summary>The score the marks would give, or how many marks are missing for it.</summary>
    public string Total(int? preview, int missing) => preview is { } points ? Writing.Current.Points(points) : texts["scoring.total_open", ("left", missing)];

    /// <summary>A mark as the form writes it: points with a decimal point, "7.5".</summary>
    public static string Points(int hundredths) => (hundredths / 100m).ToString("0.##", CultureInfo.InvariantCulture);

    private async Task<Problem?> SaveAllAsync(SaveMarks save, CancellationToken ct)
    {
        var (marks, comments, note, problem) = ReadForm();
        if (problem is not null) return problem;
        var result = await save.RunAsync(this.Actor(), Id, marks, comments, note, ct);
        return result.TryGet(out _, out var refusal) ? null : refusal with { Field = refusal.Field is { } line ? MarkPrefix + line : null };
    }

    private (Dictionary<string, int?> Marks, Dictionary<string, string> Comments, string? Note, Problem? Problem) ReadForm() =>
        Read(Request.Form.Select(f => KeyValuePair.Create(f.Key, f.Value.ToString())));

    private static (Dictionary<string, int?> Marks, Dictionary<string, string> Comments, string? Note, Problem? Problem) Read(IEnumerable<KeyValuePair<string, string>> sent)
    {
        var (marks, comments) = (new Dictionary<string, int?>(), new Dictionary<string, string>());
        string? note = null;
        foreach (var (name, value) in sent)
        {
            if (name == "note") note = value.Trim();
            else if (name.StartsWith(CommentPrefix, StringComparison.Ordinal)) comments[name[CommentPrefix.Length..]] = value;
            else if (name.StartsWith(MarkPrefix, StringComparison.Ordinal))
            {
                var text = value.Trim().Replace(',', '.');
                if (text.Length == 0) marks[name[MarkPrefix.Length..]] = null;
                else if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var points) && points <= 1_000_000 && points * 100 == decimal.Truncate(points * 100))
                    marks[name[MarkPrefix.Length..]] = (int)(points * 100);
                else return ([], [], null, Problem.Invalid("scoring.mark_unreadable", name).With("typed", value));
            }
        }
        return (marks, comments, note, null);
    }
}
