using System.Reflection;

namespace BangVang.Judging.Assignment;

/// <summary>Assigns jurors to entries by affinity.</summary>
public static class Assigner
{
    /// <summary>
    /// The best assignment: for <see cref="Objective.MaxSum"/> exact, with the dual bound that proves it; for the others, which are hard
    /// problems, the best found, with a bound. The order of rows changes nothing.
    /// </summary>
    /// <param name="stop">Asked now and then during a search; true ends it with what was found. Exact solving is not interrupted.</param>
    /// <exception cref="ArgumentException">
    /// The numbers of affinities and pairs differ, an affinity is not finite, options are out of range or do not go together, or the panel
    /// contradicts itself (<see cref="BalancedAssignment"/>).
    /// </exception>
    public static AssignmentResult Solve(AssignmentProblem problem, AssignmentOptions options, Func<bool>? stop = null)
    {
        Check(options);
        var graph = new PanelGraph(problem.Panel);
        if (Recused(graph) is { Count: > 0 } recused) return WithNobody(Solve(Without(problem, recused), options, stop), recused.Count);
        var nodes = graph.Entries.Length + graph.Jurors.Length;
        if (options.Diversity is not null && nodes > DiversitySearch.MostNodes)
            return new([], null, new("assign.too_large_for_diversity",
                ("entries", graph.Entries.Length), ("jurors", graph.Jurors.Length), ("most", DiversitySearch.MostNodes)));
        if (Shortages.OfPins(graph) is { } pins) return new([], null, pins);
        var affinity = InGraphOrder(problem, graph);
        var (value, scale) = IntegerScale.Of(affinity);
        _ = Compiled.Value;
        var before = Environment.CpuUsage.TotalTime;
        var best = new MaxSum(graph, value).Solve();
        if (best is null)
            return new([], null, Shortages.Find(graph) ?? throw new InvalidOperationException("No assignment was found, and no reason why."));

        if (options.Cap is { } cap) return Randomised(graph, affinity, value, scale, best, cap, options, before);
        var bound = LoadPrices.Bound(graph, value, best.Prices);
        var solution = options is { Objective: Objective.MaxSum, Floor: null }
            ? new Solution(best.Jurors, bound, best.Value == bound, Floor: null)
            : Fair(graph, value, scale, best, options, stop ?? (() => false));
        if (solution.Shortage is not null) return new([], null, solution.Shortage);
        var plain = solution;
        if (options.Diversity is { } share) solution = Diverse(graph, value, solution, share, options, stop ?? (() => false));

        var seconds = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
        var result = Result(graph, affinity, scale, solution, options, seconds);
        if (graph.Jurors.Length > MostJurorsForDesign && options.Diversity is null) return result;
        var design = DesignVariance.Of(solution.Jurors, graph.Jurors.Length);
        if (options.Diversity is not null)
        {
            var totals = plain.Jurors.Select((js, e) => js.Sum(j => affinity[graph.At(e, j)])).ToList();
            var variance = plain.Jurors == solution.Jurors ? design.Variance : DesignVariance.Of(plain.Jurors, graph.Jurors.Length).Variance;
            design = design with { VarianceBefore = variance, TotalBefore = totals.Sum(), LowestBefore = totals.DefaultIfEmpty(0).Min() };
        }
        return result with { Report = result.Report! with { Design = design } };
    }

    /// <summary>Up to so many jurors the variance of the design is told without being asked for: it takes time with their third power.</summary>
    private const int MostJurorsForDesign = 400;

    /// <summary>
    /// The assignment after exchanges that help to compare entries: the total loses at most <paramref name="share"/> of itself, a floor is
    /// kept, and of <see cref="Objective.MaxMin"/> the lowest entry loses at most that share.
    /// </summary>
    private static Solution Diverse(PanelGraph graph, int[] value, Solution solution, double share, AssignmentOptions options, Func<bool> stop)
    {
        var m = graph.Jurors.Length;
        long Of(int e, int[] js) => js.Sum(j => (long)value[e * m + j]);
        var total = solution.Jurors.Select((js, e) => Of(e, js)).Sum();
        var lowest = solution.Floor ?? long.MinValue;
        if (options is { Objective: Objective.MaxMin, Floor: null }) lowest -= (long)(share * Math.Abs(lowest));
        var jurors = new DiversitySearch(
            graph, value, solution.Jurors, (long)(share * Math.Abs(total)), lowest, new SeededRandom($"{options.Seed}/diversity"), stop).Run();
        var reached = options is { Objective: Objective.MaxMin, Floor: null }
            ? jurors.Select((js, e) => Of(e, js)).DefaultIfEmpty(0).Min() : jurors.Select((js, e) => Of(e, js)).Sum();
        return solution with { Jurors = jurors, Optimal = reached == solution.Bound };
    }

    /// <summary>Jurors who can judge nothing and need not: the result is the same, pair by pair, as if they were not there.</summary>
    private static HashSet<string> Recused(PanelGraph graph) => [.. Enumerable.Range(0, graph.Jurors.Length)
        .Where(j => graph.Jurors[j].MinLoad == 0 && (graph.Jurors[j].MaxLoad == 0 || !Enumerable.Range(0, graph.Entries.Length).Any(e => graph.Allows(e, j)))
            && !graph.Pinned.Any(p => p.Juror == j)).Select(j => graph.Jurors[j].Juror)];

    private static AssignmentProblem Without(AssignmentProblem problem, HashSet<string> jurors)
    {
        var panel = problem.Panel;
        var stays = panel.Jurors.Select(j => !jurors.Contains(j.Juror)).ToArray();
        if (problem.Affinity.Length != (long)panel.Entries.Count * stays.Length || problem.Affinity.Any(a => !double.IsFinite(a)))
            throw new ArgumentException("The affinities do not fit the lists, or one is not finite.", nameof(problem));
        return new(
            panel with
            {
                Jurors = [.. panel.Jurors.Where((_, j) => stays[j])],
                Conflicts = [.. panel.Conflicts.Where(p => !jurors.Contains(p.Juror))],
            },
            [.. problem.Affinity.Where((_, i) => stays[i % stays.Length])]);
    }

    /// <summary>The same result, its loads counting so many jurors more who have none.</summary>
    private static AssignmentResult WithNobody(AssignmentResult result, int idle)
    {
        if (result.Report is not { } report) return result;
        var histogram = new SortedDictionary<int, int>(report.Loads.Histogram.ToDictionary());
        histogram[0] = histogram.GetValueOrDefault(0) + idle;
        return result with { Report = report with { Loads = new(0, report.Loads.Max, histogram) } };
    }

    private static void Check(AssignmentOptions options)
    {
        if (options.Floor is { } floor && !double.IsFinite(floor)) throw new ArgumentException("The floor is not finite.", nameof(options));
        if (options.Diversity is not (null or >= 0 and < 1)) throw new ArgumentException("The share to give up for diversity is not from 0 to below 1.", nameof(options));
        if (options.Cap is not (null or > 0 and <= 1)) throw new ArgumentException("The cap is not above 0 and at most 1.", nameof(options));
        if (options.Cap is not null && options is not { Objective: Objective.MaxSum, Floor: null, Diversity: null })
            throw new ArgumentException("A random draw goes with the largest total alone, without floor and diversity.", nameof(options));
    }

    private static AssignmentResult Randomised(
        PanelGraph graph, double[] affinity, int[] value, double scale, MaxSumSolution best, double cap, AssignmentOptions options, TimeSpan before)
    {
        var search = new MarginalsSearch(graph, value, cap);
        if (search.Solve() is not { } marginals)
            return new([], null, Shortages.FindUnderCap(graph, search.Unit, search.Cap)
                ?? throw new InvalidOperationException("No probabilities were found, and no reason why."));

        var drawn = new DependentRounding(graph, marginals, new SeededRandom($"{options.Seed}/draw")).Draw();
        var seconds = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
        var m = graph.Jurors.Length;
        var jurors = Enumerable.Range(0, graph.Entries.Length).Select(e => Enumerable.Range(0, m).Where(j => drawn[graph.At(e, j)]).ToArray()).ToArray();
        var total = jurors.Select((js, e) => js.Sum(j => (long)value[graph.At(e, j)])).Sum();
        var result = Result(graph, affinity, scale, new(jurors, best.Value, total == best.Value, Floor: null), options, seconds);

        var expected = marginals.Parts.Select((parts, i) => affinity[i] * parts).Sum() / marginals.Unit;
        var likely = marginals.Parts.Where(parts => parts > 0).Select(parts => (double)parts / marginals.Unit).ToList();
        var largest = best.Jurors.Select((js, e) => js.Sum(j => affinity[graph.At(e, j)])).Sum();
        var pairs = Enumerable.Range(0, marginals.Parts.Length).Where(i => marginals.Parts[i] > 0).Select(i => new PairProbability(
            graph.Entries[i / m].Entry, graph.Jurors[i % m].Juror, (double)marginals.Parts[i] / marginals.Unit));
        return result with
        {
            Marginals = [.. pairs.OrderBy(p => p.Entry, CodeOrder.Comparer).ThenBy(p => p.Juror, CodeOrder.Comparer)],
            Report = result.Report! with
            {
                ExpectedAffinity = expected,
                ExpectedBound = search.Value == search.Bound ? expected : (double)search.Bound / marginals.Unit / scale,
                RelativeQuality = largest == 0 ? 1 : expected / largest,
                Support = likely.Count,
                Entropy = -likely.Sum(p => p * Math.Log(p)),
            },
        };
    }

    /// <summary>Has the solver compiled once, so that the first assignment's seconds are the solver's and not the compiler's.</summary>
    private static readonly Lazy<long> Compiled = new(() =>
    {
        const int size = 60;
        var graph = new PanelGraph(new(
            [.. Enumerable.Range(0, size).Select(e => new EntryDemand($"{e}", 2))], [.. Enumerable.Range(0, size).Select(j => new JurorLoad($"{j}", 1, 3))], [], []));
        var random = new FastRandom(1, 2, 3, 4);
        int[] value = [.. Enumerable.Range(0, size * size).Select(_ => random.Next(1000))];
        return LoadPrices.Bound(graph, value, new MaxSum(graph, value).Solve()!.Prices);
    });

    private sealed record Solution(int[][] Jurors, long Bound, bool Optimal, long? Floor, Reason? Shortage = null);

    private static Solution Fair(
        PanelGraph graph, int[] value, double scale, MaxSumSolution best, AssignmentOptions options, Func<bool> stop)
    {
        var search = new FairSearch(graph, value, best, options.Seed, stop);
        if (options.Objective == Objective.MaxMin && options.Floor is null)
        {
            var highest = search.HighestLowest();
            var lowest = search.Lowest(highest.Jurors);
            var found = search.LargestAbove(lowest, highest.Jurors);
            var lowestBound = search.LowestBound();
            return new(found.Jurors, lowestBound, search.Lowest(found.Jurors) == lowestBound, lowest);
        }
        if (options.Floor is not { } asked)
        {
            var (floor, found) = search.Fair();
            var bound = search.TotalBound(floor, found.Total);
            return new(found.Jurors, bound, found.Total == bound, floor);
        }
        return AboveGiven(graph, search, (long)Math.Ceiling(Math.Round(asked * scale, 3)), asked, scale, best);
    }

    private static Solution AboveGiven(PanelGraph graph, FairSearch search, long floor, double asked, double scale, MaxSumSolution best)
    {
        if (search.Unreachable(floor) is var (entry, most))
            return new([], 0, false, floor, new("assign.floor_unreachable",
                ("entry", graph.Entries[entry].Entry), ("most", most / scale), ("floor", asked)));

        var found = search.LargestAbove(floor, best.Jurors);
        if (found.Shortfall > 0 && search.HighestLowest() is var highest && search.Lowest(highest.Jurors) >= floor)
            found = search.LargestAbove(floor, highest.Jurors);
        if (found.Shortfall > 0)
            return new([], 0, false, floor, new("assign.floor_not_found", ("floor", asked), ("lowest", search.Lowest(found.Jurors) / scale)));
        var bound = search.TotalBound(floor, found.Total);
        return new(found.Jurors, bound, found.Total == bound, floor);
    }

    private static AssignmentResult Result(
        PanelGraph graph, double[] affinity, double scale, Solution solution, AssignmentOptions options, double seconds)
    {
        var m = graph.Jurors.Length;
        var totals = solution.Jurors.Select((jurors, e) => jurors.Sum(j => affinity[e * m + j])).ToArray();
        var loads = solution.Jurors.SelectMany(jurors => jurors).GroupBy(j => j).ToDictionary(g => g.Key, g => g.Count());
        var perJuror = Enumerable.Range(0, m).Select(j => loads.GetValueOrDefault(j)).ToList();
        var pairs = solution.Jurors.SelectMany((jurors, e) => jurors.Select(j =>
            new AssignedPair(graph.Entries[e].Entry, graph.Jurors[j].Juror, affinity[e * m + j])));
        var lowestTenth = totals.Order().Take((totals.Length + 9) / 10).DefaultIfEmpty(0);
        var (objective, value) = options switch
        {
            { Objective: Objective.MaxMin, Floor: null } => ("max-min", totals.DefaultIfEmpty(0).Min()),
            { Objective: Objective.MaxSum, Floor: null } => ("max-sum", totals.Sum()),
            _ => ("fair", totals.Sum()),
        };
        var report = new AssignmentReport(
            objective, totals.Sum(), totals.DefaultIfEmpty(0).Min(), totals.DefaultIfEmpty(0).Average(), lowestTenth.Average(),
            Envy(solution.Jurors, totals, affinity, m),
            new(perJuror.DefaultIfEmpty(0).Min(), perJuror.DefaultIfEmpty(0).Max(), new SortedDictionary<int, int>(perJuror.CountBy(l => l).ToDictionary())),
            solution.Jurors.Select((jurors, e) => jurors.Count(j => !graph.Allows(e, j))).Sum(),
            // Proved in integers; the published value and bound then are the same number.
            solution.Optimal, solution.Optimal ? value : solution.Bound / scale,
            solution.Floor / scale, seconds, options.Seed, Version);
        return new([.. pairs.OrderBy(p => p.Entry, CodeOrder.Comparer).ThenBy(p => p.Juror, CodeOrder.Comparer)], report, null);
    }

    private static string Version => typeof(Assigner).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    private static long Envy(int[][] jurors, double[] totals, double[] affinity, int m)
    {
        long envy = 0;
        for (var a = 0; a < jurors.Length; a++)
        {
            for (var b = 0; b < jurors.Length; b++)
            {
                var others = 0.0;
                foreach (var j in jurors[b]) others += affinity[a * m + j];
                // A tie computed in another order is no envy.
                if (others > totals[a] + 1e-9 * Math.Abs(totals[a])) envy++;
            }
        }
        return envy;
    }

    private static double[] InGraphOrder(AssignmentProblem problem, PanelGraph graph)
    {
        var (n, m) = (graph.Entries.Length, graph.Jurors.Length);
        if (problem.Affinity.Length != (long)n * m)
            throw new ArgumentException($"{problem.Affinity.Length} affinities do not fit {n} entries and {m} jurors.", nameof(problem));
        if (problem.Affinity.Any(a => !double.IsFinite(a))) throw new ArgumentException("An affinity is not a finite number.", nameof(problem));

        var row = graph.Entries.Select((e, i) => (e.Entry, i)).ToDictionary(x => x.Entry, x => x.i, StringComparer.Ordinal);
        var column = graph.Jurors.Select((j, i) => (j.Juror, i)).ToDictionary(x => x.Juror, x => x.i, StringComparer.Ordinal);
        var (rows, columns) = (problem.Panel.Entries.Select(e => row[e.Entry]).ToArray(), problem.Panel.Jurors.Select(j => column[j.Juror]).ToArray());
        if (rows.SequenceEqual(Enumerable.Range(0, n)) && columns.SequenceEqual(Enumerable.Range(0, m))) return problem.Affinity;
        var ordered = new double[problem.Affinity.Length];
        for (var e = 0; e < n; e++)
        {
            for (var j = 0; j < m; j++) ordered[rows[e] * m + columns[j]] = problem.Affinity[e * m + j];
        }
        return ordered;
    }
}
