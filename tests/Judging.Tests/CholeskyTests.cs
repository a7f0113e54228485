using BangVang.Judging.Numbers;
using Shouldly;
using Xunit;

namespace BangVang.Judging.Tests;

public sealed class CholeskyTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(150)]
    public void Solves_inverts_and_knows_the_determinant(int size)
    {
        var random = new SeededRandom($"{size}");
        var matrix = new double[size, size];
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < i; j++) matrix[i, j] = matrix[j, i] = random.NextDouble() - 0.5;
            matrix[i, i] = size;
        }
        var factor = Cholesky.Of(matrix)!;
        var right = Enumerable.Range(0, size).Select(_ => random.NextDouble()).ToArray();
        var solved = (double[])right.Clone();
        factor.Solve(solved);
        var inverse = factor.Inverse();
        for (var i = 0; i < size; i++)
        {
            Enumerable.Range(0, size).Sum(j => matrix[i, j] * solved[j]).ShouldBe(right[i], 1e-12);
            Enumerable.Range(0, size).Sum(j => inverse[i * factor.Stride + j] * right[j]).ShouldBe(solved[i], 1e-12);
        }
        factor.LogDeterminant().ShouldBe(LogDeterminant(matrix), 1e-10);
    }

    [Fact]
    public void What_is_not_positive_definite_has_no_factor()
    {
        Cholesky.Of(new double[,] { { 1, 2 }, { 2, 1 } }).ShouldBeNull();
        Cholesky.Of(new double[,] { { double.NaN } }).ShouldBeNull();
    }

    /// <summary>By elimination, one column after the other.</summary>
    private static double LogDeterminant(double[,] matrix)
    {
        var (a, log, n) = ((double[,])matrix.Clone(), 0.0, matrix.GetLength(0));
        for (var k = 0; k < n; k++)
        {
            log += Math.Log(a[k, k]);
            for (var i = k + 1; i < n; i++)
                for (var (j, f) = (k, a[i, k] / a[k, k]); j < n; j++) a[i, j] -= f * a[k, j];
        }
        return log;
    }
}
