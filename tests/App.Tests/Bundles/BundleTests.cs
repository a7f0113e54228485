using BangVang.App.Bundles;
using BangVang.Testing;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Bundles;

/// <summary>A whole award is published; whoever has its bundle computes the result again.</summary>
public sealed class BundleTests
{
    [Theory, Engines]
    public async Task A_published_award_is_verified_from_its_bundle_alone(Engine engine)
    {
        await using var past = await PastAward.CreateAsync(engine);
        var written = await past.BundleAsync();
        if (Environment.GetEnvironmentVariable("BANGVANG_SAVE_BUNDLE") is { Length: > 0 } file) await File.WriteAllBytesAsync(file, written.Bytes);

        var report = VerifyBundle.Run(written.Bytes, past.Trust);
        report.Failure.ShouldBeNull();
        report.Steps.Select(s => $"{s.Name}: {s.Status}").ShouldBe(
        [
            "format: Recomputed", "log: Recomputed", "signatures: Recomputed", "commitments: Recomputed", "rulebook: Recomputed", "dossiers: Recomputed", "eligibility: Recomputed", "facts: NotChecked",
            "assignment: Checked", "sheets: Recomputed", "aggregation: Recomputed", "calibration: Recomputed", "ranks: Recomputed", "ties: Recomputed", "shortlists: Recomputed", "motions: Recomputed",
            "tiers: Recomputed", "publication: Recomputed", "results: Recomputed",
        ]);
        written.Openings.ShouldBeNull();
        (await past.BundleAsync()).Bytes.ShouldBe(written.Bytes);
    }
}
