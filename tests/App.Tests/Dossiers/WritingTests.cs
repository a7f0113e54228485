using System.Text.Json.Nodes;
using BangVang.App.Dossiers;
using BangVang.App.Editions;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Enterprises;
using BangVang.Domain.Kernel;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Dossiers;

public sealed class WritingTests
{
    [Theory, Engines]
    public async Task A_dossier_begins_with_reference_role_and_the_answers_of_the_self_check(Engine engine)
    {
        await using var world = await ApplyWorld.CreateAsync(engine);
        var an = await world.PersonAsync("Nguyễn An");
        var enterprise = await world.EnterpriseAsync(an);
        var id = (await world.StartAsync(an, enterprise, answers: new Dictionary<string, JsonNode?>
        {
            ["fact:stages_in_viet_nam"] = new JsonArray("designed", "created"), ["fact:launched_on"] = "2024-03-15", ["fact:foreign_invested"] = "no", ["fact:unheard_of"] = "x",
        })).Value();

        var hub = (await world.WithAsync(db => db.DossierHubAsync(new EditionBook(db), an, id, world.Clock.Now, default)))!;
        (hub.Desk.Dossier.Reference, hub.Desk.Dossier.State, hub.Desk.Dossier.SnapshotId).ShouldBe(("HS-001", DossierState.Draft, world.Published.Id));
        hub.Desk.Answers.Keys.Order().ShouldBe(["fact:stages_in_viet_nam", "launch"]);
        hub.Desk.Draft.Verdict.Verdict.ShouldBe(Verdict.Pass);
        hub.Colleagues.Single().IsStarter.ShouldBeTrue();
        (await world.WithAsync(db => db.RoleGrants.SingleAsync())).Role.ShouldBe(Role.Applicant);
        (await world.WithAsync(db => db.AuditEntries.CountAsync(a => a.Action == "dossier.started"))).ShouldBe(1);
    }

    [Theory, Engines]
    public async Task Twenty_who_start_at_once_get_twenty_references_without_a_gap(Engine engine)
    {
        await using var world = await ApplyWorld.CreateAsync(engine);
        var an = await world.PersonAsync("Nguyễn An");
        var enterprise = await world.EnterpriseAsync(an);
        await Task.WhenAll(Enumerable.Range(1, 20).Select(i => Task.Run(() => world.StartAsync(an, enterprise, $"Sản phẩm {i}"))));
        (await world.WithAsync(db => db.Dossiers.OrderBy(d => d.Reference).Select(d => d.Reference).ToListAsync()))
            .ShouldBe(Enumerable.Range(1, 20).Select(Dossier.ReferenceOf));
    }

    [Theory, Engines]
    public async Task A_refused_start_leaves_no_gap_and_the_same_form_sent_twice_gives_one_dossier(Engine engine)
    {
        await using var world = await ApplyWorld.CreateAsync(engine);
        var an = await world.PersonAsync("Nguyễn An");
        var enterprise = await world.EnterpriseAsync(an);
        var first = (await world.StartAsync(an, enterprise)).Value();
        (await world.StartAsync(an, enterprise)).Value().ShouldBe(first);
        (await world.StartAsync(an, enterprise, "Sản phẩm B", answers: new Dictionary<string, JsonNode?> { ["fact:stages_in_viet_nam"] = new JsonArray("none") })).Codes().ShouldBe(["dossiers.ineligible"]);
        var second = (await world.StartAsync(an, enterprise, "Sản phẩm B")).Value();
        (await world.WithAsync(db => db.Dossiers.SingleAsync(d => d.Id == second))).Reference.ShouldBe("HS-002");
    }

    [Theory, Engines]
    public async Task An_ineligible_product_is_refused_before_any_form_with_the_article(Engine engine)
    {
        await using var world = await ApplyWorld.CreateAsync(engine);
        var an = await world.PersonAsync("Nguyễn An");
        var foreign = await world.EnterpriseAsync(an, profile: ApplyWorld.Profile with { HasForeignCapital = true, VietnameseShare = 5_099, Employees = 500 });
        (await world.StartAsync(an, foreign, category: "potential")).TryGet(out _, out var problems).ShouldBeFalse();
        problems.Select(p => (p.Code, p.Article)).ShouldBe([("dossiers.ineligible", "Điều 5 khoản 2"), ("dossiers.ineligible", "Điều 6 khoản 2")]);
        (await world.WithAsync(db => db.Dossiers.CountAsync())).ShouldBe(0);
    }

    [Theory, Engines]
    public async Task Nobody_starts_for_an_organisation_that_is_not_theirs_or_outside_the_intake(Engine engine)
    {
        await using var world = await ApplyWorld.CreateAsync(engine);
        var (an, binh) = (await world.PersonAsync("Nguyễn An"), await world.PersonAsync("Trần Bình"));
        var enterprise = await world.EnterpriseAsync(an);
        (await world.StartAsync(binh, enterprise)).Codes().ShouldBe(["dossiers.enterprise_missing"]);
        (await world.StartAsync(Actor.Anonymous, enterprise)).Codes().ShouldBe(["dossiers.sign_in_first"]);
        (await world.StartAsync(an, enterprise, category: "nowhere")).Codes().ShouldBe(["dossiers.category_unknown"]);
        (await world.StartAsync(an, enterprise, product: " ")).Codes().ShouldBe(["dossiers.product_name_length"]);
        world.Clock.Now = ApplyEdition.Closes;
        (await world.StartAsync(an, enterprise)).Codes().ShouldBe(["dossiers.intake_over"]);
        world.Clock.Now -= Duration.FromTicks(1);
        (await world.StartAsync(an, enterprise)).Codes().ShouldBeEmpty();
    }

    [Theory, Engines]
    public async Task A_field_saves_itself_once_for_the_same_value(Engine engine)
    {
        await using var world = await ApplyWorld.CreateAsync(engine);
        var (an, id) = await DossierAsync(world);
        var first = (await world.SaveAsync(an, id, "pitch", "Một câu")).Value().Saved.Single();
        world.Clock.Now += Duration.FromSeconds(5);
        var again = (await world.SaveAsync(an, id, "pitch", "Một câu")).Value().Saved.Single();
        (first.Version, first.SavedAt, again.Version, again.SavedAt).ShouldBe((1, ApplyEdition.Morning, 1, ApplyEdition.Morning));
        (await world.SaveAsync(an, id, "pitch", null, 1)).Value().Saved.Single().Version.ShouldBe(2);
        (await world.SaveAsync(an, id, "note_that_is_no_field", "x")).CodeOf().ShouldBe("dossiers.field_unknown");
        (await world.SaveAsync(an, id, "truth", "x")).CodeOf().ShouldBe("dossiers.field_unknown");
        (await world.SaveAsync(an, id, "fact:stages_in_viet_nam", new JsonArray("none"), 1)).Value().Saved.Single().Version.ShouldBe(2);
    }

    [Theory, Engines]
    public async Task What_is_invalid_is_kept_and_said(Engine engine)
    {
        await using var world = await ApplyWorld.CreateAsync(engine);
        var (an, id) = await DossierAsync(world);
        var saved = (await world.SaveAsync(an, id, "users", new JsonObject { ["typed"] = "khoảng 12 nghìn" })).Value().Saved.Single();
        saved.Problems.Single().Code.ShouldBe("dossiers.whole_number_expected");
        var desk = (await world.WithAsync(db => db.DossierHubAsync(new EditionBook(db), an, id, world.Clock.Now, default)))!.Desk;
        FieldReading.Unread(desk.Draft.Answer("users")).ShouldBe("khoảng 12 nghìn");
        desk.Draft.Sections.Single(s => s.Section.Code == "value").State.ShouldBe(SectionState.Faulty);
    }

    [Theory, Engines]
    public async Task Two_colleagues_in_one_field_are_told_and_not_overwritten(Engine engine)
    {
        await using var world = await ApplyWorld.CreateAsync(engine);
        var (an, id) = await DossierAsync(world);
        var binh = await world.PersonAsync("Trần Bình");
        await world.InviteAsync(an, id, "tran-binh@example.vn");
        (await world.JoinAsync(binh, await world.LinkToAsync("tran-binh@example.vn", "dossiers/join"))).Value().ShouldBe(id);
        await world.SaveAsync(an, id, "pitch", "Của An");

        (await world.SaveAsync(binh, id, "pitch", "Của Bình", 1)).Value().Saved.Single().Version.ShouldBe(2);
        var outcome = (await world.SaveAsync(an, id, new("pitch", "Của An, sửa", 1), new FieldSave("page", "https://vi-du.example.vn/", null))).Value();

        outcome.Saved.Single().FieldCode.ShouldBe("page");
        var conflict = outcome.Conflicts.Single();
        (conflict.FieldCode, conflict.By, conflict.Version, FieldCheck.TextOf(conflict.Theirs)).ShouldBe(("pitch", "Trần Bình", 2, "Của Bình"));
        (await world.SaveAsync(an, id, "pitch", "Của An, sửa", 2)).Value().Conflicts.ShouldBeEmpty();
        var hub = (await world.WithAsync(db => db.DossierHubAsync(new EditionBook(db), binh, id, world.Clock.Now, default)))!;
        hub.EditorOf(["pitch"])!.FullName.ShouldBe("Nguyễn An");
        world.Clock.Now += DossierQueries.EditingFor;
        (await world.WithAsync(db => db.DossierHubAsync(new EditionBook(db), binh, id, world.Clock.Now, default)))!.Editors.ShouldBeEmpty();
    }

    [Theory, Engines]
    public async Task Ten_colleagues_who_save_one_field_at_once_leave_one_value_and_nine_who_are_told(Engine engine)
    {
        await using var world = await ApplyWorld.CreateAsync(engine);
        var (an, id) = await DossierAsync(world);
        var people = new List<Actor> { an };
        for (var i = 2; i <= 10; i++)
        {
            var colleague = await world.PersonAsync($"Đồng nghiệp {i}");
            await world.InviteAsync(an, id, $"dong-nghiep-{i}@example.vn");
            await world.JoinAsync(colleague, await world.LinkToAsync($"dong-nghiep-{i}@example.vn", "dossiers/join"));
            people.Add(colleague);
        }
        var answers = await Task.WhenAll(people.Select((p, i) => Task.Run(() => world.SaveAsync(p, id, "pitch", $"Của người {i}"))));
        var stored = FieldCheck.TextOf(JsonNode.Parse((await world.WithAsync(db => db.DossierAnswers.SingleAsync(a => a.FieldCode == "pitch"))).Value));
        var saved = answers.Select(a => a.Value()).ToList();
        saved.Count(o => o.Saved.Count == 1).ShouldBe(1);
        saved.SelectMany(o => o.Conflicts).Select(c => FieldCheck.TextOf(c.Theirs)).ShouldAllBe(text => text == stored);
    }

    [Theory, Engines]
    public async Task Somebody_elses_dossier_looks_as_if_it_did_not_exist(Engine engine)
    {
        await using var world = await ApplyWorld.CreateAsync(engine);
        var (an, id) = await DossierAsync(world);
        var file = await world.FileAsync(an, id);
        await world.AttachAsync(an, id, file);
        foreach (var other in new[] { await world.PersonAsync("Người lạ"), await world.PersonAsync("Chuyên viên", Role.Secretariat), await world.PersonAsync("Giám khảo", Role.Juror), Actor.Anonymous })
        {
            (await world.SaveAsync(other, id, "pitch", "x")).CodeOf().ShouldBe("dossiers.not_found");
            (await world.SubmitAsync(other, id)).Codes().ShouldBe(["dossiers.not_found"]);
            (await world.WithdrawAsync(other, id, "vì thích"))!.Code.ShouldBe("dossiers.not_found");
            (await world.ConfirmAsync(other, id))!.Code.ShouldBe("dossiers.not_found");
            (await world.SignAsync(other, id))!.Code.ShouldBe("dossiers.not_found");
            (await world.AttachAsync(other, id, file))!.Code.ShouldBe("dossiers.not_found");
            (await world.InviteAsync(other, id, "la@example.vn"))!.Code.ShouldBe("dossiers.not_found");
            (await world.ReadAsync(other, id, file)).CodeOf().ShouldBe("dossiers.file_not_found");
            (await world.WithAsync(db => db.DossierHubAsync(new EditionBook(db), other, id, world.Clock.Now, default))).ShouldBeNull();
            (await world.WithAsync(db => db.OwnVersionsAsync(other, id, default))).ShouldBeEmpty();
            (await world.WithAsync(db => db.OwnDossierRowsAsync(new EditionBook(db), other, world.Clock.Now, default))).ShouldBeEmpty();
        }
    }

    [Theory, Engines]
    public async Task A_file_is_attached_replaced_and_removed_within_the_limits_of_its_field(Engine engine)
    {
        await using var world = await ApplyWorld.CreateAsync(engine);
        var (an, id) = await DossierAsync(world);
        var (one, two, three) = (await world.FileAsync(an, id), await world.FileAsync(an, id), await world.FileAsync(an, id));
        (await world.AttachAsync(an, id, one)).ShouldBeNull();
        (await world.AttachAsync(an, id, one)).ShouldBeNull();
        (await world.AttachAsync(an, id, two)).ShouldBeNull();
        (await world.AttachAsync(an, id, three))!.Code.ShouldBe("dossiers.files_many");
        (await world.AttachAsync(an, id, three, replaces: one)).ShouldBeNull();
        (await ProofAsync()).ShouldBe([$"{three}", $"{two}"]);

        (await world.AttachAsync(an, id, await world.FileAsync(an, id, kind: FileKind.Mp4), replaces: two))!.Code.ShouldBe("dossiers.file_kind");
        (await world.AttachAsync(an, id, await world.FileAsync(an, id, bytes: 1_000_001), replaces: two))!.Code.ShouldBe("dossiers.file_too_large");
        (await world.WithAsync(db => new DetachFile(db, world.Clock).RunAsync(an, id, "proof", three, default))).ShouldBeNull();
        (await world.WithAsync(db => new DetachFile(db, world.Clock).RunAsync(an, id, "proof", three, default))).ShouldBeNull();
        (await ProofAsync()).ShouldBe([$"{two}"]);

        async Task<IReadOnlyList<string>> ProofAsync() =>
            FieldCheck.Codes((await world.WithAsync(db => db.DossierHubAsync(new EditionBook(db), an, id, world.Clock.Now, default)))!.Desk.Draft.Answer("proof"));
    }

    [Theory, Engines]
    public async Task A_file_of_another_person_or_sent_for_another_place_looks_as_if_it_did_not_exist(Engine engine)
    {
        await using var world = await ApplyWorld.CreateAsync(engine);
        var (an, id) = await DossierAsync(world);
        var binh = await world.PersonAsync("Trần Bình");
        var elsewhere = Guid.NewGuid();
        foreach (var file in new[] { await world.FileAsync(binh, id), await world.FileAsync(an, elsewhere), await world.FileAsync(an, id, "books"), Guid.NewGuid() })
            (await world.AttachAsync(an, id, file))!.Code.ShouldBe("dossiers.file_not_found");
        (await world.AttachAsync(an, id, await world.FileAsync(an, id), "pitch"))!.Code.ShouldBe("dossiers.field_unknown");
    }

    [Theory, Engines]
    public async Task Only_the_invited_address_joins_and_the_starter_may_remove(Engine engine)
    {
        await using var world = await ApplyWorld.CreateAsync(engine);
        var (an, id) = await DossierAsync(world);
        var (binh, chi) = (await world.PersonAsync("Trần Bình"), await world.PersonAsync("Lê Chi"));
        (await world.InviteAsync(an, id, "khong-phai-thu"))!.Code.ShouldBe("dossiers.email_invalid");
        (await world.InviteAsync(an, id, "nguyen-an@example.vn"))!.Code.ShouldBe("dossiers.already_member");
        await world.InviteAsync(an, id, "Tran-Binh@example.vn");
        var old = await world.LinkToAsync("tran-binh@example.vn", "dossiers/join");
        await world.InviteAsync(an, id, "tran-binh@example.vn");
        var link = await world.LinkToAsync("tran-binh@example.vn", "dossiers/join");

        (await world.JoinAsync(chi, link)).CodeOf().ShouldBe("dossiers.invitation_for_other");
        (await world.JoinAsync(binh, old)).CodeOf().ShouldBe("dossiers.invitation_unknown");
        (await world.JoinAsync(binh, "khong-co")).CodeOf().ShouldBe("dossiers.invitation_unknown");
        (await world.JoinAsync(binh, link)).Value().ShouldBe(id);
        (await world.JoinAsync(binh, link)).Value().ShouldBe(id);

        Task<Problem?> Remove(Actor actor, Actor who) => world.WithAsync(db => new RemoveColleague(db, world.Clock, TimeProvider.System).RunAsync(actor, id, who.PersonId!.Value, default));
        (await Remove(binh, an))!.Code.ShouldBe("dossiers.starter_stays");
        (await Remove(an, binh)).ShouldBeNull();
        (await world.SaveAsync(binh, id, "pitch", "x")).CodeOf().ShouldBe("dossiers.not_found");
        (await world.JoinAsync(binh, link)).CodeOf().ShouldBe("dossiers.invitation_unknown");
    }

    [Theory, Engines]
    public async Task An_invitation_ends_after_two_weeks_or_when_it_is_taken_back(Engine engine)
    {
        await using var world = await ApplyWorld.CreateAsync(engine);
        var (an, id) = await DossierAsync(world);
        var binh = await world.PersonAsync("Trần Bình");
        await world.InviteAsync(an, id, "tran-binh@example.vn");
        var link = await world.LinkToAsync("tran-binh@example.vn", "dossiers/join");
        world.Clock.Now += Duration.FromDays(14);
        (await world.JoinAsync(binh, link)).CodeOf().ShouldBe("dossiers.invitation_expired");
        world.Clock.Now -= Duration.FromDays(1);
        var open = (await world.WithAsync(db => db.DossierHubAsync(new EditionBook(db), an, id, world.Clock.Now, default)))!.Invitations.Single();
        (await world.WithAsync(db => new RemoveColleague(db, world.Clock, TimeProvider.System).RevokeAsync(binh, id, open.Id, default)))!.Code.ShouldBe("dossiers.invitation_unknown");
        (await world.WithAsync(db => new RemoveColleague(db, world.Clock, TimeProvider.System).RevokeAsync(an, id, open.Id, default))).ShouldBeNull();
        (await world.JoinAsync(binh, link)).CodeOf().ShouldBe("dossiers.invitation_unknown");
    }

    [Theory, Engines]
    public async Task A_category_that_refuses_the_product_cannot_be_chosen(Engine engine)
    {
        await using var world = await ApplyWorld.CreateAsync(engine);
        var an = await world.PersonAsync("Nguyễn An");
        var large = await world.EnterpriseAsync(an, profile: ApplyWorld.Profile with { Employees = 500 });
        var id = (await world.StartAsync(an, large)).Value();
        var problem = await world.WithAsync(db => new DescribeDossier(db, new EditionBook(db), world.Clock).RunAsync(an, id, "Sản phẩm A", "potential", default));
        (problem!.Code, problem.Article).ShouldBe(("dossiers.ineligible", "Điều 6 khoản 2"));
        (await world.WithAsync(db => new DescribeDossier(db, new EditionBook(db), world.Clock).RunAsync(an, id, "Sản phẩm Á", "product", default))).ShouldBeNull();
        (await world.WithAsync(db => db.Dossiers.SingleAsync())).SearchKey.ShouldBe("san pham a");
    }

    private static async Task<(Actor An, Guid Dossier)> DossierAsync(ApplyWorld world)
    {
        var an = await world.PersonAsync("Nguyễn An");
        return (an, (await world.StartAsync(an, await world.EnterpriseAsync(an))).Value());
    }
}
