using BangVang.Domain.Editions;
using BangVang.Web.Kernel;

namespace BangVang.Web.Pages.Editions;

/// <summary>A condition of the regulation as a sentence that says what is asked, before anybody's answer.</summary>
public static class RuleText
{
    public static string Rule(this Texts texts, EligibilityRule rule, Edition edition) => rule switch
    {
        LaunchedBy r => texts["editions.rule_launched_by", ("date", r.Date)],
        LaunchedOnOrAfter r => texts["editions.rule_launched_from", ("date", r.Date)],
        InPracticalUse => texts["editions.rule_in_practical_use"],
        MadeInVietNam r => texts["editions.rule_made_in_viet_nam", ("stages", texts.Choices(r.Stages))],
        CoreStageByVietnamese => texts["editions.rule_core_stage"],
        UsersAtLeast r => texts["editions.rule_users", ("count", r.Count)],
        RevenueMinimum r => texts[r.Of is RevenueOf.Product ? "editions.rule_revenue_product" : "editions.rule_revenue_enterprise", ("amount", Writing.Current.Money(r.Amount))],
        ForeignMarketPresence r => texts["editions.rule_foreign_markets", ("countries", r.Countries)],
        TechnologyReadinessAtLeast r => texts["editions.rule_readiness", ("level", r.Level)],
        HoldsIntellectualProperty r => texts["editions.rule_property", ("kinds", texts.Choices(r.Kinds))],
        TopicIn r => texts["editions.rule_topics", ("topics", string.Join(", ", r.Topics.Select(t => TopicName(texts, edition, t))))],
        NotLaureateBefore { Years: { } years } => texts["editions.rule_not_laureate_within", ("years", years)],
        NotLaureateBefore => texts["editions.rule_not_laureate"],
        MaxEntriesPerApplicant r => texts[r.Within is EntriesWithin.Category ? "editions.rule_entries_category" : "editions.rule_entries_edition", ("count", r.Count)],
        ApplicantKindIn r => texts["editions.rule_applicants", ("kinds", texts.Choices(r.Kinds))],
        EstablishedUnderVietnameseLaw => texts["editions.rule_vietnamese_law"],
        EstablishedForAtMost r => texts["editions.rule_age", ("years", r.Years)],
        VietnameseShareAtLeast r => texts[r.AskedOf is ShareAskedOf.Everyone ? "editions.rule_share_everyone" : "editions.rule_share_foreign", ("percent", EditionText.Percent(r.Percent))],
        EnterpriseSizeIn r => texts["editions.rule_sizes", ("sizes", texts.Choices(r.Sizes))],
        Declares r => texts["editions.rule_declares", ("statement", texts.In(r.Statement))],
        AnyOf => texts["editions.rule_any_of"],
        AllOf => texts["editions.rule_all_of"],
        _ => throw new InvalidOperationException($"No sentence for the rule {rule.Kind}."),
    };

    /// <summary>The rules inside a group; none in a plain rule.</summary>
    public static IReadOnlyList<EligibilityRule> Inside(EligibilityRule rule) => rule switch { AnyOf any => any.Rules, AllOf all => all.Rules, _ => [] };

    private static string TopicName(Texts texts, Edition edition, string code) =>
        edition.Categories.SelectMany(c => c.Topics).FirstOrDefault(t => t.Code == code) is { } topic ? texts.In(topic.Name) : code;
}
