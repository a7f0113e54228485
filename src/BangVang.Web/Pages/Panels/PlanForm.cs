using BangVang.App.Scoring;
using BangVang.Judging;

namespace BangVang.Web.Pages.Panels;

/// <summary>
/// The wishes behind a preview as fields of a form: a pair is <c>HS-014/juror</c>, a change by hand <c>pair&gt;pair</c>. What cannot be read is
/// left out: nothing but this page writes it.
/// </summary>
public static class PlanForm
{
    /// <summary>What may be given up for comparability, in thousandths of the total, as the form offers it.</summary>
    public static readonly IReadOnlyList<int> GiveUps = [0, 5, 10, 20, 50, 100];

    public static string Write(PanelPair pair) => $"{pair.Entry}/{pair.Juror}";

    public static string Write(PanelSwap swap) => $"{Write(swap.First)}>{Write(swap.Second)}";

    public static PanelWish Read(PanelObjective objective, string? seed, int? mostEach, IEnumerable<string?> pin, IEnumerable<string?> forbid, IEnumerable<string?> swap) =>
        new(objective, string.IsNullOrWhiteSpace(seed) ? null : seed.Trim(), mostEach)
        {
            Pinned = [.. pin.Select(Pair).OfType<PanelPair>().Distinct()], Forbidden = [.. forbid.Select(Pair).OfType<PanelPair>().Distinct()], Swaps = [.. swap.Select(Swap).OfType<PanelSwap>()],
        };

    /// <summary>
    /// The wishes after what was asked: <c>pin</c>, <c>unpin</c>, <c>forbid</c>, <c>allow</c> a pair, <c>swap</c> two, <c>undo</c> the last change by hand,
    /// <c>objective</c> for another one. Changes by hand are made in what was found, so a wish that finds anew drops them.
    /// </summary>
    public static PanelWish After(PanelWish wish, string? act)
    {
        var (verb, about) = act?.Split(' ', 2) is [var first, .. var rest] ? (first, rest.FirstOrDefault() ?? "") : ("", "");
        return (verb, Pair(about)) switch
        {
            ("pin", { } pair) => wish with { Pinned = [.. wish.Pinned.Union([pair])], Swaps = [] },
            ("unpin", { } pair) => wish with { Pinned = [.. wish.Pinned.Except([pair])], Swaps = [] },
            ("forbid", { } pair) => wish with { Forbidden = [.. wish.Forbidden.Union([pair])], Pinned = [.. wish.Pinned.Except([pair])], Swaps = [] },
            ("allow", { } pair) => wish with { Forbidden = [.. wish.Forbidden.Except([pair])], Swaps = [] },
            ("swap", _) when Swap(about) is { } swap => wish with { Swaps = [.. wish.Swaps, swap] },
            ("undo", _) => wish with { Swaps = [.. wish.Swaps.SkipLast(1)] },
            ("objective", _) when Enum.TryParse<PanelObjective>(about, out var objective) && Enum.IsDefined(objective) => wish with { Objective = objective, Swaps = [] },
            _ => wish,
        };
    }

    /// <summary>The pair that <c>choose</c> looks at.</summary>
    public static PanelPair? ChosenIn(string? act) => act?.StartsWith("choose ", StringComparison.Ordinal) is true ? Pair(act["choose ".Length..]) : null;

    private static PanelPair? Pair(string? text) => text?.Split('/') is [{ Length: > 0 } entry, var juror] && Guid.TryParse(juror, out var id) ? new(entry, id.ToString()) : null;

    private static PanelSwap? Swap(string? text) => text?.Split('>') is [var first, var second] && Pair(first) is { } one && Pair(second) is { } other ? new(one, other) : null;
}
