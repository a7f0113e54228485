namespace BangVang.Judging;

/// <summary>
/// One score of a dossier out of the scores its jurors gave. All numbers are hundredths of a point; the order of the scores
/// never matters; an absent score is absent from the list and is never a zero.
/// </summary>
public static class Aggregation
{
    /// <summary>Arithmetic mean of the scores.</summary>
    /// <param name="scores">Hundredths of a point, one per submitted scoresheet, in any order.</param>
    /// <returns>Hundredths of a point, rounded half away from zero.</returns>
    /// <exception cref="ArgumentException">No scores: check the quorum first.</exception>
    public static int Mean(IReadOnlyCollection<int> scores) => DropHighLow(scores, high: 0, low: 0);

    /// <summary>Mean of the jurors' scores without the <paramref name="trim"/> lowest and highest ones.</summary>
    /// <param name="scores">Hundredths of a point, one per submitted scoresheet, in any order.</param>
    /// <param name="trim">How many scores to leave out at each end, 0 or more.</param>
    /// <returns>Hundredths of a point, rounded half away from zero.</returns>
    /// <exception cref="ArgumentException">Fewer than 2 × <paramref name="trim"/> + 1 scores: check the quorum first.</exception>
    public static int TrimmedMean(IReadOnlyCollection<int> scores, int trim) => DropHighLow(scores, trim, trim);

    /// <summary>The middle score; of an even number of scores, the mean of the two middle ones.</summary>
    /// <param name="scores">Hundredths of a point, one per submitted scoresheet, in any order.</param>
    /// <param name="parts">Into how many parts the scores divide a hundredth.</param>
    /// <returns>Hundredths of a point, rounded half away from zero.</returns>
    /// <exception cref="ArgumentException">No scores: check the quorum first.</exception>
    public static int Median(IReadOnlyCollection<int> scores, int parts = 1) =>
        DropHighLow(scores, Math.Max(0, scores.Count - 1) / 2, Math.Max(0, scores.Count - 1) / 2, parts);

    /// <summary>Mean of the scores without the <paramref name="high"/> highest and the <paramref name="low"/> lowest ones.</summary>
    /// <param name="scores">Hundredths of a point, one per submitted scoresheet, in any order.</param>
    /// <param name="high">How many of the highest scores to leave out, 0 or more; one unless said otherwise.</param>
    /// <param name="low">How many of the lowest scores to leave out, 0 or more; one unless said otherwise.</param>
    /// <param name="parts">Into how many parts the scores divide a hundredth: 1 for hundredths, 100 for scores in ten-thousandths of a point.</param>
    /// <returns>Hundredths of a point, rounded once, half away from zero.</returns>
    /// <exception cref="ArgumentException">Fewer than <paramref name="high"/> + <paramref name="low"/> + 1 scores: check the quorum first.</exception>
    public static int DropHighLow(IReadOnlyCollection<int> scores, int high = 1, int low = 1, int parts = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(high);
        ArgumentOutOfRangeException.ThrowIfNegative(low);
        ArgumentOutOfRangeException.ThrowIfLessThan(parts, 1);
        var kept = scores.Count - (long)high - low;
        if (kept < 1)
            throw new ArgumentException($"{scores.Count} scores are too few: {high + (long)low + 1} are needed.", nameof(scores));

        int[] sorted = [.. scores];
        Array.Sort(sorted);
        var sum = 0L;
        foreach (var score in sorted.AsSpan(low, (int)kept)) sum += score;
        return Rounding.HalfAwayFromZero(sum, (Int128)kept * parts);
    }
}
