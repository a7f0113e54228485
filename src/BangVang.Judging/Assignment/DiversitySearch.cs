namespace BangVang.Judging.Assignment;

/// <summary>
/// Exchanges jurors between entries, and moves entries to jurors with room, so that entries can be told apart better, while little of the total is
/// given up: steps with the most variance saved per affinity lost come first, down to ever cheaper ones. The change of the mean variance
/// of a difference is exact for each step (Sherman, Morrison and Woodbury). Deterministic for a seed.
/// </summary>
internal sealed class DiversitySearch
{
    /// <summary>Entries and jurors together, at most: the search keeps two square matrices of them.</summary>
    public const int MostNodes = 2500;

    /// <summary>How surely a juror's strictness is taken to be near the others': so little that it only keeps separate parts finite.</summary>
    private const double Ridge = 1e-4;
    private const double LargestSaving = 0.05;
    private const int StepsPerPass = 120_000, Passes = 12, ChangesBetweenFreshStarts = 256;

    private readonly PanelGraph graph;
    private readonly int[] value;
    private readonly long[] floorOf;
    private readonly int n, m;
    private readonly FastRandom random;
    private readonly Func<bool> stop;
    private readonly bool[] has;
    private readonly int[] pairEntry, pairJuror, load;
    private readonly long[] total;
    private readonly int[] ofGroup;
    private long budget;
    private int changes;

    // m: the covariance of all effects; k: its columns, centred over entries, times each other. Both over entries, then jurors.
    private double[][] covariance = [], spread = [];
    private double criterion;

    // One step: arcs taken away and added, at most four.
    private readonly (int Entry, int Juror, double Sign)[] arcs = new (int, int, double)[4];
    private readonly double[,] inner = new double[4, 4], outer = new double[4, 4], solved = new double[4, 4];
    private int count;

    /// <param name="budget">How much of the total may be lost, in units of the values.</param>
    /// <param name="lowest">No entry's total falls below this, unless it was below before.</param>
    public DiversitySearch(PanelGraph graph, int[] value, int[][] start, long budget, long lowest, SeededRandom seed, Func<bool> stop)
    {
        (this.graph, this.value, this.budget, this.stop, n, m, random) = (graph, value, budget, stop, graph.Entries.Length, graph.Jurors.Length, new(seed));
        (has, load, total) = (new bool[n * m], new int[m], new long[n]);
        ofGroup = new int[graph.IsUngrouped ? 0 : n * graph.GroupCount];
        var pairs = start.SelectMany((jurors, e) => jurors.Select(j => (Entry: e, Juror: j))).ToList();
        foreach (var (e, j) in pairs) Set(e, j, true);
        floorOf = [.. total.Select(t => Math.Min(t, lowest))];
        pairs.RemoveAll(p => graph.IsPinned(p.Entry, p.Juror));
        (pairEntry, pairJuror) = ([.. pairs.Select(p => p.Entry)], [.. pairs.Select(p => p.Juror)]);
    }

    /// <summary>Searches, and returns for each entry its jurors. Call once.</summary>
    public int[][] Run()
    {
        Refresh();
        var rate = criterion / Math.Max(1, budget) * 16;
        for (var pass = 0; pass < Passes && pairEntry.Length > 0 && !stop(); pass++, rate /= 2) Pass(rate);
        return [.. Enumerable.Range(0, n).Select(e => Enumerable.Range(0, m).Where(j => has[e * m + j]).ToArray())];
    }

    private void Pass(double rate)
    {
        var pairs = pairEntry.Length;
        var all = (long)pairs * (pairs - 1) / 2;
        if (all <= StepsPerPass)
        {
            for (var p = 0; p < pairs; p++)
            {
                for (var q = p + 1; q < pairs; q++) TryExchange(p, q, rate);
            }
        }
        else
        {
            for (var i = 0; i < StepsPerPass; i++) TryExchange(random.Next(pairs), random.Next(pairs), rate);
        }
        if ((long)pairs * m <= StepsPerPass)
        {
            for (var p = 0; p < pairs; p++)
            {
                for (var j = 0; j < m; j++) TryMove(p, j, rate);
            }
        }
        else
        {
            for (var i = 0; i < StepsPerPass; i++) TryMove(random.Next(pairs), random.Next(m), rate);
        }
    }

    private void TryExchange(int p, int q, double rate)
    {
        var (e, j, f, i) = (pairEntry[p], pairJuror[p], pairEntry[q], pairJuror[q]);
        if (e == f || i == j || !Free(e, i) || !Free(f, j) || !GroupsAllow(e, j, i) || !GroupsAllow(f, i, j)) return;
        long first = (long)value[e * m + i] - value[e * m + j], second = (long)value[f * m + j] - value[f * m + i];
        if (total[e] + first < floorOf[e] || total[f] + second < floorOf[f]) return;
        (arcs[0], arcs[1], arcs[2], arcs[3], count) = ((e, j, -1), (f, i, -1), (e, i, 1), (f, j, 1), 4);
        if (!IsWorth(-first - second, rate)) return;
        Apply(-first - second);
        (pairJuror[p], pairJuror[q]) = (i, j);
    }

    private void TryMove(int p, int juror, double rate)
    {
        var (e, j) = (pairEntry[p], pairJuror[p]);
        if (load[juror] >= graph.Jurors[juror].MaxLoad || load[j] <= graph.Jurors[j].MinLoad || !Free(e, juror) || !GroupsAllow(e, j, juror)) return;
        var gain = (long)value[e * m + juror] - value[e * m + j];
        if (total[e] + gain < floorOf[e]) return;
        (arcs[0], arcs[1], count) = ((e, j, -1), (e, juror, 1), 2);
        if (!IsWorth(-gain, rate)) return;
        Apply(-gain);
        pairJuror[p] = juror;
    }

    private bool Free(int entry, int juror) => !has[entry * m + juror] && graph.Allows(entry, juror);

    private bool GroupsAllow(int entry, int leaving, int coming)
    {
        var group = graph.GroupOf[coming];
        return graph.IsUngrouped || group < 0 || group == graph.GroupOf[leaving] || ofGroup[entry * graph.GroupCount + group] < graph.GroupCap;
    }

    private void Set(int entry, int juror, bool assigned)
    {
        has[entry * m + juror] = assigned;
        load[juror] += assigned ? 1 : -1;
        total[entry] += assigned ? value[entry * m + juror] : -value[entry * m + juror];
        if (!graph.IsUngrouped && graph.GroupOf[juror] is >= 0 and var group) ofGroup[entry * graph.GroupCount + group] += assigned ? 1 : -1;
    }

    /// <summary>Does the step save variance, enough for what it loses, within the budget?</summary>
    private bool IsWorth(long loss, double rate)
    {
        // No single step saves more than this share: what loses too much for that need not be computed.
        if (loss > budget || loss * rate > criterion * LargestSaving) return false;
        for (var a = 0; a < count; a++)
        {
            for (var b = a; b < count; b++)
            {
                inner[a, b] = inner[b, a] = Between(covariance, arcs[a], arcs[b]) + (a == b ? arcs[a].Sign : 0);
                outer[a, b] = outer[b, a] = Between(spread, arcs[a], arcs[b]);
            }
        }
        if (!TryInvert()) return false;
        var saved = 0.0;
        for (var a = 0; a < count; a++)
        {
            for (var b = 0; b < count; b++) saved += solved[a, b] * outer[a, b];
        }
        return saved > criterion * 1e-6 && (loss <= 0 || saved >= rate * loss);
    }

    private double Between(double[][] matrix, (int Entry, int Juror, double Sign) a, (int Entry, int Juror, double Sign) b) =>
        matrix[a.Entry][b.Entry] - matrix[a.Entry][n + b.Juror] - matrix[n + a.Juror][b.Entry] + matrix[n + a.Juror][n + b.Juror];

    /// <summary>Inverts <see cref="inner"/> into <see cref="solved"/> (Gauss and Jordan, with pivots); false when it is all but singular.</summary>
    private bool TryInvert()
    {
        Span<double> work = stackalloc double[32];
        for (var a = 0; a < count; a++)
        {
            for (var b = 0; b < count; b++) (work[a * 8 + b], work[a * 8 + 4 + b]) = (inner[a, b], a == b ? 1 : 0);
        }
        for (var c = 0; c < count; c++)
        {
            var pivot = c;
            for (var r = c + 1; r < count; r++) if (Math.Abs(work[r * 8 + c]) > Math.Abs(work[pivot * 8 + c])) pivot = r;
            if (Math.Abs(work[pivot * 8 + c]) < 1e-9) return false;
            for (var k = 0; k < 8; k++) (work[c * 8 + k], work[pivot * 8 + k]) = (work[pivot * 8 + k], work[c * 8 + k]);
            var by = work[c * 8 + c];
            for (var k = 0; k < 8; k++) work[c * 8 + k] /= by;
            for (var r = 0; r < count; r++)
            {
                if (r == c) continue;
                var times = work[r * 8 + c];
                for (var k = 0; k < 8; k++) work[r * 8 + k] -= times * work[c * 8 + k];
            }
        }
        for (var a = 0; a < count; a++)
        {
            for (var b = 0; b < count; b++) solved[a, b] = work[a * 8 + 4 + b];
        }
        return true;
    }

    private void Apply(long loss)
    {
        for (var a = 0; a < count; a++) Set(arcs[a].Entry, arcs[a].Juror, arcs[a].Sign > 0);
        budget -= loss;
        if (++changes % ChangesBetweenFreshStarts == 0) Refresh();
        else Update();
    }

    /// <summary>
    /// With W = covariance × arcs, V = spread × arcs, Z the solved inner matrix and Q the outer one, the covariance loses W Z Wᵀ and the
    /// spread gains W Aᵀ + A Wᵀ, where A = ½ W Z Q Z − V Z.
    /// </summary>
    private void Update()
    {
        var nodes = n + m;
        var (w, z, a) = (new double[nodes, 4], new double[nodes, 4], new double[nodes, 4]);
        var zqz = Product(Product(solved, outer), solved);
        for (var node = 0; node < nodes; node++)
        {
            for (var c = 0; c < count; c++) w[node, c] = covariance[node][arcs[c].Entry] - covariance[node][n + arcs[c].Juror];
            for (var c = 0; c < count; c++)
            {
                for (var d = 0; d < count; d++)
                {
                    z[node, c] += w[node, d] * solved[d, c];
                    a[node, c] += w[node, d] * zqz[d, c] / 2 - (spread[node][arcs[d].Entry] - spread[node][n + arcs[d].Juror]) * solved[d, c];
                }
            }
        }
        for (var x = 0; x < nodes; x++)
        {
            var (rowOfCovariance, rowOfSpread) = (covariance[x], spread[x]);
            for (var y = 0; y < nodes; y++)
            {
                var (less, more) = (0.0, 0.0);
                for (var c = 0; c < count; c++)
                {
                    less += z[x, c] * w[y, c];
                    more += w[x, c] * a[y, c] + a[x, c] * w[y, c];
                }
                rowOfCovariance[y] -= less;
                rowOfSpread[y] += more;
            }
        }
        for (var c = 0; c < count; c++)
        {
            for (var d = 0; d < count; d++) criterion -= solved[c, d] * outer[c, d];
        }
    }

    private double[,] Product(double[,] left, double[,] right)
    {
        var product = new double[4, 4];
        for (var a = 0; a < count; a++)
        {
            for (var b = 0; b < count; b++)
            {
                for (var c = 0; c < count; c++) product[a, b] += left[a, c] * right[c, b];
            }
        }
        return product;
    }

    /// <summary>Both matrices from the assignment itself, by eliminating the entries.</summary>
    private void Refresh()
    {
        var jurorsOf = Enumerable.Range(0, n).Select(e => Enumerable.Range(0, m).Where(j => has[e * m + j]).ToArray()).ToArray();
        var normal = Enumerable.Range(0, m).Select(_ => new double[m]).ToArray();
        for (var j = 0; j < m; j++) normal[j][j] = load[j] + Ridge;
        foreach (var js in jurorsOf)
        {
            foreach (var i in js)
            {
                foreach (var j in js) normal[i][j] -= 1.0 / js.Length;
            }
        }
        var h = DesignVariance.Inverse(normal);
        var nodes = n + m;
        covariance = [.. Enumerable.Range(0, nodes).Select(_ => new double[nodes])];
        for (var j = 0; j < m; j++) Array.Copy(h[j], 0, covariance[n + j], n, m);
        for (var e = 0; e < n; e++)
        {
            foreach (var i in jurorsOf[e])
            {
                for (var j = 0; j < m; j++) covariance[e][n + j] += h[i][j] / jurorsOf[e].Length;
            }
            for (var j = 0; j < m; j++) covariance[n + j][e] = covariance[e][n + j];
        }
        for (var e = 0; e < n; e++)
        {
            for (var f = 0; f < n; f++)
            {
                foreach (var i in jurorsOf[f]) covariance[e][f] += covariance[e][n + i] / jurorsOf[f].Length;
            }
            if (jurorsOf[e].Length > 0) covariance[e][e] += 1.0 / jurorsOf[e].Length;
        }
        RefreshSpread();
    }

    private void RefreshSpread()
    {
        var nodes = n + m;
        // Column by column of the covariance, which is symmetric: its rows, over entries only, less their mean.
        var centred = new double[nodes][];
        for (var x = 0; x < nodes; x++)
        {
            centred[x] = covariance[x][..n];
            var mean = n == 0 ? 0 : centred[x].Average();
            for (var e = 0; e < n; e++) centred[x][e] -= mean;
        }
        spread = [.. Enumerable.Range(0, nodes).Select(_ => new double[nodes])];
        for (var x = 0; x < nodes; x++)
        {
            for (var y = 0; y <= x; y++) spread[x][y] = spread[y][x] = DesignVariance.Dot(centred[x], centred[y], n);
        }
        criterion = 0;
        for (var e = 0; e < n; e++) criterion += centred[e][e];
    }
}
