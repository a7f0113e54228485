using System.Text.Json.Nodes;
using BangVang.App.Files;
using BangVang.App.Screening;
using BangVang.App.Tests.Dossiers;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Screening;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Screening;

public sealed class AppealTests
{
    private static readonly Duration Tick = Duration.FromMilliseconds(1);

    [Theory, Engines]
    public async Task An_appeal_against_a_refusal_is_receipted_logged_and_mailed(Engine engine)
    {
        await using var world = await RefusedAsync(engine);
        var file = await FileAsync(world, AppealUploads.Kind, world.Id);
        var id = (await world.AppealAsync(world.Applicant, files: file)).Value();

        var view = (await world.WithAsync(db => db.AppealViewAsync(world.Applicant, id, default)))!;
        (view.Appeal.Reference, view.Appeal.State, view.Appeal.SubmittedAt, view.Appeal.Deciders.Single(), view.Files.Single().Name, view.CanDecide)
            .ShouldBe(("KN-001", AppealState.Submitted, world.Clock.Now, world.An.PersonId!.Value, "xac-nhan.pdf", false));
        var payload = JsonNode.Parse((await world.WithAsync(db => db.LogEvents.SingleAsync(e => e.Kind == "appeal.submitted"))).Payload)!;
        ((string?)payload["reference"], (string?)payload["against"], payload["files"]!.AsArray().Count).ShouldBe(("KN-001", "Screening", 1));
        (await world.Apply.MailsAsync()).ShouldContain(m => m.To == "nguoi-nop@example.vn" && m.Subject.Contains("KN-001") && m.Body.Contains($"/appeals/{id}"));
        (await world.WithAsync(db => db.AppealFileAsync(world.Binh, id, file, default))).ShouldNotBeNull();
        var stranger = await StrangerAsync(world);
        (await world.WithAsync(db => db.AppealFileAsync(stranger, id, file, default))).ShouldBeNull();
    }

    [Theory, Engines]
    public async Task An_appeal_is_taken_until_the_last_millisecond(Engine engine)
    {
        await using var world = await RefusedAsync(engine);
        // Refused on 23/10: the fifth day is 28/10.
        world.Clock.Now = Instant.FromUtc(2026, 10, 28, 17, 0);
        (await world.AppealAsync(world.Applicant)).CodeOf().ShouldBe("screening.appeal_late");
        world.Clock.Now -= Tick;
        (await world.AppealAsync(world.Applicant)).Value();
    }

    [Theory, Engines]
    public async Task Only_those_who_write_on_the_dossier_appeal_and_only_with_their_files(Engine engine)
    {
        await using var world = await RefusedAsync(engine);
        (await world.AppealAsync(await StrangerAsync(world))).CodeOf().ShouldBe("screening.dossier_not_found");
        (await world.AppealAsync(world.Binh)).CodeOf().ShouldBe("screening.dossier_not_found");
        (await world.AppealAsync(world.Applicant, grounds: " ")).CodeOf().ShouldBe("screening.grounds_missing");
        foreach (var foreign in new[] { Guid.NewGuid(), await FileAsync(world, AppealUploads.Kind, Guid.NewGuid()), await FileAsync(world, "dossier", world.Id) })
            (await world.AppealAsync(world.Applicant, files: foreign)).CodeOf().ShouldBe("screening.appeal_file_unknown");
        (await world.AppealAsync(world.Applicant, AppealAgainst.Result)).CodeOf().ShouldBe("screening.appeal_nothing");
        (await world.WithAsync(db => db.Appeals.CountAsync())).ShouldBe(0);
    }

    [Theory, Engines]
    public async Task Appeals_at_once_are_counted_without_gaps(Engine engine)
    {
        await using var world = await ScreeningWorld.CreateAsync(engine, "Sản phẩm A", "Sản phẩm B");
        foreach (var id in world.Ids) (await world.RefuseAsync(world.An, id: id)).ShouldBeNull();
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => world.AppealAsync(world.Applicant, id: world.Ids[i % 2]))));
        results.Count(r => r.CodeOf() == "done").ShouldBe(2);
        results.Where(r => r.CodeOf() != "done").ShouldAllBe(r => r.CodeOf() == "screening.appeal_open");
        (await world.WithAsync(db => db.Appeals.Select(a => a.Reference).OrderBy(r => r).ToListAsync())).ShouldBe(["KN-001", "KN-002"]);
    }

    [Theory, Engines]
    public async Task An_upheld_appeal_opens_exactly_that_case_again_for_other_officers_also_after_the_phase(Engine engine)
    {
        await using var world = await ScreeningWorld.CreateAsync(engine, "Sản phẩm A", "Sản phẩm B");
        world.Clock.Now = Instant.FromUtc(2026, 11, 5, 3, 0);
        foreach (var id in world.Ids) (await world.RefuseAsync(world.An, id: id)).ShouldBeNull();
        world.Clock.Now = ScreeningWorld.Closes + Duration.FromHours(1);
        var appeal = (await world.AppealAsync(world.Applicant)).Value();
        (await world.WithAsync(db => db.AppealViewAsync(world.An, appeal, default)))!.CanDecide.ShouldBeFalse();
        (await world.DecideAppealAsync(world.An, appeal, true))!.ShouldSatisfyAllConditions(p => p.Kind.ShouldBe(ProblemKind.Forbidden), p => p.Code.ShouldBe("screening.appeal_own_decision"));
        (await world.DecideAppealAsync(world.Binh, appeal, true, reason: ""))!.Code.ShouldBe("screening.reason_missing");
        (await world.TakeAsync(world.Binh))!.Code.ShouldBe("screening.phase_closed");
        (await world.DecideAppealAsync(world.Binh, appeal, true)).ShouldBeNull();
        (await world.DecideAppealAsync(world.Binh, appeal, false))!.Code.ShouldBe("screening.appeal_decided");

        (await world.DossierAsync()).State.ShouldBe(DossierState.Submitted);
        (await world.WithAsync(db => db.Dossiers.SingleAsync(d => d.Id == world.Ids[1]))).State.ShouldBe(DossierState.Refused);
        (await world.OutcomeAsync(world.Applicant))!.ShouldSatisfyAllConditions(o => o.State.ShouldBe(ScreeningState.Waiting), o => o.Reason.ShouldBeNull());
        (await world.AcceptAsync(world.An))!.Code.ShouldBe("screening.appeal_own_decision");
        (await world.CaseAsync(world.An))!.CanWork!.Code.ShouldBe("screening.appeal_own_decision");
        (await world.CaseAsync(world.Binh))!.ShouldSatisfyAllConditions(v => v.CanWork.ShouldBeNull(), v => v.Findings.ShouldBeEmpty(), v => v.Trail[0].Action.ShouldBe("appeal.upheld"));
        (await world.TakeAsync(world.Binh, world.Ids[1]))!.Code.ShouldBe("screening.phase_closed");
        (await world.AcceptAsync(world.Binh)).ShouldBeNull();
        (await world.AcceptAsync(world.Binh))!.Code.ShouldBe("screening.phase_closed");
    }

    [Theory, Engines]
    public async Task Refused_again_there_is_a_new_decision_to_appeal_against_and_a_rejection_ends_it(Engine engine)
    {
        await using var world = await RefusedAsync(engine);
        var first = (await world.AppealAsync(world.Applicant)).Value();
        (await world.DecideAppealAsync(world.Binh, first, true)).ShouldBeNull();
        world.Clock.Now += Duration.FromHours(1);
        (await world.RefuseAsync(world.Binh)).ShouldBeNull();
        var second = (await world.AppealAsync(world.Applicant)).Value();
        (await world.DecideAppealAsync(world.An, second, false, "Không có tình tiết mới")).ShouldBeNull();
        (await world.AppealAsync(world.Applicant)).CodeOf().ShouldBe("screening.appeal_once");
        (await world.DossierAsync()).State.ShouldBe(DossierState.Refused);
        var rows = await world.WithAsync(db => db.AppealsAsync(world.An, ApplyEdition.Key, default));
        rows.Select(r => (r.Reference, r.State)).ShouldBe([("KN-002", AppealState.Rejected), ("KN-001", AppealState.Upheld)]);
        (await world.Apply.MailsAsync()).ShouldContain(m => m.Subject.Contains("KN-002") && m.Body.Contains("Không có tình tiết mới"));
    }

    [Theory, Engines]
    public async Task A_published_result_is_appealed_and_an_upheld_appeal_is_an_amendment_for_all(Engine engine)
    {
        await using var world = await ScreeningWorld.CreateAsync(engine, "Sản phẩm A");
        (await world.AcceptAsync(world.An)).ShouldBeNull();
        world.Clock.Now = Instant.FromUtc(2026, 12, 10, 3, 0);
        (await world.AppealAsync(world.Applicant, AppealAgainst.Result)).CodeOf().ShouldBe("screening.appeal_nothing");
        world.PublishedAt = world.Clock.Now;
        world.ResultDeciders.Add(world.An.PersonId!.Value);
        var appeal = (await world.AppealAsync(world.Applicant, AppealAgainst.Result)).Value();
        (await world.WithAsync(db => db.ResultAmendmentsAsync(ApplyEdition.Key, default))).ShouldBeEmpty();
        (await world.DecideAppealAsync(world.An, appeal, true))!.Code.ShouldBe("screening.appeal_own_decision");
        (await world.DecideAppealAsync(world.Binh, appeal, true, "Tính sai điểm")).ShouldBeNull();
        (await world.WithAsync(db => db.ResultAmendmentsAsync(ApplyEdition.Key, default))).ShouldBe([new(appeal, "KN-001", "HS-001", world.Clock.Now, "Tính sai điểm", "Điều 18")]);
        (await world.DossierAsync()).State.ShouldBe(DossierState.Accepted);
    }

    [Theory, Engines]
    public async Task A_file_for_an_appeal_is_taken_from_writers_of_a_decided_dossier(Engine engine)
    {
        await using var world = await ScreeningWorld.CreateAsync(engine, "Sản phẩm A");
        Task<Result<BangVang.App.Files.Uploads.UploadRule>> RuleAsync(Actor actor) => world.WithAsync(db => AppealUploads.RuleAsync(db, actor, new(AppealUploads.Kind, world.Id, ""), default));
        (await RuleAsync(world.Applicant)).CodeOf().ShouldBe("screening.dossier_not_found");
        (await world.RefuseAsync(world.An)).ShouldBeNull();
        (await RuleAsync(world.Applicant)).Value().ShouldSatisfyAllConditions(r => r.MaxBytes.ShouldBe(20_000_000), r => r.Accepted.ShouldContain(FileKind.Pdf), r => r.Accepted.ShouldNotContain(FileKind.Mp4));
        (await RuleAsync(world.Binh)).CodeOf().ShouldBe("screening.dossier_not_found");
    }

    private static async Task<ScreeningWorld> RefusedAsync(Engine engine)
    {
        var world = await ScreeningWorld.CreateAsync(engine, "Sản phẩm A");
        (await world.RefuseAsync(world.An)).ShouldBeNull();
        return world;
    }

    private static Task<Actor> StrangerAsync(ScreeningWorld world) => world.Apply.PersonAsync($"Người lạ {Guid.NewGuid():n}", Role.Applicant);

    private static Task<Guid> FileAsync(ScreeningWorld world, string purpose, Guid subject) => world.WithAsync(async db =>
    {
        var file = new StoredFile
        {
            Id = Ids.New(world.Clock.Now), OwnerId = world.Applicant.PersonId!.Value, PurposeKind = purpose, SubjectId = subject, Field = "", Name = "xac-nhan.pdf", Kind = FileKind.Pdf, Bytes = 10,
            Sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Guid.NewGuid().ToByteArray())), CreatedAt = world.Clock.Now,
        };
        db.StoredFiles.Add(file);
        await db.SaveChangesAsync();
        return file.Id;
    });
}
