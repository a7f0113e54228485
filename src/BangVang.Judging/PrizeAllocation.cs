namespace BangVang.Judging;

/// <summary>Proposes tiers from ranked scores by the rules of the edition.</summary>
public static class PrizeAllocation
{
    /// <summary>
    /// Goes through the tiers from the highest down, and in each through all entries still without a place from the best score
    /// down. An entry takes a place if it reaches the minimum and a place is left in its category and in all. Where entries that
    /// the tie-break chain leaves equal meet the last place, in their category or in all, they share the tier if it may be
    /// shared; otherwise the council decides among them, and each line says the best tier the entry gets (ranked first among its
    /// equals) and the worst (ranked last, behind its equals of other categories and its own). An entry below them whose tier
    /// depends on that decision waits for it. Decide by adding a last tie-break key, and propose again.
    /// The order of <paramref name="contenders"/> changes nothing; a raised score never lowers a tier; no quota is exceeded
    /// unless the tier may be shared.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// An entry occurs twice, the numbers of keys differ, a quota is negative, given twice, or names a tier that is not in the rules.
    /// </exception>
    public static PrizeProposal Propose(PrizeRules rules, IReadOnlyCollection<PrizeContender> contenders)
    {
        Check(rules, contenders);
        var lines = new List<PrizeLine>(contenders.Count);
        var withheld = new List<WithheldPlaces>();
        var categories = contenders.Select(c => c.Category).Concat(rules.Quotas.Select(q => q.Category)).Distinct();
        string[] names = [.. categories.Order(StringComparer.Ordinal)];
        foreach (var category in names)
        {
            var runs = Orders(rules, [.. names.Where(n => n != category)], category)
                .Select(order => new StrictAllocation(rules, Order(contenders, order))).ToList();
            withheld.AddRange(runs[0].Withheld.Where(w => w.Category == category));

            var rank = 1;
            var own = contenders.Where(c => c.Category == category).Select(c => new Contender(c.Entry, c.Keys));
            foreach (var tie in Ranking.Groups(own))
            {
                var (best, worst) = (runs.Select(r => r.ByEntry[tie[0].Entry]).MinBy(Height), runs.Select(r => r.ByEntry[tie[^1].Entry]).MaxBy(Height));
                var shares = runs.Any(r => tie.Any(c => r.ByEntry[c.Entry].Shares));
                lines.AddRange(tie.Select(c => Line(rules, new(c.Entry, category, c.Keys), rank, Tied(contenders, tie, rules), best, worst with { Shares = shares })));
                rank += tie.Count;
            }
        }
        return new(lines, withheld);
    }

    /// <summary>
    /// Orders of the categories among equals: the category itself first, and last, with the others in every order (of more than
    /// five others, in the order of their names and its reverse). Without a limit in all, categories do not meet.
    /// </summary>
    private static IEnumerable<string[]> Orders(PrizeRules rules, string[] others, string category)
    {
        if (rules.Tiers.All(t => t.QuotaInAll is null)) return [[category, .. others]];
        var orders = others.Length <= 5 ? Permutations(others) : [others, [.. others.Reverse()]];
        return orders.SelectMany(o => (IEnumerable<string[]>)[[category, .. o], [.. o, category]]);
    }

    private static IEnumerable<string[]> Permutations(string[] items) => items.Length <= 1
        ? [items]
        : items.SelectMany(first => Permutations([.. items.Where(i => i != first)]).Select(rest => (string[])[first, .. rest]));

    /// <summary>From best to worst; equals by the order of their categories, then by code.</summary>
    private static List<PrizeContender> Order(IEnumerable<PrizeContender> contenders, string[] categories) =>
        [.. contenders.OrderByDescending(c => c.Keys, Ranking.Chain).ThenBy(c => Array.IndexOf(categories, c.Category))
            .ThenBy(c => c.Entry, StringComparer.Ordinal)];

    private static int Height(StrictAllocation.Given given) => given.Tier == 0 ? int.MaxValue : given.Tier;

    /// <summary>How many are equal: in the category, and in all categories where a tier is limited in all.</summary>
    private static int Tied(IEnumerable<PrizeContender> contenders, List<Contender> tie, PrizeRules rules) =>
        rules.Tiers.Any(t => t.QuotaInAll is not null)
            ? contenders.Count(c => Ranking.Chain.Compare(c.Keys, tie[0].Keys) == 0)
            : tie.Count;

    private static void Check(PrizeRules rules, IReadOnlyCollection<PrizeContender> contenders)
    {
        if (contenders.DistinctBy(c => c.Entry, StringComparer.Ordinal).Count() != contenders.Count)
            throw new ArgumentException("An entry occurs twice.", nameof(contenders));
        if (contenders.Select(c => c.Keys.Count).Distinct().Count() > 1 || contenders.Any(c => c.Keys.Count == 0))
            throw new ArgumentException("Every entry needs a score and the same number of keys.", nameof(contenders));
        if (rules.Tiers.DistinctBy(t => t.Tier, StringComparer.Ordinal).Count() != rules.Tiers.Count)
            throw new ArgumentException("A tier occurs twice.", nameof(rules));
        if (rules.Quotas.DistinctBy(q => (q.Category, q.Tier)).Count() != rules.Quotas.Count)
            throw new ArgumentException("A category has two quotas for one tier.", nameof(rules));
        if (rules.Quotas.FirstOrDefault(q => q.Quota < 0 || rules.Tiers.All(t => t.Tier != q.Tier)) is { } wrong)
            throw new ArgumentException($"The quota {wrong.Quota} of {wrong.Category} for {wrong.Tier} cannot be given.", nameof(rules));
        if (rules.Tiers.FirstOrDefault(t => t.QuotaInAll < 0) is { } negative)
            throw new ArgumentException($"The quota {negative.QuotaInAll} in all for {negative.Tier} is negative.", nameof(rules));
    }

    private static PrizeLine Line(
        PrizeRules rules, PrizeContender entry, int rank, int tied, StrictAllocation.Given best, StrictAllocation.Given worst)
    {
        var (highest, lowest) = (Name(rules, best.Tier), Name(rules, worst.Tier));
        var reason = highest switch
        {
            null => new Reason("allocate.no_tier", ("rank", rank)),
            _ when highest != lowest && tied == 1 => new("allocate.waits_for_council", ("best", highest), ("worst", lowest ?? "none")),
            _ when highest != lowest => new("allocate.council_decides", ("best", highest), ("worst", lowest ?? "none"), ("tied", tied)),
            _ when worst.Shares => new("allocate.shared", ("tier", highest), ("rank", rank), ("tied", tied)),
            _ when QuotaOf(rules, entry, highest) is null => new("allocate.placed_unlimited", ("tier", highest), ("rank", rank)),
            _ => new("allocate.placed", ("tier", highest), ("rank", rank), ("place", best.Place), ("quota", QuotaOf(rules, entry, highest)!.Value)),
        };
        return new(entry.Entry, entry.Category, rank, highest == lowest ? highest : null, highest, lowest, reason, best.WhyNotHigher);
    }

    private static string? Name(PrizeRules rules, int tier) => tier == 0 ? null : rules.Tiers[tier - 1].Tier;

    private static int? QuotaOf(PrizeRules rules, PrizeContender entry, string tier) => rules.Quotas.Single(q => q.Category == entry.Category && q.Tier == tier).Quota;
}
