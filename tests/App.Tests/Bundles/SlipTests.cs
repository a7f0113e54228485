using System.Text;
using System.Text.Json.Nodes;
using BangVang.App.Bundles;
using BangVang.App.Editions;
using BangVang.App.Log;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Kernel;
using BangVang.Judging;
using BangVang.Proof.Receipts;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Bundles;

/// <summary>An applicant learns which sheets made up the total, can show it to anybody, and learns nothing of others.</summary>
public sealed class SlipTests
{
    [Theory, Engines]
    public async Task A_slip_holds_agrees_with_the_bundle_and_opens_what_the_bundle_opens(Engine engine)
    {
        await using var past = await PastAward.CreateAsync(engine);
        var bundle = (await past.BundleAsync()).Bytes;
        var (reference, bytes) = await past.SlipAsync();
        var verdict = SlipFile.Check(bytes, past.Trust);
        verdict.Failure.ShouldBeNull();
        verdict.Slip!.Reference.ShouldBe(reference);
        verdict.Slip.Rounds.Count.ShouldBe(2);
        verdict.Slip.Rounds.SelectMany(r => r.Sheets).ShouldAllBe(s => s.Payload != null);
        SlipInBundle.Compare(verdict.Slip, bundle).ShouldBeNull();
    }

    [Fact]
    public async Task Where_sheets_are_closed_the_slip_names_them_and_opens_nothing()
    {
        await using var past = await PastAward.CreateAsync(Engine.Sqlite, fewestJurors: 20);
        var (_, bytes) = await past.SlipAsync();
        var text = Encoding.UTF8.GetString(bytes);
        text.ShouldNotContain("marks");
        text.ShouldNotContain("\"salt\"");
        text.ShouldNotContain("J-", Case.Sensitive);
        var verdict = SlipFile.Check(bytes, past.Trust);
        verdict.Failure.ShouldBeNull();
        SlipInBundle.Compare(verdict.Slip!, (await past.BundleAsync()).Bytes).ShouldBeNull();
    }

    [Fact]
    public async Task Nobody_gets_a_slip_of_a_dossier_of_others_or_before_publication()
    {
        await using var past = await PastAward.CreateAsync(Engine.Sqlite);
        await using var db = past.Test.Open();
        var dossiers = await db.Dossiers.Where(d => d.EditionKey == PastAward.Key && d.State == DossierState.Accepted).Select(d => new { d.Id, Members = db.DossierMembers.Where(m => m.DossierId == d.Id).Select(m => m.PersonId).ToList() }).ToListAsync();
        var own = dossiers[0];
        var stranger = dossiers.SelectMany(d => d.Members).First(m => !own.Members.Contains(m));
        (await CodeAsync(db, past, stranger, own.Id)).ShouldBe("decisions.result_not_found");
        (await CodeAsync(db, past, own.Members[0], own.Id)).ShouldBeNull();
        await db.Database.ExecuteSqlRawAsync("UPDATE award_decision SET state = 'Approved', published_at = NULL");
        (await CodeAsync(db, past, own.Members[0], own.Id)).ShouldBe("decisions.not_published");
        past.Test.IsBrokenOnPurpose = true;
    }

    [Fact]
    public async Task Whatever_is_changed_in_a_slip_is_found()
    {
        await using var past = await PastAward.CreateAsync(Engine.Sqlite);
        var (_, bytes) = await past.SlipAsync();
        var random = new SeededRandom("slip 20261123");
        for (var n = 0; n < 2_000; n++)
        {
            var changed = (byte[])bytes.Clone();
            var at = random.Next(changed.Length);
            changed[at] = (byte)(changed[at] + 1 + random.Next(255));
            // White space between members says nothing, and a signature line of an unknown key is nobody's.
            if (SlipFile.Check(changed, past.Trust) is { Failure: null } passed) Same(passed.Slip!, bytes, at);
        }
    }

    [Theory]
    [InlineData("reference", "slip.statement")]
    [InlineData("score", "slip.statement")]
    [InlineData("left out", "slip.statement")]
    [InlineData("entry", "slip.statement")]
    [InlineData("marks", "slip.commitment")]
    [InlineData("salt in capitals", "slip.unreadable")]
    [InlineData("member more", "slip.unreadable")]
    public async Task The_first_thing_that_does_not_hold_is_named(string what, string code)
    {
        await using var past = await PastAward.CreateAsync(Engine.Sqlite);
        var slip = JsonNode.Parse((await past.SlipAsync()).Bytes)!;
        var round = slip["rounds"]![0]!;
        var sheet = round["sheets"]![0]!;
        switch (what)
        {
            case "reference": slip["reference"] = "HS-999"; break;
            case "score": round["score"] = (int?)round["score"] is { } score ? score + 1 : 1; break;
            case "left out": round["sheets"]!.AsArray().RemoveAt(0); break;
            case "entry": sheet["entry"] = (string)round["sheets"]![1]!["entry"]!; break;
            case "marks": sheet["payload"] = ((string)sheet["payload"]!).Replace("\"score\":", "\"score\":1", StringComparison.Ordinal); break;
            case "salt in capitals": sheet["salt"] = ((string)sheet["salt"]!).ToUpperInvariant(); break;
            default: sheet["more"] = 1; break;
        }
        SlipFile.Check(Encoding.UTF8.GetBytes(slip.ToJsonString()), past.Trust).Failure.ShouldBe(code);
    }

    [Fact]
    public async Task A_slip_that_counts_otherwise_than_the_published_result_is_found_by_the_bundle()
    {
        await using var past = await PastAward.CreateAsync(Engine.Sqlite);
        var bundle = (await past.BundleAsync()).Bytes;
        SlipFile.TryParse((await past.SlipAsync()).Bytes, out var slip).ShouldBeTrue();
        var first = slip.Rounds[0];
        // Signed by the installation itself, and false.
        var fewer = slip with { Rounds = [first with { Sheets = [.. first.Sheets.Skip(1)] }, .. slip.Rounds.Skip(1)] };
        var signed = fewer with { Statement = past.Signer.SignSlip(fewer.Edition, fewer.Reference, fewer.Rounds) };
        SlipFile.Check(signed.Bytes(), past.Trust).Failure.ShouldBeNull();
        SlipInBundle.Compare(signed, bundle).ShouldNotBeNull().Where.ShouldBe($"round {first.Round}, sheets");
        var none = slip with { Rounds = [.. slip.Rounds.Skip(1)] };
        SlipInBundle.Compare(none, bundle).ShouldNotBeNull().Where.ShouldBe($"round {first.Round}");
    }

    private static void Same(SlipFile passed, byte[] bytes, int at)
    {
        SlipFile.TryParse(bytes, out var sound).ShouldBeTrue();
        (passed.Edition, passed.Reference).ShouldBe((sound.Edition, sound.Reference), $"byte {at}");
        passed.Statement.Text.ShouldBe(sound.Statement.Text, $"byte {at}");
        foreach (var (a, b) in passed.Rounds.SelectMany(r => r.Sheets).Zip(sound.Rounds.SelectMany(r => r.Sheets))) (a.Index, a.Entry, a.Payload).ShouldBe((b.Index, b.Entry, b.Payload), $"byte {at}");
    }

    private static async Task<string?> CodeAsync(App.Storage.BangVangDb db, PastAward past, Guid person, Guid dossier) =>
        (await db.SlipAsync(new EditionBook(db), past.Signer, WitnessPolicy.None, new Actor(person, "x", false, new HashSet<RoleInEdition>()), dossier, SystemClock.Instance.GetCurrentInstant(), default)).TryGet(out _, out var problem) ? null : problem.Code;
}
