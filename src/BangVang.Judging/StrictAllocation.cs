namespace BangVang.Judging;

/// <summary>What the rules give to entries in one strict order, in which no two are equal unless they share.</summary>
internal sealed class StrictAllocation
{
    private readonly PrizeRules rules;
    private readonly IReadOnlyList<PrizeContender> order;
    private readonly Given[] given;
    private readonly Dictionary<string, int> placed = new(StringComparer.Ordinal);

    public StrictAllocation(PrizeRules rules, IReadOnlyList<PrizeContender> order)
    {
        (this.rules, this.order) = (rules, order);
        given = new Given[order.Count];
        for (var tier = 0; tier < rules.Tiers.Count; tier++) Give(tier);
        for (var i = 0; i < order.Count; i++) ByEntry[order[i].Entry] = given[i];
    }

    public Dictionary<string, Given> ByEntry { get; } = new(StringComparer.Ordinal);

    public List<WithheldPlaces> Withheld { get; } = [];

    /// <param name="Tier">1 for the highest; 0 for none.</param>
    /// <param name="Place">Its place among those of the category's tier, from 1.</param>
    /// <param name="Shares">It came with an equal that took the last place.</param>
    internal readonly record struct Given(int Tier, int Place, bool Shares, Reason? WhyNotHigher);

    private sealed class Room(CategoryQuota quota, int places)
    {
        public CategoryQuota Quota => quota;
        public int Left { get; set; } = places;
        public IReadOnlyList<long>? Last { get; set; }
        public int Taken { get; set; }
    }

    private void Give(int tier)
    {
        var rule = rules.Tiers[tier];
        var rooms = rules.Quotas.Where(q => q.Tier == rule.Tier).ToDictionary(
            q => q.Category,
            q => new Room(q, Math.Max(0, (q.Quota ?? int.MaxValue) - Higher(rule, q.Category))),
            StringComparer.Ordinal);
        var (leftInAll, lastInAll) = (rule.QuotaInAll ?? int.MaxValue, (IReadOnlyList<long>?)null);
        for (var i = 0; i < order.Count; i++)
        {
            if (given[i].Tier > 0 || !rooms.TryGetValue(order[i].Category, out var room)) continue;
            var why = Refusal(rule, room, leftInAll, lastInAll, order[i].Keys);
            if (why is not null)
            {
                given[i] = given[i] with { WhyNotHigher = why };
                continue;
            }
            given[i] = given[i] with { Tier = tier + 1, Place = ++room.Taken + Higher(rule, order[i].Category), Shares = room.Left == 0 || leftInAll == 0 };
            if (room.Left > 0 && --room.Left == 0) room.Last = order[i].Keys;
            if (leftInAll > 0 && --leftInAll == 0) lastInAll = order[i].Keys;
        }
        foreach (var room in rooms.Values.OrderBy(r => r.Quota.Category, StringComparer.Ordinal))
        {
            placed[room.Quota.Category] = placed.GetValueOrDefault(room.Quota.Category) + room.Taken;
            Withhold(rule, room);
        }
    }

    private int Higher(TierRule rule, string category) => rule.CountsHigherTiers ? placed.GetValueOrDefault(category) : 0;

    private static Reason? Refusal(TierRule rule, Room room, int leftInAll, IReadOnlyList<long>? lastInAll, IReadOnlyList<long> keys)
    {
        if (keys[0] < room.Quota.MinimumScore)
            return new("allocate.below_minimum", ("tier", rule.Tier), ("score", keys[0]), ("minimum", room.Quota.MinimumScore.Value));
        if (room.Left == 0 && !(rule.MayBeShared && IsEqual(room.Last, keys)))
            return new("allocate.quota_filled", ("tier", rule.Tier), ("quota", room.Quota.Quota!.Value));
        if (leftInAll == 0 && !(rule.MayBeShared && IsEqual(lastInAll, keys)))
            return new("allocate.quota_in_all_filled", ("tier", rule.Tier), ("quota", rule.QuotaInAll!.Value));
        return null;
    }

    private static bool IsEqual(IReadOnlyList<long>? last, IReadOnlyList<long> keys) =>
        last is not null && Ranking.Chain.Compare(last, keys) == 0;

    private void Withhold(TierRule rule, Room room)
    {
        if (room.Quota.Quota is null || room.Left == 0) return;
        var next = Enumerable.Range(0, order.Count).FirstOrDefault(i => given[i].Tier == 0 && order[i].Category == room.Quota.Category, -1);
        Reason reason = next < 0 ? new("allocate.withheld_no_entry")
            : order[next].Keys[0] < room.Quota.MinimumScore ? new("allocate.withheld_minimum", ("minimum", room.Quota.MinimumScore.Value))
            : new("allocate.withheld_in_all", ("quota", rule.QuotaInAll!.Value));
        Withheld.Add(new(room.Quota.Category, rule.Tier, room.Left, reason));
    }
}
