namespace BangVang.Judging;

/// <summary>One mark of a score sheet.</summary>
/// <param name="Mark">Hundredths of a point, 0 to <paramref name="Maximum"/>.</param>
/// <param name="WeightPercent">Weight inside its group, more than 0.</param>
/// <param name="Maximum">The highest mark of this criterion in hundredths of a point, more than 0.</param>
public sealed record WeightedMark(int Mark, int WeightPercent, int Maximum);

/// <summary>A group of criteria and its weight in the whole, more than 0.</summary>
public sealed record MarkGroup(int WeightPercent, IReadOnlyList<WeightedMark> Marks);

/// <summary>The score of one score sheet by weights on two levels, exact until one rounding at the end.</summary>
public static class WeightedScore
{
    /// <summary>
    /// The weighted mean of the groups, each being the weighted mean of its marks as fractions of their maxima, on a scale from
    /// 0 to <paramref name="scale"/>. Weights are divided by their sum, so each level may sum to 100 or to anything else; a rubric
    /// with one level is one group. A missing mark is for the caller to refuse: leaving it out would move its weight to the others.
    /// </summary>
    /// <param name="groups">All groups with all their marks, in any order.</param>
    /// <param name="scale">The highest score in hundredths of a point: 1 000 for a scale to 10, 10 000 for a scale to 100.</param>
    /// <returns>Hundredths of a point, 0 to <paramref name="scale"/>, rounded once, half away from zero.</returns>
    /// <exception cref="ArgumentException">No group or an empty one, a weight, maximum or scale below 1, or a mark outside its range.</exception>
    public static int Of(IReadOnlyList<MarkGroup> groups, int scale)
    {
        if (scale < 1) throw new ArgumentException($"A scale to {scale} hundredths has no scores.", nameof(scale));
        if (groups.Count == 0) throw new ArgumentException("A score needs at least one group of criteria.", nameof(groups));

        var total = groups.Sum(g => (long)Weight(g.WeightPercent));
        var score = groups.Aggregate(Rational.Zero, (sum, g) => sum + GroupMean(g) * new Rational(g.WeightPercent, total));
        return Rounding.HalfAwayFromZero(checked(score.Numerator * scale), score.Denominator);
    }

    private static Rational GroupMean(MarkGroup group)
    {
        if (group.Marks.Count == 0) throw new ArgumentException("A group of criteria needs at least one mark.", nameof(group));
        var total = group.Marks.Sum(m => (long)Weight(m.WeightPercent));
        return group.Marks.Aggregate(Rational.Zero, (sum, m) => sum + Fraction(m) * new Rational(m.WeightPercent, total));
    }

    private static Rational Fraction(WeightedMark mark) =>
        mark.Maximum >= 1 && mark.Mark >= 0 && mark.Mark <= mark.Maximum
            ? new Rational(mark.Mark, mark.Maximum)
            : throw new ArgumentException($"Mark {mark.Mark} is outside 0 to {mark.Maximum}.", nameof(mark));

    private static int Weight(int percent) =>
        percent >= 1 ? percent : throw new ArgumentException($"Weight {percent} is not positive.", nameof(percent));
}
