using System.Security.Cryptography;
using System.Text.Json.Nodes;
using BangVang.App.Bundles;
using BangVang.App.Log;
using BangVang.Domain.Kernel;
using BangVang.Judging;
using BangVang.Proof.Keys;
using BangVang.Proof.Notes;
using BangVang.Proof.Receipts;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Bundles;

/// <summary>What an auditor found with the closed sheets opened is signed, stands in the log, and anybody can tell whether it is about the bundle at hand.</summary>
public sealed class AuditAnswerTests
{
    private static readonly byte[] Seed = [.. Enumerable.Range(101, 32).Select(n => (byte)n)];
    private static readonly NoteKey Key = new("giam-sat.example.vn", NoteSignatureKind.Ed25519, Ed25519.PublicKeyOf(Seed));

    [Theory, Engines]
    public async Task A_signed_answer_goes_into_the_log_and_is_proved_beside_the_bundle(Engine engine)
    {
        await using var past = await PastAward.CreateAsync(engine, fewestJurors: 20);
        var bundle = await past.BundleAsync();
        VerifyBundle.Run(bundle.Bytes, past.Trust).Steps.Single(s => s.Name == "aggregation").Status.ShouldBe(StepStatus.NotChecked);
        var answer = AuditedBundle.AnswerOn(bundle.Bytes, VerifyBundle.Run(bundle.Bytes, past.Trust, bundle.Openings), Key).ShouldNotBeNull();
        (answer.Holds, answer.NotChecked.Contains("aggregation"), answer.Recomputed.Contains("aggregation")).ShouldBe((true, false, true));

        var auditor = await AuditorAsync(past, 0);
        (await TakeAsync(past, auditor, answer)).ShouldBeNull();
        (await TakeAsync(past, auditor, answer)).ShouldBe("audit.answer_taken");
        (await FileAsync(past)).ShouldBeNull("no checkpoint covers it yet");
        await past.SignAsync();

        var bytes = (await FileAsync(past)).ShouldNotBeNull().Bytes();
        var verdict = AuditAnswerFile.Check(bytes, past.Trust);
        (verdict.Failure, verdict.Answer!.Auditor.ToString()).ShouldBe((null, Key.ToString()));
        // The log has grown since, the bundle is still the same.
        AuditedBundle.IsAbout(verdict.Answer, (await past.BundleAsync()).Bytes).ShouldBeTrue();
        await using (var db = past.Test.Open())
        {
            var shown = (await db.AuditAnswersAsync(PastAward.Key, default)).ShouldHaveSingleItem();
            (shown.Number, shown.Holds, shown.IsAboutCurrent, shown.Key.Name).ShouldBe((1, true, true, Key.Name));
        }

        var random = new SeededRandom("answer 20261123");
        for (var n = 0; n < 1_000; n++)
        {
            var changed = (byte[])bytes.Clone();
            var at = random.Next(changed.Length);
            changed[at] = (byte)(changed[at] + 1 + random.Next(255));
            // White space between members says nothing, and a signature line of an unknown key is nobody's.
            if (AuditAnswerFile.Check(changed, past.Trust) is { Failure: null } passed) passed.Answer!.ToString().ShouldBe(answer.ToString(), $"byte {at}");
        }
    }

    [Fact]
    public async Task An_auditor_who_finds_a_difference_is_heard_as_well()
    {
        await using var past = await PastAward.CreateAsync(Engine.Sqlite, fewestJurors: 20);
        var bundle = await past.BundleAsync();
        // Somebody gave the auditor openings of other marks.
        var forged = JsonNode.Parse(bundle.Openings!)!.AsObject();
        forged["events"]![0]!["payload"] = ((string)forged["events"]![0]!["payload"]!).Replace("marks", "marks ", StringComparison.Ordinal);
        var report = VerifyBundle.Run(bundle.Bytes, past.Trust, BangVang.Proof.CanonicalJson.Bytes(forged));
        report.Holds.ShouldBeFalse();
        var answer = AuditedBundle.AnswerOn(bundle.Bytes, report, Key).ShouldNotBeNull();
        answer.Difference.ShouldNotBeNull().ShouldStartWith("commitments");
        (await TakeAsync(past, await AuditorAsync(past, 0), answer)).ShouldBeNull();
        await using var db = past.Test.Open();
        (await db.AuditAnswersAsync(PastAward.Key, default)).ShouldHaveSingleItem().Difference.ShouldBe(answer.Difference);
    }

    [Fact]
    public async Task What_is_refused_is_refused_with_its_reason()
    {
        await using var past = await PastAward.CreateAsync(Engine.Sqlite);
        var bundle = await past.BundleAsync();
        var answer = AuditedBundle.AnswerOn(bundle.Bytes, VerifyBundle.Run(bundle.Bytes, past.Trust), Key)!;
        var (auditor, another) = (await AuditorAsync(past, 0), await AuditorAsync(past, 1));
        (await TakeAsync(past, auditor with { Roles = new HashSet<RoleInEdition> { new("demo/2026", Role.Auditor), new(PastAward.Key, Role.Secretariat) } }, answer)).ShouldBe("audit.only_auditor");
        (await TakeAsync(past, auditor, "xin chào")).ShouldBe("audit.answer_unreadable");
        var text = answer.Sign(Seed).ToString();
        (await TakeAsync(past, auditor, text.Replace("finds holds", "finds differs results, prizes", StringComparison.Ordinal))).ShouldBe("audit.answer_unsigned");
        (await TakeAsync(past, auditor, answer with { Size = answer.Size + 1 })).ShouldBe("audit.answer_other_bundle");
        (await TakeAsync(past, auditor, answer with { Results = new string('a', 64) })).ShouldBe("audit.answer_other_bundle");
        (await TakeAsync(past, auditor, answer with { Root = RandomNumberGenerator.GetBytes(32) })).ShouldBe("audit.answer_other_bundle");
        // As a form sends it.
        (await TakeAsync(past, auditor, text.Replace("\n", "\r\n", StringComparison.Ordinal).TrimEnd())).ShouldBeNull();
        (await TakeAsync(past, another, answer with { Checked = [] })).ShouldBe("audit.answer_key_of_another");

        await using var db = past.Test.Open();
        await Should.ThrowAsync<Exception>(() => db.Database.ExecuteSqlRawAsync("UPDATE audit_answer SET holds = NOT holds"));
        await Should.ThrowAsync<Exception>(() => db.Database.ExecuteSqlRawAsync("DELETE FROM audit_answer"));
    }

    [Theory, Engines]
    public async Task Nobody_reads_answers_on_what_is_not_published(Engine engine)
    {
        await using var past = await PastAward.CreateAsync(engine);
        var bundle = await past.BundleAsync();
        var answer = AuditedBundle.AnswerOn(bundle.Bytes, VerifyBundle.Run(bundle.Bytes, past.Trust), Key)!;
        (await TakeAsync(past, await AuditorAsync(past, 0), answer)).ShouldBeNull();
        await past.SignAsync();
        (await FileAsync(past)).ShouldNotBeNull();
        await using var db = past.Test.Open();
        await db.Database.ExecuteSqlRawAsync("UPDATE award_decision SET state = 'Approved', published_at = NULL");
        past.Test.IsBrokenOnPurpose = true;
        (await db.AuditAnswersAsync(PastAward.Key, default)).ShouldBeEmpty();
        (await FileAsync(past)).ShouldBeNull();
    }

    private static async Task<Actor> AuditorAsync(PastAward past, int which)
    {
        await using var db = past.Test.Open();
        var person = await db.People.OrderBy(p => p.Id).Skip(which).FirstAsync();
        return new(person.Id, "Giám sát viên", false, new HashSet<RoleInEdition> { new(PastAward.Key, Role.Auditor) });
    }

    private static Task<string?> TakeAsync(PastAward past, Actor actor, AuditAnswer answer) => TakeAsync(past, actor, answer.Sign(Seed).ToString());

    private static async Task<string?> TakeAsync(PastAward past, Actor actor, string note)
    {
        await using var db = past.Test.Open();
        return (await new TakeAuditAnswer(db, new WriteBundle(db, WitnessPolicy.None), SystemClock.Instance).RunAsync(actor, PastAward.Key, note, default))?.Code;
    }

    private static async Task<AuditAnswerFile?> FileAsync(PastAward past)
    {
        await using var db = past.Test.Open();
        return await db.AuditAnswerFileAsync(PastAward.Key, 1, WitnessPolicy.None, default);
    }
}
