namespace BangVang.Judging.Numbers;

/// <summary>Where a smooth function of several variables is least, by quasi-Newton steps (Broyden, Fletcher, Goldfarb, Shanno).</summary>
/// <param name="At">The place found.</param>
/// <param name="Converged">The last step was expected to gain less than the tolerance.</param>
internal sealed record Minimum(double[] At, double Value, int Iterations, bool Converged)
{
    /// <summary>A function and its slope; the slope is written into the second argument.</summary>
    public delegate double Function(double[] at, double[] slope);

    /// <summary>Goes downhill from <paramref name="start"/> until a step would gain less than <paramref name="tolerance"/>.</summary>
    /// <param name="longestStep">No coordinate moves more than this in one step.</param>
    public static Minimum Of(Function function, double[] start, double tolerance = 1e-9, int mostIterations = 500, double longestStep = 2)
    {
        var size = start.Length;
        var (at, slope) = ((double[])start.Clone(), new double[size]);
        var value = function(at, slope);
        var inverse = Identity(size);
        var (scaled, restarted, still) = (false, false, 0);
        for (var iteration = 1; iteration <= mostIterations; iteration++)
        {
            var step = Times(inverse, slope, -1);
            var gain = -Tiles.Dot(step, slope);
            if (!(gain > 0)) (inverse, step, gain, scaled) = (Identity(size), [.. slope.Select(s => -s)], Tiles.Dot(slope, slope), false);
            if (gain < tolerance || still > 2) return new(at, value, iteration - 1, true);

            var largest = step.Max(Math.Abs);
            var length = largest > longestStep ? longestStep / largest : 1;
            var (next, nextSlope, nextValue) = (new double[size], new double[size], 0.0);
            for (var halvings = 0; ; halvings++, length *= 0.4)
            {
                for (var i = 0; i < size; i++) next[i] = at[i] + length * step[i];
                nextValue = function(next, nextSlope);
                if (nextValue <= value - 1e-4 * length * gain || halvings == 30) break;
            }
            if (!(nextValue < value))
            {
                // What is left cannot be told from rounding, or the curvature was misjudged: look once more along the slope itself.
                if (restarted || gain < 1e-6) return new(at, value, iteration, gain < 1e-6);
                (inverse, restarted, scaled) = (Identity(size), true, false);
                continue;
            }
            still = value - nextValue < tolerance ? still + 1 : 0;
            Learn(inverse, ref scaled, at, next, slope, nextSlope);
            (at, slope, value, restarted) = (next, nextSlope, nextValue, false);
        }
        return new(at, value, mostIterations, false);
    }

    /// <summary>The matrix of second derivatives, from central differences of the slope; symmetric.</summary>
    public static double[,] Curvature(Function function, double[] at, double step = 1e-4)
    {
        var size = at.Length;
        var (h, up, down, moved) = (new double[size, size], new double[size], new double[size], (double[])at.Clone());
        for (var i = 0; i < size; i++)
        {
            moved[i] = at[i] + step;
            function(moved, up);
            moved[i] = at[i] - step;
            function(moved, down);
            moved[i] = at[i];
            for (var j = 0; j < size; j++) h[i, j] = (up[j] - down[j]) / (2 * step);
        }
        for (var i = 0; i < size; i++)
            for (var j = 0; j < i; j++) h[i, j] = h[j, i] = (h[i, j] + h[j, i]) / 2;
        return h;
    }

    private static double[][] Identity(int size) => [.. Enumerable.Range(0, size).Select(i =>
    {
        var row = new double[size];
        row[i] = 1;
        return row;
    })];

    private static double[] Times(double[][] matrix, double[] vector, double factor) => [.. matrix.Select(row => factor * Tiles.Dot(row, vector))];

    private static void Learn(double[][] inverse, ref bool scaled, double[] at, double[] next, double[] slope, double[] nextSlope)
    {
        var size = at.Length;
        var (s, y) = (new double[size], new double[size]);
        for (var i = 0; i < size; i++) (s[i], y[i]) = (next[i] - at[i], nextSlope[i] - slope[i]);
        var sy = Tiles.Dot(s, y);
        if (!(sy > 1e-12 * Math.Sqrt(Tiles.Dot(s, s) * Tiles.Dot(y, y)))) return;
        if (!scaled)
        {
            scaled = true;
            var scale = sy / Tiles.Dot(y, y);
            for (var i = 0; i < size; i++) inverse[i][i] = scale;
        }
        var hy = Times(inverse, y, 1);
        var factor = (1 + Tiles.Dot(y, hy) / sy) / sy;
        for (var i = 0; i < size; i++)
            for (var j = 0; j < size; j++) inverse[i][j] += factor * s[i] * s[j] - (hy[i] * s[j] + s[i] * hy[j]) / sy;
    }
}
