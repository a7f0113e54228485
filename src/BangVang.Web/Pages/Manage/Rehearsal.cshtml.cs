using System.Text;
using BangVang.App.Editions;
using BangVang.App.Simulation;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;

namespace BangVang.Web.Pages.Manage;

/// <summary>One rehearsal: how far it is, or what it found.</summary>
[For(Role.Secretariat, Role.Chair, Role.Auditor)]
public sealed class RehearsalModel(BangVangDb db, EditionBook book) : EditionPage(book)
{
    public RehearsalView Rehearsal { get; private set; } = null!;
    /// <summary>Null until it is done.</summary>
    public EditionSimulation? Found { get; private set; }
    public bool MayAct => this.Actor().Is(Role.Secretariat, EditionKey);

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (await LoadAsync(id, ct) is { } refusal) return refusal;
        Found = Rehearsal.Found;
        return Page();
    }

    /// <summary>How far it is, for the page that shows it without being loaded again.</summary>
    public async Task<IActionResult> OnGetProgressAsync(Guid id, CancellationToken ct) =>
        await LoadAsync(id, ct) is { } refusal ? refusal : Partial("_RehearsalProgress", this);

    public async Task<IActionResult> OnGetReportAsync(Guid id, CancellationToken ct)
    {
        if (await LoadAsync(id, ct) is { } refusal) return refusal;
        return Rehearsal.Report is { } report
            ? File(Encoding.UTF8.GetBytes(report), "application/json; charset=utf-8", $"rehearsal-{Programme}-{Year}-{Rehearsal.Plan.Dossiers}x{Rehearsal.Plan.Jurors}.json")
            : this.Refuse(Problem.NotFound("simulation.rehearsal_unknown"));
    }

    public async Task<IActionResult> OnPostDiscardAsync(Guid id, [FromServices] DiscardRehearsal discard, CancellationToken ct) =>
        await discard.RunAsync(this.Actor(), EditionKey, id, ct) is { } problem ? this.Refuse(problem) : Done("rehearsals", "discarded");

    /// <summary>"62,2 % ± 4,2"; a dash where there was no case.</summary>
    public static string Shown(Chance? chance) => chance is null ? "–" : $"{Percent(chance.Share)} ± {One(100 * chance.StandardError)}";

    public static string Percent(double share) => $"{One(100 * share)} %";

    /// <summary>One decimal.</summary>
    public static string One(double value) => value.ToString("#,0.0", Writing.Current.Numbers);

    private async Task<IActionResult?> LoadAsync(Guid id, CancellationToken ct)
    {
        if (await OpenAsync(ct, Role.Secretariat, Role.Chair, Role.Auditor) is { } refusal) return refusal;
        if (await db.RehearsalAsync(this.Actor(), EditionKey, id, ct) is not { } rehearsal) return this.Refuse(Problem.NotFound("simulation.rehearsal_unknown"));
        Rehearsal = rehearsal;
        return null;
    }
}
