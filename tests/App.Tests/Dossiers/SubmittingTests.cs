using System.Text.Json.Nodes;
using BangVang.App.Dossiers;
using BangVang.App.Editions;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Dossiers;

public sealed class SubmittingTests
{
    [Theory, Engines]
    public async Task A_complete_dossier_is_frozen_logged_and_receipted(Engine engine)
    {
        await using var world = await ApplyWorld.CreateAsync(engine);
        var (an, id) = await CompleteAsync(world);
        var receipt = (await world.SubmitAsync(an, id)).Value();
        (receipt.Reference, receipt.Number, receipt.SubmittedAt).ShouldBe(("HS-001", 1, ApplyEdition.Morning));

        var version = (await world.WithAsync(db => db.OwnVersionsAsync(an, id, default))).Single();
        DossierContent.HashOf(version.Content).ShouldBe(receipt.Sha256);
        var content = DossierContent.Read(version.Content);
        (content.Reference, content.Edition, content.Category, content.Product, content.Enterprise.TaxCode, content.Snapshot)
            .ShouldBe(("HS-001", "demo/2026", "product", "Sản phẩm A", "0100109106", world.Published.Sha256));
        content.Enterprise.Profile.ShouldBe(ApplyWorld.Profile);
        content.Answers.Keys.ShouldBe(["fact:stages_in_viet_nam", "launch", "pitch", "proof", "truth", "users"], ignoreOrder: true);
        content.Files.Single().Name.ShouldBe("xac-nhan.pdf");
        (content.Facts.LaunchedOn, content.Facts.Users, content.Facts.EntriesInCategory).ShouldBe((new LocalDate(2024, 3, 15), null, 1));
        content.Freeze().ShouldBe(version.Content);

        var dossier = await world.WithAsync(db => db.Dossiers.SingleAsync());
        (dossier.State, dossier.CurrentVersionId, dossier.SubmittedAt).ShouldBe((DossierState.Submitted, version.Id, ApplyEdition.Morning));
        var entry = await world.WithAsync(db => db.LogEvents.SingleAsync());
        entry.Kind.ShouldBe("dossier.submitted");
        var payload = JsonNode.Parse(entry.Payload)!;
        ((string?)payload["reference"], (int?)payload["version"], (string?)payload["sha256"], (string?)payload["snapshot"]).ShouldBe(("HS-001", 1, receipt.Sha256, world.Published.Sha256));
        var mail = (await world.MailsAsync()).Single();
        (mail.To, mail.Body).ShouldSatisfyAllConditions(m => m.To.ShouldBe("nguyen-an@example.vn"), m => m.Body.ShouldContain(receipt.Sha256), m => m.Body.ShouldContain("10:00:00, 01/10/2026 (UTC+7)"));
        (await world.WithAsync(db => db.DossierFiles.SingleAsync())).SubmittedIn.ShouldBe(1);
    }

    [Theory, Engines]
    public async Task The_edition_may_have_words_of_its_own_for_the_receipt(Engine engine)
    {
        await using var world = await ApplyWorld.CreateAsync(engine, ApplyEdition.Edition with
        {
            Mail = [new() { Moment = MailMomentKind.Submitted, Subject = new("Đã nhận {reference}", "{reference} received"), Text = new("{name}: {product}, {category}, {deadline}, {reason}", "{name} {url}") }],
        });
        var (an, id) = await CompleteAsync(world);
        await world.SubmitAsync(an, id);
        var mail = (await world.MailsAsync()).Single();
        (mail.Subject, mail.Body.Trim()).ShouldBe(("Đã nhận HS-001", "Nguyễn An: Sản phẩm A, Sản phẩm công nghệ số xuất sắc, 00:00:00, 23/10/2026 (UTC+7), –"));
    }

    [Theory, Engines]
    public async Task Corrected_in_time_after_a_verdict_it_waits_again_and_unchanged_it_keeps_the_verdict(Engine engine)
    {
        await using var world = await ApplyWorld.CreateAsync(engine);
        var (an, id) = await CompleteAsync(world);
        await world.SubmitAsync(an, id);
        await world.WithAsync(db => db.Dossiers.ExecuteUpdateAsync(set => set.SetProperty(d => d.State, DossierState.Accepted)));
        (await world.SubmitAsync(an, id)).Value().Number.ShouldBe(1);
        (await world.WithAsync(db => db.Dossiers.SingleAsync())).State.ShouldBe(DossierState.Accepted);
        await world.SaveAsync(an, id, "pitch", "Câu đã sửa", 1);
        (await world.SubmitAsync(an, id)).Value().Number.ShouldBe(2);
        (await world.WithAsync(db => db.Dossiers.SingleAsync())).State.ShouldBe(DossierState.Submitted);
    }

    [Theory, Engines]
    public async Task Pressed_twice_or_eight_times_at_once_the_button_gives_one_version(Engine engine)
    {
        await using var world = await ApplyWorld.CreateAsync(engine);
        var (an, id) = await CompleteAsync(world);
        var receipts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => world.SubmitAsync(an, id))));
        receipts.Select(r => r.Value()).Distinct().ShouldHaveSingleItem();
        world.Clock.Now += Duration.FromMinutes(1);
        (await world.SubmitAsync(an, id)).Value().SubmittedAt.ShouldBe(ApplyEdition.Morning);
        (await world.WithAsync(db => db.DossierVersions.CountAsync())).ShouldBe(1);
        (await world.WithAsync(db => db.LogEvents.CountAsync())).ShouldBe(1);
        (await world.MailsAsync()).Count.ShouldBe(1);
    }

    [Theory, Engines]
    public async Task The_last_tick_counts_and_the_next_is_too_late_with_nothing_lost(Engine engine)
    {
        await using var world = await ApplyWorld.CreateAsync(engine);
        var (an, id) = await CompleteAsync(world);
        world.Clock.Now = ApplyEdition.Closes;
        (await world.SubmitAsync(an, id)).TryGet(out _, out var problems).ShouldBeFalse();
        (problems.Single().Code, problems.Single().Args["end"], problems.Single().Article).ShouldBe(("dossiers.intake_over", ApplyEdition.Closes, "Điều 9"));
        (await world.SaveAsync(an, id, "page", "https://vi-du.example.vn/")).Value().Saved.Count.ShouldBe(1);
        (await world.WithAsync(db => db.DossierHubAsync(new EditionBook(db), an, id, world.Clock.Now, default)))!.Desk.Draft.IsFilled.ShouldBeTrue();

        world.Clock.Now = ApplyEdition.Closes - Duration.FromTicks(1);
        (await world.SubmitAsync(an, id)).Codes().ShouldBeEmpty();
        (await world.WithAsync(db => db.DossierVersions.SingleAsync())).SubmittedAt.ShouldBe(ApplyEdition.Closes - Duration.FromMilliseconds(1));
    }

    [Theory, Engines]
    public async Task An_extension_published_a_moment_ago_opens_the_intake_again(Engine engine)
    {
        await using var world = await ApplyWorld.CreateAsync(engine);
        var (an, id) = await CompleteAsync(world);
        world.Clock.Now = ApplyEdition.Closes;
        (await world.SubmitAsync(an, id)).Codes().ShouldBe(["dossiers.intake_over"]);
        await world.PublishAsync(ApplyEdition.Edition with { Phases = [ApplyEdition.Intake with { Extensions = [new() { Closes = new(2026, 10, 30) }] }] });
        var receipt = (await world.SubmitAsync(an, id)).Value();
        (await world.WithAsync(db => db.Dossiers.SingleAsync())).SnapshotId.ShouldBe(world.Published.Id);
        receipt.SubmittedAt.ShouldBe(ApplyEdition.Closes);
    }

    [Theory, Engines]
    public async Task An_incomplete_dossier_is_told_everything_that_is_missing(Engine engine)
    {
        await using var world = await ApplyWorld.CreateAsync(engine);
        var an = await world.PersonAsync("Nguyễn An");
        var id = (await world.StartAsync(an, await world.EnterpriseAsync(an), answers: new Dictionary<string, JsonNode?>())).Value();
        await world.SaveAsync(an, id, "page", "khong-phai-trang");
        (await world.SubmitAsync(an, id)).TryGet(out _, out var problems).ShouldBeFalse();
        problems.Select(p => p.Field).ShouldBe(["profile", "fact:stages_in_viet_nam", "pitch", "launch", "page", "users", "proof", "truth"]);
        (await world.WithAsync(db => db.LogEvents.CountAsync())).ShouldBe(0);
        (await world.WithAsync(db => db.Dossiers.SingleAsync())).State.ShouldBe(DossierState.Draft);
    }

    [Theory, Engines]
    public async Task A_rule_that_fails_refuses_the_submission_with_its_article(Engine engine)
    {
        await using var world = await ApplyWorld.CreateAsync(engine);
        var (an, id) = await CompleteAsync(world);
        await world.SaveAsync(an, id, "launch", "2026-01-01", 1);
        (await world.SubmitAsync(an, id)).TryGet(out _, out var problems).ShouldBeFalse();
        (problems.Single().Code, problems.Single().Article).ShouldBe(("dossiers.ineligible", "Điều 6 khoản 1"));
    }

    [Theory, Engines]
    public async Task Corrected_and_submitted_again_the_last_version_counts_and_all_are_kept(Engine engine)
    {
        await using var world = await ApplyWorld.CreateAsync(engine);
        var (an, id) = await CompleteAsync(world);
        var first = (await world.SubmitAsync(an, id)).Value();
        await world.SaveAsync(an, id, "pitch", "Câu đã sửa", 1);
        (await HubAsync()).Desk.HasUnsubmittedChanges.ShouldBeTrue();
        (await world.WithAsync(db => new DescribeDossier(db, new EditionBook(db), world.Clock).RunAsync(an, id, "Tên mới", "product", default))).ShouldBeNull();
        (await world.WithAsync(db => db.Dossiers.SingleAsync())).ProductName.ShouldBe("Sản phẩm A");

        world.Clock.Now += Duration.FromHours(1);
        var second = (await world.SubmitAsync(an, id)).Value();
        (second.Number, second.Sha256 == first.Sha256).ShouldBe((2, false));
        var hub = await HubAsync();
        hub.Versions.Select(v => v.Number).ShouldBe([2, 1]);
        (hub.Desk.HasUnsubmittedChanges, hub.Desk.Dossier.ProductName, hub.Desk.Current!.Number).ShouldBe((false, "Tên mới", 2));
        var versions = await world.WithAsync(db => db.OwnVersionsAsync(an, id, default));
        VersionComparison.Of(DossierContent.Read(versions[1].Content), DossierContent.Read(versions[0].Content)).Select(c => c.What).ShouldBe(["product", "pitch"]);

        async Task<DossierHub> HubAsync() => (await world.WithAsync(db => db.DossierHubAsync(new EditionBook(db), an, id, world.Clock.Now, default)))!;
    }

    [Theory, Engines]
    public async Task One_applicant_enters_no_more_products_than_the_rule_allows_even_at_once(Engine engine)
    {
        await using var world = await ApplyWorld.CreateAsync(engine);
        var an = await world.PersonAsync("Nguyễn An");
        var enterprise = await world.EnterpriseAsync(an);
        var ids = new List<Guid>();
        for (var i = 1; i <= 4; i++) ids.Add(await world.CompleteAsync(an, enterprise, $"Sản phẩm {i}"));
        var answers = await Task.WhenAll(ids.Select(id => Task.Run(() => world.SubmitAsync(an, id))));
        answers.Count(a => a.Codes().Length == 0).ShouldBe(2);
        answers.Where(a => a.Codes().Length > 0).ShouldAllBe(a => a.Codes().SequenceEqual(new[] { "dossiers.ineligible" }));

        var taken = (await world.WithAsync(db => db.Dossiers.Where(d => d.State == DossierState.Submitted).Select(d => d.Id).ToListAsync()))[0];
        (await world.WithdrawAsync(an, taken, "Nhường cho sản phẩm khác")).ShouldBeNull();
        var waiting = ids.First(id => !answers[ids.IndexOf(id)].TryGet(out _, out _));
        (await world.SubmitAsync(an, waiting)).Codes().ShouldBeEmpty();
    }

    [Theory, Engines]
    public async Task A_withdrawn_dossier_is_kept_and_may_come_back_in_time(Engine engine)
    {
        await using var world = await ApplyWorld.CreateAsync(engine);
        var (an, id) = await CompleteAsync(world);
        await world.SubmitAsync(an, id);
        (await world.WithdrawAsync(an, id, " "))!.Code.ShouldBe("dossiers.reason_missing");
        (await world.WithdrawAsync(an, id, "Nộp nhầm")).ShouldBeNull();
        (await world.WithdrawAsync(an, id, "Nộp nhầm"))!.Code.ShouldBe("dossiers.already_withdrawn");
        (await world.WithAsync(db => db.LogEvents.OrderBy(e => e.Seq).Select(e => e.Kind).ToListAsync())).ShouldBe(["dossier.submitted", "dossier.withdrawn"]);
        (await world.MailsAsync()).Count(m => m.Body.Contains("Nộp nhầm", StringComparison.Ordinal)).ShouldBe(1);

        (await world.SubmitAsync(an, id)).Value().Number.ShouldBe(2);
        var dossier = await world.WithAsync(db => db.Dossiers.SingleAsync());
        (dossier.State, dossier.WithdrawnAt, dossier.WithdrawalReason).ShouldBe((DossierState.Submitted, null, null));
        world.Clock.Now = ApplyEdition.Closes;
        await world.WithdrawAsync(an, id, "Rút hẳn");
        (await world.SubmitAsync(an, id)).Codes().ShouldBe(["dossiers.intake_over"]);
    }

    [Theory, Engines]
    public async Task A_supplement_is_answered_within_its_own_deadline(Engine engine)
    {
        await using var world = await ApplyWorld.CreateAsync(engine);
        var (an, id) = await CompleteAsync(world);
        var officer = await world.PersonAsync("Chuyên viên", Role.Secretariat);
        await world.SubmitAsync(an, id);
        var due = ApplyEdition.Closes + Duration.FromDays(5);
        await world.WithAsync(async db =>
        {
            db.Supplements.Add(new() { Id = Guid.NewGuid(), DossierId = id, RequestedAt = ApplyEdition.Closes, RequestedBy = officer.PersonId!.Value, What = "Văn bản xác nhận có dấu", DueAt = due });
            return await db.SaveChangesAsync();
        });
        world.Clock.Now = due;
        (await world.SubmitAsync(an, id)).Codes().ShouldBe(["dossiers.supplement_over"]);
        world.Clock.Now = due - Duration.FromTicks(1);
        (await world.AttachAsync(an, id, await world.FileAsync(an, id, name: "co-dau.pdf"))).ShouldBeNull();
        (await world.SubmitAsync(an, id)).Value().Number.ShouldBe(2);
        (await world.WithAsync(db => db.Supplements.SingleAsync())).AnsweredAt.ShouldBe(due - Duration.FromMilliseconds(1));
        (await world.SubmitAsync(an, id)).Codes().ShouldBe(["dossiers.intake_over"]);
        (await world.WithAsync(db => db.DossierFiles.OrderBy(f => f.SubmittedIn).Select(f => f.SubmittedIn).ToListAsync())).ShouldBe([1, 2]);
    }

    [Theory, Engines]
    public async Task Files_are_read_by_writers_officers_and_assigned_jurors_each_by_their_right(Engine engine)
    {
        await using var world = await ApplyWorld.CreateAsync(engine);
        var (an, id) = await CompleteAsync(world);
        var books = await world.FileAsync(an, id, "books", name: "bao-cao.pdf");
        await world.AttachAsync(an, id, books, "books");
        var proof = (await world.WithAsync(db => db.DossierFiles.SingleAsync(f => f.FieldCode == "proof"))).FileId;
        var officer = await world.PersonAsync("Chuyên viên", Role.Secretariat);
        var juror = await world.PersonAsync("Giám khảo", Role.Juror);
        var assigned = new DossierReader((_, actor, _, _) => Task.FromResult(actor.PersonId == juror.PersonId ? DossierReading.AsJuror : DossierReading.None));

        (await world.ReadAsync(officer, id, proof, assigned)).CodeOf().ShouldBe("dossiers.file_not_found");
        (await world.ReadAsync(juror, id, proof, assigned)).CodeOf().ShouldBe("dossiers.file_not_found");
        await world.SubmitAsync(an, id);
        var draft = await world.FileAsync(an, id, name: "chua-nop.pdf");
        await world.AttachAsync(an, id, draft);

        (await world.ReadAsync(an, id, draft, assigned)).Value().Name.ShouldBe("chua-nop.pdf");
        foreach (var (who, file, code) in new[]
        {
            (officer, proof, "done"), (officer, books, "done"), (officer, draft, "dossiers.file_not_found"),
            (juror, proof, "done"), (juror, books, "dossiers.file_not_found"), (juror, draft, "dossiers.file_not_found"),
        }) (await world.ReadAsync(who, id, file, assigned)).CodeOf().ShouldBe(code);
        (await world.ReadAsync(juror, id, proof)).CodeOf().ShouldBe("dossiers.file_not_found");
        (await world.ReadAsync(an, Guid.NewGuid(), proof)).CodeOf().ShouldBe("dossiers.file_not_found");

        await world.WithAsync(async db =>
        {
            db.Conflicts.Add(new() { Id = Guid.NewGuid(), EditionKey = ApplyEdition.Key, PersonId = officer.PersonId!.Value, DossierId = id, Source = ConflictSource.SameTaxCode, State = ConflictState.Suggested, NotedAt = world.Clock.Now });
            return await db.SaveChangesAsync();
        });
        (await world.ReadAsync(officer, id, proof, assigned)).CodeOf().ShouldBe("dossiers.file_not_found");
    }

    [Theory, Engines]
    public async Task A_complete_dossier_that_nobody_submitted_is_found(Engine engine)
    {
        await using var world = await ApplyWorld.CreateAsync(engine);
        var (an, complete) = await CompleteAsync(world);
        var enterprise = (await world.WithAsync(db => db.Enterprises.SingleAsync())).Id;
        await world.StartAsync(an, enterprise, "Sản phẩm dở");
        var sent = await world.CompleteAsync(an, enterprise, "Sản phẩm đã nộp");
        await world.SubmitAsync(an, sent);

        var all = await world.WithAsync(db => db.UnsubmittedDossiersAsync(new EditionBook(db), ApplyEdition.Key, world.Clock.Now, default));
        all.Select(d => (d.Reference, d.IsComplete)).ShouldBe([("HS-001", true), ("HS-002", false)]);
        var found = (await world.WithAsync(db => db.CompleteButNotSubmittedAsync(new EditionBook(db), ApplyEdition.Key, world.Clock.Now, default))).Single();
        (found.Id, found.EndsAt, found.PersonIds.Single()).ShouldBe((complete, ApplyEdition.Closes, an.PersonId!.Value));
        (await world.WithAsync(db => db.CompleteButNotSubmittedAsync(new EditionBook(db), ApplyEdition.Key, ApplyEdition.Closes, default))).ShouldBeEmpty();
    }

    [Theory, Engines]
    public async Task A_required_registration_comes_first_and_becomes_the_dossier(Engine engine)
    {
        await using var world = await ApplyWorld.CreateAsync(engine, ApplyEdition.WithRegistration(required: true));
        var an = await world.PersonAsync("Nguyễn An");
        var enterprise = await world.EnterpriseAsync(an);
        (await world.StartAsync(an, enterprise)).TryGet(out _, out var late).ShouldBeFalse();
        (late.Single().Code, late.Single().Article).ShouldBe(("dossiers.registration_over", "Điều 8"));

        world.Clock.Now = Instant.FromUtc(2026, 8, 10, 3, 0);
        var id = (await world.StartAsync(an, enterprise)).Value();
        (await world.RegisterAsync(an, id)).Single().Field.ShouldBe("pitch");
        await world.SaveAsync(an, id, "pitch", "Một câu giới thiệu");
        (await world.RegisterAsync(an, id)).ShouldBeEmpty();
        (await world.RegisterAsync(an, id)).ShouldBeEmpty();
        (await world.MailsAsync()).Single().Subject.ShouldContain("HS-001");
        (await world.SubmitAsync(an, id)).Codes().ShouldBe(["dossiers.intake_not_open"]);

        world.Clock.Now = ApplyEdition.Opens;
        var desk = (await world.WithAsync(db => db.DossierHubAsync(new EditionBook(db), an, id, world.Clock.Now, default)))!.Desk;
        FieldCheck.TextOf(desk.Draft.Answer("pitch")).ShouldBe("Một câu giới thiệu");
    }

    [Theory, Engines]
    public async Task Without_its_registration_a_draft_is_refused_where_the_edition_requires_it(Engine engine)
    {
        await using var world = await ApplyWorld.CreateAsync(engine, ApplyEdition.WithRegistration(required: true));
        world.Clock.Now = ApplyEdition.Opens - Duration.FromTicks(1);
        var (an, id) = await CompleteAsync(world);
        world.Clock.Now = ApplyEdition.Opens;
        (await world.RegisterAsync(an, id)).Single().Code.ShouldBe("dossiers.registration_over");
        (await world.SubmitAsync(an, id)).TryGet(out _, out var problems).ShouldBeFalse();
        (problems.Single().Code, problems.Single().Article).ShouldBe(("dossiers.registration_missing", "Điều 8"));
    }

    [Theory, Engines]
    public async Task An_optional_registration_may_be_left_out(Engine engine)
    {
        await using var world = await ApplyWorld.CreateAsync(engine, ApplyEdition.WithRegistration(required: false));
        var (an, id) = await CompleteAsync(world);
        (await world.SubmitAsync(an, id)).Codes().ShouldBeEmpty();
    }

    [Theory, Engines]
    public async Task Twenty_dossiers_are_listed_with_as_many_queries_as_three(Engine engine)
    {
        await using var world = await ApplyWorld.CreateAsync(engine);
        var an = await world.PersonAsync("Nguyễn An");
        var enterprise = await world.EnterpriseAsync(an);
        for (var i = 1; i <= 3; i++) await world.StartAsync(an, enterprise, $"Sản phẩm {i}");
        var three = await QueriesAsync();
        for (var i = 4; i <= 20; i++) await world.StartAsync(an, enterprise, $"Sản phẩm {i}");
        (await QueriesAsync()).ShouldBe((20, three.Queries));
        three.Rows.ShouldBe(3);

        async Task<(int Rows, int Queries)> QueriesAsync()
        {
            var counted = new CountedDb(world.Options);
            await using var db = counted.Open();
            var rows = await db.OwnDossierRowsAsync(new EditionBook(db), an, world.Clock.Now, default);
            return (rows.Count, counted.Queries);
        }
    }

    private static async Task<(Actor An, Guid Dossier)> CompleteAsync(ApplyWorld world)
    {
        var an = await world.PersonAsync("Nguyễn An");
        return (an, await world.CompleteAsync(an, await world.EnterpriseAsync(an)));
    }
}
