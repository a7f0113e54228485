namespace BangVang.Judging.Ranks;

/// <summary>Two entries on different sides of a line whose order is not sure.</summary>
/// <param name="Line">How many places are above the line: 1 for the first prize, 3 for three places.</param>
/// <param name="PBefore">P(<paramref name="Above"/> is truly better than <paramref name="Below"/>).</param>
public sealed record CloseCall(int Line, string Above, string Below, double PBefore);

/// <summary>Where marks cannot tell who belongs above a medal line. It is the agenda of the council, not a decision.</summary>
public static class TooClose
{
    /// <summary>Below this the marks have not settled who is before whom.</summary>
    public const double Settled = 0.9;

    /// <summary>
    /// For each line, the pairs across it with P(above before below) under <paramref name="settled"/>, the least sure first. Only entries
    /// whose order with the entry next to the line is unsure are looked at, so that a list stays short enough for a meeting.
    /// </summary>
    /// <param name="lines">How many places are above each line.</param>
    public static IReadOnlyList<CloseCall> Of(RankDraws draws, IReadOnlyCollection<int> lines, double settled = Settled)
    {
        var order = draws.Ranking().Select(r => r.Entry).ToArray();
        var calls = new List<CloseCall>();
        foreach (var line in lines.Where(l => l > 0 && l < order.Length).Distinct().Order())
        {
            var above = order[..line].Where(e => draws.PBefore(e, order[line]) < settled);
            var below = order[line..].TakeWhile(e => draws.PBefore(order[line - 1], e) < settled).ToArray();
            calls.AddRange(above
                .SelectMany(a => below.Select(b => new CloseCall(line, a, b, draws.PBefore(a, b))))
                .Where(c => c.PBefore < settled)
                .OrderBy(c => c.PBefore).ThenBy(c => c.Above, StringComparer.Ordinal).ThenBy(c => c.Below, StringComparer.Ordinal));
        }
        return calls;
    }
}
