namespace BangVang.Judging.Assignment;

/// <summary>What changes when a juror drops out, or why nobody can take over.</summary>
/// <param name="Removed">Pairs that end, those of the juror first; empty when there is a shortage.</param>
/// <param name="Added">Pairs that begin; as many as end.</param>
/// <param name="TotalAffinity">Of all pairs afterwards.</param>
/// <param name="MinEntryAffinity">The lowest total of an entry afterwards.</param>
/// <param name="Shortage">As in <see cref="AssignmentResult"/>.</param>
public sealed record ReplacementResult(
    IReadOnlyList<PanelPair> Removed, IReadOnlyList<PanelPair> Added, double TotalAffinity, double MinEntryAffinity, Reason? Shortage);

/// <summary>Finds who takes over from a juror who drops out.</summary>
public static class Replacement
{
    /// <summary>
    /// The fewest changes to everyone else's pairs, and among those the largest total, exactly: an assignment in which each pair that stays is worth
    /// more than all affinities together. Affinities are rounded for this to 2^−30 of the largest times twice the number of places.
    /// </summary>
    /// <param name="problem">With the juror; pinned pairs (sheets that were begun, say) stay, but for the juror's own.</param>
    /// <param name="current">The assignment as it is; pairs that the problem no longer allows are changed too.</param>
    /// <exception cref="ArgumentException">The juror or a pair is not in the problem, or as in <see cref="Assigner.Solve"/>.</exception>
    public static ReplacementResult Of(AssignmentProblem problem, IReadOnlyCollection<PanelPair> current, string juror)
    {
        var panel = problem.Panel;
        var column = panel.Jurors.ToList().FindIndex(j => j.Juror == juror);
        if (column < 0) throw new ArgumentException($"{juror} is not in the list of jurors.", nameof(juror));

        var m = panel.Jurors.Count;
        var without = new AssignmentProblem(
            panel with
            {
                Jurors = [.. panel.Jurors.Where(j => j.Juror != juror)],
                Conflicts = [.. panel.Conflicts.Where(p => p.Juror != juror)],
                Pinned = [.. panel.Pinned.Where(p => p.Juror != juror)],
            },
            [.. problem.Affinity.Where((_, i) => i % m != column)]);
        var staying = current.Where(p => p.Juror != juror).ToHashSet();
        var result = Assigner.Solve(Keeping(without, staying), new());
        if (result.Shortage is not null) return new([], [], 0, 0, result.Shortage);

        var after = result.Pairs.Select(p => new PanelPair(p.Entry, p.Juror)).ToHashSet();
        var removed = current.Where(p => !after.Contains(p)).OrderBy(p => p.Juror != juror).ThenBy(p => p);
        var (total, lowest) = Exchange.Totals(problem, after);
        return new([.. removed], [.. after.Except(staying).Order()], total, lowest, null);
    }

    private static AssignmentProblem Keeping(AssignmentProblem problem, HashSet<PanelPair> staying)
    {
        var (entries, jurors) = (Index(problem.Panel.Entries.Select(e => e.Entry)), Index(problem.Panel.Jurors.Select(j => j.Juror)));
        var places = Math.Max(1, problem.Panel.Entries.Sum(e => (double)e.Demand));
        var largest = problem.Affinity.Select(Math.Abs).DefaultIfEmpty(0).Max();
        // All in whole numbers up to 2^30, which the solver takes as they are.
        var unit = largest == 0 ? 0 : Math.Floor((1 << 30) / (2 * places + 2)) / largest;
        var keep = Math.Floor(2 * places * unit * largest) + 1;
        double[] weighted = [.. problem.Affinity.Select(a => Math.Round(a * unit))];
        foreach (var pair in staying)
        {
            if (!entries.TryGetValue(pair.Entry, out var e) || !jurors.TryGetValue(pair.Juror, out var j))
                throw new ArgumentException($"The pair of entry {pair.Entry} and juror {pair.Juror} is not in the lists.", nameof(staying));
            weighted[e * jurors.Count + j] += keep;
        }
        return problem with { Affinity = weighted };
    }

    internal static Dictionary<string, int> Index(IEnumerable<string> codes) =>
        codes.Select((code, i) => (code, i)).ToDictionary(c => c.code, c => c.i, StringComparer.Ordinal);
}
