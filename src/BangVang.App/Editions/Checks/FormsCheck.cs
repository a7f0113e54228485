using BangVang.Domain.Editions;

namespace BangVang.App.Editions.Checks;

/// <summary>Forms that can be filled, and whose answers the rules can read.</summary>
internal static class FormsCheck
{
    /// <summary>Kinds of fields that may answer a fact; facts that are not here come from the profile or are counted.</summary>
    private static readonly Dictionary<Fact, Type[]> Answers = new()
    {
        [Fact.LaunchedOn] = [typeof(DateField)],
        [Fact.InPracticalUse] = [typeof(ChoiceField)],
        [Fact.Users] = [typeof(NumberField)],
        [Fact.StagesInVietNam] = [typeof(ChoiceField)],
        [Fact.CoreStageByVietnamese] = [typeof(ChoiceField)],
        [Fact.ProductRevenue] = [typeof(MoneyField)],
        [Fact.ForeignMarkets] = [typeof(NumberField)],
        [Fact.Topics] = [typeof(ChoiceField)],
        [Fact.TechnologyReadiness] = [typeof(NumberField)],
        [Fact.IntellectualProperty] = [typeof(ChoiceField)],
        [Fact.Declarations] = [typeof(DeclarationField), typeof(ChoiceField)],
    };

    public static void Run(Edition edition, Findings findings)
    {
        foreach (var (form, path) in edition.Forms.At("forms"))
        {
            findings.Refers($"{path}.phase", form.Phase, edition.Phases.Select(p => p.Code), Checking.Phase);
            findings.Refer($"{path}.categories", form.Categories, edition.Categories.Select(c => c.Code), Checking.Category);
            CheckFields(edition, form, path, findings);
        }
        CheckOnlyOne(edition, findings);
    }

    private static void CheckFields(Edition edition, Form form, string path, Findings findings)
    {
        var fields = form.Sections.At($"{path}.sections").SelectMany(s => s.Item.Fields.At($"{s.Path}.fields")).ToList();
        foreach (var twice in fields.GroupBy(f => f.Item.Code).Where(g => g.Count() > 1 && g.Select(f => Section(f.Path)).Distinct().Count() > 1))
            findings.Report($"{twice.Last().Path}.code", "edition.code_twice", ("code", twice.Key));
        foreach (var twice in fields.Where(f => f.Item.Fact is { } fact and not Fact.Declarations).GroupBy(f => f.Item.Fact!.Value).Where(g => g.Count() > 1))
            findings.Report($"{twice.Last().Path}.fact", "edition.fact_twice", ("fact", Checking.Word(twice.Key)));
        foreach (var (field, at) in fields)
        {
            CheckField(field, at, findings);
            CheckFact(edition, field, at, findings);
        }

        static string Section(string path) => path[..path.LastIndexOf('[')];
    }

    private static void CheckField(FormField field, string path, Findings findings)
    {
        switch (field)
        {
            case TextField text: findings.Range(path, "min_words", "max_words", text.MinWords, text.MaxWords); break;
            case NumberField number: findings.Range(path, "min", "max", number.Min, number.Max); break;
            case MoneyField money: findings.Range(path, "min", "max", money.Min, money.Max); break;
            case DateField { NotBefore: { } from, NotAfter: { } to } when from > to:
                findings.Report($"{path}.not_before", "edition.range_reversed", [("min", from), ("max", to)], $"{path}.not_after");
                break;
            case ChoiceField choice:
                if (choice.Options.Count == 1) findings.Report($"{path}.options", "edition.too_few_options");
                if (choice is { MaxChoices: not null, Multiple: false }) findings.Report($"{path}.max_choices", "edition.max_choices_without_multiple");
                break;
            case TableField table:
                findings.Range(path, "min_rows", "max_rows", table.MinRows, table.MaxRows);
                foreach (var (column, at) in table.Columns.At($"{path}.columns")) CheckColumn(column, at, findings);
                break;
            case FileField file: findings.Range(path, "min_count", "max_count", file.MinCount, file.MaxCount); break;
        }
    }

    private static void CheckColumn(Column column, string path, Findings findings)
    {
        if (column.Kind is ColumnKind.Choice && column.Options.Count < 2) findings.Report(path, "edition.too_few_options", [], $"{path}.options");
        if (column.Kind is not ColumnKind.Choice && column.Options.Count > 0) findings.Report($"{path}.options", "edition.options_unexpected", [], $"{path}.kind");
    }

    private static void CheckFact(Edition edition, FormField field, string path, Findings findings)
    {
        if (field.Declares is not null && field.Fact is not Fact.Declarations) findings.Report($"{path}.declares", "edition.declares_without_fact", [], $"{path}.fact");
        if (field.Fact is not { } fact) return;
        var name = Checking.Word(fact);
        if (!Answers.TryGetValue(fact, out var kinds)) { findings.Report($"{path}.fact", "edition.fact_from_profile", ("fact", name)); return; }
        if (!kinds.Contains(field.GetType()))
        {
            findings.Report($"{path}.fact", "edition.fact_kind", ("fact", name), ("expected", string.Join(" / ", kinds.Select(KindOf))), ("kind", KindOf(field.GetType())));
            return;
        }
        if (field is ChoiceField choice && ExpectedOptions(edition, fact) is { } expected && !Fits(choice, expected))
            findings.Report($"{path}.options", "edition.fact_options", ("fact", name), ("expected", string.Join(", ", expected.Codes)));
        if (fact is not Fact.Declarations) return;
        if (field.Declares is null) findings.Report($"{path}.fact", "edition.fact_without_declares", [], $"{path}.declares");
        else findings.Refers($"{path}.declares", field.Declares, DeclaredRules(edition), Checking.Rule);
    }

    /// <param name="Exactly">All of the codes are options; otherwise every option is one of the codes.</param>
    private sealed record Expected(IReadOnlyList<string> Codes, bool Exactly);

    private static Expected? ExpectedOptions(Edition edition, Fact fact) => fact switch
    {
        Fact.InPracticalUse or Fact.CoreStageByVietnamese or Fact.Declarations => new(["yes", "no"], Exactly: true),
        Fact.StagesInVietNam => new([.. Enum.GetValues<ProductionStage>().Select(s => Checking.Word(s))], Exactly: false),
        Fact.IntellectualProperty => new([.. Enum.GetValues<IntellectualProperty>().Select(k => Checking.Word(k)), "none"], Exactly: false),
        Fact.Topics => new([.. edition.Categories.SelectMany(c => c.Topics).Select(t => t.Code), "none"], Exactly: false),
        _ => null,
    };

    private static bool Fits(ChoiceField choice, Expected expected) =>
        choice.Options.All(o => expected.Codes.Contains(o.Code)) && (!expected.Exactly || choice.Options.Count == expected.Codes.Count);

    private static IEnumerable<string> DeclaredRules(Edition edition) => edition.Eligibility.Concat(edition.Categories.SelectMany(c => c.Eligibility))
        .SelectMany(Unfold).OfType<Declares>().Select(r => r.CodeOrKind);

    private static IEnumerable<EligibilityRule> Unfold(EligibilityRule rule) => rule switch
    {
        AnyOf any => any.Rules.SelectMany(Unfold),
        AllOf all => all.Rules.SelectMany(Unfold),
        _ => [rule],
    };

    private static void CheckOnlyOne(Edition edition, Findings findings)
    {
        foreach (var category in edition.Categories)
            foreach (var phase in edition.Forms.At("forms").Where(f => f.Item.Categories.Count == 0 || f.Item.Categories.Contains(category.Code)).GroupBy(f => f.Item.Phase).Where(g => g.Count() > 1))
                findings.Report(phase.Last().Path, "edition.form_ambiguous",
                    [("category", category.Code), ("phase", phase.Key), ("forms", string.Join(", ", phase.Select(f => f.Item.Code)))], [.. phase.Select(f => f.Path)]);
    }

    private static string KindOf(Type type) => ((UnionShape)Shape.Of(typeof(FormField))).Kinds.First(k => k.Value.Type == type).Key;
}
