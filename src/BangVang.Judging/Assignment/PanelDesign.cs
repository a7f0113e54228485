namespace BangVang.Judging.Assignment;

/// <summary>How well an assignment lets entries be compared, whoever made it.</summary>
public static class PanelDesign
{
    /// <summary>
    /// Exactly, from the pairs alone: entries without a juror and jurors without an entry change nothing. Takes time with the third power of the
    /// number of jurors.
    /// </summary>
    public static DesignReport Of(IReadOnlyCollection<PanelPair> pairs)
    {
        var jurors = pairs.Select(p => p.Juror).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select((juror, i) => (juror, i)).ToDictionary(x => x.juror, x => x.i, StringComparer.Ordinal);
        int[][] byEntry = [.. pairs.GroupBy(p => p.Entry).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => g.Select(p => jurors[p.Juror]).Distinct().Order().ToArray())];
        return DesignVariance.Of(byEntry, jurors.Count);
    }
}
