using BangVang.Domain.Enterprises;
using NodaTime;

namespace BangVang.Domain.Editions;

/// <summary>The applicant is of one of the named kinds; an enterprise that is an innovative start-up is of both kinds.</summary>
public sealed record ApplicantKindIn : EligibilityRule
{
    /// <summary>At least one.</summary>
    public required IReadOnlyList<ApplicantKind> Kinds { get; init; }
    public override IReadOnlyList<Fact> Asks =>
        Kinds.Contains(ApplicantKind.InnovativeStartup) ? [Fact.ApplicantKind, Fact.InnovativeStartup] : [Fact.ApplicantKind];
    protected override IReadOnlyDictionary<string, object> Args => new Dictionary<string, object> { ["kinds"] = Kinds };

    protected override bool? Passes(DossierFacts facts)
    {
        if (facts.Applicant is not { } kind) return null;
        if (Kinds.Contains(kind)) return true;
        if (!Kinds.Contains(ApplicantKind.InnovativeStartup) || kind is not ApplicantKind.Enterprise) return false;
        return facts.IsInnovativeStartup;
    }
}

/// <summary>The applicant was established under Vietnamese law.</summary>
public sealed record EstablishedUnderVietnameseLaw : EligibilityRule
{
    public override IReadOnlyList<Fact> Asks => [Fact.EstablishedUnderVietnameseLaw];
    protected override bool? Passes(DossierFacts facts) => facts.EstablishedUnderVietnameseLaw;
    protected override IReadOnlyDictionary<string, object> Args => NoArgs;
}

/// <summary>On the last day of the intake the applicant is at most <see cref="Years"/> years old.</summary>
public sealed record EstablishedForAtMost : EligibilityRule
{
    /// <summary>At least 1; the anniversary itself still counts.</summary>
    [Within(1)] public required int Years { get; init; }
    public override IReadOnlyList<Fact> Asks => [Fact.EstablishedOn];
    protected override bool? Passes(DossierFacts facts) => facts is { EstablishedOn: { } born, AsOf: { } day } ? born.PlusYears(Years) >= day : null;
    protected override IReadOnlyDictionary<string, object> Args => new Dictionary<string, object> { ["years"] = Years };
}

/// <summary>Of whom a share of Vietnamese owners is asked.</summary>
public enum ShareAskedOf { ForeignInvested, Everyone }

/// <summary>
/// Vietnamese own at least <see cref="Percent"/> of all shares. By default asked of foreign-invested enterprises only,
/// as "nếu là doanh nghiệp có vốn đầu tư nước ngoài thì người Việt Nam phải sở hữu ít nhất 51 %"; bodies that are no
/// enterprises have no shares and pass.
/// </summary>
public sealed record VietnameseShareAtLeast : EligibilityRule
{
    /// <summary>Hundredths of a percent, 1 to 10 000.</summary>
    [Hundredths, Within(1, 10_000)] public required int Percent { get; init; }
    public ShareAskedOf AskedOf { get; init; }
    public override IReadOnlyList<Fact> Asks =>
        AskedOf is ShareAskedOf.Everyone ? [Fact.VietnameseShare] : [Fact.ForeignInvested, Fact.VietnameseShare];
    protected override IReadOnlyDictionary<string, object> Args => new Dictionary<string, object> { ["percent"] = Percent, ["of"] = AskedOf };

    protected override bool? Passes(DossierFacts facts)
    {
        if (AskedOf is ShareAskedOf.ForeignInvested)
        {
            if (facts.Applicant is ApplicantKind.PublicService or ApplicantKind.StateAgency or ApplicantKind.Association or ApplicantKind.Individual) return true;
            if (facts.IsForeignInvested is not true) return facts.IsForeignInvested is false ? true : null;
        }
        return facts.VietnameseShare is { } share ? share >= Percent : null;
    }
}

/// <summary>The applicant is an enterprise of one of the named sizes by Decree 80/2021/NĐ-CP, Article 5.</summary>
public sealed record EnterpriseSizeIn : EligibilityRule
{
    /// <summary>At least one of micro, small, medium, large.</summary>
    public required IReadOnlyList<EnterpriseSize> Sizes { get; init; }
    public override IReadOnlyList<Fact> Asks => [Fact.ApplicantKind, Fact.EnterpriseSize];
    protected override IReadOnlyDictionary<string, object> Args => new Dictionary<string, object> { ["sizes"] = Sizes };

    protected override bool? Passes(DossierFacts facts)
    {
        if (facts.Applicant is { } kind and not (ApplicantKind.Enterprise or ApplicantKind.InnovativeStartup or ApplicantKind.OverseasEnterprise or ApplicantKind.Cooperative))
            return false;
        return facts is { Applicant: not null, Size: { } size } ? Sizes.Contains(size) : null;
    }
}

/// <summary>The applicant declares that <see cref="Statement"/> is true; officers check it. For rules no machine can test.</summary>
public sealed record Declares : EligibilityRule
{
    public required LocalizedText Statement { get; init; }
    public override IReadOnlyList<Fact> Asks => [Fact.Declarations];
    protected override bool? Passes(DossierFacts facts) => facts.Declarations.TryGetValue(CodeOrKind, out var answer) ? answer : null;
    protected override IReadOnlyDictionary<string, object> Args => new Dictionary<string, object> { ["statement"] = Statement };
}
