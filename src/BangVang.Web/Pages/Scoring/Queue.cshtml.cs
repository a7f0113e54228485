using BangVang.App.Decisions;
using BangVang.App.Editions;
using BangVang.App.Panels;
using BangVang.App.Scoring;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Scoring;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;

namespace BangVang.Web.Pages.Scoring;

/// <summary>A round in a juror's queue.</summary>
/// <param name="MustDeclare">The juror has not said yet which conflicts there are.</param>
/// <param name="TellsSeverity">The juror can read how severe they were: the round is over, all is signed, and enough others scored.</param>
public sealed record QueueRound(Edition Edition, ScoringRound Round, TimeWindow? Window, IReadOnlyList<QueueRow> Rows, bool MustDeclare, bool TellsSeverity)
{
    public int Done => Rows.Count(r => r.State is ScoresheetState.Signed or ScoresheetState.Abstained);
}

/// <summary>A round of pairs in a juror's queue, with a ballot for each category.</summary>
/// <param name="MustDeclare">The juror has not said yet which conflicts there are.</param>
public sealed record QueuePairs(Edition Edition, PairwiseRound Round, TimeWindow? Window, IReadOnlyList<PairsView> Ballots, bool MustDeclare);

/// <summary>The dossiers a juror has to score, by round, with what is left.</summary>
[For(Role.Juror)]
public sealed class QueueModel(BangVangDb db, EditionBook editions, IClock clock) : PageModel
{
    public IReadOnlyList<QueueRound> Rounds { get; private set; } = [];
    public IReadOnlyList<QueuePairs> Pairs { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        var rows = await db.JudgingQueueAsync(this.Actor(), ct);
        var seats = await db.OwnSeatsAsync(this.Actor(), ct);
        var rounds = new List<QueueRound>();
        foreach (var key in seats.Select(s => (s.EditionKey, s.RoundCode)).Concat(rows.Select(r => (r.EditionKey, r.RoundCode))).Distinct())
        {
            if (await editions.CurrentAsync(key.EditionKey, ct) is not { Edition: { } edition } || edition.Round(key.RoundCode) is not ScoringRound round) continue;
            var window = edition.WindowOf(round.Phase ?? "");
            rounds.Add(new(edition, round, window, [.. rows.Where(r => (r.EditionKey, r.RoundCode) == key)],
                seats.Any(s => s.EditionKey == key.EditionKey && s.DeclaredAt is null),
                await db.OwnSeverityAsync(this.Actor(), edition, round, clock.GetCurrentInstant(), ct) is not null));
        }
        Rounds = [.. rounds.OrderByDescending(r => r.Window?.Start ?? Instant.MaxValue)];
        Pairs = await PairsAsync(rows, seats, ct);
    }

    private async Task<IReadOnlyList<QueuePairs>> PairsAsync(IReadOnlyList<QueueRow> rows, IReadOnlyList<OwnSeat> seats, CancellationToken ct)
    {
        var found = new List<QueuePairs>();
        foreach (var key in seats.Select(s => (s.EditionKey, s.RoundCode)).Concat(rows.Select(r => (r.EditionKey, r.RoundCode))).Distinct())
        {
            if (await editions.CurrentAsync(key.EditionKey, ct) is not { Edition: { } edition } || edition.Round(key.RoundCode) is not PairwiseRound round) continue;
            var ballots = new List<PairsView>();
            foreach (var category in rows.Where(r => (r.EditionKey, r.RoundCode) == key).Select(r => r.CategoryCode).Distinct())
                if (await db.PairsAsync(editions, this.Actor(), new(key.EditionKey, key.RoundCode, category), ct) is { } ballot) ballots.Add(ballot);
            found.Add(new(edition, round, edition.WindowOf(round.Phase ?? ""), ballots, seats.Any(s => s.EditionKey == key.EditionKey && s.DeclaredAt is null)));
        }
        return [.. found.OrderByDescending(r => r.Window?.Start ?? Instant.MaxValue)];
    }
}
