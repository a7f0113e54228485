using BangVang.Domain.Kernel;
using BangVang.Judging;
using BangVang.Judging.Assignment;

namespace BangVang.App.Scoring;

/// <summary>How good an assignment is. Dossiers that need nobody are left out.</summary>
/// <param name="Total">Points of all pairs together.</param>
/// <param name="Lowest">Points of the dossier that has fewest.</param>
/// <param name="LeastLoad">Fewest dossiers of a juror, and <paramref name="MostLoad"/> the most.</param>
/// <param name="TotalBound">No assignment under the same wishes has a larger total; null where none was computed.</param>
public sealed record PanelFigures(PanelObjective Objective, int Total, int Lowest, int LeastLoad, int MostLoad, int? TotalBound);

/// <summary>A change by hand that could be made now, and what it would do.</summary>
public sealed record PanelOption(PanelSwap Swap, ExchangeEffect Effect);

/// <summary>An assignment that was found, before anything is changed.</summary>
/// <param name="Compared">The same wishes under each objective, before changes by hand; fairness, which takes a search, on a large panel only when it is asked for.</param>
/// <param name="MostEach">Most dossiers for one juror that held.</param>
/// <param name="Refused">The changes by hand that cannot be made, with the reason; the others are made.</param>
public sealed record PanelProposal(
    IReadOnlyList<PanelPair> Pairs, PanelFigures Figures, IReadOnlyList<PanelFigures> Compared, int MostEach, AssignmentProblem Panel, IReadOnlyList<(PanelSwap Swap, Reason Reason)> Refused)
{
    /// <summary>Looks at a search: so many let small panels be searched to the end. Counted, not timed, so that the same wishes give the same pairs.</summary>
    private const int LooksPerThousandPlaces = 400;

    /// <summary>Up to so many places fairness is searched for beside the others in less than a second.</summary>
    private const int PlacesToCompare = 200;

    /// <summary>The first reason there is none: panels.pin_in_conflict, panels.forbid_kept {entry, juror}, or what is missing.</summary>
    /// <param name="compares">Whether the other objectives are tried as well.</param>
    public static Result<PanelProposal> Of(PanelFacts facts, PanelWish wish, string seed, bool compares = true)
    {
        if (Unfit(facts, wish) is { } unfit) return unfit;
        var request = facts.Request with
        {
            Conflicts = [.. facts.Request.Conflicts.Union(wish.Forbidden).Order()],
            Pinned = [.. facts.Request.Pinned.Union(wish.Pinned).Order()],
            GroupCap = wish.MostOfOne,
        };
        var compared = new List<PanelFigures>();
        (IReadOnlyList<PanelPair> Pairs, AssignmentProblem Problem)? chosen = null;
        var isLarge = request.Entries.Sum(e => e.Demand) > PlacesToCompare;
        foreach (var objective in Enum.GetValues<PanelObjective>().Where(o => o == wish.Objective || compares && !(isLarge && o is PanelObjective.Fair)))
        {
            var problem = Levelled(facts, request, wish.MostEach, isDrawn: objective is PanelObjective.BalancedRandom);
            var (pairs, bound, shortage) = Solve(problem, objective, seed);
            if (shortage is not null) return ToProblem(shortage, facts);
            compared.Add(FiguresOf(facts, problem, pairs, objective) with { TotalBound = bound });
            if (objective == wish.Objective) chosen = (pairs, problem);
        }
        var (found, panel) = chosen ?? throw new ArgumentOutOfRangeException(nameof(wish));
        var (changed, refused) = Changed(panel, found, wish.Swaps);
        var figures = FiguresOf(facts, panel, changed, wish.Objective) with { TotalBound = compared.Single(c => c.Objective == wish.Objective).TotalBound };
        return new PanelProposal(changed, figures, compared, panel.Panel.Jurors.Select(j => j.MaxLoad).DefaultIfEmpty(0).Max(), panel, refused);
    }

    /// <summary>What could be done with <paramref name="pair"/> instead, the best for the total first: pass it on, or exchange it with a pair of another dossier.</summary>
    public IReadOnlyList<PanelOption> Options(PanelPair pair, IReadOnlySet<string> visible, int most)
    {
        var panel = Panel.Panel;
        var points = new Dictionary<PanelPair, double>();
        for (var i = 0; i < Panel.Affinity.Length; i++) points[new(panel.Entries[i / panel.Jurors.Count].Entry, panel.Jurors[i % panel.Jurors.Count].Juror)] = Panel.Affinity[i];
        if (!Pairs.Contains(pair) || !points.ContainsKey(pair)) return [];
        var moves = panel.Jurors.Select(j => new PanelSwap(pair, new(pair.Entry, j.Juror)));
        var exchanges = Pairs.Where(p => p.Entry != pair.Entry && visible.Contains(p.Entry)).Select(p => new PanelSwap(pair, p));
        return [.. moves.Concat(exchanges).Where(s => s.First.Juror != s.Second.Juror && s.Removed.Concat(s.Added).All(points.ContainsKey) && !s.Added.Any(Pairs.Contains))
            .OrderByDescending(s => s.Added.Sum(p => points[p]) - s.Removed.Sum(p => points[p])).ThenBy(s => s.Second)
            .Select(s => new PanelOption(s, Exchange.Evaluate(Panel, Held, s.Removed, s.Added)))
            .Where(o => o.Effect.Refusal is null).Take(most)];
    }

    /// <summary>The pairs of dossiers that need somebody.</summary>
    private IReadOnlyList<PanelPair> Held => OfProblem(Panel, Pairs);

    private static Problem? Unfit(PanelFacts facts, PanelWish wish)
    {
        if (wish.Pinned.Concat(wish.Forbidden).Concat(wish.Swaps.SelectMany(s => s.Removed)).Concat(wish.Swaps.SelectMany(s => s.Added)).Any(p => !facts.Knows(p) || !facts.Visible.Contains(p.Entry)))
            return Problem.Conflict("panels.changed_since_preview");
        var barred = facts.Request.Conflicts.Concat(wish.Forbidden).ToHashSet();
        if (wish.Pinned.FirstOrDefault(barred.Contains) is { } pinned) return Named(Problem.Conflict("panels.pin_in_conflict"), pinned, facts);
        return wish.Forbidden.FirstOrDefault(facts.Kept.Contains) is { } kept ? Named(Problem.Conflict("panels.forbid_kept"), kept, facts) : null;
    }

    /// <summary>With the fewest dossiers per juror under which there is an assignment, or the most that were asked for; a lot spreads them evenly by itself.</summary>
    private static AssignmentProblem Levelled(PanelFacts facts, PanelRequest request, int? mostEach, bool isDrawn)
    {
        var needed = request.Entries.Where(e => e.Demand > 0).Select(e => e.Entry).ToHashSet(StringComparer.Ordinal);
        var pinned = request.Pinned.CountBy(p => p.Juror).ToDictionary(StringComparer.Ordinal);
        AssignmentProblem Under(int most) => new(
            request with
            {
                Entries = [.. request.Entries.Where(e => e.Demand > 0)],
                Jurors = [.. request.Jurors.Select(j => j with { MaxLoad = Math.Max(most, pinned.GetValueOrDefault(j.Juror)) })],
                Conflicts = [.. request.Conflicts.Where(p => needed.Contains(p.Entry))],
                Pinned = [.. request.Pinned.Where(p => needed.Contains(p.Entry))],
            },
            [.. facts.Points.Select((p, i) => (Points: (double)p, request.Entries[i / request.Jurors.Count].Entry)).Where(p => needed.Contains(p.Entry)).Select(p => p.Points)]);
        if (isDrawn || mostEach is not null) return Under(mostEach ?? request.Entries.Count);
        var demands = request.Entries.Sum(e => e.Demand);
        var least = (demands + request.Jurors.Count - 1) / request.Jurors.Count;
        // Who has enough at some number has enough at every larger one.
        for (var most = request.Entries.Count; least < most;)
        {
            var middle = (least + most) / 2;
            if (Assigner.Solve(Under(middle), new()).Shortage is null) most = middle;
            else least = middle + 1;
        }
        return Under(least);
    }

    private static (IReadOnlyList<PanelPair> Pairs, int? Bound, Reason? Shortage) Solve(AssignmentProblem problem, PanelObjective objective, string seed)
    {
        if (objective is PanelObjective.BalancedRandom)
        {
            var drawn = BalancedAssignment.Random(problem.Panel, SeededRandom.FromHex(seed));
            return (drawn.Pairs, null, drawn.Shortage);
        }
        var places = Math.Max(1, problem.Panel.Entries.Sum(e => e.Demand));
        var looks = 1 + LooksPerThousandPlaces * 1000 / places;
        var result = Assigner.Solve(problem, new(objective is PanelObjective.Fair ? Objective.Fair : Objective.MaxSum, Seed: seed), () => looks-- <= 0);
        return ([.. result.Pairs.Select(p => new PanelPair(p.Entry, p.Juror)).Order()], result.Report is { } report ? (int)Math.Floor(report.DualBound + 1e-6) : null, result.Shortage);
    }

    private static (IReadOnlyList<PanelPair> Pairs, IReadOnlyList<(PanelSwap, Reason)> Refused) Changed(AssignmentProblem problem, IReadOnlyList<PanelPair> pairs, IReadOnlyList<PanelSwap> swaps)
    {
        var (now, refused) = (pairs, new List<(PanelSwap, Reason)>());
        foreach (var swap in swaps)
        {
            if (Exchange.Evaluate(problem, OfProblem(problem, now), swap.Removed, swap.Added).Refusal is { } reason) refused.Add((swap, reason));
            else now = [.. now.Except(swap.Removed).Union(swap.Added).Order()];
        }
        return (now, refused);
    }

    private static IReadOnlyList<PanelPair> OfProblem(AssignmentProblem problem, IReadOnlyList<PanelPair> pairs)
    {
        var needed = problem.Panel.Entries.Select(e => e.Entry).ToHashSet(StringComparer.Ordinal);
        return [.. pairs.Where(p => needed.Contains(p.Entry))];
    }

    private static PanelFigures FiguresOf(PanelFacts facts, AssignmentProblem problem, IReadOnlyList<PanelPair> pairs, PanelObjective objective)
    {
        var loads = pairs.CountBy(p => p.Juror).ToDictionary(StringComparer.Ordinal);
        var byEntry = pairs.GroupBy(p => p.Entry).ToDictionary(g => g.Key, g => g.Sum(facts.PointsOf), StringComparer.Ordinal);
        var each = problem.Panel.Jurors.Select(j => loads.GetValueOrDefault(j.Juror)).ToList();
        return new(objective, byEntry.Values.Sum(), problem.Panel.Entries.Select(e => byEntry.GetValueOrDefault(e.Entry)).DefaultIfEmpty(0).Min(), each.Min(), each.Max(), null);
    }

    private static Problem Named(Problem problem, PanelPair pair, PanelFacts facts) => problem.With("entry", pair.Entry).With("juror", facts.Names[Guid.Parse(pair.Juror)]);

    /// <summary>The sentence of a reason that is about entries and jurors, jurors by their names.</summary>
    public static Problem ToProblem(Reason reason, PanelFacts facts) => reason.Args.Aggregate(
        Problem.NotNow(CodeOf(reason)),
        (problem, arg) => problem.With(arg.Name, arg.Value is string text ? string.Join(", ", text.Split(", ").Select(t => Guid.TryParse(t, out var id) && facts.Names.TryGetValue(id, out var name) ? name : t)) : arg.Value));

    private static string CodeOf(Reason reason) => reason.Code switch
    {
        "assign.pinned_above_demand" => "panels.pinned_above_demand",
        "assign.pinned_above_load" => "panels.pinned_above_load",
        "assign.pinned_above_cap" => "panels.pinned_above_cap",
        "assign.loads_below_demands" => "panels.loads_below_demands",
        "assign.least_loads_above_demands" => "panels.least_loads_above_demands",
        "assign.entry_short" => "panels.entry_short",
        "assign.juror_short" => "panels.juror_short",
        "assign.entries_short" => "panels.entries_short",
        "assign.jurors_short" => "panels.jurors_short",
        "assign.exchange_absent" or "assign.exchange_present" or "assign.exchange_conflict" or "assign.exchange_pinned" or "assign.exchange_demand" or "assign.exchange_load" or "assign.exchange_group" => "panels.exchange_gone",
        _ => throw new InvalidOperationException($"No sentence says why: {reason.Code}."),
    };
}
