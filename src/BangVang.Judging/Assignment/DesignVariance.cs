namespace BangVang.Judging.Assignment;

/// <summary>How well a design compares entries (<see cref="DesignReport"/>), exactly.</summary>
internal static class DesignVariance
{
    /// <summary>
    /// Least squares with the entries eliminated: the jurors' normal matrix is that of a graph in which jurors of one entry are joined, grounded
    /// at its first juror. Entries without jurors are left out.
    /// </summary>
    /// <param name="jurors">For each entry its jurors, as indices below <paramref name="jurorCount"/>.</param>
    public static DesignReport Of(int[][] jurors, int jurorCount)
    {
        var entries = jurors.Where(js => js.Length > 0).ToArray();
        var ideal = entries.Length == 0 ? 0 : 2 * entries.Average(js => 1.0 / js.Length);
        var components = Components(entries, jurorCount);
        if (components > 1) return new(null, null, ideal, components);
        if (entries.Length < 2) return new(ideal, null, ideal, components);

        var used = entries.SelectMany(js => js).Distinct().Order().ToArray();
        var at = used.Select((j, i) => (j, i)).ToDictionary(x => x.j, x => x.i - 1);
        var h = Inverse(Normal(entries, at, used.Length - 1));
        var (trace, weights) = (0.0, new double[used.Length - 1]);
        foreach (var js in entries)
        {
            var k = (double)js.Length;
            var own = 0.0;
            foreach (var i in js.Select(j => at[j]).Where(i => i >= 0))
            {
                weights[i] += 1 / k;
                foreach (var l in js.Select(j => at[j]).Where(l => l >= 0)) own += h[i][l];
            }
            trace += 1 / k + own / (k * k);
        }
        var all = entries.Sum(js => 1.0 / js.Length);
        for (var i = 0; i < weights.Length; i++)
        {
            for (var l = 0; l < weights.Length; l++) all += weights[i] * h[i][l] * weights[l];
        }
        var n = (double)entries.Length;
        return new((2 * n * trace - 2 * all) / (n * (n - 1)), null, ideal, components);
    }

    private static double[][] Normal(int[][] entries, Dictionary<int, int> at, int size)
    {
        var normal = Enumerable.Range(0, size).Select(_ => new double[size]).ToArray();
        foreach (var js in entries)
        {
            foreach (var i in js.Select(j => at[j]).Where(i => i >= 0))
            {
                normal[i][i] += 1;
                foreach (var l in js.Select(j => at[j]).Where(l => l >= 0)) normal[i][l] -= 1.0 / js.Length;
            }
        }
        return normal;
    }

    private static int Components(int[][] entries, int jurorCount)
    {
        var parent = Enumerable.Range(0, jurorCount).ToArray();
        int Root(int j)
        {
            while (parent[j] != j) j = parent[j] = parent[parent[j]];
            return j;
        }
        foreach (var js in entries)
        {
            foreach (var j in js) parent[Root(j)] = Root(js[0]);
        }
        return entries.Select(js => Root(js[0])).Distinct().Count();
    }

    /// <summary>The inverse of a symmetric positive definite matrix, by Cholesky's factors; the matrix is overwritten.</summary>
    internal static double[][] Inverse(double[][] matrix)
    {
        var size = matrix.Length;
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = matrix[i][j] - Dot(matrix[i], matrix[j], j);
                matrix[i][j] = i == j ? Math.Sqrt(sum) : sum / matrix[j][j];
            }
        }
        // The inverse of the lower factor, kept transposed so that both loops run along rows.
        var turned = Enumerable.Range(0, size).Select(_ => new double[size]).ToArray();
        for (var column = 0; column < size; column++)
        {
            turned[column][column] = 1 / matrix[column][column];
            for (var i = column + 1; i < size; i++)
                turned[column][i] = -Dot(matrix[i].AsSpan(column), turned[column].AsSpan(column), i - column) / matrix[i][i];
        }
        var inverse = Enumerable.Range(0, size).Select(_ => new double[size]).ToArray();
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j <= i; j++) inverse[i][j] = inverse[j][i] = Dot(turned[i].AsSpan(i), turned[j].AsSpan(i), size - i);
        }
        return inverse;
    }

    internal static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b, int count)
    {
        // Four sums side by side, always in this order: quick, and the same on every machine.
        var (s0, s1, s2, s3, i) = (0.0, 0.0, 0.0, 0.0, 0);
        for (; i + 4 <= count; i += 4)
        {
            s0 += a[i] * b[i];
            s1 += a[i + 1] * b[i + 1];
            s2 += a[i + 2] * b[i + 2];
            s3 += a[i + 3] * b[i + 3];
        }
        for (; i < count; i++) s0 += a[i] * b[i];
        return s0 + s1 + (s2 + s3);
    }
}
