using BangVang.Domain.Editions;
using BangVang.Domain.Enterprises;
using BangVang.Domain.Kernel;

namespace BangVang.Domain.Dossiers;

/// <summary>A question of the self-check: one fact, asked in a field like those of forms.</summary>
/// <param name="Code">Names its sentence, <c>eligibility.question_CODE</c>, and its answer in a dossier, <c>fact:CODE</c>.</param>
/// <param name="Statement">What a <c>declares</c> rule wants said; null for all others, whose sentence is found by <paramref name="Code"/>.</param>
/// <param name="Rule">Code of that rule.</param>
public sealed record FactQuestion(string Code, Fact Fact, FormField Field, LocalizedText? Statement = null, string? Rule = null)
{
    /// <summary>What sets the answers to questions apart from those to the fields of a form, whose codes have no colon.</summary>
    public const string Prefix = "fact:";

    /// <summary>Under which its answer is kept.</summary>
    public string FieldCode => Field.Code;
}

/// <summary>The questions that the rules of some categories ask, each once, in the order in which the rules need them.</summary>
public static class FactQuestions
{
    /// <summary>Without an organisation, entries and size are asked; otherwise they are counted and computed.</summary>
    public static IReadOnlyList<FactQuestion> ForVisitor(Edition edition, IReadOnlyList<Category> categories) =>
        [.. Eligibility.Questions(edition, categories).SelectMany(fact => Of(edition, categories, fact)).DistinctBy(q => q.Code)];

    /// <summary>The questions of a dossier: what neither the profile answers nor a field of its form, nor can be counted.</summary>
    public static IReadOnlyList<FactQuestion> ForDossier(Edition edition, Category category, Form? form) =>
        [.. Eligibility.Questions(edition, [category])
            .Where(f => !FactReading.IsOfEnterprise(f) && f is not Fact.EntriesByApplicant)
            .SelectMany(fact => Of(edition, [category], fact))
            .DistinctBy(q => q.Code)
            .Where(q => form is null || !form.Fields.Any(f => f.Fact == q.Fact && (q.Fact is not Fact.Declarations || f.Declares == q.Rule)))];

    /// <summary>What follows from the edition alone: a first edition has no earlier laureates.</summary>
    public static DossierFacts Known(Edition edition) => new() { LaureateYears = edition.Number <= 1 ? [] : null };

    private static IEnumerable<FactQuestion> Of(Edition edition, IReadOnlyList<Category> categories, Fact fact) => fact switch
    {
        Fact.ApplicantKind => [Choice(fact, fact, Enum.GetValues<ApplicantKind>().Where(k => k is not ApplicantKind.InnovativeStartup).Select(Codes.Of))],
        Fact.EnterpriseSize =>
        [
            Choice(fact, "sector", Enum.GetValues<EnterpriseSector>().Select(Codes.Of)), Number(fact, "employees"),
            Money(Fact.EnterpriseRevenue, "enterprise_revenue"), Money(fact, "capital"),
        ],
        Fact.EnterpriseRevenue => [Money(fact, "enterprise_revenue")],
        Fact.EstablishedOn or Fact.LaunchedOn => [new(Code(fact), fact, new DateField { Code = FieldCode(Code(fact)), Label = Untitled })],
        Fact.VietnameseShare => [new(Code(fact), fact, new NumberField { Code = FieldCode(Code(fact)), Label = Untitled, Unit = new("%", "%"), Min = 0, Max = 10_000, Decimals = 2 })],
        Fact.Users or Fact.ForeignMarkets => [Number(fact, Code(fact))],
        Fact.TechnologyReadiness => [Number(fact, Code(fact), min: 1, max: 9)],
        Fact.ProductRevenue => [Money(fact, Code(fact))],
        Fact.StagesInVietNam => [Several(fact, Enum.GetValues<ProductionStage>().Select(Codes.Of))],
        Fact.IntellectualProperty => [Several(fact, Enum.GetValues<IntellectualProperty>().Select(Codes.Of))],
        Fact.Topics => [Several(fact, edition.Categories.SelectMany(c => c.Topics).DistinctBy(t => t.Code).Select(t => new Option { Code = t.Code, Label = t.Name }))],
        Fact.LaureateYears when edition.Number <= 1 => [],
        Fact.LaureateYears => [Several(fact, EarlierYears(edition).Select(y => new Option { Code = $"y{y}", Label = new($"{y}", $"{y}") }))],
        Fact.EntriesByApplicant => EntriesAsked(edition, categories),
        Fact.Declarations => Declared(edition, categories),
        _ => [Choice(fact, fact, [FactReading.Yes, FactReading.No])],
    };

    private static IEnumerable<FactQuestion> EntriesAsked(Edition edition, IReadOnlyList<Category> categories)
    {
        var within = categories.SelectMany(edition.RulesOf).SelectMany(Flat).OfType<MaxEntriesPerApplicant>().Select(r => r.Within).ToHashSet();
        if (within.Contains(EntriesWithin.Edition)) yield return Number(Fact.EntriesByApplicant, "other_entries");
        if (within.Contains(EntriesWithin.Category)) yield return Number(Fact.EntriesByApplicant, "other_entries_in_category");
    }

    private static IEnumerable<FactQuestion> Declared(Edition edition, IReadOnlyList<Category> categories) =>
        categories.SelectMany(edition.RulesOf).SelectMany(Flat).OfType<Declares>().DistinctBy(r => r.CodeOrKind).Select(rule => new FactQuestion(
            $"declares_{rule.CodeOrKind}", Fact.Declarations,
            new ChoiceField { Code = FieldCode($"declares_{rule.CodeOrKind}"), Label = rule.Statement, Options = Options([FactReading.Yes, FactReading.No]), Article = rule.Article },
            rule.Statement, rule.CodeOrKind));

    private static IEnumerable<EligibilityRule> Flat(EligibilityRule rule) => rule switch
    {
        AnyOf any => any.Rules.SelectMany(Flat),
        AllOf all => all.Rules.SelectMany(Flat),
        _ => [rule],
    };

    /// <summary>Nominal years of the programme's earlier editions, newest first; the first edition has none.</summary>
    private static IEnumerable<int> EarlierYears(Edition edition) =>
        Enumerable.Range(1, Math.Clamp(edition.Number - 1, 0, 30)).Select(back => edition.Year - back);

    private static FactQuestion Choice(Fact fact, Fact named, IEnumerable<string> codes) => Choice(fact, Code(named), codes);

    private static FactQuestion Choice(Fact fact, string code, IEnumerable<string> codes) =>
        new(code, fact, new ChoiceField { Code = FieldCode(code), Label = Untitled, Options = Options(codes) });

    private static FactQuestion Several(Fact fact, IEnumerable<string> codes) => Several(fact, Options(codes));

    private static FactQuestion Several(Fact fact, IEnumerable<Option> options) => new(Code(fact), fact, new ChoiceField
    {
        Code = FieldCode(Code(fact)), Label = Untitled, Multiple = true, Options = [.. options, new Option { Code = FactReading.None, Label = Untitled }],
    });

    private static FactQuestion Number(Fact fact, string code, int min = 0, int? max = null) =>
        new(code, fact, new NumberField { Code = FieldCode(code), Label = Untitled, Min = min * 100, Max = max * 100 });

    private static FactQuestion Money(Fact fact, string code) => new(code, fact, new MoneyField { Code = FieldCode(code), Label = Untitled, Min = 0 });

    private static Option[] Options(IEnumerable<string> codes) => [.. codes.Select(c => new Option { Code = c, Label = Untitled })];

    private static string Code(Fact fact) => Codes.Of(fact);
    private static string FieldCode(string code) => FactQuestion.Prefix + code;

    /// <summary>Sentences of questions are resources, found by the code of the question or option.</summary>
    private static readonly LocalizedText Untitled = new("", "");
}
