using BangVang.App.Editions;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Domain.Laureates;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Laureates;

/// <summary>Brings a file of laureates to the board: all of it or nothing. The same for the page, the API and the command.</summary>
public sealed class ImportLaureates(BangVangDb db, EditionBook editions, IClock clock)
{
    /// <summary>What the file would do; changes nothing.</summary>
    public async Task<LaureatePlan> PlanAsync(Actor actor, string text, CancellationToken ct)
    {
        var names = (await editions.BoardNamesAsync(ct)).ToDictionary(e => e.EditionKey);
        return LaureatePlan.Of(text, actor, names, await db.Laureates.ToListAsync(ct));
    }

    /// <summary>Does what the file says.</summary>
    /// <param name="fingerprint">Of the plan that was looked at; null applies the file as it stands.</param>
    /// <param name="reason">Why lines that are on the board already change; needed only when there are such.</param>
    /// <returns>The plan that was carried out; with problems when nothing was done.</returns>
    public async Task<LaureatePlan> RunAsync(Actor actor, string text, string? fingerprint, string? reason, CancellationToken ct)
    {
        var plan = await PlanAsync(actor, text, ct);
        if (fingerprint is not null && fingerprint != plan.Fingerprint) return Refused(plan, Problem.Conflict("laureates.plan_outdated"));
        if (plan.Count(PlannedKind.Correct) > 0 && BoardRules.CheckReason(reason) is { } unfounded) return Refused(plan, unfounded);
        if (!plan.CanApply) return plan;

        var now = clock.GetCurrentInstant();
        var names = (await editions.BoardNamesAsync(ct)).ToDictionary(e => e.EditionKey);
        var board = db.Laureates.Local.ToDictionary(l => (l.EditionKey, l.Slug));
        foreach (var line in plan.Lines) Apply(actor, line, board, names[line.EditionKey].IsDemonstration, reason, now);
        db.Audit(actor, now, "laureates.imported", plan.Fingerprint, detail: $"{plan.Count(PlannedKind.Add)} + {plan.Count(PlannedKind.Correct)}");
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateException)
        {
            db.ChangeTracker.Clear();
            if ((await PlanAsync(actor, text, ct)).Fingerprint == plan.Fingerprint) throw;
            return Refused(plan, Problem.Conflict("laureates.plan_outdated"));
        }
        return plan;
    }

    private void Apply(Actor actor, PlannedLine line, Dictionary<(string, string), Laureate> board, bool isDemonstration, string? reason, Instant now)
    {
        if (line.Kind is PlannedKind.Add) db.AddToBoard(actor, Laureate.New(line.EditionKey, line.Slug, line.Facts, now, isDemonstration), now);
        if (line.Kind is not PlannedKind.Correct) return;
        var present = board[(line.EditionKey, line.Slug)];
        db.AddToHistory(actor, present, present.Correct(line.Facts, reason!, line.Facts.Sources[0], actor.PersonId, now), now);
    }

    private static LaureatePlan Refused(LaureatePlan plan, Problem problem) => plan with { Problems = [new(0, problem), .. plan.Problems] };
}
