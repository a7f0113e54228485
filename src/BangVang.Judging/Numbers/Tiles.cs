using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace BangVang.Judging.Numbers;

/// <summary>
/// Products of rows, the inner loop of everything dense. Sums run in lanes of four and without fused multiply-add, so that every machine
/// gives the same bits.
/// </summary>
internal static class Tiles
{
    /// <summary>Sum of a[k]·b[k].</summary>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var x = MemoryMarshal.Cast<double, Vector256<double>>(a);
        var y = MemoryMarshal.Cast<double, Vector256<double>>(b);
        var (sum, other) = (Vector256<double>.Zero, Vector256<double>.Zero);
        var i = 0;
        for (; i + 1 < x.Length; i += 2)
        {
            sum += x[i] * y[i];
            other += x[i + 1] * y[i + 1];
        }
        if (i < x.Length) sum += x[i] * y[i];
        var total = Vector256.Sum(sum + other);
        for (var k = x.Length * 4; k < a.Length; k++) total += a[k] * b[k];
        return total;
    }

    /// <summary>target += factor · row.</summary>
    public static void Add(double factor, ReadOnlySpan<double> row, Span<double> target)
    {
        var x = MemoryMarshal.Cast<double, Vector256<double>>(row);
        var y = MemoryMarshal.Cast<double, Vector256<double>>(target[..row.Length]);
        var factors = Vector256.Create(factor);
        for (var i = 0; i < x.Length; i++) y[i] += factors * x[i];
        for (var k = x.Length * 4; k < row.Length; k++) target[k] += factor * row[k];
    }

    /// <summary>Subtracts from eight numbers the products of two rows with four rows: target[r·stride + c] −= a_r · b_c.</summary>
    public static void Subtract2X4(
        ReadOnlySpan<double> a0, ReadOnlySpan<double> a1, ReadOnlySpan<double> b, int strideB, int length, Span<double> target, int stride)
    {
        var x0 = Lanes(a0, length);
        var x1 = Lanes(a1, length);
        var y0 = Lanes(b, length);
        var y1 = Lanes(b[strideB..], length);
        var y2 = Lanes(b[(2 * strideB)..], length);
        var y3 = Lanes(b[(3 * strideB)..], length);
        Vector256<double> s00 = default, s01 = default, s02 = default, s03 = default, s10 = default, s11 = default, s12 = default, s13 = default;
        for (var k = 0; k < x0.Length; k++)
        {
            var (u, v) = (x0[k], x1[k]);
            s00 += u * y0[k];
            s10 += v * y0[k];
            s01 += u * y1[k];
            s11 += v * y1[k];
            s02 += u * y2[k];
            s12 += v * y2[k];
            s03 += u * y3[k];
            s13 += v * y3[k];
        }
        target[0] -= Vector256.Sum(s00);
        target[1] -= Vector256.Sum(s01);
        target[2] -= Vector256.Sum(s02);
        target[3] -= Vector256.Sum(s03);
        target[stride] -= Vector256.Sum(s10);
        target[stride + 1] -= Vector256.Sum(s11);
        target[stride + 2] -= Vector256.Sum(s12);
        target[stride + 3] -= Vector256.Sum(s13);
    }

    private static ReadOnlySpan<Vector256<double>> Lanes(ReadOnlySpan<double> row, int length) =>
        MemoryMarshal.Cast<double, Vector256<double>>(row[..length]);
}
