namespace BangVang.Judging.Numbers;

/// <summary>
/// The factor L of a positive definite matrix, L·Lᵀ, in panels of columns. Rows are stored whole and padded to a multiple of the panel, so
/// that products of rows need no special cases.
/// </summary>
internal sealed class Cholesky
{
    private const int Panel = 64;
    private readonly double[] l;

    private Cholesky(double[] l, int size, int stride) => (this.l, Size, Stride) = (l, size, stride);

    public int Size { get; }

    /// <summary>From the beginning of a row to the next one: <see cref="PaddedTo"/>.</summary>
    public int Stride { get; }

    /// <summary>How long rows are that <see cref="Of(double[], int)"/> takes.</summary>
    public static int PaddedTo(int size) => size <= Panel ? (size + 3) / 4 * 4 : (size + Panel - 1) / Panel * Panel;

    /// <summary>Factors in place. The lower triangle of <paramref name="matrix"/> counts; rows are <see cref="PaddedTo"/> long, and so many.</summary>
    /// <returns>Null when the matrix is not positive definite.</returns>
    public static Cholesky? Of(double[] matrix, int size)
    {
        var stride = PaddedTo(size);
        for (var i = size; i < stride; i++)
        {
            Array.Clear(matrix, i * stride, stride);
            matrix[i * stride + i] = 1;
        }
        for (var panel = 0; panel < stride; panel += Panel)
        {
            Update(matrix, stride, panel);
            for (var i = panel; i < stride; i++)
            {
                for (var j = panel; j < Math.Min(i + 1, panel + Panel); j++)
                {
                    var rest = matrix[i * stride + j] - Tiles.Dot(matrix.AsSpan(i * stride + panel, j - panel), matrix.AsSpan(j * stride + panel, j - panel));
                    if (i != j) matrix[i * stride + j] = rest / matrix[j * stride + j];
                    else if (!(rest > 0) || !double.IsFinite(rest)) return null;
                    else matrix[i * stride + i] = Math.Sqrt(rest);
                }
            }
        }
        return new(matrix, size, stride);
    }

    /// <summary>The same of a matrix with rows as long as it has.</summary>
    public static Cholesky? Of(double[,] matrix)
    {
        var size = matrix.GetLength(0);
        var padded = new double[PaddedTo(size) * PaddedTo(size)];
        for (var i = 0; i < size; i++)
            for (var j = 0; j <= i; j++) padded[i * PaddedTo(size) + j] = matrix[i, j];
        return Of(padded, size);
    }

    /// <summary>Takes from the panel's columns what the columns left of it explain.</summary>
    private static void Update(double[] a, int stride, int panel)
    {
        if (panel == 0) return;
        for (var i = panel; i < stride; i += 2)
        {
            for (var j = panel; j < panel + Panel && j <= i + 1; j += 4)
                Tiles.Subtract2X4(
                    a.AsSpan(i * stride), a.AsSpan((i + 1) * stride), a.AsSpan(j * stride), stride, panel, a.AsSpan(i * stride + j), stride);
        }
    }

    /// <summary>log of the determinant of the matrix.</summary>
    public double LogDeterminant()
    {
        var sum = 0.0;
        for (var i = 0; i < Size; i++) sum += Elementary.Log(l[i * Stride + i]);
        return 2 * sum;
    }

    /// <summary>Solves L·Lᵀ·x = <paramref name="b"/> in place.</summary>
    public void Solve(Span<double> b)
    {
        for (var i = 0; i < Size; i++) b[i] = (b[i] - Tiles.Dot(l.AsSpan(i * Stride, i), b[..i])) / l[i * Stride + i];
        SolveUpper(b);
    }

    /// <summary>Solves Lᵀ·x = <paramref name="b"/> in place: of independent normals with variance 1 it makes normals with the inverse as covariance.</summary>
    public void SolveUpper(Span<double> b)
    {
        for (var i = Size - 1; i >= 0; i--)
        {
            b[i] /= l[i * Stride + i];
            Tiles.Add(-b[i], l.AsSpan(i * Stride, i), b);
        }
    }

    /// <summary>The inverse of the matrix, lower and upper triangle, rows <see cref="Stride"/> long.</summary>
    public double[] Inverse()
    {
        var u = InverseTransposed();
        var inverse = new double[Stride * Stride];
        for (var i = 0; i < Stride; i += 2)
        {
            for (var j = 0; j <= i + 1; j += 4)
            {
                // Row i of u begins at column i, so the products begin where the later of the two rows does.
                var from = Math.Max(i, j) & ~3;
                Tiles.Subtract2X4(
                    u.AsSpan(i * Stride + from), u.AsSpan((i + 1) * Stride + from), u.AsSpan(j * Stride + from), Stride, Stride - from,
                    inverse.AsSpan(i * Stride + j), Stride);
            }
        }
        for (var i = 0; i < Stride; i++)
        {
            for (var j = 0; j <= i; j++)
                inverse[i * Stride + j] = inverse[j * Stride + i] = -inverse[i * Stride + j];
        }
        return inverse;
    }

    /// <summary>The transposed inverse of L: an upper triangle, row by row.</summary>
    private double[] InverseTransposed()
    {
        var u = new double[Stride * Stride];
        for (var panel = 0; panel < Stride; panel += Panel)
        {
            for (var j = 0; j < panel; j += 2)
            {
                var from = j & ~3;
                for (var i = panel; i < panel + Panel; i += 4)
                    Tiles.Subtract2X4(
                        u.AsSpan(j * Stride + from), u.AsSpan((j + 1) * Stride + from), l.AsSpan(i * Stride + from), Stride, panel - from,
                        u.AsSpan(j * Stride + i), Stride);
            }
            for (var i = panel; i < Math.Min(panel + Panel, Stride); i++)
            {
                for (var j = 0; j < i; j++)
                {
                    var from = Math.Max(j, panel);
                    var rest = u[j * Stride + i] - Tiles.Dot(l.AsSpan(i * Stride + from, i - from), u.AsSpan(j * Stride + from, i - from));
                    u[j * Stride + i] = rest / l[i * Stride + i];
                }
                u[i * Stride + i] = 1 / l[i * Stride + i];
            }
        }
        return u;
    }
}
