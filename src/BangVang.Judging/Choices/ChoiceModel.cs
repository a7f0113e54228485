using BangVang.Judging.Calibration;
using BangVang.Judging.Numbers;
using BangVang.Judging.Ranks;

namespace BangVang.Judging.Choices;

/// <summary>One comparison: two products of which one was chosen, or an order of several.</summary>
/// <param name="Order">From the best to the last, without ties, each entry once.</param>
/// <param name="Count">How often it went so; 0 counts as nothing.</param>
public sealed record Contest(string Name, IReadOnlyList<string> Order, double Count = 1);

/// <summary>The strength of an entry in logits: it is chosen before another with odds exp(difference).</summary>
/// <param name="Estimate">Against the first entry by name, whose estimate is 0.</param>
/// <param name="StandardError">Of the difference to the first entry by name.</param>
public sealed record ChosenEntry(string Entry, double Estimate, double StandardError);

/// <summary>Strengths from choices.</summary>
/// <param name="Entries">From the strongest down.</param>
/// <param name="Reference">The first entry by name; all estimates are differences to it.</param>
/// <param name="HeldBy">The standard deviation of the prior that held strengths together; null for none.</param>
public sealed record ChoiceResult(
    IReadOnlyList<ChosenEntry> Entries, string Reference, double LogLikelihood, int Iterations, bool Converged, double? HeldBy)
{
    /// <summary>What is known about all entries together, to draw from.</summary>
    internal IJointPosterior Posterior
    {
        get => field ?? throw new InvalidOperationException("This result was not made from choices.");
        init;
    }

    /// <summary>Strengths and their covariances, by name.</summary>
    internal ChoiceDoubt Doubt
    {
        get => field ?? throw new InvalidOperationException("This result was not made from choices.");
        init;
    }

    /// <summary>The strength of an entry against the mean of all, with the standard error of that difference.</summary>
    /// <exception cref="ArgumentException">The entry is not among those that were chosen between.</exception>
    public (double Estimate, double StandardError) AgainstMean(string entry) => Doubt.AgainstMean(entry);

    /// <summary>The chance that <paramref name="first"/> is truly stronger than <paramref name="second"/>: the difference of their strengths taken as normal.</summary>
    /// <exception cref="ArgumentException">One of them is not among those that were chosen between.</exception>
    public double PBefore(string first, string second) => Doubt.PBefore(first, second);
}

/// <summary>Strengths with their covariances.</summary>
/// <param name="names">In the order of <paramref name="strength"/> and of both sides of <paramref name="covariance"/>.</param>
internal sealed class ChoiceDoubt(string[] names, double[] strength, double[,] covariance)
{
    public (double Estimate, double StandardError) AgainstMean(string entry)
    {
        var (at, n) = (IndexOf(entry), names.Length);
        var (row, all) = (0.0, 0.0);
        for (var i = 0; i < n; i++)
        {
            row += covariance[at, i] / n;
            for (var j = 0; j < n; j++) all += covariance[i, j] / n / n;
        }
        return (strength[at] - strength.Average(), Math.Sqrt(Math.Max(0, covariance[at, at] - (2 * row) + all)));
    }

    public double PBefore(string first, string second)
    {
        var (a, b) = (IndexOf(first), IndexOf(second));
        var (difference, deviation) = (strength[a] - strength[b], Math.Sqrt(Math.Max(0, covariance[a, a] + covariance[b, b] - (2 * covariance[a, b]))));
        return deviation > 0 ? Normal.Below(difference / deviation) : difference > 0 ? 1 : difference < 0 ? 0 : 0.5;
    }

    private int IndexOf(string entry) => Array.IndexOf(names, entry) is >= 0 and var i ? i : throw new ArgumentException($"{entry} is not among the entries.", nameof(entry));
}

/// <summary>
/// Bradley and Terry's model for choices between two, and Luce and Plackett's for orders of several, of which it is the case of two, by
/// maximum likelihood.
/// </summary>
public static class ChoiceModel
{
    /// <summary>Strengths that make the choices most likely. The order of contests changes nothing.</summary>
    /// <param name="heldBy">
    /// Holds strengths together like a normal prior with this standard deviation, so that an entry that never lost has a finite one; null
    /// for plain maximum likelihood, which then has none.
    /// </param>
    /// <returns>
    /// The result, or why there is none: choices.none · choices.never_lost {entries}: none of these ever lost to one of the others ·
    /// choices.never_won {entries}: none of these ever won against one of the others.
    /// </returns>
    /// <exception cref="ArgumentException">An order has fewer than two entries or one twice, or a count is negative or not finite.</exception>
    public static (ChoiceResult? Result, Reason? Refusal) Fit(IReadOnlyCollection<Contest> contests, double? heldBy = null)
    {
        foreach (var contest in contests)
        {
            if (contest.Order.Count < 2 || contest.Order.Distinct(StringComparer.Ordinal).Count() != contest.Order.Count)
                throw new ArgumentException($"Contest {contest.Name} needs two entries or more, each once.", nameof(contests));
            if (!double.IsFinite(contest.Count) || contest.Count < 0) throw new ArgumentException($"Contest {contest.Name} has a count of {contest.Count}.", nameof(contests));
        }
        var held = contests.Where(c => c.Count > 0).ToArray();
        string[] names = [.. held.SelectMany(c => c.Order).Distinct(StringComparer.Ordinal).Order(Names.ByValue)];
        if (names.Length == 0) return (null, new("choices.none"));
        if (heldBy is null && NeverBeaten.Of(names, held) is var (entries, won))
            return (null, new(won ? "choices.never_lost" : "choices.never_won", ("entries", string.Join(", ", entries))));

        var likelihood = new ChoiceLikelihood(names, held, heldBy is { } deviation ? 1 / (deviation * deviation) : 0);
        var (strength, iterations, converged) = likelihood.Search();
        var doubt = likelihood.Covariance(strength);
        var chosen = names.Select((name, i) => new ChosenEntry(
            name, strength[i] - strength[0], Math.Sqrt(Math.Max(0, doubt.Matrix[i, i] + doubt.Matrix[0, 0] - 2 * doubt.Matrix[i, 0]))));
        return (new(
            [.. chosen.OrderByDescending(e => e.Estimate).ThenBy(e => e.Entry, Names.ByValue)], names[0], likelihood.At(strength), iterations, converged, heldBy)
        {
            Doubt = new(names, strength, doubt.Matrix),
            Posterior = new NormalPosterior(names, [.. strength.Select(s => s - strength[0])], new double[names.Length], doubt.Directions),
        }, null);
    }
}
