namespace BangVang.Domain.Editions;

/// <summary>How many prizes of a tier there are.</summary>
public sealed record Quota
{
    /// <summary>In each category; null means no limit.</summary>
    [Within(1)] public int? PerCategory { get; init; }
    /// <summary>In single categories by code, instead of <see cref="PerCategory"/>; 0 means none there.</summary>
    public IReadOnlyDictionary<string, int> ByCategory { get; init; } = new Dictionary<string, int>();
    /// <summary>In all categories together; null means no limit.</summary>
    [Within(1)] public int? InAll { get; init; }
    /// <summary>Laureates of higher tiers count into this one, as in a "Top 10" that the gold prize leads.</summary>
    public bool CountsHigherTiers { get; init; }

    /// <summary>Most prizes of that category; null means no limit.</summary>
    public int? LimitFor(string category) => ByCategory.TryGetValue(category, out var own) ? own : PerCategory;
}

/// <summary>A tier of prizes (hạng giải), such as Vàng. The order of the list is the rank: the first is the highest.</summary>
public sealed record Tier
{
    [Code] public required string Code { get; init; }
    public required LocalizedText Name { get; init; }
    /// <summary>Codes of the categories in which it is given; empty means all.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];
    public required Published<Quota> Quota { get; init; }
    /// <summary>Lowest score of the last round, hundredths of a point, included. Null means none is asked.</summary>
    [Hundredths, Within(0, 10_000)] public Published<int>? MinScore { get; init; }
    /// <summary>It may stay ungiven although someone would qualify (by motion), and always when nobody does.</summary>
    public bool MayBeWithheld { get; init; }
    /// <summary>Equal scores at the border may share it beyond the quota.</summary>
    public bool MayBeShared { get; init; }
    public string? Article { get; init; }

    /// <summary>True when it is given in that category.</summary>
    public bool IsFor(string category) => Categories.Count == 0 || Categories.Contains(category);
}
