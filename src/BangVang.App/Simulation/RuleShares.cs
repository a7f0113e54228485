using BangVang.Domain.Editions;

namespace BangVang.App.Simulation;

/// <summary>How many dossiers a rule refuses.</summary>
/// <param name="Category">Code of the category whose rule it is; null for a rule of the whole edition.</param>
/// <param name="Rule">Code of the rule.</param>
/// <param name="Kind">Such as <c>launched_by</c>.</param>
/// <param name="Asked">Dossiers the rule was asked of.</param>
/// <param name="Failed">Of them, how many it refuses.</param>
/// <param name="FailedAlone">Of them, how many no other rule refuses.</param>
/// <param name="Unknown">Of those asked, how many it cannot decide because the edition lacks a date; they go on.</param>
public sealed record RuleShare(string? Category, string Rule, string Kind, string? Article, int Asked, int Failed, int FailedAlone, int Unknown)
{
    /// <summary>Share failing, 0 to 1; 0 when nobody was asked.</summary>
    public double Share => Asked == 0 ? 0 : Math.Round((double)Failed / Asked, 4);
}

/// <summary>The screening of a simulated edition by its own rules.</summary>
internal static class RuleShares
{
    /// <summary>Every rule in the order of the regulation, and the dossiers that no rule refuses.</summary>
    public static (IReadOnlyList<RuleShare> Rules, IReadOnlyList<SyntheticDossier> Accepted) Screen(Edition edition, IReadOnlyList<SyntheticDossier> dossiers)
    {
        var verdicts = dossiers.Select(d => (Dossier: d, Of: Domain.Editions.Eligibility.Check(edition, d.Category, d.Facts))).ToList();
        var general = edition.Eligibility.Count;
        IEnumerable<RuleShare> rules =
        [
            .. edition.Eligibility.Select((rule, i) => Count(null, rule, i, verdicts.Select(v => v.Of))),
            .. edition.Categories.SelectMany(c => c.Eligibility.Select((rule, i) =>
                Count(c.Code, rule, general + i, verdicts.Where(v => v.Dossier.Category == c).Select(v => v.Of)))),
        ];
        return ([.. rules], [.. verdicts.Where(v => v.Of.Verdict is not Verdict.Fail).Select(v => v.Dossier)]);
    }

    private static RuleShare Count(string? category, EligibilityRule rule, int at, IEnumerable<CategoryVerdict> verdicts)
    {
        var all = verdicts.ToList();
        var failed = all.Where(v => v.Rules[at].Verdict is Verdict.Fail).ToList();
        return new(category, rule.CodeOrKind, rule.Kind, rule.Article, all.Count, failed.Count,
            failed.Count(v => v.Rules.Count(r => r.Verdict is Verdict.Fail) == 1), all.Count(v => v.Rules[at].Verdict is Verdict.Unknown));
    }
}
