using System.Text.Json.Nodes;
using BangVang.App.Bundles;
using BangVang.Proof;
using BangVang.Testing;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace BangVang.App.Tests.Bundles;

/// <summary>Whatever is changed in a published bundle is found, and the first difference has a place.</summary>
public sealed class TamperingTests(ITestOutputHelper output)
{
    private const int Mutations = 10_000;

    [Fact]
    public async Task Ten_thousand_changes_of_a_bundle_are_all_found()
    {
        await using var past = await PastAward.CreateAsync(Engine.Sqlite);
        (await FindAllAsync(past)).ShouldBe(BundleMutant.Kinds, ignoreOrder: true);
    }

    [Fact]
    public async Task Ten_thousand_changes_of_a_sealed_award_that_was_judged_by_orders_are_all_found()
    {
        await using var past = await PastAward.CreateAsync(Engine.Sqlite, change: e => PastPlay.Sealed(PastPlay.InPairs(e, atOnce: 3)));
        (await FindAllAsync(past)).ShouldBe([.. BundleMutant.Kinds, "ballot", "ballot's seed", "ballot's conflict", "opening of the seals"], ignoreOrder: true);
    }

    /// <returns>The kinds of change that there were.</returns>
    private async Task<IReadOnlyCollection<string>> FindAllAsync(PastAward past)
    {
        var (bundle, trust) = ((await past.BundleAsync()).Bytes, past.Trust);
        VerifyBundle.Run(bundle, trust).Failure.ShouldBeNull();
        // The negative control: what changes nothing is found to change nothing.
        VerifyBundle.Run(CanonicalJson.Bytes(JsonNode.Parse(bundle)), trust).Holds.ShouldBeTrue();

        var (mutant, found, byKind, missed) = (new BundleMutant(bundle, seed: 20_261_122), new Dictionary<string, int>(), new Dictionary<string, int>(), new List<string>());
        for (var n = 0; n < Mutations; n++)
        {
            var (kind, where, bytes) = mutant.Next();
            byKind[kind] = byKind.GetValueOrDefault(kind) + 1;
            var report = VerifyBundle.Run(bytes, trust);
            if (report.Failure is not { Where.Length: > 0 } first) missed.Add($"{kind} {where}");
            else found[first.Step] = found.GetValueOrDefault(first.Step) + 1;
        }
        output.WriteLine(string.Join(", ", byKind.OrderBy(k => k.Key).Select(k => $"{k.Key} {k.Value}")));
        output.WriteLine(string.Join(", ", found.OrderBy(k => k.Key).Select(k => $"found by {k.Key} {k.Value}")));
        missed.ShouldBeEmpty();
        return byKind.Keys;
    }
}
