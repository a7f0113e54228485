namespace BangVang.Judging.Choices;

/// <summary>What a juror did with the products that were shown: two for a choice, several for an order.</summary>
/// <param name="Shown">As they stood on the screen, the first one on the left or above.</param>
/// <param name="Order">From the best to the last; null when they were skipped.</param>
/// <param name="WhySkipped">The juror's reason; null when they were put into order.</param>
public sealed record ChoiceAct(IReadOnlyList<string> Shown, string Juror, IReadOnlyList<string>? Order, string? WhySkipped)
{
    /// <summary>A choice between two.</summary>
    public static ChoiceAct Of(string juror, string chosen, string other) => new([chosen, other], juror, [chosen, other], null);
}

/// <summary>
/// Judging by pairs, or by orders of several: the products to show next are those whose answer tells most about the strengths as they are
/// known so far; an act can be undone; what a juror skipped is not shown together to that juror again.
/// </summary>
/// <param name="entries">At least two, each once.</param>
/// <param name="seed">
/// Draws which of equally telling pairs comes first, and who stands left where neither has stood there less often; null goes by name. The
/// same seed and acts show the same products on every machine.
/// </param>
public sealed class PairwiseJudging(IReadOnlyCollection<string> entries, string? seed = null)
{
    /// <summary>Strengths are expected to differ by about this much before anything is known: the best wins against the middle 9 times of 10.</summary>
    public const double Prior = 1.5;

    private readonly string[] names = entries.Count >= 2 && entries.Distinct(StringComparer.Ordinal).Count() == entries.Count
        ? InOrder(entries, seed)
        : throw new ArgumentException("Pairs need at least two entries, each once.", nameof(entries));
    private readonly List<ChoiceAct> acts = [];

    /// <summary>Everything that was done and not undone, in order.</summary>
    public IReadOnlyList<ChoiceAct> Acts => acts;

    /// <summary>A juror prefers <paramref name="chosen"/> to <paramref name="other"/>.</summary>
    /// <exception cref="ArgumentException">One of them is not among the entries, or they are the same.</exception>
    public void Choose(string juror, string chosen, string other) => Add(ChoiceAct.Of(juror, chosen, other));

    /// <summary>A juror cannot or may not decide between them, and says why.</summary>
    /// <exception cref="ArgumentException">They are fewer than two, one is not among the entries or there twice, or the reason is empty.</exception>
    public void Skip(string juror, IReadOnlyList<string> shown, string reason) => Add(new(shown, juror, null, reason));

    /// <summary>Adds what was done with products as they were shown.</summary>
    /// <exception cref="ArgumentException">They are no two or more of the entries, the order is not of them all, or there is no reason for skipping.</exception>
    public void Add(ChoiceAct act)
    {
        if (act.Shown.Count < 2 || act.Shown.Distinct(StringComparer.Ordinal).Count() < act.Shown.Count || act.Shown.Any(s => !names.Contains(s, StringComparer.Ordinal)))
            throw new ArgumentException($"{string.Join(", ", act.Shown)} are no two or more of these entries, each once.", nameof(act));
        if (act.Order is null ? string.IsNullOrWhiteSpace(act.WhySkipped) : !act.Order.Order(StringComparer.Ordinal).SequenceEqual(act.Shown.Order(StringComparer.Ordinal)))
            throw new ArgumentException("What is shown is put into order, all of it, or skipped with a reason.", nameof(act));
        acts.Add(act);
    }

    /// <summary>Takes back the juror's last act; null when there is none.</summary>
    public ChoiceAct? Undo(string juror)
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
    public (string First, string Second)? Next(string juror, Func<string, bool>? mayJudge = null) => Next(juror, 2, mayJudge) is [var first, var second] ? (first, second) : null;

    /// <summary>
    /// The products to show this juror next, to be put into order: the pair that tells most, and one after the other the product with which
    /// the whole order tells most (<see cref="OrderInformation"/>): the greedy step of a sequential D-optimal design, as Azari Soufiani, Parkes
    /// and Xia (2013) choose what to ask next. Equals are parted as among pairs. With a seed, who has stood far to the left stands right. Products
    /// that were shown together before, these and no others, do not come again. Null when nothing is left.
    /// </summary>
    /// <param name="count">How many are shown, 2 or more.</param>
    /// <param name="mayJudge">False for an entry the juror is in conflict with.</param>
    public IReadOnlyList<string>? Next(string juror, int count, Func<string, bool>? mayJudge = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        var (strength, covariance) = Known();
        int[] able = [.. Enumerable.Range(0, names.Length).Where(i => mayJudge?.Invoke(names[i]) is not false)];
        var search = new OrderSearch(able, count, Together(), DoneBy(juror, count), new(strength, covariance));
        if (search.Best() is not { } best) return null;
        string[] found = [.. best.Order().Select(i => names[i])];
        return seed is null ? found : Placed(found);
    }

    /// <summary>How often two entries were shown together, by their indices.</summary>
    private Dictionary<(int, int), int> Together()
    {
        var shown = new Dictionary<(int, int), int>();
        foreach (var act in acts)
        {
            var at = IndicesOf(act);
            for (var i = 0; i < at.Length; i++)
                for (var j = i + 1; j < at.Length; j++) shown[(at[i], at[j])] = shown.GetValueOrDefault((at[i], at[j])) + 1;
        }
        return shown;
    }

    private HashSet<string> DoneBy(string juror, int count) => [.. acts.Where(a => a.Juror == juror && a.Shown.Count == count).Select(a => OrderSearch.KeyOf(IndicesOf(a)))];

    private int[] IndicesOf(ChoiceAct act) => [.. act.Shown.Select(s => Array.IndexOf(names, s)).Order()];

    /// <summary>Puts to the left who has stood there less often, counted against the right; equals by lot.</summary>
    private string[] Placed(string[] shown)
    {
        // Drawn from the last to the first: of a pair, the first one stands left when 0 is drawn.
        string[] drawn = [.. shown.Reverse()];
        new SeededRandom($"{seed}/side/{acts.Count}").Shuffle(drawn.AsSpan());
        return [.. drawn.OrderBy(Leftness)];
    }

    /// <summary>How far left it has stood, over all acts: +1 and −1 in a pair, 2, 0 and −2 among three.</summary>
    private int Leftness(string entry) => acts.Sum(a => a.Shown.Index().Where(s => s.Item == entry).Sum(s => a.Shown.Count - 1 - (2 * s.Index)));

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
        var contests = acts.Where(a => a.Order is not null).Select((a, i) => new Contest($"{i}", a.Order!)).ToArray();
        var likelihood = new ChoiceLikelihood(names, contests, 1 / (Prior * Prior));
        var strength = likelihood.Search().Strength;
        return (strength, likelihood.Covariance(strength).Matrix);
    }
}
