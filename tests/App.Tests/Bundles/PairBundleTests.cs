using System.Text;
using System.Text.Json.Nodes;
using BangVang.App.Bundles;
using BangVang.Domain.Decisions;
using BangVang.Proof;
using BangVang.Proof.Receipts;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Bundles;

/// <summary>A final judged by pairs or by orders is published; whoever has its bundle estimates the strengths again.</summary>
public sealed class PairBundleTests
{
    private static readonly string[] Acts = ["ballot.opened", "ballot.signed", "ballot.reopened", "ballot.set_aside", "ballot.counted_again"];

    [Theory]
    [InlineData(Engine.Sqlite, null)]
    [InlineData(Engine.Postgres, null)]
    [InlineData(Engine.Sqlite, 3)]
    public async Task A_final_of_pairs_or_orders_is_verified_from_its_bundle_alone(Engine engine, int? atOnce)
    {
        await using var past = await PastAward.InPairsAsync(engine, atOnce);
        var written = await past.BundleAsync();

        var report = VerifyBundle.Run(written.Bytes, past.Trust);
        report.Failure.ShouldBeNull();
        report.Steps.Where(s => s.Name is "ballots" or "strengths").Select(s => $"{s.Name}: {s.Status}").ShouldBe(["ballots: Checked", "strengths: Recomputed"]);
        written.Openings.ShouldBeNull();
        await using var db = past.Test.Open();
        var decided = (await db.AwardDecisions.SingleAsync(d => d.State == DecisionState.Published)).Lines;
        var bundle = JsonNode.Parse(written.Bytes)!;
        var lines = bundle["results"]!["rounds"]!.AsArray().Where(r => (string)r!["round"]! == "final").SelectMany(r => r!["lines"]!.AsArray()).ToList();
        lines.Select(l => ((string)l!["dossier"]!, (int?)l["strength"], (int?)l["rank"])).Order().ShouldBe(decided.Select(l => (l.Reference, l.Strength, l.Rank)).Order());
        lines.ShouldAllBe(l => (int)l!["ballots"]! >= 5 && (int)l["choices"]! > 5);
        var kinds = bundle["log"]!["entries"]!.AsArray().Where(e => e!["payload"] is not null).Select(e => (string)JsonNode.Parse((string)e!["entry"]!)!["kind"]!).ToHashSet();
        Acts.Except(kinds).ShouldBeEmpty();
    }

    [Fact]
    public async Task Nothing_of_a_ballot_names_a_juror_or_tells_a_reason()
    {
        await using var past = await PastAward.InPairsAsync(Engine.Sqlite);
        var text = Encoding.UTF8.GetString((await past.BundleAsync()).Bytes);
        await using var db = past.Test.Open();
        foreach (var id in (await db.PairBallots.Select(b => b.Id).ToListAsync()).Concat(await db.People.Select(p => p.Id).ToListAsync()).Concat(await db.Dossiers.Select(d => d.Id).ToListAsync())) text.ShouldNotContain(id.ToString());
        var reasons = (await db.PairActs.Where(a => a.Reason != null).Select(a => a.Reason!).ToListAsync()).Concat(await db.PairExclusions.Select(x => x.Reason).ToListAsync()).Append("Chạm nhầm").ToList();
        reasons.Count.ShouldBeGreaterThan(3);
        foreach (var reason in reasons) text.ShouldNotContain(reason);
    }

    [Fact]
    public async Task Where_a_panel_is_small_the_ballots_stay_closed_and_the_auditor_completes_the_proof()
    {
        await using var past = await PastAward.InPairsAsync(Engine.Sqlite, fewestJurors: 20);
        var written = await past.BundleAsync();
        Encoding.UTF8.GetString(written.Bytes).ShouldNotContain("\\\"acts\\\"");
        Encoding.UTF8.GetString(written.Openings.ShouldNotBeNull()).ShouldContain("\\\"acts\\\"");

        var alone = VerifyBundle.Run(written.Bytes, past.Trust);
        alone.Failure.ShouldBeNull();
        alone.Steps.Where(s => s.Status is StepStatus.NotChecked).Select(s => s.Name).ShouldBe(["facts", "assignment", "sheets", "aggregation", "calibration", "ballots", "strengths"]);
        var whole = VerifyBundle.Run(written.Bytes, past.Trust, written.Openings);
        whole.Failure.ShouldBeNull();
        whole.Steps.Where(s => s.Status is StepStatus.NotChecked).Select(s => s.Name).ShouldBe(["facts", "assignment"], "who judges in a whole panel was not drawn");

        // Counts of choices that the ballots do not give: only who can open them sees it.
        var forged = JsonNode.Parse(written.Bytes)!;
        var line = forged["results"]!["rounds"]!.AsArray().First(r => (string)r!["round"]! == "final")!["lines"]![0]!;
        line["choices"] = (int)line["choices"]! + 1;
        VerifyBundle.Run(CanonicalJson.Bytes(forged), past.Trust).Holds.ShouldBeTrue();
        VerifyBundle.Run(CanonicalJson.Bytes(forged), past.Trust, written.Openings).Failure.ShouldNotBeNull().Where.ShouldEndWith(".choices");
    }

    [Fact]
    public async Task A_choice_turned_round_by_whoever_holds_the_key_of_the_log_is_found_by_the_strengths()
    {
        await using var past = await PastAward.InPairsAsync(Engine.Sqlite);
        var bundle = JsonNode.Parse((await past.BundleAsync()).Bytes)!;
        var found = 0;
        for (var n = 0; n < 5; n++)
        {
            var forged = bundle.DeepClone();
            var entry = forged["log"]!["entries"]!.AsArray().Where(e => ((string?)e!["entry"])!.Contains("\"ballot.signed\"", StringComparison.Ordinal)).Last()!;
            var payload = JsonNode.Parse((string)entry["payload"]!)!;
            var undone = payload["acts"]!.AsArray().Select(a => (int?)a!["undoes"]).ToHashSet();
            var chosen = payload["acts"]!.AsArray().Where(a => a!["order"] is not null && !undone.Contains((int)a["number"]!)).ToList();
            var order = chosen[n % chosen.Count]!["order"]!.AsArray();
            (order[0], order[1]) = (order[1]!.DeepClone(), order[0]!.DeepClone());
            entry["payload"] = Encoding.UTF8.GetString(CanonicalJson.Bytes(payload));
            BundleMutant.Reseal(forged, past.Signer);
            var report = VerifyBundle.Run(CanonicalJson.Bytes(forged), past.Trust);
            if (report.Failure is { Step: "tiers" } failure && failure.Where.Contains("decision.approved", StringComparison.Ordinal)) found++;
        }
        found.ShouldBe(5);
    }

    [Fact]
    public async Task A_finalists_slip_proves_the_ballots_that_placed_it()
    {
        await using var past = await PastAward.InPairsAsync(Engine.Sqlite);
        var bundle = (await past.BundleAsync()).Bytes;
        var (reference, bytes) = await past.SlipAsync();
        var verdict = SlipFile.Check(bytes, past.Trust);
        verdict.Failure.ShouldBeNull();
        var final = verdict.Slip!.Rounds.Single(r => r.Round == "final");
        final.Sheets.ShouldAllBe(s => s.Entry.Contains("\"ballot.signed\"", StringComparison.Ordinal) && s.Payload!.Contains(reference, StringComparison.Ordinal));
        SlipInBundle.Compare(verdict.Slip, bundle).ShouldBeNull();
        var fewer = verdict.Slip with { Rounds = [.. verdict.Slip.Rounds.Select(r => r == final ? r with { Sheets = [.. r.Sheets.Skip(1)] } : r)] };
        SlipInBundle.Compare(fewer, bundle).ShouldNotBeNull().Where.ShouldContain("final");
        // A ballot in which the dossier was not shown is none of its own.
        var another = JsonNode.Parse(bytes)!;
        another["reference"] = "HS-999";
        SlipFile.Check(CanonicalJson.Bytes(another), past.Trust).Failure.ShouldBe("slip.statement");
    }
}
