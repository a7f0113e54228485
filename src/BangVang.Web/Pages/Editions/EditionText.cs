using BangVang.App.Editions;
using BangVang.Domain.Editions;
using BangVang.Web.Kernel;
using NodaTime;

namespace BangVang.Web.Pages.Editions;

/// <summary>Values of an edition as a visitor reads them.</summary>
public static class EditionText
{
    /// <summary>A date as exact as its source: 11/12/2023, 11/2020 or 2020.</summary>
    public static string Date(PartialDate date) =>
        date.Date is { } day ? Writing.Current.Date(day) : date.Month is { } month ? $"{month:00}/{date.Year}" : $"{date.Year}";

    /// <summary>"gần 200", "hơn 1.000", 277.</summary>
    public static string Number(this Texts texts, long value, Exactness exactness) => exactness switch
    {
        Exactness.About => texts["editions.about", ("value", value)],
        Exactness.Nearly => texts["editions.nearly", ("value", value)],
        Exactness.MoreThan => texts["editions.more_than", ("value", value)],
        _ => Writing.Current.Number(value),
    };

    public static string Number(this Texts texts, Figure figure) => texts.Number(figure.Value, figure.Exactness);

    /// <summary>Names of choices, parted by commas; by semicolons when a name has a comma of its own.</summary>
    public static string Choices<T>(this Texts texts, IEnumerable<T> choices) where T : struct, Enum
    {
        var names = choices.Select(c => texts.In(EditionWords.Choice(c))).ToList();
        return string.Join(names.Any(n => n.Contains(',')) ? "; " : ", ", names);
    }

    /// <summary>"Kỳ 2023, lần thứ 4"; of a sample the year alone: it is nobody's first or second edition.</summary>
    public static string NumberAndYear(this Texts texts, Edition edition) => edition.Sample
        ? texts["editions.year", ("year", edition.Year)] : texts["editions.number_and_year", ("number", edition.Number), ("year", edition.Year)];

    /// <summary>A name as a heading or an entry of a table begins with it.</summary>
    public static string Capital(string text) => text.Length == 0 ? text : $"{char.ToUpperInvariant(text[0])}{text[1..]}";

    /// <summary>Hundredths of a percent: 1 500 is 15 %.</summary>
    public static string Percent(int hundredths) => $"{Writing.Current.Number(hundredths / 100m, 2)} %";

    /// <summary>How many prizes of a tier there may be.</summary>
    public static string Quota(this Texts texts, Quota quota, Edition edition)
    {
        var parts = new List<string>();
        if (quota.PerCategory is { } each) parts.Add(texts["editions.quota_each", ("count", each)]);
        parts.AddRange(quota.ByCategory.Select(c => texts["editions.quota_in", ("count", c.Value), ("category", edition.Category(c.Key) is { } named ? texts.In(named.Name) : c.Key)]));
        if (quota.InAll is { } all) parts.Add(texts["editions.quota_all", ("count", all)]);
        if (parts.Count == 0) parts.Add(texts["editions.quota_open"]);
        if (quota.CountsHigherTiers) parts.Add(texts["editions.quota_counts_higher"]);
        return string.Join("; ", parts);
    }

    public static string Aggregate(this Texts texts, Aggregation aggregation) => aggregation.Method switch
    {
        AggregationMethod.TrimmedMean => texts["editions.aggregate_trimmed", ("trim", aggregation.Trim)],
        AggregationMethod.DropHighLow => texts["editions.aggregate_drop", ("lowest", aggregation.DropLowest), ("highest", aggregation.DropHighest)],
        _ => EditionText.Capital(texts.In(EditionWords.Choice(aggregation.Method))),
    };

    public static string Tie(this Texts texts, TieBreak tie, Edition edition) => tie switch
    {
        { By: TieBreakKind.Criterion, Criterion: { } code } when edition.Rubrics.SelectMany(r => r.Criteria).FirstOrDefault(c => c.Code == code) is { } criterion =>
            texts["editions.tie_criterion", ("criterion", texts.In(criterion.Name))],
        { By: TieBreakKind.EarlierRound, Round: { } code } when edition.Round(code) is { } round => texts["editions.tie_round", ("round", texts.In(round.Name))],
        _ => texts.In(EditionWords.Choice(tie.By)),
    };

    /// <summary>Where a phase stands in the list of phases.</summary>
    public static string? PhaseClass(Edition edition, Phase phase, Instant now) => edition.WindowOf(phase.Code) switch
    {
        { } window when window.Contains(now) => "now",
        { } window when window.HasEnded(now) => "done",
        _ => null,
    };
}
