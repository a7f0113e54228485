using System.Reflection;
using System.Text.Json.Serialization;

namespace BangVang.Domain.Editions;

/// <summary>What a rule says of a dossier.</summary>
public enum Verdict
{
    Pass,
    Fail,
    /// <summary>An answer is missing.</summary>
    Unknown,
}

/// <summary>The answer of one rule, ready to be put in words.</summary>
/// <param name="Rule">Code of the rule, unique within its category.</param>
/// <param name="Kind">Kind of the rule, such as <c>launched_by</c>.</param>
/// <param name="Article">The article it rests on, as cited; null when the source names none.</param>
/// <param name="Reason">Resource key of the sentence: <c>eligibility.KIND.pass|fail|unknown</c>.</param>
/// <param name="Args">Values the sentence quotes.</param>
/// <param name="Remedy">Resource key of what would change a fail or answer an unknown: <c>eligibility.KIND.remedy</c>; null on a pass.</param>
/// <param name="Needs">Facts whose answers are missing; empty unless unknown.</param>
/// <param name="Parts">Verdicts of the rules inside a group; empty for a plain rule.</param>
public sealed record RuleVerdict(
    string Rule, string Kind, Verdict Verdict, string? Article, string Reason, IReadOnlyDictionary<string, object> Args,
    string? Remedy, IReadOnlyList<Fact> Needs, IReadOnlyList<RuleVerdict> Parts);

/// <summary>One rule of the regulation on who or what may enter: a small record with a test, out of a closed vocabulary.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "rule")]
[JsonDerivedType(typeof(LaunchedBy), "launched_by")]
[JsonDerivedType(typeof(LaunchedOnOrAfter), "launched_on_or_after")]
[JsonDerivedType(typeof(InPracticalUse), "in_practical_use")]
[JsonDerivedType(typeof(MadeInVietNam), "made_in_viet_nam")]
[JsonDerivedType(typeof(CoreStageByVietnamese), "core_stage_by_vietnamese")]
[JsonDerivedType(typeof(UsersAtLeast), "users_at_least")]
[JsonDerivedType(typeof(RevenueMinimum), "revenue_minimum")]
[JsonDerivedType(typeof(ForeignMarketPresence), "foreign_market_presence")]
[JsonDerivedType(typeof(TechnologyReadinessAtLeast), "technology_readiness_at_least")]
[JsonDerivedType(typeof(HoldsIntellectualProperty), "holds_intellectual_property")]
[JsonDerivedType(typeof(TopicIn), "topic_in")]
[JsonDerivedType(typeof(NotLaureateBefore), "not_laureate_before")]
[JsonDerivedType(typeof(MaxEntriesPerApplicant), "max_entries_per_applicant")]
[JsonDerivedType(typeof(ApplicantKindIn), "applicant_kind_in")]
[JsonDerivedType(typeof(EstablishedUnderVietnameseLaw), "established_under_vietnamese_law")]
[JsonDerivedType(typeof(EstablishedForAtMost), "established_for_at_most")]
[JsonDerivedType(typeof(VietnameseShareAtLeast), "vietnamese_share_at_least")]
[JsonDerivedType(typeof(EnterpriseSizeIn), "enterprise_size_in")]
[JsonDerivedType(typeof(Declares), "declares")]
[JsonDerivedType(typeof(AnyOf), "any_of")]
[JsonDerivedType(typeof(AllOf), "all_of")]
public abstract record EligibilityRule
{
    private static readonly Dictionary<Type, string> KindsByType = typeof(EligibilityRule)
        .GetCustomAttributes<JsonDerivedTypeAttribute>().ToDictionary(a => a.DerivedType, a => (string)a.TypeDiscriminator!);

    /// <summary>Names all rule kinds, in the order in which they are documented.</summary>
    public static IReadOnlyDictionary<string, Type> AllKinds { get; } = KindsByType.ToDictionary(k => k.Value, k => k.Key);

    /// <summary>Needed only where one category has two rules of a kind; otherwise the kind is the code.</summary>
    [Code] public string? Code { get; init; }
    /// <summary>As it is cited: "Điều 6 khoản 1".</summary>
    public string? Article { get; init; }
    public LocalizedText? Note { get; init; }
    public IReadOnlyList<string> Source { get; init; } = [];

    [JsonIgnore] public string Kind => KindsByType[GetType()];
    [JsonIgnore] public string CodeOrKind => Code ?? Kind;

    /// <summary>The facts this rule asks for, so that a self-check knows its questions.</summary>
    [JsonIgnore] public abstract IReadOnlyList<Fact> Asks { get; }

    /// <summary>True or false when the facts decide; null when an answer is missing.</summary>
    protected abstract bool? Passes(DossierFacts facts);

    /// <summary>The numbers and names of the rule that its sentence quotes.</summary>
    protected abstract IReadOnlyDictionary<string, object> Args { get; }

    /// <summary>The verdict with its reason, and with what would change it.</summary>
    public virtual RuleVerdict Check(DossierFacts facts)
    {
        var verdict = Passes(facts) switch { true => Verdict.Pass, false => Verdict.Fail, null => Verdict.Unknown };
        return VerdictOf(verdict, verdict is Verdict.Unknown ? Asks : [], []);
    }

    private protected RuleVerdict VerdictOf(Verdict verdict, IReadOnlyList<Fact> needs, IReadOnlyList<RuleVerdict> parts) => new(
        CodeOrKind, Kind, verdict, Article, $"eligibility.{Kind}.{verdict.ToString().ToLowerInvariant()}", Args,
        verdict is Verdict.Pass ? null : $"eligibility.{Kind}.remedy", needs, parts);

    private protected static IReadOnlyDictionary<string, object> NoArgs { get; } = new Dictionary<string, object>();
}
