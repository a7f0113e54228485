using BangVang.App.Dossiers;
using BangVang.App.Editions;
using BangVang.App.Ports;
using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Enterprises;
using BangVang.Domain.Kernel;
using BangVang.Testing;
using BangVang.Testing.Files;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Dossiers;

/// <summary>Files that are named by their hash when the dossier is submitted, and whose bytes come afterwards.</summary>
public sealed class HashFirstTests
{
    private static readonly byte[] Paper = SampleFiles.PdfOf(20_000, seed: 1), Other = SampleFiles.PdfOf(20_000, seed: 2);
    private static readonly Edition Graceful = ApplyEdition.Edition with { FileGrace = new() { Minutes = 60, Article = "Điều 8" } };
    private static readonly Instant GraceEnds = ApplyEdition.Closes + Duration.FromMinutes(60);

    private static async Task<(Actor, Guid)> WithoutFileAsync(ApplyWorld world, string name = "Nguyễn An", string taxCode = "0100109106")
    {
        var an = await world.PersonAsync(name);
        return (an, await world.CompleteAsync(an, await world.EnterpriseAsync(an, taxCode), withFile: false));
    }

    /// <summary>The i-th serial number from a hundred on that has a check digit, with it.</summary>
    private static string TaxCodeOf(int i) => Enumerable.Range(0, 1_000).Select(n => $"01001{n + 1000:0000}").Where(nine => TaxCode.CheckDigit(nine) is not null).Select(nine => $"{nine}{TaxCode.CheckDigit(nine)}").ElementAt(i);

    private static Task<AwaitedFile> AwaitedAsync(ApplyWorld world) => world.WithAsync(db => db.AwaitedFiles.AsNoTracking().SingleAsync());

    [Theory, Engines]
    public async Task A_named_file_is_bound_at_once_and_its_bytes_come_within_the_grace(Engine engine)
    {
        await using var world = await ApplyWorld.CreateAsync(engine, Graceful);
        var (an, id) = await WithoutFileAsync(world);
        world.Clock.Now = ApplyEdition.Closes - Duration.FromMilliseconds(1);
        var receipt = (await world.SubmitAsync(an, id, ApplyWorld.Named(Paper))).Value();

        var version = (await world.WithAsync(db => db.OwnVersionsAsync(an, id, default))).Single();
        var file = DossierContent.Read(version.Content).Files.Single();
        (file.Name, file.Bytes, file.Sha256, file.HashedBy).ShouldBe(("xac-nhan.pdf", Paper.Length, ApplyWorld.Named(Paper).Sha256, "browser"));
        var awaited = await AwaitedAsync(world);
        (awaited.Id, awaited.UntilAt, awaited.StandingAt(world.Clock.Now)).ShouldBe((file.Id, GraceEnds, FileStanding.Awaited));
        (await world.ReadAsync(an, id, file.Id)).CodeOf().ShouldBe("dossiers.file_not_here_yet");
        var mail = (await world.MailsAsync()).Single();
        mail.Body.ShouldContain("- xac-nhan.pdf");
        mail.Body.ShouldContain("01:00:00, 23/10/2026 (UTC+7)");
        mail.Body.ShouldContain($"/dossiers/{id}/receipt/1.pdf");

        world.Clock.Now = GraceEnds - Duration.FromMilliseconds(1);
        (await world.SendAsync(an, id, Paper, "xac-nhan.pdf")).Value().Id.ShouldBe(file.Id);
        (await world.ReadAsync(an, id, file.Id)).Value().Sha256.ShouldBe(file.Sha256);
        (await AwaitedAsync(world)).StandingAt(world.Clock.Now + Duration.FromDays(1)).ShouldBe(FileStanding.Received);
        (await world.WithAsync(db => db.DossierHubAsync(new EditionBook(db), an, id, world.Clock.Now, default)))!.Desk.HasUnsubmittedChanges.ShouldBeFalse();
        receipt.Sha256.ShouldBe(version.Sha256);
    }

    [Theory, Engines]
    public async Task One_tick_after_the_grace_the_file_was_not_received_and_everyone_is_told(Engine engine)
    {
        await using var world = await ApplyWorld.CreateAsync(engine, Graceful);
        var (an, id) = await WithoutFileAsync(world);
        await world.SubmitAsync(an, id, ApplyWorld.Named(Paper));
        world.Clock.Now = GraceEnds;
        (await world.SendAsync(an, id, Paper, "xac-nhan.pdf")).Value();
        var awaited = await AwaitedAsync(world);
        awaited.StandingAt(world.Clock.Now).ShouldBe(FileStanding.NotReceived);
        (await world.ReadAsync(an, id, awaited.Id)).CodeOf().ShouldBe("dossiers.file_not_here_yet");

        (await world.ChaseAsync()).ShouldBe(1);
        (await world.ChaseAsync()).ShouldBe(0);
        var mails = await world.MailsAsync();
        mails.Count.ShouldBe(2);
        mails[1].Subject.ShouldBe("Hồ sơ HS-001: có tệp không nhận được");
        (await world.WithAsync(db => db.AuditEntries.CountAsync(a => a.Action == "dossier.file_not_received"))).ShouldBe(1);
    }

    [Theory, Engines]
    public async Task Half_an_hour_before_the_end_a_reminder_goes_out_once(Engine engine)
    {
        await using var world = await ApplyWorld.CreateAsync(engine, Graceful);
        var (an, id) = await WithoutFileAsync(world);
        await world.SubmitAsync(an, id, ApplyWorld.Named(Paper));
        world.Clock.Now = GraceEnds - Duration.FromMinutes(30) - Duration.FromMilliseconds(1);
        (await world.ChaseAsync()).ShouldBe(0);
        world.Clock.Now = GraceEnds - Duration.FromMinutes(30);
        (await world.ChaseAsync()).ShouldBe(1);
        (await world.ChaseAsync()).ShouldBe(0);
        (await world.MailsAsync())[1].Body.ShouldContain("xac-nhan.pdf");
        (await world.SendAsync(an, id, Paper, "xac-nhan.pdf")).Value();
        world.Clock.Now = GraceEnds;
        (await world.ChaseAsync()).ShouldBe(0, "it came");
    }

    [Theory, Engines]
    public async Task Without_a_grace_every_file_must_be_there(Engine engine)
    {
        await using var world = await ApplyWorld.CreateAsync(engine);
        var (an, id) = await WithoutFileAsync(world);
        (await world.SubmitAsync(an, id, ApplyWorld.Named(Paper))).Codes().ShouldBe(["dossiers.file_not_here"]);
        await world.PublishAsync(ApplyEdition.Edition with { FileGrace = new() { Minutes = Published<int>.Unpublished } });
        (await world.SubmitAsync(an, id, ApplyWorld.Named(Paper))).Codes().ShouldBe(["dossiers.file_not_here"]);
        (await world.WithAsync(db => db.AwaitedFiles.CountAsync())).ShouldBe(0);
        (await world.WithAsync(db => db.DossierFiles.CountAsync())).ShouldBe(0);
        // What was sent and only not put into its field yet is there.
        var sent = (await world.SendAsync(an, id, Paper, "xac-nhan.pdf")).Value();
        (await world.SubmitAsync(an, id, ApplyWorld.Named(Paper))).Value();
        var file = DossierContent.Read((await world.WithAsync(db => db.OwnVersionsAsync(an, id, default))).Single().Content).Files.Single();
        (file.Id, file.HashedBy).ShouldBe((sent.Id, null));
    }

    [Theory, Engines]
    public async Task A_known_hash_hands_over_nothing(Engine engine)
    {
        await using var world = await ApplyWorld.CreateAsync(engine, Graceful);
        var (an, own) = await WithoutFileAsync(world);
        await world.SubmitAsync(an, own, ApplyWorld.Named(Paper));
        (await world.SendAsync(an, own, Paper, "xac-nhan.pdf")).Value();
        (await world.Store.ExistsAsync(ApplyWorld.Named(Paper).Sha256, default)).ShouldBeTrue();

        var (binh, copied) = await WithoutFileAsync(world, "Trần Bình", TaxCodeOf(1));
        (await world.SubmitAsync(binh, copied, ApplyWorld.Named(Paper))).Codes().ShouldBeEmpty();
        var awaited = await world.WithAsync(db => db.AwaitedFiles.AsNoTracking().SingleAsync(f => f.DossierId == copied));
        awaited.StandingAt(world.Clock.Now).ShouldBe(FileStanding.Awaited, "the store has such bytes, and this applicant never sent them");
        (await world.ReadAsync(binh, copied, awaited.Id)).CodeOf().ShouldBe("dossiers.file_not_here_yet");
        // Nor do bytes that the same applicant sent for another field, or another dossier.
        (await world.SendAsync(binh, copied, Paper, "xac-nhan.pdf", field: "books")).Value();
        (await world.WithAsync(db => db.AwaitedFiles.AsNoTracking().SingleAsync(f => f.DossierId == copied))).ReceivedAt.ShouldBeNull();
        // Another applicant cannot send for this dossier at all.
        (await world.SendAsync(an, copied, Paper, "xac-nhan.pdf")).CodeOf().ShouldBe("dossiers.not_found");
        world.Clock.Now = GraceEnds;
        (await world.ReadAsync(binh, copied, awaited.Id)).CodeOf().ShouldBe("dossiers.file_not_here_yet");
    }

    [Theory, Engines]
    public async Task Other_bytes_do_not_become_the_file_and_it_is_still_awaited(Engine engine)
    {
        await using var world = await ApplyWorld.CreateAsync(engine, Graceful);
        var (an, id) = await WithoutFileAsync(world);
        await world.SubmitAsync(an, id, ApplyWorld.Named(Paper));
        var awaited = await AwaitedAsync(world);
        (await world.SendAsync(an, id, Other, "xac-nhan.pdf")).Value().Id.ShouldNotBe(awaited.Id);
        (await AwaitedAsync(world)).StandingAt(world.Clock.Now).ShouldBe(FileStanding.Awaited);
        (await world.SendAsync(an, id, Paper, "xac-nhan.pdf")).Value().Id.ShouldBe(awaited.Id);
        // The same bytes once more are an ordinary file of nobody's field.
        (await world.SendAsync(an, id, Paper, "xac-nhan.pdf")).Value().Id.ShouldNotBe(awaited.Id);
    }

    [Theory, Engines]
    public async Task Bytes_that_fit_and_may_not_be_kept_are_told_to_both_sides_at_once(Engine engine)
    {
        await using var world = await ApplyWorld.CreateAsync(engine, Graceful);
        var (an, id) = await WithoutFileAsync(world);
        var script = "<html><script>alert(1)</script></html>"u8.ToArray();
        await world.SubmitAsync(an, id, ApplyWorld.Named(script));
        world.Clock.Now += Duration.FromSeconds(1);
        (await world.SendAsync(an, id, script, "xac-nhan.pdf")).CodeOf().ShouldBe("files.kind_refused");
        var awaited = await AwaitedAsync(world);
        (awaited.StandingAt(world.Clock.Now), awaited.Refusal!.Code, awaited.Refusal.Args["found"]).ShouldBe((FileStanding.Refused, "files.kind_refused", "HTML"));
        (await world.MailsAsync())[1].Subject.ShouldBe("Hồ sơ HS-001: tệp “xac-nhan.pdf” không dùng được");
        (await world.Store.ExistsAsync(awaited.Sha256, default)).ShouldBeFalse();
        (await world.ChaseAsync()).ShouldBe(0);

        // While the intake is open, another file takes its place and the dossier is submitted again.
        (await world.SubmitAsync(an, id)).Codes().ShouldBe(["dossiers.file_lost"]);
        (await world.AttachAsync(an, id, await world.FileAsync(an, id))).ShouldBeNull();
        (await world.SubmitAsync(an, id)).Value().Number.ShouldBe(2);
    }

    [Theory, Engines]
    public async Task Sent_twice_or_eight_times_at_once_the_manifest_gives_one_version_and_one_awaited_file(Engine engine)
    {
        await using var world = await ApplyWorld.CreateAsync(engine, Graceful);
        var (an, id) = await WithoutFileAsync(world);
        var receipts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => world.SubmitAsync(an, id, ApplyWorld.Named(Paper)))));
        receipts.Select(r => r.Value()).Distinct().ShouldHaveSingleItem();
        (await world.SendAsync(an, id, Paper, "xac-nhan.pdf")).Value();
        (await world.SubmitAsync(an, id, ApplyWorld.Named(Paper))).Value().ShouldBe(receipts[0].Value());
        (await world.SubmitAsync(an, id)).Value().ShouldBe(receipts[0].Value());
        (await world.WithAsync(db => db.AwaitedFiles.CountAsync())).ShouldBe(1);
        (await world.MailsAsync()).Count.ShouldBe(1);
    }

    [Theory, Engines]
    public async Task One_tick_late_a_manifest_is_too_late_and_leaves_nothing_behind(Engine engine)
    {
        await using var world = await ApplyWorld.CreateAsync(engine, Graceful);
        var (an, id) = await WithoutFileAsync(world);
        world.Clock.Now = ApplyEdition.Closes;
        (await world.SubmitAsync(an, id, ApplyWorld.Named(Paper))).Codes().ShouldBe(["dossiers.intake_over"]);
        (await world.WithAsync(db => db.AwaitedFiles.CountAsync())).ShouldBe(0);
    }

    [Theory, Engines]
    public async Task A_submission_that_is_refused_for_another_reason_names_nothing(Engine engine)
    {
        await using var world = await ApplyWorld.CreateAsync(engine, Graceful);
        var (an, id) = await WithoutFileAsync(world);
        await world.SaveAsync(an, id, "pitch", null, 1);
        (await world.SubmitAsync(an, id, ApplyWorld.Named(Paper))).Codes().ShouldBe(["dossiers.field_missing"]);
        (await world.WithAsync(db => db.AwaitedFiles.CountAsync())).ShouldBe(0);
        (await world.WithAsync(db => db.DossierAnswers.CountAsync(a => a.FieldCode == "proof"))).ShouldBe(0);
    }

    [Theory, Engines]
    public async Task A_manifest_cannot_name_what_the_form_does_not_take(Engine engine)
    {
        await using var world = await ApplyWorld.CreateAsync(engine, Graceful);
        var (an, id) = await WithoutFileAsync(world);
        var file = ApplyWorld.Named(Paper);
        (await world.SubmitAsync(an, id, file with { Field = "pitch" })).Codes().ShouldBe(["dossiers.field_unknown"]);
        (await world.SubmitAsync(an, id, file with { Name = "bai.docx" })).Codes().ShouldBe(["files.kind_not_accepted"]);
        (await world.SubmitAsync(an, id, file with { Bytes = 0 })).Codes().ShouldBe(["files.empty"]);
        (await world.SubmitAsync(an, id, file with { Bytes = 1_000_001 })).Codes().ShouldBe(["files.too_large"]);
        (await world.SubmitAsync(an, id, [.. Enumerable.Range(1, 3).Select(i => file with { Sha256 = new string((char)('0' + i), 64) })])).Codes().ShouldBe(["dossiers.files_many"]);
    }

    [Fact]
    public void A_manifest_is_read_whole_or_not_at_all()
    {
        var whole = """{"v":1,"files":[{"field":"proof","name":"a.pdf","size":12,"sha256":"HASH"}]}""".Replace("HASH", new string('a', 64), StringComparison.Ordinal);
        SubmissionManifest.Read(whole).Value().Files.ShouldBe([new NamedFile("proof", "a.pdf", 12, new string('a', 64))]);
        SubmissionManifest.Read(null).Value().Files.ShouldBeEmpty();
        SubmissionManifest.Read("").Value().Files.ShouldBeEmpty();
        foreach (var bad in (string[])["{}", "[]", "x", whole.Replace("\"v\":1", "\"v\":2", StringComparison.Ordinal), whole.Replace("aa\"", "A\"", StringComparison.Ordinal), whole.Replace("12", "\"12\"", StringComparison.Ordinal), whole.Replace("field", "feld", StringComparison.Ordinal)])
            SubmissionManifest.Read(bad).CodeOf().ShouldBe("dossiers.manifest_unreadable", bad);
        SubmissionManifest.Read(whole.PadRight(2_048)).Value().Files.Count.ShouldBe(1);
        SubmissionManifest.Read(whole.PadRight(2_049)).CodeOf().ShouldBe("dossiers.manifest_too_large");
    }

    /// <summary>Thirty minutes before the deadline the file store stops; ten times the usual traffic goes on.</summary>
    [Theory, Engines]
    public async Task With_the_file_store_down_at_the_deadline_every_receipt_holder_is_in_and_no_one_else(Engine engine)
    {
        const int people = 40;
        await using var world = await ApplyWorld.CreateAsync(engine, Graceful);
        var applicants = new List<(Actor Actor, Guid Dossier, byte[] Paper)>();
        for (var i = 0; i < people; i++)
        {
            var (an, id) = await WithoutFileAsync(world, $"Người nộp {i}", TaxCodeOf(i));
            applicants.Add((an, id, SampleFiles.PdfOf(3_000, seed: 100 + i)));
        }
        var down = new BrokenStore();
        world.Clock.Now = ApplyEdition.Closes - Duration.FromMinutes(30);
        foreach (var (an, id, paper) in applicants.Take(5)) await Should.ThrowAsync<IOException>(() => world.SendAsync(an, id, paper, "xac-nhan.pdf", down));

        // Three in four name their files, ten presses each; the others have files of which the installation knows nothing.
        world.Clock.Now = ApplyEdition.Closes - Duration.FromMilliseconds(1);
        var inTime = applicants.Where((_, i) => i % 4 != 3).ToList();
        var answers = await Task.WhenAll(applicants.SelectMany((a, i) => Enumerable.Range(0, 10).Select(_ => Task.Run(async () =>
            (a.Dossier, Outcome: i % 4 != 3 ? await world.SubmitAsync(a.Actor, a.Dossier, ApplyWorld.Named(a.Paper)) : await world.SubmitAsync(a.Actor, a.Dossier))))));
        var holders = answers.Where(a => a.Outcome.TryGet(out _, out var _)).Select(a => a.Dossier).Distinct().ToList();
        holders.ShouldBe(inTime.Select(a => a.Dossier), ignoreOrder: true);
        world.Clock.Now = ApplyEdition.Closes;
        foreach (var (an, id, paper) in applicants.Where((_, i) => i % 4 == 3)) (await world.SubmitAsync(an, id, ApplyWorld.Named(paper))).Codes().ShouldBe(["dossiers.intake_over"]);
        (await world.WithAsync(db => db.DossierVersions.Select(v => v.DossierId).ToListAsync())).ShouldBe(holders, ignoreOrder: true);

        // The store is up again: what fits becomes the file, within the grace.
        world.Clock.Now = ApplyEdition.Closes + Duration.FromMinutes(40);
        foreach (var (an, id, paper) in inTime) (await world.SendAsync(an, id, paper, "xac-nhan.pdf")).Value();
        (await world.WithAsync(db => db.AwaitedFiles.CountAsync(f => f.ReceivedAt != null))).ShouldBe(inTime.Count);
        (await world.WithAsync(db => db.AwaitedFiles.CountAsync())).ShouldBe(inTime.Count);
    }

    /// <summary>A file store that nothing answers from.</summary>
    private sealed class BrokenStore : IFileStore
    {
        private static IOException Down => new("The file store does not answer.");

        public Task<FileContent> PutAsync(Stream content, CancellationToken ct) => throw Down;
        public Task TakeAsync(string path, string sha256, CancellationToken ct) => throw Down;
        public Task<Stream?> OpenAsync(string sha256, CancellationToken ct) => throw Down;
        public Task<bool> ExistsAsync(string sha256, CancellationToken ct) => throw Down;
        public Task<FileCheck> VerifyAsync(string sha256, CancellationToken ct) => throw Down;
        public IAsyncEnumerable<FileContent> ListAsync(CancellationToken ct) => throw Down;
    }
}
