using BangVang.Judging.Numbers;

namespace BangVang.Judging.Calibration;

/// <summary>
/// The marginal likelihood of the many-facet Rasch model: each entry's ability is summed over a grid, normal with mean 0, as TAM does
/// (Robitzsch, Kiefer and Wu; 21 nodes from −6 to 6).
/// </summary>
internal sealed class RaschLikelihood
{
    /// <summary>Holds what the marks leave without limit (a step nobody used, a juror with the highest marks only); too weak to be seen elsewhere.</summary>
    private const double Hold = 1.0 / (20 * 20);

    private readonly RaschLayout layout;
    private readonly double[] node;
    private readonly int most;
    private readonly int[] start;
    private readonly int[] rowsByEntry;
    private readonly double[] total;
    private readonly double[] reached;

    public RaschLikelihood(RaschLayout layout, int nodes, double reach)
    {
        this.layout = layout;
        node = [.. Enumerable.Range(0, nodes).Select(q => -reach + 2 * reach * q / (nodes - 1))];
        most = layout.Marks.Highest.Max();
        var design = layout.Design;
        // Rows stand in the order of their entries.
        start = new int[design.Entries.Length + 1];
        foreach (var e in design.Entry) start[e + 1]++;
        for (var e = 0; e < design.Entries.Length; e++) start[e + 1] += start[e];
        rowsByEntry = [.. Enumerable.Range(0, design.Count)];
        (total, reached) = (new double[layout.CellRow.Count], new double[layout.CellRow.Count * (most + 1)]);
        for (var r = 0; r < design.Count; r++)
        {
            total[layout.Cell[r]] += design.Weight[r] * layout.Marks.Step[r];
            for (var h = 1; h <= layout.Marks.Step[r]; h++) reached[layout.Cell[r] * (most + 1) + h] += design.Weight[r];
        }
    }

    /// <summary>The mean and the standard deviation of each entry's ability given its marks.</summary>
    public double[] Mean => field ??= new double[start.Length - 1];
    public double[] Deviation => field ??= new double[start.Length - 1];

    public int Nodes => node.Length;

    /// <summary>The last node; the first is minus that.</summary>
    public double Reach => node[^1];

    /// <summary>The distance between nodes.</summary>
    public double Spacing => node[1] - node[0];

    /// <summary>−2 log-likelihood, without the hold.</summary>
    public double Deviance { get; private set; }

    /// <summary>Minus the log-likelihood, with its slope; fills <see cref="Mean"/> and <see cref="Deviation"/>.</summary>
    public double At(double[] at, double[] slope)
    {
        Array.Clear(slope);
        var (probability, log) = Probabilities(at);
        var weight = new double[layout.CellRow.Count * node.Length];
        var deviation = Math.Exp(at[layout.DeviationAt]);
        var (prior, priorSquare) = Prior(deviation);
        var sum = 0.0;
        var posterior = new double[node.Length];
        for (var e = 0; e + 1 < start.Length; e++)
        {
            sum += Posterior(e, log, prior, posterior);
            var (mean, square) = (0.0, 0.0);
            for (var q = 0; q < node.Length; q++)
            {
                mean += posterior[q] * node[q];
                square += posterior[q] * node[q] * node[q];
            }
            (Mean[e], Deviation[e]) = (mean, Math.Sqrt(Math.Max(0, square - mean * mean)));
            slope[layout.DeviationAt] -= (square - priorSquare) / (deviation * deviation);
            for (var i = start[e]; i < start[e + 1]; i++)
                Tiles.Add(layout.Design.Weight[rowsByEntry[i]], posterior, weight.AsSpan(layout.Cell[rowsByEntry[i]] * node.Length, node.Length));
        }
        for (var cell = 0; cell < layout.CellRow.Count; cell++) Slope(cell, probability, weight, slope);
        Deviance = -2 * sum;
        var hold = 0.0;
        for (var i = 0; i < layout.DeviationAt; i++)
        {
            hold += at[i] * at[i] * Hold / 2;
            slope[i] += at[i] * Hold;
        }
        return hold - sum;
    }

    /// <summary>The expected step and its variance for a rating, at an ability.</summary>
    public (double Expected, double Variance) Expect(double[] at, int row, double ability)
    {
        var cell = layout.Cell[row];
        var probability = new double[most + 1];
        Fill(at, cell, ability, probability, log: null);
        var (mean, square) = (0.0, 0.0);
        for (var k = 0; k <= most; k++) (mean, square) = (mean + k * probability[k], square + (double)k * k * probability[k]);
        return (mean, square - mean * mean);
    }

    private double Posterior(int entry, double[] log, double[] prior, double[] posterior)
    {
        prior.CopyTo(posterior, 0);
        for (var i = start[entry]; i < start[entry + 1]; i++)
        {
            var r = rowsByEntry[i];
            Tiles.Add(layout.Design.Weight[r], log.AsSpan((layout.Cell[r] * (most + 1) + layout.Marks.Step[r]) * node.Length, node.Length), posterior);
        }
        var largest = posterior.Max();
        var sum = 0.0;
        for (var q = 0; q < posterior.Length; q++) sum += posterior[q] = Math.Exp(posterior[q] - largest);
        for (var q = 0; q < posterior.Length; q++) posterior[q] /= sum;
        return largest + Math.Log(sum);
    }

    /// <summary>The logarithm of each node's share in a normal distribution, and the mean square of it.</summary>
    private (double[] Log, double Square) Prior(double deviation)
    {
        var log = node.Select(x => -x * x / (2 * deviation * deviation)).ToArray();
        var sum = Math.Log(log.Sum(Math.Exp));
        for (var q = 0; q < log.Length; q++) log[q] -= sum;
        return (log, log.Select((l, q) => Math.Exp(l) * node[q] * node[q]).Sum());
    }

    /// <summary>Of each cell, mark and node: the probability and its logarithm.</summary>
    private (double[] Probability, double[] Log) Probabilities(double[] at)
    {
        var (all, logs) = (new double[layout.CellRow.Count * (most + 1) * node.Length], new double[layout.CellRow.Count * (most + 1) * node.Length]);
        var (one, log) = (new double[most + 1], new double[most + 1]);
        for (var cell = 0; cell < layout.CellRow.Count; cell++)
        {
            for (var q = 0; q < node.Length; q++)
            {
                Fill(at, cell, node[q], one, log);
                for (var k = 0; k <= most; k++)
                {
                    all[(cell * (most + 1) + k) * node.Length + q] = one[k];
                    logs[(cell * (most + 1) + k) * node.Length + q] = log[k];
                }
            }
        }
        return (all, logs);
    }

    private void Fill(double[] at, int cell, double ability, double[] probability, double[]? log)
    {
        var criterion = layout.Design.Criterion[layout.CellRow[cell]];
        var (highest, hardness) = (layout.Marks.Highest[criterion], layout.Hardness(at, cell));
        Array.Clear(probability);
        var (sum, largest, running) = (0.0, 0.0, 0.0);
        for (var k = 1; k <= highest; k++)
        {
            running += ability - hardness - RaschLayout.Level(at, layout.StepsAt[criterion], layout.StepCount[criterion], k - 1);
            probability[k] = running;
            largest = Math.Max(largest, running);
        }
        for (var k = 0; k <= highest; k++) sum += Math.Exp(probability[k] - largest);
        var shift = largest + Math.Log(sum);
        for (var k = 0; k <= highest; k++)
        {
            if (log is not null) log[k] = probability[k] - shift;
            probability[k] = Math.Exp(probability[k] - shift);
        }
        if (log is not null) for (var k = highest + 1; k < log.Length; k++) log[k] = 0;
    }

    private void Slope(int cell, double[] probability, double[] weight, double[] slope)
    {
        var criterion = layout.Design.Criterion[layout.CellRow[cell]];
        var highest = layout.Marks.Highest[criterion];
        var weights = weight.AsSpan(cell * node.Length, node.Length);
        var (expectedReached, all) = (0.0, 0.0);
        for (var h = highest; h >= 1; h--)
        {
            expectedReached += Tiles.Dot(weights, probability.AsSpan((cell * (most + 1) + h) * node.Length, node.Length));
            all += expectedReached;
            RaschLayout.Spread(reached[cell * (most + 1) + h] - expectedReached, layout.StepsAt[criterion], layout.StepCount[criterion], h - 1, slope);
        }
        layout.Spread(total[cell] - all, cell, slope);
    }
}
