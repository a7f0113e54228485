namespace BangVang.Judging;

/// <summary>A tier of prizes.</summary>
/// <param name="Tier">Its code: "gold", "top-10".</param>
/// <param name="MayBeShared">
/// Entries of equal rank that meet the last place all get the tier, though more than the quota. When false, the places
/// are left for the council to decide.
/// </param>
/// <param name="QuotaInAll">At most so many in all categories together; null for no such limit.</param>
/// <param name="CountsHigherTiers">The category's quota counts those already placed higher: a "Top 10" that includes the Gold, Silver and Bronze.</param>
public sealed record TierRule(string Tier, bool MayBeShared = false, int? QuotaInAll = null, bool CountsHigherTiers = false);

/// <summary>How many of a tier a category may give. A category without a quota for a tier does not give that tier.</summary>
/// <param name="Quota">At most so many, 0 or more; null for as many as reach the minimum.</param>
/// <param name="MinimumScore">Hundredths of a point that must be reached; null for none. Places nobody reaches are withheld.</param>
public sealed record CategoryQuota(string Category, string Tier, int? Quota, int? MinimumScore = null);

/// <summary>Which prizes an edition gives.</summary>
/// <param name="Tiers">From the highest to the lowest.</param>
/// <param name="Quotas">At most one per category and tier.</param>
public sealed record PrizeRules(IReadOnlyList<TierRule> Tiers, IReadOnlyList<CategoryQuota> Quotas);

/// <summary>An entry that may get a prize.</summary>
/// <param name="Entry">Its code, unique among all categories.</param>
/// <param name="Keys">The score in hundredths of a point, then the tie-break chain; more is better. Equally many for all.</param>
public sealed record PrizeContender(string Entry, string Category, IReadOnlyList<long> Keys);

/// <summary>What an entry gets, and why.</summary>
/// <param name="Rank">In its category, with equal ranks for ties.</param>
/// <param name="Tier">The tier; null for none, and null while the council has to decide.</param>
/// <param name="Best">The highest tier it can get; equal to <paramref name="Tier"/> unless the council decides.</param>
/// <param name="Worst">The lowest tier it can get; null when it may end without one.</param>
/// <param name="Reason">
/// allocate.placed {tier, rank, place, quota} · allocate.placed_unlimited {tier, rank} where places have no limit ·
/// allocate.shared {tier, rank, tied} · allocate.no_tier {rank} · allocate.council_decides {best, worst, tied} ·
/// allocate.waits_for_council {best, worst} when the decision concerns others. The worst of an entry that may end without a
/// tier reads "none".
/// </param>
/// <param name="WhyNotHigher">
/// About the next tier above that its category gives, null when there is none: allocate.below_minimum {tier, score, minimum} ·
/// allocate.quota_filled {tier, quota} · allocate.quota_in_all_filled {tier, quota}.
/// </param>
public sealed record PrizeLine(
    string Entry, string Category, int Rank, string? Tier, string? Best, string? Worst, Reason Reason, Reason? WhyNotHigher);

/// <summary>Places of a tier that stay empty in a category.</summary>
/// <param name="Reason">
/// allocate.withheld_minimum {minimum}: the next entry does not reach the minimum · allocate.withheld_in_all {quota}: the tier
/// is used up by the other categories · allocate.withheld_no_entry: no entry is left.
/// </param>
public sealed record WithheldPlaces(string Category, string Tier, int Places, Reason Reason);

/// <summary>The proposal: a line per entry by category, rank and code, and the places that stay empty whatever the council decides.</summary>
public sealed record PrizeProposal(IReadOnlyList<PrizeLine> Lines, IReadOnlyList<WithheldPlaces> Withheld);
