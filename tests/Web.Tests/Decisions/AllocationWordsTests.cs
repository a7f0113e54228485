using System.Text.RegularExpressions;
using BangVang.Judging;
using BangVang.Web.Kernel;
using Shouldly;
using Xunit;

namespace BangVang.Web.Tests.Decisions;

/// <summary>What the rules of prizes say of a dossier can be told in words, for every way they can turn out.</summary>
public sealed partial class AllocationWordsTests
{
    private static PrizeRules Rules(bool shared = false, int? goldInAll = null, int? silver = 1) => new(
        [new("gold", shared, goldInAll), new("silver", shared)],
        [new("A", "gold", 1, 800), new("A", "silver", silver, 700), new("B", "gold", 1, 800), new("B", "silver", silver, 700)]);

    private static PrizeContender[] Entries(string category, params long[] scores) => [.. scores.Select((s, i) => new PrizeContender($"{category}{i}", category, [s]))];

    private static readonly PrizeProposal[] Proposals =
    [
        PrizeAllocation.Propose(Rules(), Entries("A", 910, 850, 790)),
        PrizeAllocation.Propose(Rules(), Entries("A", 790)),
        PrizeAllocation.Propose(Rules(silver: null), Entries("A", 790)),
        PrizeAllocation.Propose(Rules(shared: true), Entries("A", 900, 900, 750)),
        PrizeAllocation.Propose(Rules(), Entries("A", 900, 900)),
        PrizeAllocation.Propose(Rules(goldInAll: 1), [.. Entries("A", 900, 750), .. Entries("B", 900)]),
        PrizeAllocation.Propose(Rules(goldInAll: 1), [.. Entries("A", 900), .. Entries("B", 950)]),
    ];

    [Theory, InlineData("vi"), InlineData("en")]
    public void Every_reason_brings_what_its_sentence_quotes_and_every_sentence_is_met(string language)
    {
        var reasons = Proposals.SelectMany(p => p.Lines.SelectMany(l => new[] { l.Reason, l.WhyNotHigher }).Concat(p.Withheld.Select(w => w.Reason))).OfType<Reason>().ToList();
        foreach (var reason in reasons)
            Placeholder().Matches(Texts.All(language)[reason.Code]).Select(m => m.Groups[1].Value).Except(reason.Args.Select(a => a.Name)).ShouldBeEmpty(reason.Code);
        Texts.All(language).Keys.Where(k => k.StartsWith("allocate.", StringComparison.Ordinal)).Except(reasons.Select(r => r.Code)).ShouldBeEmpty();
    }

    [GeneratedRegex(@"\{([a-z_]+)\}")]
    private static partial Regex Placeholder();
}
