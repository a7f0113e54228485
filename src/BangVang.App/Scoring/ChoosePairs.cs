using System.Security.Cryptography;
using BangVang.App.Dossiers;
using BangVang.App.Editions;
using BangVang.App.Kernel;
using BangVang.App.Panels;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Scoring;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Scoring;

/// <summary>The dossiers of one category in a round of pairs, which one panel judges.</summary>
public sealed record PairPlace(string EditionKey, string RoundCode, string CategoryCode);

/// <summary>What an act on a ballot needs.</summary>
/// <param name="Acts">All of them, the undone ones included, by number.</param>
/// <param name="Entries">The dossiers the juror may judge now.</param>
internal sealed record BallotAtWork(PairBallot Ballot, List<PairAct> Acts, IReadOnlyList<PairEntry> Entries, PairwiseRound Round, TimeWindow Window)
{
    public PairProgress Progress => Ballot.Progress(Acts, Entries, Round);

    /// <summary>What an act was about, for the audit.</summary>
    public string ShownIn(PairAct act) => string.Join(" / ", act.Shown.Select(d => Entries.FirstOrDefault(e => e.Id == d)?.Reference ?? d.ToString()));
}

internal static class BallotLoading
{
    /// <summary>The round of a place; null when there is none of pairs, or what it needs is not published.</summary>
    internal static async Task<(PairwiseRound Round, TimeWindow Window, Edition Edition)?> PairwiseRoundAsync(this EditionBook editions, PairPlace at, CancellationToken ct) =>
        await editions.CurrentAsync(at.EditionKey, ct) is { Edition: { } edition } && edition.Round(at.RoundCode) is PairwiseRound { ChoicesPerJuror.IsSettled: true } round && round.IsFor(at.CategoryCode)
        && edition.WindowOf(round.Phase ?? "") is { } window ? (round, window, edition) : null;

    /// <summary>The dossiers of a place that are the juror's to judge: assigned and without conflict.</summary>
    internal static async Task<IReadOnlyList<PairEntry>> PairEntriesAsync(this BangVangDb db, Actor actor, PairPlace at, CancellationToken ct) => await (
        from a in db.AssignmentsOf(actor)
        join d in db.Dossiers on a.DossierId equals d.Id
        where a.EditionKey == at.EditionKey && a.RoundCode == at.RoundCode && a.CategoryCode == at.CategoryCode
        orderby d.Reference
        select new PairEntry(d.Id, d.Reference)).ToListAsync(ct);

    internal static async Task<Result<BallotAtWork>> OpenBallotAsync(this BangVangDb db, EditionBook editions, Actor actor, PairPlace at, CancellationToken ct)
    {
        if (!actor.Is(Role.Juror, at.EditionKey) || await editions.PairwiseRoundAsync(at, ct) is not var (round, window, _)) return Problem.NotFound("scoring.pairs_not_found");
        var ballot = await db.PairBallots.SingleOrDefaultAsync(b => b.EditionKey == at.EditionKey && b.RoundCode == at.RoundCode && b.CategoryCode == at.CategoryCode && b.JurorId == actor.PersonId, ct);
        if (ballot is null) return Problem.NotFound("scoring.pairs_not_found");
        var acts = await db.PairActs.AsNoTracking().Where(a => a.BallotId == ballot.Id).OrderBy(a => a.Number).ToListAsync(ct);
        return new BallotAtWork(ballot, acts, await db.PairEntriesAsync(actor, at, ct), round, window);
    }
}

/// <summary>Opens a juror's ballot: the seed that orders the pairs is drawn and put into the log before anything is chosen. Opening it again changes nothing.</summary>
public sealed class OpenPairs(BangVangDb db, EditionBook editions, IClock clock)
{
    public Task<Problem?> RunAsync(Actor actor, PairPlace at, CancellationToken ct) => db.AgainWhenOvertakenAsync(() => TryAsync(actor, at, ct));

    private async Task<Problem?> TryAsync(Actor actor, PairPlace at, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        if (!actor.Is(Role.Juror, at.EditionKey) || await editions.PairwiseRoundAsync(at, ct) is not var (_, window, _)) return Problem.NotFound("scoring.pairs_not_found");
        var entries = await db.PairEntriesAsync(actor, at, ct);
        if (entries.Count == 0) return Problem.NotFound("scoring.pairs_not_found");
        if (await db.PairBallots.AnyAsync(b => b.EditionKey == at.EditionKey && b.RoundCode == at.RoundCode && b.CategoryCode == at.CategoryCode && b.JurorId == actor.PersonId, ct)) return null;
        if (window.HasEnded(now)) return Problem.NotNow("scoring.round_closed").With("at", window.End!.Value);
        if (!window.Contains(now)) return Problem.NotNow("scoring.round_not_open").With("at", window.Start!.Value);
        if (entries.Count < 2) return Problem.NotNow("scoring.pairs_one_dossier");

        var ballot = new PairBallot
        {
            Id = Ids.New(now), EditionKey = at.EditionKey, RoundCode = at.RoundCode, CategoryCode = at.CategoryCode, JurorId = actor.PersonId!.Value,
            Seed = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)), OpenedAt = now, SavedAt = now,
        };
        db.PairBallots.Add(ballot);
        db.Audit(actor, now, "scoring.pairs_opened", ballot.Id, at.EditionKey, $"{at.RoundCode}/{at.CategoryCode}");
        var opened = await db.NameAsync(ballot, ct);
        opened["seed"] = ballot.Seed;
        db.Log(now, "ballot.opened", at.EditionKey, ballot.Id, opened, ballot.ToHiddenJson([]));
        await db.SaveChangesAsync(ct);
        return null;
    }
}

/// <summary>
/// Chooses one of the two that are shown, or puts the several into order, or skips them with a reason. The same answer sent again, by a second
/// tap or after a lost connection, is understood as the first and changes nothing.
/// </summary>
public sealed class AnswerPair(BangVangDb db, EditionBook editions, IClock clock)
{
    /// <param name="number">Of what was shown, see <see cref="ShownProducts"/>.</param>
    /// <param name="order">From the best down, see <see cref="PairBallot.Answer"/>; null skips them.</param>
    /// <returns>How far the juror is now.</returns>
    public Task<Result<PairProgress>> RunAsync(Actor actor, PairPlace at, int number, IReadOnlyList<Guid>? order, string? reason, CancellationToken ct) =>
        db.AgainWhenOvertakenAsync(() => TryAsync(actor, at, number, order, reason, ct));

    private async Task<Result<PairProgress>> TryAsync(Actor actor, PairPlace at, int number, IReadOnlyList<Guid>? order, string? reason, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var opened = await db.OpenBallotAsync(editions, actor, at, ct);
        if (!opened.TryGet(out var work, out var problem)) return problem;
        if (work.Acts.FirstOrDefault(a => a.Number == number) is { } before && PairBallot.IsSame(before, order is null ? PairActKind.Skipped : PairActKind.Chosen, order)) return work.Progress;
        if (work.Ballot.Answer(work.Progress.Next, number, order, reason, work.Window, now, out var act) is { } refusal) return refusal;

        db.PairActs.Add(act!);
        work.Acts.Add(act!);
        // The order stands in the ballot alone: others read the audit while the round is open.
        db.Audit(actor, now, order is null ? "scoring.pair_skipped" : "scoring.pair_chosen", work.Ballot.Id, at.EditionKey, $"{number}: {work.ShownIn(act!)}");
        await db.SaveChangesAsync(ct);
        return work.Progress;
    }
}

/// <summary>Takes the last choice or skip back; that it was made stays written. The same request sent again changes nothing.</summary>
public sealed class UndoPair(BangVangDb db, EditionBook editions, IClock clock)
{
    /// <param name="number">Of the next act, as the screen knew it.</param>
    public Task<Problem?> RunAsync(Actor actor, PairPlace at, int number, CancellationToken ct) => db.AgainWhenOvertakenAsync(() => TryAsync(actor, at, number, ct));

    private async Task<Problem?> TryAsync(Actor actor, PairPlace at, int number, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var opened = await db.OpenBallotAsync(editions, actor, at, ct);
        if (!opened.TryGet(out var work, out var problem)) return problem;
        if (work.Acts.FirstOrDefault(a => a.Number == number) is { } before && PairBallot.IsSame(before, PairActKind.Undone, null)) return null;
        if (work.Ballot.Undo(work.Acts, number, work.Window, now, out var act) is { } refusal) return refusal;

        db.PairActs.Add(act!);
        db.Audit(actor, now, "scoring.pair_undone", work.Ballot.Id, at.EditionKey, $"{number} ← {act!.Undoes}: {work.ShownIn(work.Acts.Single(a => a.Number == act.Undoes))}");
        await db.SaveChangesAsync(ct);
        return null;
    }
}

/// <summary>Opens a signed ballot again while its round is open: secretariat or chair, with a reason; what was signed stays in the log.</summary>
public sealed class ReopenPairs(BangVangDb db, EditionBook editions, IClock clock)
{
    public async Task<Problem?> RunAsync(Actor actor, Guid ballotId, string reason, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var ballot = await db.PairBallots.SingleOrDefaultAsync(b => b.Id == ballotId, ct);
        if (ballot is null || !(actor.Is(Role.Secretariat, ballot.EditionKey) || actor.Is(Role.Chair, ballot.EditionKey))) return Problem.NotFound("scoring.pairs_not_found");
        if (await editions.PairwiseRoundAsync(new(ballot.EditionKey, ballot.RoundCode, ballot.CategoryCode), ct) is not var (_, window, _)) return Problem.NotNow("scoring.round_unpublished");
        if (ballot.Reopen(reason, window, now) is { } problem) return problem;

        db.Audit(actor, now, "scoring.pairs_reopened", ballot.Id, ballot.EditionKey, reason.Trim());
        db.Log(now, "ballot.reopened", ballot.EditionKey, ballot.Id, await db.NameAsync(ballot, ct), new() { ["ballot"] = ballot.Id.ToString(), ["reason"] = reason.Trim(), ["by"] = actor.PersonId!.Value.ToString() });
        return await db.SaveSheetAsync(ct);
    }
}

/// <summary>Signs the ballot: from here on its choices count, and nobody changes them.</summary>
public sealed class SignPairs(BangVangDb db, EditionBook editions, IClock clock)
{
    public Task<Problem?> RunAsync(Actor actor, PairPlace at, CancellationToken ct) => db.AgainWhenOvertakenAsync(() => TryAsync(actor, at, ct));

    private async Task<Problem?> TryAsync(Actor actor, PairPlace at, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var opened = await db.OpenBallotAsync(editions, actor, at, ct);
        if (!opened.TryGet(out var work, out var problem)) return problem;
        if (work.Ballot.Sign(work.Progress, work.Window, now) is { } refusal) return refusal;

        db.Audit(actor, now, "scoring.pairs_signed", work.Ballot.Id, at.EditionKey, $"{at.RoundCode}/{at.CategoryCode}");
        db.Log(now, "ballot.signed", at.EditionKey, work.Ballot.Id, await db.ToPublicJsonAsync(work.Ballot, work.Acts, ct), work.Ballot.ToHiddenJson(work.Acts));
        await db.SaveChangesAsync(ct);
        return null;
    }
}
