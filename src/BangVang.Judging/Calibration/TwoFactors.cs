using BangVang.Judging.Numbers;

namespace BangVang.Judging.Calibration;

/// <summary>
/// The equations of two crossed random factors, A = I + Λ·Zᵀ·W·Z·Λ, with Λ the relative standard deviations. The larger factor is
/// diagonal and absorbed; what is left for the smaller one is dense.
/// </summary>
internal sealed class TwoFactors
{
    private readonly int[] start;
    private readonly int[] column;
    private readonly double[] cross;
    private readonly int[] cellOfRow;
    private readonly int[] big;
    private readonly int[] small;

    /// <param name="entry">The entry of each row.</param>
    /// <param name="juror">The juror of each row.</param>
    public TwoFactors(int entries, int jurors, int[] entry, int[] juror)
    {
        EntriesAreBig = entries >= jurors;
        (BigCount, SmallCount) = EntriesAreBig ? (entries, jurors) : (jurors, entries);
        (big, small) = EntriesAreBig ? (entry, juror) : (juror, entry);

        var order = Enumerable.Range(0, big.Length).ToArray();
        Array.Sort(order, (a, b) => (big[a], small[a], a).CompareTo((big[b], small[b], b)));
        (start, cellOfRow) = (new int[BigCount + 1], new int[big.Length]);
        var columns = new List<int>();
        var (lastBig, lastSmall) = (-1, -1);
        foreach (var r in order)
        {
            if (big[r] != lastBig || small[r] != lastSmall)
            {
                columns.Add(small[r]);
                start[big[r] + 1]++;
            }
            (lastBig, lastSmall) = (big[r], small[r]);
            cellOfRow[r] = columns.Count - 1;
        }
        for (var b = 0; b < BigCount; b++) start[b + 1] += start[b];
        column = [.. columns];
        cross = new double[column.Length];
        (BigInformation, SmallInformation) = (new double[BigCount], new double[SmallCount]);
        SetWeights(null, null);
    }

    /// <summary>The entries are the larger factor; otherwise the jurors are.</summary>
    public bool EntriesAreBig { get; }
    public int BigCount { get; }
    public int SmallCount { get; }

    /// <summary>The information about each level of the larger factor in its own ratings.</summary>
    public double[] BigInformation { get; }
    public double[] SmallInformation { get; }

    /// <summary>Takes weights of the rows, and how much of its entry shows in each row; null for ones.</summary>
    public void SetWeights(double[]? weight, double[]? entryScale)
    {
        Array.Clear(cross);
        Array.Clear(BigInformation);
        Array.Clear(SmallInformation);
        for (var r = 0; r < big.Length; r++)
        {
            var (w, z) = (weight?[r] ?? 1, entryScale?[r] ?? 1);
            cross[cellOfRow[r]] += w * z;
            BigInformation[big[r]] += EntriesAreBig ? w * z * z : w;
            SmallInformation[small[r]] += EntriesAreBig ? w : w * z * z;
        }
    }

    /// <summary>Zᵀ·v: the sums of <paramref name="v"/> for each level of the larger and the smaller factor.</summary>
    public (double[] Big, double[] Small) Sums(double[] v, double[]? entryScale)
    {
        var (forBig, forSmall) = (new double[BigCount], new double[SmallCount]);
        for (var r = 0; r < v.Length; r++)
        {
            var scaled = entryScale is null ? v[r] : v[r] * entryScale[r];
            forBig[big[r]] += EntriesAreBig ? scaled : v[r];
            forSmall[small[r]] += EntriesAreBig ? v[r] : scaled;
        }
        return (forBig, forSmall);
    }

    /// <summary>Factors A for relative standard deviations; null when it is not positive definite, which only broken numbers can cause.</summary>
    public Factored? Factor(double bigDeviation, double smallDeviation)
    {
        var stride = Cholesky.PaddedTo(SmallCount);
        var rest = new double[stride * stride];
        var diagonal = new double[BigCount];
        for (var s = 0; s < SmallCount; s++) rest[s * stride + s] = 1 + smallDeviation * smallDeviation * SmallInformation[s];
        var both = bigDeviation * smallDeviation;
        for (var b = 0; b < BigCount; b++)
        {
            diagonal[b] = 1 + bigDeviation * bigDeviation * BigInformation[b];
            var factor = both * both / diagonal[b];
            for (var i = start[b]; i < start[b + 1]; i++)
            {
                var (row, left) = (column[i] * stride, factor * cross[i]);
                for (var j = start[b]; j <= i; j++) rest[row + column[j]] -= left * cross[j];
            }
        }
        return Cholesky.Of(rest, SmallCount) is { } cholesky ? new(this, cholesky, diagonal, both) : null;
    }

    /// <summary>A in factors.</summary>
    internal sealed class Factored(TwoFactors equations, Cholesky small, double[] diagonal, double both)
    {
        /// <summary>log of the determinant of A.</summary>
        public double LogDeterminant() => small.LogDeterminant() + diagonal.Sum(Elementary.Log);

        /// <summary>Solves A·x = b in place.</summary>
        public void Solve(double[] forBig, double[] forSmall)
        {
            for (var b = 0; b < forBig.Length; b++)
            {
                var share = both * forBig[b] / diagonal[b];
                for (var i = equations.start[b]; i < equations.start[b + 1]; i++) forSmall[equations.column[i]] -= share * equations.cross[i];
            }
            small.Solve(forSmall);
            SubstituteBack(forBig, forSmall);
        }

        /// <summary>Makes of independent normals with variance 1 normals whose covariance is the inverse of A, in place.</summary>
        public void Draw(double[] forBig, double[] forSmall)
        {
            small.SolveUpper(forSmall);
            for (var b = 0; b < forBig.Length; b++) forBig[b] *= Math.Sqrt(diagonal[b]);
            SubstituteBack(forBig, forSmall);
        }

        /// <summary>The variance of what each row adds up from its two effects, and the diagonal of the inverse of A.</summary>
        public (double[] Row, double[] Big, double[] Small) RowVariances(double bigDeviation, double smallDeviation)
        {
            var inverse = small.Inverse();
            var (forBig, forSmall) = InverseDiagonal(inverse);
            var ofCell = new double[equations.column.Length];
            for (var b = 0; b < forBig.Length; b++)
            {
                for (var i = equations.start[b]; i < equations.start[b + 1]; i++)
                {
                    var (s, sum) = (equations.column[i], 0.0);
                    for (var j = equations.start[b]; j < equations.start[b + 1]; j++) sum += equations.cross[j] * inverse[s * small.Stride + equations.column[j]];
                    ofCell[i] = bigDeviation * bigDeviation * forBig[b] + smallDeviation * smallDeviation * forSmall[s]
                        - 2 * bigDeviation * smallDeviation * both * sum / diagonal[b];
                }
            }
            return ([.. equations.cellOfRow.Select(c => ofCell[c])], forBig, forSmall);
        }

        /// <summary>The diagonal of the inverse of A.</summary>
        public (double[] Big, double[] Small) InverseDiagonal() => InverseDiagonal(small.Inverse());

        private (double[] Big, double[] Small) InverseDiagonal(double[] inverse)
        {
            var (forBig, forSmall) = (new double[diagonal.Length], new double[small.Size]);
            for (var s = 0; s < forSmall.Length; s++) forSmall[s] = inverse[s * small.Stride + s];
            for (var b = 0; b < forBig.Length; b++)
            {
                var sum = 0.0;
                for (var i = equations.start[b]; i < equations.start[b + 1]; i++)
                {
                    var row = equations.column[i] * small.Stride;
                    var inner = 0.5 * equations.cross[i] * inverse[row + equations.column[i]];
                    for (var j = equations.start[b]; j < i; j++) inner += equations.cross[j] * inverse[row + equations.column[j]];
                    sum += 2 * equations.cross[i] * inner;
                }
                forBig[b] = (1 + both * both * sum / diagonal[b]) / diagonal[b];
            }
            return (forBig, forSmall);
        }

        private void SubstituteBack(double[] forBig, double[] forSmall)
        {
            for (var b = 0; b < forBig.Length; b++)
            {
                var sum = 0.0;
                for (var i = equations.start[b]; i < equations.start[b + 1]; i++) sum += equations.cross[i] * forSmall[equations.column[i]];
                forBig[b] = (forBig[b] - both * sum) / diagonal[b];
            }
        }
    }
}
