using NodaTime;

namespace BangVang.Domain.Editions;

/// <summary>The product was launched on or before <see cref="Date"/>.</summary>
public sealed record LaunchedBy : EligibilityRule
{
    public required LocalDate Date { get; init; }
    public override IReadOnlyList<Fact> Asks => [Fact.LaunchedOn];
    protected override bool? Passes(DossierFacts facts) => facts.LaunchedOn is { } day ? day <= Date : null;
    protected override IReadOnlyDictionary<string, object> Args => new Dictionary<string, object> { ["date"] = Date };
}

/// <summary>The product was launched on or after <see cref="Date"/>.</summary>
public sealed record LaunchedOnOrAfter : EligibilityRule
{
    public required LocalDate Date { get; init; }
    public override IReadOnlyList<Fact> Asks => [Fact.LaunchedOn];
    protected override bool? Passes(DossierFacts facts) => facts.LaunchedOn is { } day ? day >= Date : null;
    protected override IReadOnlyDictionary<string, object> Args => new Dictionary<string, object> { ["date"] = Date };
}

/// <summary>The product is already applied in practice (đã được đưa vào ứng dụng thực tế).</summary>
public sealed record InPracticalUse : EligibilityRule
{
    public override IReadOnlyList<Fact> Asks => [Fact.InPracticalUse];
    protected override bool? Passes(DossierFacts facts) => facts.InPracticalUse;
    protected override IReadOnlyDictionary<string, object> Args => NoArgs;
}

/// <summary>All of <see cref="Stages"/> are done in Viet Nam.</summary>
public sealed record MadeInVietNam : EligibilityRule
{
    /// <summary>At least one of researched, designed, created, produced.</summary>
    public required IReadOnlyList<ProductionStage> Stages { get; init; }
    public override IReadOnlyList<Fact> Asks => [Fact.StagesInVietNam];
    protected override bool? Passes(DossierFacts facts) => facts.StagesInVietNam is { } done ? Stages.All(done.Contains) : null;
    protected override IReadOnlyDictionary<string, object> Args => new Dictionary<string, object> { ["stages"] = Stages };
}

/// <summary>The core stage is done by Vietnamese (công đoạn cốt lõi do người Việt thực hiện).</summary>
public sealed record CoreStageByVietnamese : EligibilityRule
{
    public override IReadOnlyList<Fact> Asks => [Fact.CoreStageByVietnamese];
    protected override bool? Passes(DossierFacts facts) => facts.CoreStageByVietnamese;
    protected override IReadOnlyDictionary<string, object> Args => NoArgs;
}

/// <summary>At least <see cref="Count"/> people or organisations use the product.</summary>
public sealed record UsersAtLeast : EligibilityRule
{
    [Within(1)] public required long Count { get; init; }
    public override IReadOnlyList<Fact> Asks => [Fact.Users];
    protected override bool? Passes(DossierFacts facts) => facts.Users is { } users ? users >= Count : null;
    protected override IReadOnlyDictionary<string, object> Args => new Dictionary<string, object> { ["count"] = Count };
}

/// <summary>Whose revenue a rule means.</summary>
public enum RevenueOf { Product, Enterprise }

/// <summary>Revenue of the last closed year is at least <see cref="Amount"/> đồng.</summary>
public sealed record RevenueMinimum : EligibilityRule
{
    /// <summary>Đồng.</summary>
    [Within(1)] public required long Amount { get; init; }
    public RevenueOf Of { get; init; }
    public override IReadOnlyList<Fact> Asks => [Of is RevenueOf.Product ? Fact.ProductRevenue : Fact.EnterpriseRevenue];
    protected override bool? Passes(DossierFacts facts) =>
        (Of is RevenueOf.Product ? facts.ProductRevenue : facts.EnterpriseRevenue) is { } revenue ? revenue >= Amount : null;
    protected override IReadOnlyDictionary<string, object> Args => new Dictionary<string, object> { ["amount"] = Amount, ["of"] = Of };
}

/// <summary>The product is used or sold in at least <see cref="Countries"/> foreign countries.</summary>
public sealed record ForeignMarketPresence : EligibilityRule
{
    /// <summary>At least 1.</summary>
    [Within(1)] public required int Countries { get; init; }
    public override IReadOnlyList<Fact> Asks => [Fact.ForeignMarkets];
    protected override bool? Passes(DossierFacts facts) => facts.ForeignMarkets is { } countries ? countries >= Countries : null;
    protected override IReadOnlyDictionary<string, object> Args => new Dictionary<string, object> { ["countries"] = Countries };
}

/// <summary>The technology readiness level (1 to 9) is at least <see cref="Level"/>.</summary>
public sealed record TechnologyReadinessAtLeast : EligibilityRule
{
    [Within(1, 9)] public required int Level { get; init; }
    public override IReadOnlyList<Fact> Asks => [Fact.TechnologyReadiness];
    protected override bool? Passes(DossierFacts facts) => facts.TechnologyReadiness is { } level ? level >= Level : null;
    protected override IReadOnlyDictionary<string, object> Args => new Dictionary<string, object> { ["level"] = Level };
}

/// <summary>At least one of the named kinds of intellectual property is held.</summary>
public sealed record HoldsIntellectualProperty : EligibilityRule
{
    /// <summary>Which kinds count; at least one.</summary>
    public required IReadOnlyList<IntellectualProperty> Kinds { get; init; }
    public override IReadOnlyList<Fact> Asks => [Fact.IntellectualProperty];
    protected override bool? Passes(DossierFacts facts) => facts.IntellectualProperty is { } held ? Kinds.Any(held.Contains) : null;
    protected override IReadOnlyDictionary<string, object> Args => new Dictionary<string, object> { ["kinds"] = Kinds };
}

/// <summary>The product belongs to at least one of the named topics.</summary>
public sealed record TopicIn : EligibilityRule
{
    /// <summary>Codes of topics of the edition's categories.</summary>
    public required IReadOnlyList<string> Topics { get; init; }
    public override IReadOnlyList<Fact> Asks => [Fact.Topics];
    protected override bool? Passes(DossierFacts facts) => facts.Topics is { } topics ? Topics.Any(topics.Contains) : null;
    protected override IReadOnlyDictionary<string, object> Args => new Dictionary<string, object> { ["topics"] = Topics };
}

/// <summary>The same product was no laureate of the programme within the last <see cref="Years"/> years; null means ever.</summary>
public sealed record NotLaureateBefore : EligibilityRule
{
    /// <summary>Counted in nominal years before the edition's: 1 is the edition of the year before only.</summary>
    [Within(1)] public int? Years { get; init; }
    public override IReadOnlyList<Fact> Asks => [Fact.LaureateYears];
    protected override bool? Passes(DossierFacts facts) => facts.LaureateYears is { } years
        ? !years.Any(year => year < facts.EditionYear && (Years is null || year >= facts.EditionYear - Years)) : null;
    protected override IReadOnlyDictionary<string, object> Args =>
        Years is { } years ? new Dictionary<string, object> { ["years"] = years } : NoArgs;
}

/// <summary>Within what entries are counted.</summary>
public enum EntriesWithin { Edition, Category }

/// <summary>One applicant enters at most <see cref="Count"/> products.</summary>
public sealed record MaxEntriesPerApplicant : EligibilityRule
{
    /// <summary>At least 1; the dossier looked at is counted.</summary>
    [Within(1)] public required int Count { get; init; }
    public EntriesWithin Within { get; init; }
    public override IReadOnlyList<Fact> Asks => [Fact.EntriesByApplicant];
    protected override bool? Passes(DossierFacts facts) =>
        (Within is EntriesWithin.Edition ? facts.EntriesInEdition : facts.EntriesInCategory) is { } entries ? entries <= Count : null;
    protected override IReadOnlyDictionary<string, object> Args => new Dictionary<string, object> { ["count"] = Count, ["within"] = Within };
}
