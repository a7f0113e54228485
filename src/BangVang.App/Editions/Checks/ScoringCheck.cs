using BangVang.Domain.Editions;

namespace BangVang.App.Editions.Checks;

/// <summary>Rubrics and rounds from which a score can be computed.</summary>
internal static class ScoringCheck
{
    private const int Whole = 10_000;

    public static void Run(Edition edition, Findings findings)
    {
        foreach (var (rubric, path) in edition.Rubrics.At("rubrics")) CheckRubric(rubric, path, findings);
        if (!edition.Rounds.TryGet(out var rounds)) return;

        if (rounds.Count == 0) findings.Report("rounds", "edition.rounds_empty");
        foreach (var (round, path) in rounds.At("rounds"))
        {
            findings.Refer($"{path}.categories", round.Categories, edition.Categories.Select(c => c.Code), Checking.Category);
            if (round is ScoringRound scoring) CheckRound(edition, scoring, path, findings);
            if (round is PairwiseRound pairs) PairwiseCheck.Run(edition, pairs, path, findings);
        }
        var used = edition.ScoringRounds.SelectMany(r => r.RubricByCategory.Values.Concat(r.Rubric.Variants.Select(v => v.Value))).ToHashSet();
        foreach (var (rubric, path) in edition.Rubrics.At("rubrics").Where(r => !used.Contains(r.Item.Code)))
            findings.Report(path, "edition.rubric_unused", [("rubric", rubric.Code)], "rounds");
    }

    private static void CheckRubric(Rubric rubric, string path, Findings findings)
    {
        CheckScale(rubric.Scale, $"{path}.scale", findings);
        CheckWeights(rubric.Code, [.. rubric.Criteria.Select(c => c.Weight)], $"{path}.criteria", findings);
        foreach (var (criterion, at) in rubric.Criteria.At($"{path}.criteria"))
            if (criterion.Parts.Count > 0) CheckWeights(criterion.Code, [.. criterion.Parts.Select(p => p.Weight)], $"{at}.parts", findings);

        var codes = rubric.Criteria.At($"{path}.criteria").SelectMany(c =>
            c.Item.Parts.At($"{c.Path}.parts").Select(p => (p.Item.Code, p.Path)).Prepend((c.Item.Code, c.Path)));
        foreach (var twice in codes.GroupBy(c => c.Code).Where(g => g.Select(c => c.Path[..c.Path.LastIndexOf('[')]).Distinct().Count() > 1))
            findings.Report($"{twice.Last().Path}.code", "edition.code_twice", ("code", twice.Key));
    }

    private static void CheckWeights(string of, IReadOnlyList<int> weights, string path, Findings findings)
    {
        if (weights.Sum() is var sum && sum != Whole) findings.Report(path, "edition.weights_not_100", ("what", of), ("sum", Checking.Points(sum)));
    }

    private static void CheckScale(Scale scale, string path, Findings findings)
    {
        if (scale.Step <= 0 || scale.Max <= scale.Min || (scale.Max - scale.Min) % scale.Step != 0)
            findings.Report(path, "edition.scale_impossible", ("min", Checking.Points(scale.Min)), ("max", Checking.Points(scale.Max)), ("step", Checking.Points(scale.Step)));
    }

    private static void CheckRound(Edition edition, ScoringRound round, string path, Findings findings)
    {
        var rubrics = edition.Rubrics.Select(r => r.Code).ToList();
        if (round.Rubric.TryGet(out var code)) findings.Refers($"{path}.rubric", code, rubrics, Checking.Rubric);
        foreach (var (category, own) in round.RubricByCategory)
        {
            findings.Refers($"{path}.rubric_by_category.{category}", category, edition.Categories.Select(c => c.Code), Checking.Category);
            findings.Refers($"{path}.rubric_by_category.{category}", own, rubrics, Checking.Rubric);
        }
        if (round.PanelSize.TryGet(out var panel) && round.Quorum.TryGet(out var quorum) && quorum > panel)
            findings.Report($"{path}.quorum", "edition.quorum_above_panel", [("quorum", quorum), ("panel", panel)], $"{path}.panel_size");
        if (round.Calibrate is not null && round.PanelSize.TryGet(out var jurors) && jurors < 2) findings.Report($"{path}.calibrate", "edition.calibrate_needs_two", [], $"{path}.panel_size");
        CheckAggregate(round, path, findings);
        CheckTies(edition, round, path, findings);
        CheckShortlist(edition, round, path, findings);
    }

    private static void CheckAggregate(ScoringRound round, string path, Findings findings)
    {
        if (!round.Aggregate.TryGet(out var aggregate)) return;
        var method = Checking.Word(aggregate.Method);
        LocalizedText? rule = aggregate switch
        {
            { Method: AggregationMethod.TrimmedMean, Trim: 0 } => new("cần trim từ 1 trở lên", "needs trim, at least 1"),
            { Method: AggregationMethod.DropHighLow, DropLowest: 0, DropHighest: 0 } => new("cần drop_lowest hoặc drop_highest", "needs drop_lowest or drop_highest"),
            { Method: not AggregationMethod.TrimmedMean, Trim: not 0 } => new("không dùng trim", "has no trim"),
            { Method: not AggregationMethod.DropHighLow } when aggregate.DropLowest + aggregate.DropHighest > 0 => new("không dùng drop_lowest và drop_highest", "has no drop_lowest and drop_highest"),
            _ => null,
        };
        if (rule is not null) findings.Report($"{path}.aggregate", "edition.aggregate_parameters", ("method", method), ("rule_vi", rule.Vi), ("rule_en", rule.En));
        else if (round.Quorum.TryGet(out var quorum) && quorum < aggregate.NeedsAtLeast)
            findings.Report($"{path}.quorum", "edition.quorum_too_small_for_aggregate",
                [("method", method), ("needs", aggregate.NeedsAtLeast), ("quorum", quorum)], $"{path}.aggregate");
    }

    private static void CheckTies(Edition edition, ScoringRound round, string path, Findings findings)
    {
        if (!round.Ties.TryGet(out var ties)) return;
        var criteria = RubricsOf(edition, round).Select(r => r.Criteria.SelectMany(c => c.Parts.Select(p => p.Code).Prepend(c.Code)).ToHashSet()).ToList();
        var earlier = edition.Rounds.Value.TakeWhile(r => r.Code != round.Code).OfType<ScoringRound>().Select(r => r.Code).ToList();
        foreach (var (tie, at) in ties.At($"{path}.ties"))
        {
            LocalizedText? rule = tie switch
            {
                { By: TieBreakKind.Criterion, Criterion: null } => new("cần criterion", "needs criterion"),
                { By: TieBreakKind.EarlierRound, Round: null } => new("cần round", "needs round"),
                { By: not TieBreakKind.Criterion, Criterion: not null } => new("không dùng criterion", "has no criterion"),
                { By: not TieBreakKind.EarlierRound, Round: not null } => new("không dùng round", "has no round"),
                _ => null,
            };
            if (rule is not null)
                findings.Report(at, "edition.tie_parameters", [("by", Checking.Word(tie.By)), ("rule_vi", rule.Vi), ("rule_en", rule.En)], $"{at}.criterion", $"{at}.round");
            if (tie.Criterion is { } criterion && criteria.FirstOrDefault(known => !known.Contains(criterion)) is { } lacking)
                findings.Refers($"{at}.criterion", criterion, lacking, Checking.Criterion);
            findings.Refers($"{at}.round", tie.Round, earlier, Checking.Round);
        }
        var council = ties.ToList().FindIndex(t => t.By is TieBreakKind.Council);
        if (council >= 0 && council < ties.Count - 1) findings.Report($"{path}.ties[{council + 1}]", "edition.tie_chain_after_council");
    }

    private static void CheckShortlist(Edition edition, ScoringRound round, string path, Findings findings)
    {
        if (round.Shortlist is null || !round.Shortlist.TryGet(out var shortlist)) return;
        CheckShortlisted(edition, shortlist, path, findings);
        if (shortlist.MinScore is { } score && RubricsOf(edition, round).FirstOrDefault(r => score < r.Scale.Min || score > r.Scale.Max) is { } rubric)
            findings.Report($"{path}.shortlist.min_score", "edition.score_outside_scale",
                ("score", Checking.Points(score)), ("min", Checking.Points(rubric.Scale.Min)), ("max", Checking.Points(rubric.Scale.Max)), ("round", round.Code));
    }

    /// <summary>The categories of a shortlist, whatever it is made from.</summary>
    public static void CheckShortlisted(Edition edition, ShortlistRule shortlist, string path, Findings findings)
    {
        foreach (var category in shortlist.ByCategory.Keys)
            findings.Refers($"{path}.shortlist.by_category.{category}", category, edition.Categories.Select(c => c.Code), Checking.Category);
    }

    /// <summary>The rubrics by which dossiers are scored in a round.</summary>
    public static IReadOnlyList<Rubric> RubricsOf(Edition edition, ScoringRound round) =>
        [.. edition.Categories.Where(c => round.IsFor(c.Code)).Select(c => edition.RubricFor(round, c.Code)).OfType<Rubric>().Distinct()];
}
