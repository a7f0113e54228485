using System.Security.Cryptography;
using BangVang.App.Editions;
using BangVang.App.Scoring;
using BangVang.App.Simulation;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Web.Jobs;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;

namespace BangVang.Web.Pages.Manage;

/// <summary>The rehearsals of an edition, and the form that asks for another one.</summary>
[For(Role.Secretariat, Role.Chair, Role.Auditor)]
public sealed class RehearsalsModel(BangVangDb db, EditionBook book) : EditionPage(book)
{
    [BindProperty] public int? Dossiers { get; set; } = 250;
    [BindProperty] public int? Jurors { get; set; } = 30;
    [BindProperty] public int? Draws { get; set; } = 100;
    /// <summary>Empty draws a new one.</summary>
    [BindProperty] public string? Seed { get; set; }
    [BindProperty] public PanelObjective Objective { get; set; }

    public IReadOnlyList<RehearsalView> Rehearsals { get; private set; } = [];
    public bool MayAct => this.Actor().Is(Role.Secretariat, EditionKey);

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await OpenAsync(ct, Role.Secretariat, Role.Chair, Role.Auditor) is { } refusal) return refusal;
        Rehearsals = await db.RehearsalsAsync(this.Actor(), EditionKey, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync([FromServices] StartRehearsal start, [FromServices] RehearsalBell bell, CancellationToken ct)
    {
        if (!ModelState.IsValid) return await this.RejectAsync(() => OnGetAsync(ct));
        var seed = string.IsNullOrWhiteSpace(Seed) ? $"{RandomNumberGenerator.GetInt32(1, 1_000_000)}" : Seed.Trim();
        var plan = new SimulationPlan(Dossiers ?? 0, Jurors ?? 0, seed) { Draws = Draws ?? 0, Objective = Objective };
        if (!(await start.RunAsync(this.Actor(), EditionKey, plan, ct)).TryGet(out var id, out var problem)) return await this.RejectAsync(problem, () => OnGetAsync(ct));
        bell.Ring();
        return Redirect($"/manage/{EditionKey}/rehearsals/{id}");
    }
}
