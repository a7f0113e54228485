using BangVang.Judging;
using BangVang.Judging.Assignment;

namespace BangVang.App.Scoring;

/// <summary>What was found for one objective, or the reason why there is nothing.</summary>
internal sealed record PanelFinding(AssignmentProblem Problem, IReadOnlyList<PanelPair> Pairs, PanelFigures Figures, Reason? Shortage);

/// <summary>Finds an assignment for each objective with the numbers that were wished for.</summary>
internal sealed class PanelSearch(PanelFacts facts, PanelWish wish, string seed)
{
    /// <summary>
    /// Looks at a search of a thousand places: so many let small panels be searched to the end. Counted, not timed, so that the same wishes give the same pairs.
    /// A look at twice the places takes twice as long, and the screen waits no longer for it: the looks become fewer with the square of the places.
    /// </summary>
    private const int LooksAtThousandPlaces = 400;

    /// <summary>Up to so many jurors the design of an assignment is told: it takes time with their third power.</summary>
    private const int MostJurorsForDesign = 400;

    private readonly PanelRequest request = facts.Request with
    {
        Conflicts = [.. facts.Request.Conflicts.Union(wish.Forbidden).Order()],
        Pinned = [.. facts.Request.Pinned.Union(wish.Pinned).Order()],
        GroupCap = wish.MostOfOne,
    };

    private AssignmentProblem? level;

    public int Places { get; } = facts.Request.Entries.Sum(e => e.Demand);

    public PanelFinding Find(PanelObjective objective)
    {
        // A lot spreads the work evenly by itself; the others are given the fewest dossiers per juror under which there is an assignment.
        var problem = objective is PanelObjective.BalancedRandom || wish.MostEach is not null ? Under(wish.MostEach ?? request.Entries.Count) : level ??= Levelled(1, new());
        if (objective is PanelObjective.BalancedRandom)
        {
            var drawn = BalancedAssignment.Random(problem.Panel, SeededRandom.FromHex(seed));
            return Found(problem, objective, drawn.Pairs, drawn.Shortage);
        }
        var options = OptionsOf(objective);
        var result = Solve(problem, options);
        // Under a cap a little more room for each may be needed than without one.
        if (result.Shortage is not null && wish.MostEach is null && options.Cap is not null && Solve(Under(request.Entries.Count), options).Shortage is null)
        {
            problem = Levelled(MostOf(problem), options);
            result = Solve(problem, options);
        }
        var found = Found(problem, objective, [.. result.Pairs.Select(p => new PanelPair(p.Entry, p.Juror)).Order()], result.Shortage);
        return result.Report is { } report ? found with { Figures = With(found.Figures, report, result.Marginals.Count) } : found;
    }

    /// <summary>The same with other pairs: the bounds stay, the rest is counted anew.</summary>
    public PanelFigures FiguresOf(AssignmentProblem problem, IReadOnlyList<PanelPair> pairs, PanelFigures found)
    {
        var loads = pairs.CountBy(p => p.Juror).ToDictionary(StringComparer.Ordinal);
        var byEntry = pairs.GroupBy(p => p.Entry).ToDictionary(g => g.Key, g => g.Sum(facts.PointsOf), StringComparer.Ordinal);
        var each = problem.Panel.Jurors.Select(j => loads.GetValueOrDefault(j.Juror)).ToList();
        return found with
        {
            Total = byEntry.Values.Sum(),
            Lowest = problem.Panel.Entries.Select(e => byEntry.GetValueOrDefault(e.Entry)).DefaultIfEmpty(0).Min(),
            LeastLoad = each.Min(),
            MostLoad = each.Max(),
            Design = each.Count <= MostJurorsForDesign && pairs.Count > 0 ? PanelDesign.Of(pairs) with { VarianceBefore = found.Design?.VarianceBefore, TotalBefore = found.Design?.TotalBefore, LowestBefore = found.Design?.LowestBefore } : null,
        };
    }

    public static int MostOf(AssignmentProblem problem) => problem.Panel.Jurors.Select(j => j.MaxLoad).DefaultIfEmpty(0).Max();

    private AssignmentOptions OptionsOf(PanelObjective objective)
    {
        if (objective is PanelObjective.CappedRandom) return new(Seed: seed, Cap: (wish.CapPercent ?? PanelWish.UsualCapPercent) / 100.0);
        return new(
            objective switch { PanelObjective.Fair => Objective.Fair, PanelObjective.HighestLowest => Objective.MaxMin, _ => Objective.MaxSum },
            objective is PanelObjective.Fair ? wish.Floor : null, seed, objective == wish.Objective ? wish.GiveUpPermille / 1000.0 : null);
    }

    private AssignmentResult Solve(AssignmentProblem problem, AssignmentOptions options)
    {
        var thousands = Math.Max(1, Places) / 1000.0;
        var looks = 1 + (int)(LooksAtThousandPlaces / (thousands * thousands));
        return Assigner.Solve(problem, options, () => looks-- <= 0);
    }

    private PanelFinding Found(AssignmentProblem problem, PanelObjective objective, IReadOnlyList<PanelPair> pairs, Reason? shortage) =>
        new(problem, pairs, FiguresOf(problem, pairs, new(objective, 0, 0, 0, 0)), shortage);

    private PanelFigures With(PanelFigures figures, AssignmentReport report, int likely)
    {
        var bound = (int)Math.Floor(report.DualBound + 1e-6);
        var design = figures.Design is { } now && report.Design is { } by ? now with { VarianceBefore = by.VarianceBefore, TotalBefore = by.TotalBefore, LowestBefore = by.LowestBefore } : figures.Design;
        return figures.Objective switch
        {
            PanelObjective.HighestLowest => figures with { LowestBound = bound, Design = design },
            PanelObjective.CappedRandom => figures with { TotalBound = bound, Design = design },
            _ => figures with { TotalBound = bound, Design = design, Floor = report.Floor is { } floor ? (int)Math.Floor(floor + 1e-6) : null },
        } with
        { Lot = report.ExpectedAffinity is { } expected ? new(wish.CapPercent ?? PanelWish.UsualCapPercent, expected, likely) : null };
    }

    /// <summary>With the fewest dossiers per juror, <paramref name="least"/> or more, under which there is an assignment.</summary>
    private AssignmentProblem Levelled(int least, AssignmentOptions options)
    {
        least = Math.Max(least, Math.Max(wish.LeastEach ?? 0, (Places + request.Jurors.Count - 1) / request.Jurors.Count));
        // Who has enough at some number has enough at every larger one.
        for (var most = request.Entries.Count; least < most;)
        {
            var middle = (least + most) / 2;
            if (Solve(Under(middle), options).Shortage is null) most = middle;
            else least = middle + 1;
        }
        return Under(least);
    }

    private AssignmentProblem Under(int most)
    {
        var needed = request.Entries.Where(e => e.Demand > 0).Select(e => e.Entry).ToHashSet(StringComparer.Ordinal);
        var pinned = request.Pinned.CountBy(p => p.Juror).ToDictionary(StringComparer.Ordinal);
        return new(
            request with
            {
                Entries = [.. request.Entries.Where(e => e.Demand > 0)],
                Jurors = [.. request.Jurors.Select(j => j with { MinLoad = wish.LeastEach ?? 0, MaxLoad = Math.Max(Math.Max(most, wish.LeastEach ?? 0), pinned.GetValueOrDefault(j.Juror)) })],
                Conflicts = [.. request.Conflicts.Where(p => needed.Contains(p.Entry))],
                Pinned = [.. request.Pinned.Where(p => needed.Contains(p.Entry))],
            },
            [.. facts.Points.Select((p, i) => (Points: (double)p, request.Entries[i / request.Jurors.Count].Entry)).Where(p => needed.Contains(p.Entry)).Select(p => p.Points)]);
    }
}
