using BangVang.App.Bundles;
using BangVang.App.Log;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
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

    [Theory, Engines]
    public async Task Where_a_panel_is_small_the_sheets_stay_closed_and_the_auditor_completes_the_proof(Engine engine)
    {
        await using var past = await PastAward.CreateAsync(engine, fewestJurors: 20);
        var written = await past.BundleAsync();
        var text = System.Text.Encoding.UTF8.GetString(written.Bytes);
        text.ShouldNotContain("\\\"marks\\\"");
        System.Text.Encoding.UTF8.GetString(written.Openings.ShouldNotBeNull()).ShouldContain("marks");

        var alone = VerifyBundle.Run(written.Bytes, past.Trust);
        alone.Failure.ShouldBeNull();
        alone.Steps.Where(s => s.Status is StepStatus.NotChecked).Select(s => s.Name).ShouldBe(["facts", "sheets", "aggregation", "calibration"]);
        var whole = VerifyBundle.Run(written.Bytes, past.Trust, written.Openings);
        whole.Failure.ShouldBeNull();
        whole.Steps.Where(s => s.Status is StepStatus.NotChecked).Select(s => s.Name).ShouldBe(["facts"]);

        // A stated total that the sheets do not give: the auditor finds it, and so does the decision that the log fixed.
        var forged = System.Text.Json.Nodes.JsonNode.Parse(written.Bytes)!;
        var line = forged["results"]!["rounds"]![0]!["lines"]![0]!;
        line["criteria"]!.AsObject().First().Value!.ReplaceWith(1);
        VerifyBundle.Run(BangVang.Proof.CanonicalJson.Bytes(forged), past.Trust, written.Openings).Failure.ShouldNotBeNull().Step.ShouldBe("results");
    }

    [Fact]
    public async Task Nothing_in_a_bundle_names_a_juror_an_applicant_who_won_nothing_or_a_row()
    {
        await using var past = await PastAward.CreateAsync(Engine.Sqlite);
        var text = System.Text.Encoding.UTF8.GetString((await past.BundleAsync()).Bytes);
        await using var db = past.Test.Open();
        var people = await db.People.Select(p => new { p.Id, p.FullName, p.Email }).ToListAsync();
        people.Count.ShouldBeGreaterThan(10);
        foreach (var person in people) new[] { person.Id.ToString(), person.Id.ToString("N"), person.FullName, person.Email }.Where(t => text.Contains(t, StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty();
        var honoured = await db.Laureates.Where(l => l.EditionKey == PastAward.Key).Select(l => l.DossierId).ToListAsync();
        var dossiers = await db.Dossiers.Where(d => d.EditionKey == PastAward.Key).Select(d => new { d.Id, d.ProductName }).ToListAsync();
        dossiers.Count.ShouldBeGreaterThan(honoured.Count);
        foreach (var dossier in dossiers)
        {
            text.ShouldNotContain(dossier.Id.ToString());
            text.Contains($"\"{dossier.ProductName}\"", StringComparison.Ordinal).ShouldBe(honoured.Contains(dossier.Id), dossier.ProductName);
        }
        foreach (var comment in (await db.Scoresheets.ToListAsync()).SelectMany(s => s.Comments.Values).Distinct()) text.ShouldNotContain(comment);
    }

    [Fact]
    public async Task There_is_no_bundle_before_publication()
    {
        await using var world = await AwardWorld.CreateAsync(Engine.Sqlite);
        var refused = await world.WithAsync(db => new WriteBundle(db, WitnessPolicy.None).RunAsync(AwardWorld.Key, default));
        refused.TryGet(out _, out var problem).ShouldBeFalse();
        (problem!.Code, problem.Kind).ShouldBe(("bundle.not_published", Domain.Kernel.ProblemKind.NotNow));
    }

    [Fact]
    public void A_large_made_up_award_with_draws_is_recomputed()
    {
        var signer = new BangVang.App.Log.LogSigner("made-up/log", new byte[32]);
        var written = MadeUpBundle.Of(dossiers: 60, each: 5, jurors: 12, signer);
        var report = VerifyBundle.Run(written.Bytes, new(signer.Origin, signer.Key, [], 0));
        report.Failure.ShouldBeNull();
        report.Steps.ShouldContain(s => s.Name == "assignment" && s.Status == StepStatus.Recomputed && s.Detail == "2 draws");
    }
}
