namespace BangVang.Domain.Editions;

/// <summary>At least one of the rules inside passes.</summary>
public sealed record AnyOf : EligibilityRule
{
    /// <summary>At least two.</summary>
    public required IReadOnlyList<EligibilityRule> Rules { get; init; }
    public override IReadOnlyList<Fact> Asks => [.. Rules.SelectMany(r => r.Asks).Distinct()];
    protected override IReadOnlyDictionary<string, object> Args => NoArgs;
    protected override bool? Passes(DossierFacts facts) => Group.Any(Rules.Select(r => r.Check(facts).Verdict));
    public override RuleVerdict Check(DossierFacts facts) => Group.Check(Rules, facts, Group.Any, VerdictOf);
}

/// <summary>All rules inside pass; useful within <see cref="AnyOf"/>.</summary>
public sealed record AllOf : EligibilityRule
{
    /// <summary>At least two.</summary>
    public required IReadOnlyList<EligibilityRule> Rules { get; init; }
    public override IReadOnlyList<Fact> Asks => [.. Rules.SelectMany(r => r.Asks).Distinct()];
    protected override IReadOnlyDictionary<string, object> Args => NoArgs;
    protected override bool? Passes(DossierFacts facts) => Group.All(Rules.Select(r => r.Check(facts).Verdict));
    public override RuleVerdict Check(DossierFacts facts) => Group.Check(Rules, facts, Group.All, VerdictOf);
}

internal static class Group
{
    /// <summary>One pass decides; without one, a missing answer may still become one.</summary>
    public static bool? Any(IEnumerable<Verdict> verdicts)
    {
        var all = verdicts.ToList();
        return all.Contains(Verdict.Pass) ? true : all.Contains(Verdict.Unknown) ? null : false;
    }

    /// <summary>One fail decides; without one, a missing answer may still become one.</summary>
    public static bool? All(IEnumerable<Verdict> verdicts)
    {
        var all = verdicts.ToList();
        return all.Contains(Verdict.Fail) ? false : all.Contains(Verdict.Unknown) ? null : true;
    }

    public static RuleVerdict Check(
        IReadOnlyList<EligibilityRule> rules, DossierFacts facts, Func<IEnumerable<Verdict>, bool?> decide,
        Func<Verdict, IReadOnlyList<Fact>, IReadOnlyList<RuleVerdict>, RuleVerdict> verdictOf)
    {
        var parts = rules.Select(r => r.Check(facts)).ToList();
        var verdict = decide(parts.Select(p => p.Verdict)) switch { true => Verdict.Pass, false => Verdict.Fail, null => Verdict.Unknown };
        return verdictOf(verdict, verdict is Verdict.Unknown ? [.. parts.SelectMany(p => p.Needs).Distinct()] : [], parts);
    }
}
