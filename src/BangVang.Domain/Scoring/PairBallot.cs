using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Judging.Choices;
using NodaTime;

namespace BangVang.Domain.Scoring;

public enum PairActKind
{
    /// <summary>The better of two was chosen, or several were put into order.</summary>
    Chosen,
    /// <summary>The juror cannot decide between them and says why; just these are not shown together to this juror again.</summary>
    Skipped,
    /// <summary>Takes an earlier act back. What was done stays written.</summary>
    Undone,
}

/// <summary>A dossier as it was shown in an act, and the place it was given there.</summary>
public sealed class ShownProduct
{
    public Guid ActId { get; init; }
    public Guid DossierId { get; init; }
    /// <summary>1 on the left, or above on a narrow screen.</summary>
    public int Position { get; init; }
    /// <summary>1 for the best; null when they were skipped.</summary>
    public int? Place { get; init; }
}

/// <summary>What a juror did with two products or more: written once, never changed, never deleted.</summary>
public sealed class PairAct
{
    private readonly List<ShownProduct> products = [];

    public Guid Id { get; init; }
    public Guid BallotId { get; init; }
    /// <summary>1, 2, … within the ballot, the undone ones included.</summary>
    public int Number { get; init; }
    public PairActKind Kind { get; init; }
    /// <summary>Two for a choice, several for an order, in no order; none when undone: they stand in the act that is taken back.</summary>
    public IReadOnlyList<ShownProduct> Products { get => products; init => products = [.. value]; }
    /// <summary>Why skipped; null unless skipped.</summary>
    public string? Reason { get; init; }
    /// <summary>Number of the act taken back; null unless undone.</summary>
    public int? Undoes { get; init; }
    public Instant ActedAt { get; init; }

    /// <summary>The dossiers as they were shown, the first one on the left.</summary>
    public IReadOnlyList<Guid> Shown => [.. Products.OrderBy(p => p.Position).Select(p => p.DossierId)];

    /// <summary>From the best to the last; null unless chosen.</summary>
    public IReadOnlyList<Guid>? Order => Kind is PairActKind.Chosen ? [.. Products.OrderBy(p => p.Place).Select(p => p.DossierId)] : null;
}

/// <summary>A dossier a juror may meet.</summary>
public sealed record PairEntry(Guid Id, string Reference);

/// <summary>The products that wait for an answer.</summary>
/// <param name="Number">Of the act that will answer them: who sends the same answer twice is understood once.</param>
/// <param name="Dossiers">As they stand on the screen, the first one on the left or above; each once.</param>
public sealed record ShownProducts(int Number, IReadOnlyList<Guid> Dossiers)
{
    public bool Equals(ShownProducts? other) => other is not null && Number == other.Number && Dossiers.SequenceEqual(other.Dossiers);

    public override int GetHashCode() => Dossiers.Aggregate(Number, HashCode.Combine);

    /// <summary>
    /// The order that places give, from the best down. One product may be without: it takes the place that is left. Otherwise the first reason for
    /// which they give none: places are missing, or one is given twice.
    /// </summary>
    /// <param name="places">1 for the best; of other dossiers they are passed over.</param>
    public Result<Guid[]> ByPlaces(IReadOnlyDictionary<Guid, int> places)
    {
        var given = Dossiers.Where(places.ContainsKey).ToList();
        if (given.Any(d => places[d] < 1 || places[d] > Dossiers.Count)) return Problem.Conflict("scoring.pair_changed");
        if (given.GroupBy(d => places[d]).FirstOrDefault(g => g.Count() > 1) is { } twice) return Problem.Invalid("scoring.order_twice", "Places").With("place", twice.Key);
        if (given.Count < Dossiers.Count - 1) return Problem.Invalid("scoring.order_incomplete", "Places").With("left", Dossiers.Count - given.Count);
        var free = Enumerable.Range(1, Dossiers.Count).Except(given.Select(d => places[d])).FirstOrDefault();
        return Dossiers.OrderBy(d => places.GetValueOrDefault(d, free)).ToArray();
    }
}

/// <summary>How far a juror is in a round of pairs.</summary>
/// <param name="Made">Choices, or orders, that stand.</param>
/// <param name="Asked">Those that make the ballot complete: what the round asks for, or as many as there are different products to show together.</param>
/// <param name="Next">Null when nothing is left to answer.</param>
public sealed record PairProgress(int Made, int Skipped, int Asked, ShownProducts? Next)
{
    public bool IsComplete => Next is null;
}

/// <summary>One juror's choices in one category of a round of pairs.</summary>
public sealed class PairBallot
{
    /// <summary>Characters of the reason for a skipped pair.</summary>
    public const int LongestReason = 500;

    public Guid Id { get; init; }
    public required string EditionKey { get; init; }
    public required string RoundCode { get; init; }
    public required string CategoryCode { get; init; }
    public Guid JurorId { get; init; }
    /// <summary>64 hexadecimal digits, drawn when the ballot was opened and put into the log then: what is shown, and on which side, follows from it.</summary>
    public required string Seed { get; init; }
    public Instant OpenedAt { get; init; }
    public Instant SavedAt { get; set; }
    /// <summary>How many acts there are; the next one gets the number after it.</summary>
    public int Acts { get; set; }
    /// <summary>From then on the choices count and nobody changes them; null before.</summary>
    public Instant? SignedAt { get; set; }
    public int Version { get; set; }

    /// <summary>The acts that stand: choices and skips that were not taken back, in order.</summary>
    public static IReadOnlyList<PairAct> Standing(IEnumerable<PairAct> acts)
    {
        var all = acts.OrderBy(a => a.Number).ToList();
        var undone = all.Where(a => a.Undoes is not null).Select(a => a.Undoes!.Value).ToHashSet();
        return [.. all.Where(a => a.Kind is not PairActKind.Undone && !undone.Contains(a.Number))];
    }

    /// <summary>What is left of an act when only some dossiers count: an order without the others is still one; of fewer than two nothing is left.</summary>
    public static IReadOnlyList<Guid> Rest(PairAct act, Func<Guid, bool> counts)
    {
        var rest = (act.Order ?? act.Shown).Where(counts).ToList();
        return rest.Count > 1 ? rest : [];
    }

    /// <summary>How far a ballot is, without what comes next.</summary>
    /// <param name="standing">See <see cref="Standing"/>.</param>
    /// <param name="counts">False for a dossier the juror may not judge any more.</param>
    /// <param name="products">How many dossiers the juror may judge.</param>
    public static PairProgress Tally(IReadOnlyList<PairAct> standing, Func<Guid, bool> counts, int products, PairwiseRound round)
    {
        var rests = standing.Select(act => (act.Kind, Left: Rest(act, counts))).Where(r => r.Left.Count > 0).ToList();
        var made = rests.Count(r => r.Kind is PairActKind.Chosen);
        var together = round.Together(products);
        var done = rests.Where(r => r.Left.Count == together).Select(r => string.Join(',', r.Left.Order())).Distinct(StringComparer.Ordinal).Count();
        var asked = Math.Min(round.ChoicesPerJuror.Value, made + Math.Max(0, round.SetsOf(products) - done));
        return new(made, rests.Count - made, (int)asked, null);
    }

    /// <summary>
    /// How far the juror is and what comes next. It rests on the seed and on this juror's own acts alone, so that the order of what is shown
    /// tells nobody what others chose.
    /// </summary>
    /// <param name="entries">The dossiers this juror may judge now, without those in conflict.</param>
    public PairProgress Progress(IEnumerable<PairAct> acts, IReadOnlyCollection<PairEntry> entries, PairwiseRound round)
    {
        var known = entries.ToDictionary(e => e.Id, e => e.Reference);
        var standing = Standing(acts);
        var tally = Tally(standing, known.ContainsKey, known.Count, round);
        if (SignedAt is not null || tally.Made >= tally.Asked) return tally;

        var judging = new PairwiseJudging([.. known.Values], Seed);
        foreach (var act in standing)
        {
            if (Rest(act, known.ContainsKey) is not { Count: > 0 } rest) continue;
            judging.Add(new([.. act.Shown.Where(rest.Contains).Select(d => known[d])], "own", act.Order is null ? null : [.. rest.Select(d => known[d])], act.Reason));
        }
        var byReference = entries.ToDictionary(e => e.Reference, e => e.Id, StringComparer.Ordinal);
        return judging.Next("own", round.Together(known.Count)) is { } next ? tally with { Next = new(Acts + 1, [.. next.Select(r => byReference[r])]) } : tally;
    }

    /// <summary>Answers what is shown. Null when done, otherwise the first reason it was refused; <paramref name="act"/> is what happened.</summary>
    /// <param name="order">From the best down, the last one may be left out: of two, the better one says all. Null skips them, with a reason.</param>
    public Problem? Answer(ShownProducts? shown, int number, IReadOnlyList<Guid>? order, string? reason, TimeWindow window, Instant now, out PairAct? act)
    {
        act = null;
        if (CannotWrite(window, now) is { } problem) return problem;
        if (shown is null) return Problem.Conflict("scoring.pairs_all_answered");
        if (shown.Number != number || (order is not null && (order.Distinct().Count() < order.Count || order.Any(d => !shown.Dossiers.Contains(d))))) return Problem.Conflict("scoring.pair_changed");
        if (order is not null && order.Count < shown.Dossiers.Count - 1) return Problem.Invalid("scoring.order_incomplete", "Places").With("left", shown.Dossiers.Count - order.Count);
        if (order is null && string.IsNullOrWhiteSpace(reason)) return Problem.Invalid("scoring.skip_reason_missing", "Reason");
        if (order is null && reason!.Trim().Length > LongestReason) return Problem.Invalid("scoring.skip_reason_long", "Reason").With("max", LongestReason);

        var id = Ids.New(now);
        var places = order?.Concat(shown.Dossiers.Except(order)).Index().ToDictionary(p => p.Item, p => p.Index + 1);
        act = new()
        {
            Id = id, BallotId = Id, Number = number, Kind = order is null ? PairActKind.Skipped : PairActKind.Chosen, Reason = order is null ? reason!.Trim() : null, ActedAt = now,
            Products = [.. shown.Dossiers.Index().Select(p => new ShownProduct { ActId = id, DossierId = p.Item, Position = p.Index + 1, Place = places?[p.Item] })],
        };
        (Acts, SavedAt, Version) = (number, now, Version + 1);
        return null;
    }

    /// <summary>Takes the last act that stands back. Null when done, otherwise why not.</summary>
    public Problem? Undo(IReadOnlyCollection<PairAct> acts, int number, TimeWindow window, Instant now, out PairAct? act)
    {
        act = null;
        if (CannotWrite(window, now) is { } problem) return problem;
        if (Acts + 1 != number) return Problem.Conflict("scoring.pair_changed");
        if (Standing(acts) is not [.., var last]) return Problem.Conflict("scoring.pairs_nothing_to_undo");

        act = new() { Id = Ids.New(now), BallotId = Id, Number = number, Kind = PairActKind.Undone, Undoes = last.Number, ActedAt = now };
        (Acts, SavedAt, Version) = (number, now, Version + 1);
        return null;
    }

    /// <summary>Makes the choices final. Null when done, otherwise the first reason it was refused.</summary>
    public Problem? Sign(PairProgress progress, TimeWindow window, Instant now)
    {
        if (CannotWrite(window, now) is { } problem) return problem;
        if (!progress.IsComplete) return Problem.NotNow("scoring.pairs_left").With("left", progress.Asked - progress.Made);
        if (progress.Made == 0) return Problem.NotNow("scoring.pairs_none");
        (SignedAt, SavedAt, Version) = (now, now, Version + 1);
        return null;
    }

    /// <summary>Opens a signed ballot again while the round is open; the log keeps what was signed.</summary>
    public Problem? Reopen(string reason, TimeWindow window, Instant now)
    {
        if (SignedAt is null) return Problem.Conflict("scoring.pairs_not_signed");
        if (string.IsNullOrWhiteSpace(reason)) return Problem.Invalid("scoring.unlock_reason_missing", "Reason");
        if (!window.Contains(now)) return Problem.NotNow("scoring.round_closed").With("at", window.End!.Value);
        (SignedAt, Version) = (null, Version + 1);
        return null;
    }

    /// <summary>True when <paramref name="act"/>, which has this number already, is the very answer that comes again: a second tap, or one sent again after a lost connection.</summary>
    /// <param name="order">As it was sent: the last one may be left out.</param>
    public static bool IsSame(PairAct act, PairActKind kind, IReadOnlyList<Guid>? order) =>
        act.Kind == kind && (order is null || (order.Count >= act.Products.Count - 1 && act.Order!.Take(order.Count).SequenceEqual(order)));

    private Problem? CannotWrite(TimeWindow window, Instant now) =>
        SignedAt is not null ? Problem.Conflict("scoring.pairs_signed")
        : window.Contains(now) ? null
        : window.HasEnded(now) ? Problem.NotNow("scoring.round_closed").With("at", window.End!.Value)
        : Problem.NotNow("scoring.round_not_open").With("at", window.Start!.Value);
}

/// <summary>
/// A conflict was found: the dossier leaves the juror's orders, signed or not, and what is left of them counts; of a pair nothing is. What was
/// chosen stays written.
/// </summary>
public sealed class PairExclusion
{
    public Guid Id { get; init; }
    public Guid BallotId { get; init; }
    public Guid DossierId { get; init; }
    public Instant ExcludedAt { get; init; }
    public required string Reason { get; init; }
    /// <summary>When it was found that there is no conflict, and it counts again; null while it does not.</summary>
    public Instant? ReadmittedAt { get; set; }
}
