namespace BangVang.Judging.Calibration;

/// <summary>Whether jurors mark entries of their own organisation (or country, or school) higher than others do.</summary>
/// <param name="Effect">Added to the score of one's own; above 0 favours them.</param>
/// <param name="T">Effect over standard error: beyond ±2 it is hardly chance.</param>
/// <param name="Own">How many marks went to an entry of the juror's own.</param>
public sealed record SameGroupBias(double Effect, double StandardError, double T, int Own)
{
    /// <summary>
    /// By the mixed model with one fixed effect more, so that neither a good entry nor a lenient juror looks like favour. Null when no mark,
    /// or every mark, is of one's own: then there is nothing to compare with.
    /// </summary>
    /// <param name="isOwn">The mark is of the juror's own.</param>
    public static SameGroupBias? Test(Ratings ratings, Func<Rating, bool> isOwn)
    {
        var own = ratings.Rows.Count(r => r.Weight > 0 && isOwn(r));
        if (own == 0 || own == ratings.Rows.Count(r => r.Weight > 0)) return null;
        var rows = ratings.Rows.Select(r => r with { Facets = [.. r.Facets ?? [], isOwn(r) ? "own" : "other"] }).ToList();
        var fit = Calibrator.Fit(new(rows, [.. ratings.Facets, "own"]));
        var levels = fit.Effects.Where(e => e.Facet == "own").ToDictionary(e => e.Level);
        var (effect, error) = (levels["own"].Estimate - levels["other"].Estimate, levels["own"].StandardError + levels["other"].StandardError);
        return new(effect, error, effect / error, own);
    }
}
