using System.Text.Json;
using BangVang.App.Editions;
using BangVang.App.Kernel;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Domain.Simulation;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Simulation;

/// <summary>What a rehearsal on the server may ask for: it has one processor, beside the people who work.</summary>
public static class RehearsalLimits
{
    public const int MostDossiers = 1_000;
    public const int MostJurors = 200;
    public const int MostDraws = 200;

    /// <summary>Waiting or being played at once, in one edition.</summary>
    public const int MostWaiting = 3;

    public const int LongestSeed = 64;
}

/// <summary>The secretariat asks for a rehearsal; a job plays it. What was played already with the same numbers is there at once.</summary>
public sealed class StartRehearsal(BangVangDb db, EditionBook editions, IClock clock)
{
    /// <returns>The rehearsal: a new one, or the one that was asked for before.</returns>
    public async Task<Result<Guid>> RunAsync(Actor actor, string editionKey, SimulationPlan plan, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        if (!actor.Is(Role.Secretariat, editionKey)) return Problem.Forbidden("simulation.only_secretariat");
        if (await editions.CurrentAsync(editionKey, ct) is not { } published) return Problem.NotFound("editions.not_found");
        if (OutOfBounds(plan) is { } bounds) return bounds;
        if (EditionSimulator.Refusal(published.Edition, plan) is { } refusal) return refusal;

        var text = JsonSerializer.Serialize(plan, Json.Options);
        var own = db.Rehearsals.Where(r => r.EditionKey == editionKey);
        if (await own.Where(r => r.Number == published.Number && r.Plan == text).Select(r => (Guid?)r.Id).SingleOrDefaultAsync(ct) is { } known) return known;
        if (await own.CountAsync(r => r.FinishedAt == null, ct) >= RehearsalLimits.MostWaiting) return Problem.NotNow("simulation.too_many_waiting").With("most", RehearsalLimits.MostWaiting);

        var rehearsal = new Rehearsal
        {
            Id = Ids.New(now), EditionKey = editionKey, SnapshotId = published.SnapshotId, Number = published.Number, Plan = text, Draws = plan.Draws, AskedAt = now, AskedBy = actor.PersonId!.Value,
        };
        db.Rehearsals.Add(rehearsal);
        db.Audit(actor, now, "simulation.rehearsal_asked", rehearsal.Id, editionKey, $"{plan.Dossiers} × {plan.Jurors}, {plan.Seed}");
        return await db.TrySaveAsync(ct) ? rehearsal.Id : Problem.Conflict("simulation.asked_meanwhile");
    }

    private static Problem? OutOfBounds(SimulationPlan plan)
    {
        static Problem Out(string code, string field, int most) => Problem.Invalid(code, field).With("max", most);
        return plan.Dossiers is < 1 or > RehearsalLimits.MostDossiers ? Out("simulation.dossiers_range", nameof(plan.Dossiers), RehearsalLimits.MostDossiers)
            : plan.Jurors is < 1 or > RehearsalLimits.MostJurors ? Out("simulation.jurors_range", nameof(plan.Jurors), RehearsalLimits.MostJurors)
            : plan.Draws is < 1 or > RehearsalLimits.MostDraws ? Out("simulation.draws_range", nameof(plan.Draws), RehearsalLimits.MostDraws)
            : plan.Seed.Length is 0 or > RehearsalLimits.LongestSeed ? Out("simulation.seed_length", nameof(plan.Seed), RehearsalLimits.LongestSeed)
            : null;
    }
}

/// <summary>The secretariat throws a rehearsal away; one that is being played stops.</summary>
public sealed class DiscardRehearsal(BangVangDb db, IClock clock)
{
    public async Task<Problem?> RunAsync(Actor actor, string editionKey, Guid id, CancellationToken ct)
    {
        if (!actor.Is(Role.Secretariat, editionKey)) return Problem.Forbidden("simulation.only_secretariat");
        if (await db.Rehearsals.SingleOrDefaultAsync(r => r.Id == id && r.EditionKey == editionKey, ct) is not { } rehearsal) return Problem.NotFound("simulation.rehearsal_unknown");
        db.Rehearsals.Remove(rehearsal);
        db.Audit(actor, clock.GetCurrentInstant(), "simulation.rehearsal_discarded", id, editionKey);
        // Somebody else threw it away in the same moment: it is gone, as asked.
        await db.TrySaveAsync(ct);
        return null;
    }
}

/// <param name="Report">Null until it is done, in lists, and when it could not be played.</param>
public sealed record RehearsalView(Guid Id, int Number, SimulationPlan Plan, int Draws, int Played, Instant AskedAt, string AskedBy, Instant? FinishedAt, string? Refusal, string? Report)
{
    /// <summary>The report as it was found; null without one.</summary>
    public EditionSimulation? Found => Report is null ? null : JsonSerializer.Deserialize<EditionSimulation>(Report, Json.Options);
}

public static class RehearsalQueries
{
    /// <summary>The rehearsals of an edition this person may see, the latest first, without their reports: for secretariat, chair and auditor.</summary>
    public static async Task<IReadOnlyList<RehearsalView>> RehearsalsAsync(this BangVangDb db, Actor actor, string editionKey, CancellationToken ct) =>
        [.. (await Rows(db, db.RehearsalsVisibleTo(actor, editionKey), withReport: false).ToListAsync(ct)).OrderByDescending(r => r.AskedAt).ThenByDescending(r => r.Id).Select(Read)];

    /// <summary>One rehearsal with its report; null when there is none, or it is not this person's to see.</summary>
    public static async Task<RehearsalView?> RehearsalAsync(this BangVangDb db, Actor actor, string editionKey, Guid id, CancellationToken ct) =>
        await Rows(db, db.RehearsalsVisibleTo(actor, editionKey).Where(r => r.Id == id), withReport: true).SingleOrDefaultAsync(ct) is { } row ? Read(row) : null;

    private static IQueryable<Rehearsal> RehearsalsVisibleTo(this BangVangDb db, Actor actor, string editionKey)
    {
        var sees = actor.Is(Role.Secretariat, editionKey) || actor.Is(Role.Chair, editionKey) || actor.Is(Role.Auditor, editionKey);
        return db.Rehearsals.AsNoTracking().Where(r => sees && r.EditionKey == editionKey);
    }

    private static IQueryable<Row> Rows(BangVangDb db, IQueryable<Rehearsal> rehearsals, bool withReport) =>
        from r in rehearsals
        join p in db.People on r.AskedBy equals p.Id
        select new Row(r.Id, r.Number, r.Plan, r.Draws, r.Played, r.AskedAt, p.FullName, r.FinishedAt, r.Refusal, withReport ? r.Report : null);

    private static RehearsalView Read(Row r) => new(r.Id, r.Number, JsonSerializer.Deserialize<SimulationPlan>(r.Plan, Json.Options)!, r.Draws, r.Played, r.AskedAt, r.AskedBy, r.FinishedAt, r.Refusal, r.Report);

    private sealed record Row(Guid Id, int Number, string Plan, int Draws, int Played, Instant AskedAt, string AskedBy, Instant? FinishedAt, string? Refusal, string? Report);
}
