namespace BangVang.Domain.Editions;

/// <summary>What the rules of one category say of a dossier.</summary>
public sealed record CategoryVerdict(Category Category, IReadOnlyList<RuleVerdict> Rules)
{
    /// <summary>Fail when a rule fails, otherwise unknown when one needs an answer, otherwise pass.</summary>
    public Verdict Verdict => Rules.Any(r => r.Verdict is Verdict.Fail) ? Verdict.Fail
        : Rules.Any(r => r.Verdict is Verdict.Unknown) ? Verdict.Unknown : Verdict.Pass;

    /// <summary>Facts still to be answered.</summary>
    public IReadOnlyList<Fact> Needs => [.. Rules.SelectMany(r => r.Needs).Distinct()];
}

/// <summary>The machine's verdict on a dossier: for the self-check before any form, and beside the officer's own.</summary>
public static class Eligibility
{
    /// <summary>Verdicts of the edition's rules, then the category's, in the order of the regulation.</summary>
    public static CategoryVerdict Check(Edition edition, Category category, DossierFacts facts)
    {
        var asked = facts with { EditionYear = edition.Year, AsOf = edition.PhaseOf(PhaseKind.Intake)?.LastDay };
        return new(category, [.. edition.RulesOf(category).Select(rule => rule.Check(asked))]);
    }

    /// <summary>
    /// The category adviser: every category with its verdict, those whose rules are met first, then those that need an
    /// answer, then those that refuse; within each in the order of the regulation.
    /// </summary>
    public static IReadOnlyList<CategoryVerdict> Advise(Edition edition, DossierFacts facts) =>
        [.. edition.Categories.Select(c => Check(edition, c, facts)).OrderBy(v => v.Verdict switch { Verdict.Pass => 0, Verdict.Unknown => 1, _ => 2 })];

    /// <summary>The questions of a self-check: every fact that a rule of these categories asks for, each once.</summary>
    public static IReadOnlyList<Fact> Questions(Edition edition, IEnumerable<Category> categories) =>
        [.. categories.SelectMany(edition.RulesOf).SelectMany(r => r.Asks).Distinct()];
}
