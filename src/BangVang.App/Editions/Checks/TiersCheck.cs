using BangVang.Domain.Editions;

namespace BangVang.App.Editions.Checks;

/// <summary>Tiers that can be given, and figures that name them.</summary>
internal static class TiersCheck
{
    public static void Run(Edition edition, Findings findings)
    {
        CheckFigures(edition, findings);
        if (!edition.Tiers.TryGet(out var tiers)) return;
        if (tiers.Count == 0) { findings.Report("tiers", "edition.tiers_empty"); return; }

        var categories = edition.Categories.Select(c => c.Code).ToList();
        foreach (var (tier, path) in tiers.At("tiers"))
        {
            findings.Refer($"{path}.categories", tier.Categories, categories, Checking.Category);
            CheckQuota(tier, path, categories, findings);
            CheckScore(edition, tier, path, findings);
            PairwiseCheck.RunTier(edition, tier, path, findings);
        }
        CheckOrder(tiers, findings);
        foreach (var (category, path) in edition.Categories.At("categories").Where(c => tiers.All(t => !t.IsFor(c.Item.Code))))
            findings.Report(path, "edition.category_without_tier", [("category", category.Code)], "tiers");
    }

    private static void CheckQuota(Tier tier, string path, IReadOnlyList<string> categories, Findings findings)
    {
        if (!tier.Quota.TryGet(out var quota)) return;
        if (quota.PerCategory is null && quota.InAll is null && quota.ByCategory.Count == 0) findings.Report($"{path}.quota", "edition.quota_empty");
        foreach (var (category, count) in quota.ByCategory)
        {
            var at = $"{path}.quota.by_category.{category}";
            if (!findings.Refers(at, category, categories, Checking.Category)) continue;
            if (!tier.IsFor(category)) findings.Report(at, "edition.quota_outside_tier", [("category", category), ("tier", tier.Code)], $"{path}.categories");
            if (count < 0) findings.Report(at, "edition.number_out_of_range", ("value", count), ("min", 0), ("max", int.MaxValue));
        }
        if (quota.InAll is { } all && quota.ByCategory.Values.Append(quota.PerCategory ?? 0).Max() is var most && most > all)
            findings.Report($"{path}.quota.in_all", "edition.quota_above_all", [("category", most), ("all", all)], $"{path}.quota");
    }

    private static void CheckScore(Edition edition, Tier tier, string path, Findings findings)
    {
        if (tier.MinScore is not { } published || !published.TryGet(out var score)) return;
        foreach (var category in edition.Categories.Where(c => tier.IsFor(c.Code)))
        {
            if (edition.DecidingRound(category.Code) is not ScoringRound last || edition.RubricFor(last, category.Code) is not { } rubric) continue;
            if (score >= rubric.Scale.Min && score <= rubric.Scale.Max) continue;
            findings.Report($"{path}.min_score", "edition.score_outside_scale",
                [("score", Checking.Points(score)), ("min", Checking.Points(rubric.Scale.Min)), ("max", Checking.Points(rubric.Scale.Max)), ("round", last.Code)], "rounds", "rubrics");
            return;
        }
    }

    private static void CheckOrder(IReadOnlyList<Tier> tiers, Findings findings)
    {
        var scored = tiers.At("tiers").Where(t => t.Item.MinScore is { IsSettled: true }).ToList();
        foreach (var ((above, _), (tier, path)) in scored.Zip(scored.Skip(1)))
            if (tier.MinScore!.Value > above.MinScore!.Value)
                findings.Report($"{path}.min_score", "edition.tiers_out_of_order",
                    ("tier", tier.Code), ("score", Checking.Points(tier.MinScore.Value)), ("above", above.Code), ("score_above", Checking.Points(above.MinScore.Value)));
    }

    private static void CheckFigures(Edition edition, Findings findings)
    {
        foreach (var (figure, path) in edition.Figures.At("figures"))
        {
            if (edition.Tiers.IsSettled) findings.Refers($"{path}.tier", figure.Tier, edition.SettledTiers.Select(t => t.Code), Checking.Tier);
            findings.Refers($"{path}.category", figure.Category, edition.Categories.Select(c => c.Code), Checking.Category);
            if (figure.Kind is FigureKind.Prizes) continue;
            foreach (var (key, value) in new (string, object?)[] { ("tier", figure.Tier), ("tier_name", figure.TierName), ("category", figure.Category) })
                if (value is not null) findings.Report($"{path}.{key}", "edition.figure_scope", [("key", key)], $"{path}.kind");
        }
    }
}
