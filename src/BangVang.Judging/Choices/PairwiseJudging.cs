namespace BangVang.Judging.Choices;

/// <summary>What a juror did with a pair that was shown.</summary>
/// <param name="Chosen">The better one; null when the pair was skipped.</param>
/// <param name="WhySkipped">The juror's reason; null when one was chosen.</param>
public sealed record PairAct(string First, string Second, string Juror, string? Chosen, string? WhySkipped);

/// <summary>
/// Judging by pairs: two products, one choice. The next pair is the one whose answer tells most about the strengths as they are known so
/// far; an act can be undone; a pair a juror skipped is not shown to that juror again.
/// </summary>
/// <param name="entries">At least two, each once.</param>
/// <param name="seed">
/// Draws which of equally telling pairs comes first, and who stands left where neither has stood there less often; null goes by name. The
/// same seed and acts give the same pairs on every machine.
/// </param>
public sealed class PairwiseJudging(IReadOnlyCollection<string> entries, string? seed = null)
{
    /// <summary>Strengths are expected to differ by about this much before anything is known: the best wins against the middle 9 times of 10.</summary>
    public const double Prior = 1.5;

    private readonly string[] names = entries.Count >= 2 && entries.Distinct(StringComparer.Ordinal).Count() == entries.Count
        ? InOrder(entries, seed)
        : throw new ArgumentException("Pairs need at least two entries, each once.", nameof(entries));
    private readonly List<PairAct> acts = [];

    /// <summary>Everything that was done and not undone, in order.</summary>
    public IReadOnlyList<PairAct> Acts => acts;

    /// <summary>A juror prefers <paramref name="chosen"/> to <paramref name="other"/>.</summary>
    /// <exception cref="ArgumentException">One of them is not among the entries, or they are the same.</exception>
    public void Choose(string juror, string chosen, string other)
    {
        Check(chosen, other);
        acts.Add(new(chosen, other, juror, chosen, null));
    }

    /// <summary>A juror cannot or may not decide between the two, and says why.</summary>
    /// <exception cref="ArgumentException">One of them is not among the entries, they are the same, or the reason is empty.</exception>
    public void Skip(string juror, string first, string second, string reason)
    {
        Check(first, second);
        if (string.IsNullOrWhiteSpace(reason)) throw new ArgumentException("A skipped pair needs a reason.", nameof(reason));
        acts.Add(new(first, second, juror, null, reason));
    }

    /// <summary>Adds what was done with a pair as it was shown, <see cref="PairAct.First"/> on the left.</summary>
    /// <exception cref="ArgumentException">They are no pair of the entries, neither of them was chosen, or a skipped pair has no reason.</exception>
    public void Add(PairAct act)
    {
        Check(act.First, act.Second);
        if (act.Chosen is null ? string.IsNullOrWhiteSpace(act.WhySkipped) : act.Chosen != act.First && act.Chosen != act.Second)
            throw new ArgumentException("Of a pair one is chosen, or it is skipped with a reason.", nameof(act));
        acts.Add(act);
    }

    /// <summary>Takes back the juror's last act; null when there is none.</summary>
    public PairAct? Undo(string juror)
    {
        var last = acts.FindLastIndex(a => a.Juror == juror);
        if (last < 0) return null;
        var act = acts[last];
        acts.RemoveAt(last);
        return act;
    }

    /// <summary>
    /// The pair to show this juror next: where the answer is expected to lower the doubt most (½·log(1 + p·(1 − p)·variance of the
    /// difference), the information of a D-optimal design); among equals the pair shown least, then by the seed or by name. With a seed, the
    /// first one stands left: who has stood there less often. Null when the juror has answered or skipped all.
    /// </summary>
    /// <param name="mayJudge">False for an entry the juror is in conflict with.</param>
    public (string First, string Second)? Next(string juror, Func<string, bool>? mayJudge = null)
    {
        var (strength, covariance) = Known();
        var shown = new Dictionary<(string, string), int>();
        var done = new HashSet<(string, string)>();
        foreach (var act in acts)
        {
            var pair = Pair(act.First, act.Second);
            shown[pair] = shown.GetValueOrDefault(pair) + 1;
            if (act.Juror == juror) done.Add(pair);
        }
        (string, string)? best = null;
        var (most, least) = (double.NegativeInfinity, int.MaxValue);
        for (var i = 0; i < names.Length; i++)
        {
            for (var j = i + 1; j < names.Length; j++)
            {
                if (done.Contains(Pair(names[i], names[j])) || mayJudge?.Invoke(names[i]) is false || mayJudge?.Invoke(names[j]) is false) continue;
                var p = 1 / (1 + Math.Exp(strength[j] - strength[i]));
                var tells = Math.Round(Math.Log(1 + p * (1 - p) * (covariance[i, i] + covariance[j, j] - 2 * covariance[i, j])) / 2, 9);
                var times = shown.GetValueOrDefault(Pair(names[i], names[j]));
                if (tells < most || (tells == most && times >= least)) continue;
                (best, most, least) = ((names[i], names[j]), tells, times);
            }
        }
        return best is var (a, b) && seed is not null ? Sided(a, b) : best;
    }

    /// <summary>Puts on the left who has stood there less often, counted against the right; equals by lot.</summary>
    private (string Left, string Right) Sided(string a, string b)
    {
        int Leftness(string entry) => acts.Count(x => x.First == entry) - acts.Count(x => x.Second == entry);
        var ahead = Leftness(a) - Leftness(b);
        if (ahead == 0) ahead = new SeededRandom($"{seed}/side/{acts.Count}").Next(2) == 0 ? -1 : 1;
        return ahead < 0 ? (a, b) : (b, a);
    }

    private static string[] InOrder(IReadOnlyCollection<string> entries, string? seed)
    {
        string[] order = [.. entries.Order(StringComparer.Ordinal)];
        if (seed is not null) new SeededRandom($"{seed}/pairs").Shuffle(order.AsSpan());
        return order;
    }

    /// <summary>The strengths so far, from the strongest down, each against the mean of all, held together by <see cref="Prior"/>.</summary>
    public IReadOnlyList<ChosenEntry> Standings()
    {
        var (strength, covariance) = Known();
        var mean = strength.Average();
        return [.. names.Select((name, i) => new ChosenEntry(name, strength[i] - mean, Math.Sqrt(AgainstMean(covariance, i))))
            .OrderByDescending(e => Math.Round(e.Estimate, 9)).ThenBy(e => e.Entry, StringComparer.Ordinal)];
    }

    private static double AgainstMean(double[,] covariance, int entry)
    {
        var n = covariance.GetLength(0);
        var (row, all) = (0.0, 0.0);
        for (var i = 0; i < n; i++)
        {
            row += covariance[entry, i] / n;
            for (var j = 0; j < n; j++) all += covariance[i, j] / n / n;
        }
        return Math.Max(0, covariance[entry, entry] - 2 * row + all);
    }

    private (double[] Strength, double[,] Covariance) Known()
    {
        var contests = acts.Where(a => a.Chosen is not null).Select((a, i) => new Contest($"{i}", a.Chosen == a.First ? [a.First, a.Second] : [a.Second, a.First])).ToArray();
        var likelihood = new ChoiceLikelihood(names, contests, 1 / (Prior * Prior));
        var strength = likelihood.Search().Strength;
        return (strength, likelihood.Covariance(strength).Matrix);
    }

    private void Check(string first, string second)
    {
        if (!names.Contains(first, StringComparer.Ordinal) || !names.Contains(second, StringComparer.Ordinal) || first == second)
            throw new ArgumentException($"{first} and {second} are no pair of these entries.");
    }

    private static (string, string) Pair(string a, string b) => string.CompareOrdinal(a, b) < 0 ? (a, b) : (b, a);
}
