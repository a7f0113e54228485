using BangVang.Domain.Editions;
using NodaTime.Text;

namespace BangVang.App.Editions.Checks;

/// <summary>Rules that can be told apart, met and looked up.</summary>
internal static class EligibilityCheck
{
    public static void Run(Edition edition, Findings findings)
    {
        var topics = edition.Categories.SelectMany(c => c.Topics).Select(t => t.Code).ToHashSet();
        foreach (var (rule, path) in edition.Eligibility.At("eligibility")) CheckRule(rule, path, topics, findings);
        foreach (var (category, path) in edition.Categories.At("categories"))
        {
            foreach (var (rule, at) in category.Eligibility.At($"{path}.eligibility")) CheckRule(rule, at, topics, findings);
            CheckTogether(edition, category, path, findings);
        }
        CheckTopicsOnce(edition, findings);
    }

    private static void CheckRule(EligibilityRule rule, string path, IReadOnlySet<string> topics, Findings findings)
    {
        if (rule is TopicIn named) findings.Refer($"{path}.topics", named.Topics, topics, Checking.Topic);
        if (rule is not (AnyOf or AllOf)) return;

        var inside = rule is AnyOf any ? any.Rules : ((AllOf)rule).Rules;
        if (inside.Count == 1) findings.Report(path, "edition.group_too_small", [("kind", rule.Kind)], $"{path}.rules");
        foreach (var (part, at) in inside.At($"{path}.rules")) CheckRule(part, at, topics, findings);
    }

    /// <summary>Officers' findings are kept by the code of the rule, so it must be one of its kind in the category.</summary>
    private static void CheckTogether(Edition edition, Category category, string path, Findings findings)
    {
        var rules = edition.Eligibility.At("eligibility").Concat(category.Eligibility.At($"{path}.eligibility")).ToList();
        foreach (var twice in rules.GroupBy(r => r.Item.CodeOrKind).Where(g => g.Count() > 1))
            findings.Report(twice.Last().Path, "edition.rule_twice", [("category", category.Code), ("code", twice.Key)], [.. twice.Select(t => t.Path)]);

        var from = rules.Where(r => r.Item is LaunchedOnOrAfter).Select(r => (((LaunchedOnOrAfter)r.Item).Date, r.Path)).OrderDescending().FirstOrDefault();
        var until = rules.Where(r => r.Item is LaunchedBy).Select(r => (((LaunchedBy)r.Item).Date, r.Path)).Order().FirstOrDefault();
        if (from.Path is not null && until.Path is not null && from.Date > until.Date)
            findings.Report(until.Path, "edition.rules_contradict",
                [("category", category.Code), ("from", LocalDatePattern.Iso.Format(from.Date)), ("to", LocalDatePattern.Iso.Format(until.Date))], from.Path);
    }

    private static void CheckTopicsOnce(Edition edition, Findings findings)
    {
        var topics = edition.Categories.At("categories").SelectMany(c => c.Item.Topics.At($"{c.Path}.topics"));
        foreach (var twice in topics.GroupBy(t => t.Item.Code).Where(g => g.Select(t => t.Path[..t.Path.LastIndexOf('[')]).Distinct().Count() > 1))
            findings.Report($"{twice.Last().Path}.code", "edition.code_twice", ("code", twice.Key));
    }
}
