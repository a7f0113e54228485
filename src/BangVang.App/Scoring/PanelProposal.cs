using BangVang.Domain.Kernel;
using BangVang.Judging;
using BangVang.Judging.Assignment;

namespace BangVang.App.Scoring;

/// <summary>An assignment that was found, before anything is changed.</summary>
/// <param name="Compared">
/// The same wishes under each objective that can be, before changes by hand; what takes a search, on a large panel only when it is asked for. Exchanges for
/// comparability are made in the objective that was asked for alone.
/// </param>
/// <param name="MostEach">Most dossiers for one juror that held.</param>
/// <param name="Refused">The changes by hand that cannot be made, with the reason; the others are made.</param>
public sealed record PanelProposal(
    IReadOnlyList<PanelPair> Pairs, PanelFigures Figures, IReadOnlyList<PanelFigures> Compared, int MostEach, AssignmentProblem Panel, IReadOnlyList<(PanelSwap Swap, Reason Reason)> Refused)
{
    /// <summary>Up to so many places what takes a search is done beside the others in less than a second.</summary>
    private const int PlacesToCompare = 200;

    /// <summary>The first reason there is none: panels.pin_in_conflict, panels.forbid_kept {entry, juror}, or what is missing.</summary>
    /// <param name="compares">Whether the other objectives are tried as well.</param>
    public static Result<PanelProposal> Of(PanelFacts facts, PanelWish wish, string seed, bool compares = true)
    {
        if (Unfit(facts, wish) is { } unfit) return unfit;
        var search = new PanelSearch(facts, wish, seed);
        var compared = new List<PanelFigures>();
        PanelFinding? chosen = null;
        var isLarge = search.Places > PlacesToCompare;
        foreach (var objective in Enum.GetValues<PanelObjective>().Where(o => o == wish.Objective || compares && (!isLarge || o is PanelObjective.BalancedRandom or PanelObjective.LargestTotal)))
        {
            var finding = search.Find(objective);
            if (finding.Shortage is { } shortage && objective == wish.Objective) return ToProblem(shortage, facts);
            // What only another objective cannot do is left out of the comparison.
            if (finding.Shortage is null) compared.Add(finding.Figures);
            if (objective == wish.Objective) chosen = finding;
        }
        if (chosen is null) throw new ArgumentOutOfRangeException(nameof(wish));
        var (changed, refused) = Changed(chosen.Problem, chosen.Pairs, wish.Swaps);
        return new PanelProposal(changed, search.FiguresOf(chosen.Problem, changed, chosen.Figures), compared, PanelSearch.MostOf(chosen.Problem), chosen.Problem, refused);
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
        "assign.floor_unreachable" => "panels.floor_unreachable",
        "assign.floor_not_found" => "panels.floor_not_found",
        "assign.cap_too_low" => "panels.cap_too_low",
        "assign.cap_too_low_jurors" => "panels.cap_too_low_jurors",
        "assign.too_large_for_diversity" => "panels.too_large_for_diversity",
        "assign.exchange_absent" or "assign.exchange_present" or "assign.exchange_conflict" or "assign.exchange_pinned" or "assign.exchange_demand" or "assign.exchange_load" or "assign.exchange_group" => "panels.exchange_gone",
        _ => throw new InvalidOperationException($"No sentence says why: {reason.Code}."),
    };
}
