using BangVang.Domain.Editions;

namespace BangVang.Domain.Decisions;

/// <summary>A prize of a category that stays without a laureate.</summary>
/// <param name="Reason">The council's, when it withheld the prize by a motion; null when nobody qualified.</param>
/// <param name="Minimum">Hundredths of a point that no dossier of the category reached; null when that is not why.</param>
public sealed record WithheldPrize(string CategoryCode, Tier Tier, string? Reason, int? Minimum);

/// <summary>More laureates of a category than the tier has places, because equal scores may share it.</summary>
public sealed record SharedPrize(string CategoryCode, Tier Tier, int Laureates);

/// <summary>What a decision gave otherwise than one prize per place.</summary>
public static class PrizesNotGiven
{
    /// <summary>In the order of categories and tiers; tiers without a number of places per category are left out: none of theirs is vacant.</summary>
    /// <param name="carried">The carried motions of the edition's meetings, in their order.</param>
    public static IReadOnlyList<WithheldPrize> Withheld(Edition edition, IReadOnlyCollection<DecisionLine> lines, IReadOnlyCollection<Motion> carried) =>
    [
        .. from place in Places(edition)
           where Given(lines, place.Category, place.Tier) == 0
           let motion = carried.LastOrDefault(m => m.Kind is MotionKind.Withhold && m.CategoryCode == place.Category && m.TierCode == place.Tier.Code)
           let minimum = place.Tier.MinScore is { } min && min.TryGet(out var points) ? points : (int?)null
           select new WithheldPrize(place.Category, place.Tier, motion?.Reason,
               motion is null && minimum is not null && lines.Where(l => l.CategoryCode == place.Category).All(l => (l.Score ?? 0) < minimum) ? minimum : null),
    ];

    /// <summary>In the order of categories and tiers.</summary>
    public static IReadOnlyList<SharedPrize> Shared(Edition edition, IReadOnlyCollection<DecisionLine> lines) =>
    [
        .. from place in Places(edition)
           let given = Given(lines, place.Category, place.Tier)
           where place.Tier.MayBeShared && given > place.Limit
           select new SharedPrize(place.Category, place.Tier, given),
    ];

    private static IEnumerable<(string Category, Tier Tier, int Limit)> Places(Edition edition) =>
        from category in edition.Categories
        from tier in edition.SettledTiers
        where tier.IsFor(category.Code) && tier.Quota.IsSettled && tier.Quota.Value.LimitFor(category.Code) is > 0
        select (category.Code, tier, tier.Quota.Value.LimitFor(category.Code)!.Value);

    private static int Given(IReadOnlyCollection<DecisionLine> lines, string category, Tier tier) => lines.Count(l => l.CategoryCode == category && l.Tier == tier.Code);
}
