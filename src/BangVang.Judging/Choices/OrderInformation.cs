namespace BangVang.Judging.Choices;

/// <summary>
/// How much an order of some entries is expected to tell about the strengths: ½·log det(1 + covariance × expected Fisher information of the
/// order under Luce and Plackett's model), in natural units. For a pair that is ½·log(1 + p·(1 − p)·variance of the difference).
/// </summary>
/// <param name="strength">Strengths as they are known.</param>
/// <param name="covariance">Of these strengths.</param>
internal sealed class OrderInformation(double[] strength, double[,] covariance)
{
    /// <summary>Of a pair, by its closed form.</summary>
    public double Of(int one, int other)
    {
        var p = 1 / (1 + Math.Exp(strength[other] - strength[one]));
        return Math.Round(Math.Log(1 + p * (1 - p) * (covariance[one, one] + covariance[other, other] - 2 * covariance[one, other])) / 2, 9);
    }

    /// <summary>Of several entries, in any order.</summary>
    public double Of(IReadOnlyList<int> shown)
    {
        var (size, expected) = (shown.Count, Expected(shown));
        var matrix = new double[size, size];
        for (var i = 0; i < size; i++)
        {
            matrix[i, i] = 1;
            for (var j = 0; j < size; j++)
                for (var k = 0; k < size; k++) matrix[i, j] += covariance[shown[i], shown[k]] * expected[k, j];
        }
        return Math.Round(Math.Log(Determinant(matrix)) / 2, 9);
    }

    /// <summary>
    /// The expected information of a whole order: at each place diag(p) − p·pᵀ among those who are left, weighted with the chance that just
    /// these are left. The chances follow from the largest set down, each from the sets with one entry more.
    /// </summary>
    private double[,] Expected(IReadOnlyList<int> shown)
    {
        var (size, all) = (shown.Count, (1 << shown.Count) - 1);
        var largest = shown.Max(i => strength[i]);
        double[] odds = [.. shown.Select(i => Math.Exp(strength[i] - largest))];
        var (chance, expected) = (new double[all + 1], new double[size, size]);
        chance[all] = 1;
        for (var left = all; left > 0; left--)
        {
            var sum = 0.0;
            for (var i = 0; i < size; i++) sum += (left >> i & 1) * odds[i];
            for (var i = 0; i < size; i++)
            {
                if ((left >> i & 1) == 0) continue;
                var p = odds[i] / sum;
                chance[left & ~(1 << i)] += chance[left] * p;
                expected[i, i] += chance[left] * p;
                for (var j = 0; j < size; j++) expected[i, j] -= (left >> j & 1) * chance[left] * p * odds[j] / sum;
            }
        }
        return expected;
    }

    /// <summary>By elimination with the largest pivot; at most a few rows.</summary>
    private static double Determinant(double[,] matrix)
    {
        var (size, found) = (matrix.GetLength(0), 1.0);
        for (var column = 0; column < size; column++)
        {
            var pivot = column;
            for (var row = column + 1; row < size; row++) if (Math.Abs(matrix[row, column]) > Math.Abs(matrix[pivot, column])) pivot = row;
            if (pivot != column)
            {
                found = -found;
                for (var k = 0; k < size; k++) (matrix[column, k], matrix[pivot, k]) = (matrix[pivot, k], matrix[column, k]);
            }
            found *= matrix[column, column];
            for (var row = column + 1; row < size; row++)
            {
                var share = matrix[row, column] / matrix[column, column];
                for (var k = column; k < size; k++) matrix[row, k] -= share * matrix[column, k];
            }
        }
        return found;
    }
}
