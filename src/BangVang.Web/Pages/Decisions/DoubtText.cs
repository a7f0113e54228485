using BangVang.App.Decisions;
using BangVang.Domain.Decisions;
using BangVang.Domain.Editions;
using BangVang.Domain.Scoring;
using BangVang.Web.Kernel;
using BangVang.Web.Pages.Editions;

namespace BangVang.Web.Pages.Decisions;

/// <summary>The doubt about ranks as people read it.</summary>
public static class DoubtText
{
    /// <summary>Pairs written out for a line; the rest is counted.</summary>
    public const int MostPairs = 6;

    /// <summary>A chance in whole percent, never written as certain.</summary>
    public static string Percent(double chance) => chance < 0.005 ? "< 1 %" : chance > 0.995 ? "> 99 %" : $"{Writing.Current.Number((decimal)Math.Round(100 * chance), 0)} %";

    /// <summary>"hạng 2 đến 7".</summary>
    public static string Interval(this Texts texts, RankDoubt doubt) =>
        doubt.Low == doubt.High ? texts["decisions.rank_sure", ("rank", doubt.Low)] : texts["decisions.rank_interval", ("low", doubt.Low), ("high", doubt.High)];

    /// <summary>The chances of being first and of being above the category's line.</summary>
    public static string Chances(this Texts texts, RankDoubt doubt, CategoryDoubt category)
    {
        var first = texts["decisions.chance_first", ("chance", Percent(doubt.First))];
        return doubt.Within is { } within && category.Within is { } places and > 1 ? $"{first}; {texts["decisions.chance_within", ("places", places), ("chance", Percent(within))]}" : first;
    }

    public static string LineOf(this Texts texts, UnsettledLine line, Edition edition)
    {
        var category = line.CategoryCode is { } code ? texts.In(edition.Category(code)!.Name) : "";
        return line switch
        {
            { TierCode: not { } } => texts["decisions.line_shortlist", ("category", category), ("places", line.Places)],
            { TierCode: { } tier, MinScore: { } minimum } => texts["decisions.line_minimum", ("category", category), ("tier", texts.In(edition.Tier(tier)!.Name)), ("minimum", Writing.Current.Points(minimum))],
            { TierCode: { } tier, CategoryCode: null } => texts["decisions.line_in_all", ("tier", texts.In(edition.Tier(tier)!.Name)), ("places", line.Places)],
            { TierCode: { } tier } => texts["decisions.line_tier", ("category", category), ("tier", texts.In(edition.Tier(tier)!.Name)), ("places", line.Places)],
        };
    }

    /// <summary>The line that extra marks were asked for, by the tier's rule.</summary>
    public static string LineOf(this Texts texts, ExtraMarksRequest request, Edition edition)
    {
        var tier = texts.In(edition.Tier(request.TierCode)!.Name);
        var category = request.CategoryCode is { } code ? texts.In(edition.Category(code)!.Name) : texts["decisions.all_categories"];
        return texts[request.IsMinimum ? "decisions.extra_line_minimum" : "decisions.extra_line_places", ("category", category), ("tier", tier)];
    }

    /// <summary>The page on which extra marks are asked for at that line.</summary>
    public static string ExtraMarksOf(string editionKey, AgendaLine line) => $"/manage/{editionKey}/extra-marks?line={Uri.EscapeDataString(line.Id)}";

    /// <summary>A dossier near a minimum score.</summary>
    public static string Score(this Texts texts, UnsettledScore score, UnsettledLine line, IReadOnlyDictionary<string, string> names) => texts[score.IsAbove ? "decisions.unsettled_above_minimum" : "decisions.unsettled_below_minimum",
        ("dossier", $"{score.Reference} ({names.GetValueOrDefault(score.Reference)})"), ("minimum", Writing.Current.Points(line.MinScore!.Value)), ("chance", Percent(score.Chance))];

    public static string Pair(this Texts texts, UnsettledPair pair, IReadOnlyDictionary<string, string> names) => texts["decisions.unsettled_pair",
        ("above", $"{pair.Above} ({names.GetValueOrDefault(pair.Above)})"), ("below", $"{pair.Below} ({names.GetValueOrDefault(pair.Below)})"), ("chance", Percent(pair.Chance))];

    /// <summary>What the council can do at a line: more sheets, a shared prize where the regulation knows one, the tie chain, a motion.</summary>
    public static string WaysOut(this Texts texts, AgendaLine item, Edition edition)
    {
        var line = item.Line;
        var ties = line.MinScore is null && edition.Round(item.RoundCode) is ScoringRound round && round.Ties.TryGet(out var chain) && chain.Count > 0 ? string.Join(" → ", chain.Select(t => texts.Tie(t, edition))) : null;
        string[] ways =
        [
            texts["decisions.way_marks"],
            .. line.MinScore is null && line.TierCode is { } code && edition.Tier(code)!.MayBeShared ? [texts["decisions.way_share"]] : (string[])[],
            .. ties is null ? (string[])[] : [texts["decisions.way_ties", ("ties", ties)]],
            texts[line.MinScore is null ? "decisions.way_motion" : "decisions.way_motion_minimum"],
        ];
        return texts["decisions.ways_out", ("ways", string.Join("; ", ways))];
    }

    /// <summary>Ranks with their intervals, one dossier below the other.</summary>
    public static IntervalPlot RankPlot(this Texts texts, IEnumerable<ResultRow> rows, CategoryDoubt category, Edition edition)
    {
        var known = rows.Where(r => r.Doubt is not null && r.Rank is not null).ToList();
        var name = texts.In(edition.Category(category.CategoryCode)!.Name);
        return new($"ranks-{category.CategoryCode}", texts["decisions.rank_plot", ("category", name)], texts["decisions.rank_plot_about", ("count", known.Count)],
            [.. known.Select(r => new PlotRow($"{r.Reference}, {r.ProductName}", r.Rank!.Value, r.Doubt!.Low, r.Doubt.High, texts.Interval(r.Doubt)))],
            n => Writing.Current.Number((decimal)n, 1), Line: category.Within + 0.5, IsWhole: true);
    }
}
