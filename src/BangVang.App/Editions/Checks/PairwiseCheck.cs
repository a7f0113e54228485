using BangVang.Domain.Editions;

namespace BangVang.App.Editions.Checks;

/// <summary>Rounds of pairs give places and no points: what needs points is refused where such a round decides.</summary>
internal static class PairwiseCheck
{
    public static void Run(Edition edition, PairwiseRound round, string path, Findings findings)
    {
        CheckTies(edition, round, path, findings);
        if (round.Shortlist is null || !round.Shortlist.TryGet(out var shortlist)) return;
        ScoringCheck.CheckShortlisted(edition, shortlist, path, findings);
        var categories = edition.Categories.Where(c => round.IsFor(c.Code)).ToList();
        if (shortlist.MinScore is not null && categories.Count > 0)
            findings.Report($"{path}.shortlist.min_score", "edition.pairwise_has_no_points", ("round", round.Code), ("category", categories[0].Code));
        if (shortlist.InAll is not null && categories.Count > 1) findings.Report($"{path}.shortlist.in_all", "edition.pairwise_not_across", ("round", round.Code));
    }

    /// <summary>A tier of a category whose last round is one of pairs.</summary>
    public static void RunTier(Edition edition, Tier tier, string path, Findings findings)
    {
        var given = edition.Categories.Where(c => tier.IsFor(c.Code)).ToList();
        var decided = given.Select(c => (Category: c.Code, Round: edition.DecidingRound(c.Code) as PairwiseRound)).FirstOrDefault(d => d.Round is not null);
        if (decided.Round is null) return;
        if (tier.MinScore is not null)
            findings.Report($"{path}.min_score", "edition.pairwise_has_no_points", [("round", decided.Round.Code), ("category", decided.Category)], "rounds");
        if (tier.Quota.TryGet(out var quota) && quota.InAll is not null && given.Count > 1)
            findings.Report($"{path}.quota.in_all", "edition.pairwise_not_across", [("round", decided.Round.Code)], "rounds");
    }

    private static void CheckTies(Edition edition, PairwiseRound round, string path, Findings findings)
    {
        if (!round.Ties.TryGet(out var ties)) return;
        var earlier = edition.Rounds.Value.TakeWhile(r => r.Code != round.Code).OfType<ScoringRound>().Select(r => r.Code).ToList();
        foreach (var (tie, at) in ties.At($"{path}.ties"))
        {
            LocalizedText? rule = tie switch
            {
                { By: not (TieBreakKind.EarlierRound or TieBreakKind.SubmittedEarlier or TieBreakKind.Council) } => new("cần điểm, vòng so sánh từng cặp không có", "needs points, which a pairwise round does not have"),
                { By: TieBreakKind.EarlierRound, Round: null } => new("cần round", "needs round"),
                { Criterion: not null } => new("không dùng criterion", "has no criterion"),
                { By: not TieBreakKind.EarlierRound, Round: not null } => new("không dùng round", "has no round"),
                _ => null,
            };
            if (rule is not null)
                findings.Report(at, "edition.tie_parameters", [("by", Checking.Word(tie.By)), ("rule_vi", rule.Vi), ("rule_en", rule.En)], $"{at}.criterion", $"{at}.round");
            findings.Refers($"{at}.round", tie.Round, earlier, Checking.Round);
        }
        var council = ties.ToList().FindIndex(t => t.By is TieBreakKind.Council);
        if (council >= 0 && council < ties.Count - 1) findings.Report($"{path}.ties[{council + 1}]", "edition.tie_chain_after_council");
    }
}
