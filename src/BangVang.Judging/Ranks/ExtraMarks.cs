using BangVang.Judging.Calibration;
using BangVang.Judging.Numbers;

namespace BangVang.Judging.Ranks;

/// <summary>A mark that would help to decide.</summary>
/// <param name="Gain">By how much it is expected to lower the loss from a wrong choice, in score units.</param>
public sealed record ExtraMark(string Entry, string Juror, double Gain);

/// <summary>Who may still mark what.</summary>
/// <param name="Forbidden">Pairs in conflict. Pairs that have a mark already are left out by themselves.</param>
/// <param name="MostPerJuror">At most so many extra marks for one juror; null for as evenly as possible.</param>
public sealed record ExtraMarkLimits(IReadOnlyCollection<PanelPair> Forbidden, int? MostPerJuror = null)
{
    public static readonly ExtraMarkLimits None = new([]);
}

/// <summary>Where one more mark decides most: entries near the line about which little is known.</summary>
public static class ExtraMarks
{
    /// <summary>
    /// Plans marks one by one. A mark of an entry is worth what it is expected to gain at the line after the
    /// <paramref name="places"/>-th place (the knowledge gradient of Frazier, Powell and Dayanik 2008, for a choice against a known
    /// line); after each one the entry counts as known better, so that marks spread over all that are close. The juror is the one whose
    /// severity is known best among those with fewest extra marks.
    /// </summary>
    /// <param name="ratings">Those that were calibrated.</param>
    /// <param name="count">How many marks to plan; fewer are returned when nobody is left to give them.</param>
    /// <exception cref="ArgumentException">The model has no residual variance: the gain of a mark is then unknown.</exception>
    public static IReadOnlyList<ExtraMark> Plan(CalibrationResult calibration, Ratings ratings, int places, int count, ExtraMarkLimits? limits = null)
    {
        var entries = calibration.Entries;
        return places <= 0 || places >= entries.Count ? [] : Plan(calibration, ratings, (entries[places - 1].Estimate + entries[places].Estimate) / 2, count, limits);
    }

    /// <summary>The same for a line that is a score, such as a minimum that has to be reached.</summary>
    /// <param name="line">In the units of the estimates.</param>
    /// <inheritdoc cref="Plan(CalibrationResult, Ratings, int, int, ExtraMarkLimits?)"/>
    public static IReadOnlyList<ExtraMark> Plan(CalibrationResult calibration, Ratings ratings, double line, int count, ExtraMarkLimits? limits = null)
    {
        var noise = calibration.Variances.Residual ?? throw new ArgumentException("The model has no residual variance.", nameof(calibration));
        limits ??= ExtraMarkLimits.None;
        var taken = ratings.Rows.Select(r => new PanelPair(r.Entry, r.Juror)).Concat(limits.Forbidden).ToHashSet();
        var jurors = calibration.Jurors.OrderBy(j => j.StandardError).ThenBy(j => j.Juror, Names.ByValue).ToArray();
        var given = jurors.ToDictionary(j => j.Juror, _ => 0, StringComparer.Ordinal);
        var entries = calibration.Entries.ToArray();
        var variance = entries.Select(e => e.StandardError * e.StandardError).ToArray();
        var queue = new PriorityQueue<int, (double, int)>();
        for (var e = 0; e < entries.Length; e++) queue.Enqueue(e, (-Gain(entries[e].Estimate - line, variance[e], noise), e));
        var plan = new List<ExtraMark>();
        while (plan.Count < count && queue.TryDequeue(out var entry, out var worth))
        {
            var juror = jurors.Where(j => given[j.Juror] < (limits.MostPerJuror ?? int.MaxValue) && !taken.Contains(new(entries[entry].Entry, j.Juror)))
                .MinBy(j => given[j.Juror]);
            if (juror is null) continue;
            plan.Add(new(entries[entry].Entry, juror.Juror, -worth.Item1));
            given[juror.Juror]++;
            taken.Add(new(entries[entry].Entry, juror.Juror));
            variance[entry] = 1 / (1 / Math.Max(variance[entry], 1e-300) + 1 / (noise + juror.StandardError * juror.StandardError));
            queue.Enqueue(entry, (-Gain(entries[entry].Estimate - line, variance[entry], noise), entry));
        }
        return plan;
    }

    /// <summary>The expected gain of a mark for an entry this far from the line: s·(φ(z) + z·Φ(z)) with z = −|distance| / s.</summary>
    private static double Gain(double distance, double variance, double noise)
    {
        var s = variance / Math.Sqrt(variance + noise);
        if (!(s > 0)) return 0;
        var z = -Math.Abs(distance) / s;
        return s * (Normal.Density(z) + z * Normal.Below(z));
    }
}
