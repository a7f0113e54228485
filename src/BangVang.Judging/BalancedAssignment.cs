using BangVang.Judging.Assignment;

namespace BangVang.Judging;

/// <summary>Assigns jurors to entries by a draw that anyone can repeat, with the work spread evenly.</summary>
public static class BalancedAssignment
{
    /// <summary>Exchanges tried per assigned pair after the first draw.</summary>
    private const int MixingSteps = 20;

    /// <summary>
    /// Draws an assignment from <paramref name="seed"/>: every entry gets its number of different jurors without conflict, every
    /// juror a load within their bounds, and loads are as equal as these allow (the sum of their squares is least, so they differ
    /// by at most one wherever that is possible). The first draw places entries in random order; random exchanges and moves
    /// that keep all of this then mix it, each as likely as its reverse. The same seed, lists and version give the same
    /// pairs on every machine, whatever the order of the rows.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// A code occurs twice or is unknown, a number is negative, a juror's least load exceeds the largest, or a pinned pair is in conflict.
    /// </exception>
    public static PanelResult Random(PanelRequest request, SeededRandom seed) => Draw(request, seed);

    /// <summary>
    /// The same draw with numbers of xoshiro256** started from <paramref name="seed"/>, several times as fast: for rehearsals that draw thousands of
    /// panels. Real panels are drawn by <see cref="Random"/>, which anyone can repeat with SHA-256 alone; the pairs of the two differ.
    /// </summary>
    /// <inheritdoc cref="Random" path="/exception"/>
    public static PanelResult Rehearse(PanelRequest request, string seed) => Draw(request, new FastRandom(new SeededRandom(seed)));

    private static PanelResult Draw(PanelRequest request, IRandom random)
    {
        var graph = new PanelGraph(request);
        var draw = new BalancedDraw(graph, random);
        if (!draw.TryPlace())
            return new([], Shortages.Find(graph) ?? throw new InvalidOperationException("No place was found, and no reason why."));

        draw.Mix(MixingSteps);
        return new(draw.Pairs(), Shortage: null);
    }
}
