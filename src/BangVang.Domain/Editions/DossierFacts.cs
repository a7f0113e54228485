using BangVang.Domain.Enterprises;
using NodaTime;

namespace BangVang.Domain.Editions;

/// <summary>
/// A question the rules ask about an applicant or a product. A form field may say that it answers one (<c>fact:</c>);
/// the rest come from the enterprise's profile or are counted.
/// </summary>
public enum Fact
{
    ApplicantKind, InnovativeStartup, EstablishedUnderVietnameseLaw, EstablishedOn, ForeignInvested, VietnameseShare,
    EnterpriseSize, EnterpriseRevenue, LaunchedOn, InPracticalUse, Users, StagesInVietNam, CoreStageByVietnamese,
    LaureateYears, ProductRevenue, ForeignMarkets, EntriesByApplicant, Topics, TechnologyReadiness, IntellectualProperty,
    Declarations,
}

/// <summary>What is known of an applicant and its product. Null means: not answered yet, so a rule that asks gives "unknown".</summary>
public sealed record DossierFacts
{
    public ApplicantKind? Applicant { get; init; }
    public bool? IsInnovativeStartup { get; init; }
    public bool? EstablishedUnderVietnameseLaw { get; init; }
    public LocalDate? EstablishedOn { get; init; }
    public bool? IsForeignInvested { get; init; }
    /// <summary>Share of Vietnamese owners in all shares, hundredths of a percent: 5 100 is 51 %.</summary>
    public int? VietnameseShare { get; init; }
    public EnterpriseSize? Size { get; init; }
    /// <summary>Revenue of the enterprise in its last closed year, đồng.</summary>
    public long? EnterpriseRevenue { get; init; }
    public LocalDate? LaunchedOn { get; init; }
    public bool? InPracticalUse { get; init; }
    /// <summary>People or organisations that use the product.</summary>
    public long? Users { get; init; }
    public IReadOnlyCollection<ProductionStage>? StagesInVietNam { get; init; }
    /// <summary>The core stage (công đoạn cốt lõi) is done by Vietnamese.</summary>
    public bool? CoreStageByVietnamese { get; init; }
    /// <summary>Nominal years in which the same product was a laureate of the programme; empty when never.</summary>
    public IReadOnlyCollection<int>? LaureateYears { get; init; }
    /// <summary>Revenue of the product in the last closed year, đồng.</summary>
    public long? ProductRevenue { get; init; }
    /// <summary>Number of foreign countries in which the product is used or sold.</summary>
    public int? ForeignMarkets { get; init; }
    /// <summary>Dossiers of the same applicant in the edition, this one included.</summary>
    public int? EntriesInEdition { get; init; }
    /// <summary>Dossiers of the same applicant in the category, this one included.</summary>
    public int? EntriesInCategory { get; init; }
    /// <summary>Codes of the topics the product belongs to.</summary>
    public IReadOnlyCollection<string>? Topics { get; init; }
    /// <summary>Technology readiness level, 1 to 9.</summary>
    public int? TechnologyReadiness { get; init; }
    public IReadOnlyCollection<IntellectualProperty>? IntellectualProperty { get; init; }
    /// <summary>Answers to the statements of <c>declares</c> rules by their code; a missing code is not answered yet.</summary>
    public IReadOnlyDictionary<string, bool> Declarations { get; init; } = new Dictionary<string, bool>();

    /// <summary>Nominal year of the edition; set by <see cref="Eligibility"/>.</summary>
    public int EditionYear { get; init; }
    /// <summary>Day on which ages are counted: the last day of the intake; set by <see cref="Eligibility"/>.</summary>
    public LocalDate? AsOf { get; init; }
}
