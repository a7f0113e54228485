using BangVang.App.Decisions;
using BangVang.App.Editions;
using BangVang.App.Panels;
using BangVang.App.Scoring;
using BangVang.App.Secretariat.Chasing;
using BangVang.Domain.Decisions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Scoring;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Scoring;

/// <summary>A round of pairs from the assignment to the decision, with what nobody may learn from it.</summary>
public sealed class PairwiseTests
{
    [Theory, Engines]
    public async Task The_whole_panel_judges_all_dossiers_but_those_in_conflict(Engine engine)
    {
        await using var world = await PairwiseWorld.CreateAsync(engine);
        var (tied, dossier) = (world.Jurors[0], world.Dossiers[1]);
        await DeclareAsync(world, tied, dossier);

        (await world.AssignAsync()).TryGet(out var pairs, out _).ShouldBeTrue();
        pairs.ShouldBe((4 * 3) - 1);
        (await world.AssignAsync()).TryGet(out _, out var again).ShouldBeFalse();
        again!.Code.ShouldBe("panels.nothing_to_assign");
        (await world.Award.WithAsync(db => db.AssignmentPlans.SingleAsync())).Method.ShouldBe("whole_panel");

        await world.OpenAsync(tied);
        var view = (await world.ViewAsync(tied))!;
        (view.Products.Select(p => p.DossierId).Contains(dossier.Id), view.Asked).ShouldBe((false, 3));
        await world.ChooseAllAsync(tied, world.Dossiers);
        (await world.Award.WithAsync(db => db.ShownProducts.CountAsync(p => p.DossierId == dossier.Id))).ShouldBe(0);
    }

    [Theory, Engines]
    public async Task The_same_answer_sent_again_changes_nothing_and_another_one_is_refused(Engine engine)
    {
        await using var world = await OpenAsync(engine);
        var juror = world.Jurors[0];
        var next = (await world.ViewAsync(juror))!.Progress!.Next!;

        var taps = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => world.AnswerAsync(juror, next.Number, [next.Dossiers[0]])));
        taps.Count(t => t.TryGet(out _, out _)).ShouldBe(4);
        (await world.AnswerAsync(juror, next.Number, [next.Dossiers[0]])).TryGet(out var progress, out _).ShouldBeTrue();
        (progress!.Made, await ActsAsync(world)).ShouldBe((1, 1));

        (await world.AnswerAsync(juror, next.Number, [next.Dossiers[1]])).TryGet(out _, out var changed).ShouldBeFalse();
        (changed!.Code, changed.Kind).ShouldBe(("scoring.pair_changed", ProblemKind.Conflict));
        (await world.UndoAsync(juror, 2)).ShouldBeNull();
        (await world.UndoAsync(juror, 2)).ShouldBeNull();
        (await ActsAsync(world)).ShouldBe(2);
        var shown = (await world.ViewAsync(juror))!.Progress!.Next!;
        shown.ShouldBe(next with { Number = 3 });
        (await world.Award.WithAsync(db => db.AuditEntries.Where(a => a.Action.StartsWith("scoring.pair_")).OrderBy(a => a.At).ThenBy(a => a.Id).Select(a => a.Action).ToListAsync())).Order().ShouldBe(["scoring.pair_chosen", "scoring.pair_undone"]);
    }

    [Theory, Engines]
    public async Task Acts_are_neither_changed_nor_deleted(Engine engine)
    {
        await using var world = await OpenAsync(engine);
        await world.ChooseAllAsync(world.Jurors[0], world.Dossiers);
        await Should.ThrowAsync<Exception>(() => world.Award.WithAsync(db => db.PairActs.ExecuteDeleteAsync()));
        await Should.ThrowAsync<Exception>(() => world.Award.WithAsync(db => db.PairActs.ExecuteUpdateAsync(set => set.SetProperty(a => a.ActedAt, world.Award.Clock.Now))));
        (await ActsAsync(world)).ShouldBe(5);
    }

    [Theory, Engines]
    public async Task A_juror_sees_the_own_ballot_alone_and_nobody_the_standing_before_the_round_closes(Engine engine)
    {
        await using var world = await OpenAsync(engine);
        var (one, two) = (world.Jurors[0], world.Jurors[1]);
        var pairsBefore = (await world.ViewAsync(two))!.Progress;
        await world.ChooseAllAsync(one, world.Dossiers);
        await world.SignAsync(one);

        var view = (await world.ViewAsync(two))!;
        (view.Choices.Count, view.Progress).ShouldBe((0, pairsBefore), "neither the choices of others nor an order that follows from them");
        var (chair, auditor, applicant) = (await world.Award.PersonAsync("Chủ tịch", Role.Chair), await world.Award.PersonAsync("Kiểm toán", Role.Auditor), world.Dossiers[0].Applicant);
        foreach (var actor in new[] { world.Secretariat, chair, auditor })
        {
            var open = (await ResultsAsync(world, actor))!;
            open.Rows.ShouldAllBe(r => r.Rank == null && r.Pairs == null, actor.Name);
            open.Rows.ShouldAllBe(r => r.Signed == 1 && r.Assigned == 3);
        }
        foreach (var actor in new[] { two, applicant, Actor.Anonymous }) (await ResultsAsync(world, actor)).ShouldBeNull();
        (await RecordAsync(world, auditor))!.ShouldBeEmpty();

        world.Award.Clock.Now = AwardWorld.Closes("final");
        (await RecordAsync(world, auditor))!.Count.ShouldBe(5);
        foreach (var actor in new[] { world.Secretariat, one, two, applicant, Actor.Anonymous }) (await RecordAsync(world, actor)).ShouldBeNull();
        (await world.Award.WithAsync(db => db.PairsAsync(new EditionBook(db), applicant, PairwiseWorld.Place, default))).ShouldBeNull();
        (await world.Award.WithAsync(async db => await db.PairReadingAsync(new EditionBook(db), two, (await db.Assignments.FirstAsync(a => a.JurorId == one.PersonId)).Id, default))).ShouldBeNull();
    }

    [Theory, Engines]
    public async Task Who_decides_in_conflict_sees_neither_the_dossier_nor_how_sure_its_neighbour_is(Engine engine)
    {
        await using var world = await JudgedAsync(engine);
        var chair = await world.Award.PersonAsync("Chủ tịch", Role.Chair);
        var hidden = world.Dossiers[1];
        var whole = (await ResultsAsync(world, chair))!;
        whole.Rows.Single(r => r.Pairs!.Next == hidden.Id).Pairs!.BeforeNext.ShouldNotBeNull();
        (await RecordAsync(world, chair))!.Count.ShouldBe(15);

        await ConflictAsync(world, chair, hidden);
        var rows = (await ResultsAsync(world, chair))!.Rows;
        (rows.Count, rows.Any(r => r.DossierId == hidden.Id || r.Pairs!.Next == hidden.Id)).ShouldBe((3, false));
        rows.Single(r => r.DossierId == whole.Rows.Single(w => w.Pairs!.Next == hidden.Id).DossierId).Pairs!.BeforeNext.ShouldBeNull();
        (await RecordAsync(world, chair))!.ShouldAllBe(c => !c.Shown.Contains(hidden.Product));
    }

    [Theory, Engines]
    public async Task Only_signed_choices_count_and_who_is_left_out_reads_why(Engine engine)
    {
        await using var world = await OpenAsync(engine);
        await world.ChooseAllAsync(world.Jurors[0], world.Dossiers);
        (await world.SignAsync(world.Jurors[1])).ShouldNotBeNull().Code.ShouldBe("scoring.pairs_left");
        await world.ChooseAllAsync(world.Jurors[1], world.Dossiers);
        (await world.SignAsync(world.Jurors[1])).ShouldBeNull();
        (await world.SignAsync(world.Jurors[1])).ShouldNotBeNull().Code.ShouldBe("scoring.pairs_signed");
        world.Award.Clock.Now = AwardWorld.Closes("final");

        var rows = (await ResultsAsync(world, world.Secretariat))!.Rows;
        rows.Sum(r => r.Pairs!.Choices).ShouldBe(10, "five choices of one ballot");
        rows.ShouldAllBe(r => r.Rank == null && r.Pairs!.Doubt == PairDoubt.TooFew && r.Signed == 1);
        (await world.SignAsync(world.Jurors[0])).ShouldNotBeNull().Code.ShouldBe("scoring.round_closed");
        (await world.Award.WithAsync(db => db.LogEvents.CountAsync(e => e.Kind == "ballot.signed"))).ShouldBe(1);
    }

    [Theory, Engines]
    public async Task A_signed_ballot_opens_again_with_a_reason_and_what_was_signed_stays_in_the_log(Engine engine)
    {
        await using var world = await OpenAsync(engine);
        var (award, juror) = (world.Award, world.Jurors[0]);
        await world.ChooseAllAsync(juror, world.Dossiers);
        await world.SignAsync(juror);
        var ballot = await award.WithAsync(db => db.PairBallots.Where(b => b.JurorId == juror.PersonId).Select(b => b.Id).SingleAsync());
        Task<Problem?> ReopenAsync(Actor actor, string reason) => award.WithAsync(db => new ReopenPairs(db, new EditionBook(db), award.Clock).RunAsync(actor, ballot, reason, default));

        foreach (var actor in new[] { juror, world.Jurors[1], world.Dossiers[0].Applicant }) (await ReopenAsync(actor, "Chạm nhầm")).ShouldNotBeNull().Kind.ShouldBe(ProblemKind.NotFound);
        (await ReopenAsync(world.Secretariat, " ")).ShouldNotBeNull().Code.ShouldBe("scoring.unlock_reason_missing");
        (await ReopenAsync(world.Secretariat, "Chạm nhầm")).ShouldBeNull();
        (await ReopenAsync(world.Secretariat, "Chạm nhầm")).ShouldNotBeNull().Code.ShouldBe("scoring.pairs_not_signed");
        award.Clock.Now += Duration.FromMinutes(1);
        (await world.UndoAsync(juror, 6)).ShouldBeNull();
        await world.ChooseAllAsync(juror, [.. world.Dossiers.Reverse()]);
        (await world.SignAsync(juror)).ShouldBeNull();
        (await award.WithAsync(db => db.LogEvents.Where(e => e.Kind.StartsWith("ballot.") && e.Subject == ballot.ToString()).OrderBy(e => e.Seq).Select(e => e.Kind).ToListAsync()))
            .ShouldBe(["ballot.opened", "ballot.signed", "ballot.reopened", "ballot.signed"]);

        var assignment = await award.WithAsync(db => db.Assignments.Where(a => a.RoundCode == "final" && a.JurorId == juror.PersonId).Select(a => a.Id).FirstAsync());
        (await award.WithAsync(db => new EndAssignment(db, award.Clock).RunAsync(world.Secretariat, assignment, "Đổi", default))).ShouldNotBeNull().Code.ShouldBe("panels.pairs_made");
        award.Clock.Now = AwardWorld.Closes("final");
        (await ReopenAsync(world.Secretariat, "Muộn")).ShouldNotBeNull().Code.ShouldBe("scoring.round_closed");
    }

    [Theory, Engines]
    public async Task A_conflict_after_signing_takes_the_pairs_out_and_its_dismissal_gives_them_back(Engine engine)
    {
        await using var world = await JudgedAsync(engine);
        var (juror, dossier) = (world.Jurors[0], world.Dossiers[1]);
        var before = await ChoicesAsync(world, dossier);
        var own = await world.Award.WithAsync(db => db.PairActs.CountAsync(a => a.Products.Any(p => p.DossierId == dossier.Id) && db.PairBallots.Any(b => b.Id == a.BallotId && b.JurorId == juror.PersonId)));

        await DeclareAsync(world, juror, dossier);
        (await ChoicesAsync(world, dossier)).ShouldBe(before - own);
        (await world.ViewAsync(juror))!.Choices.Count(c => c.IsSetAside).ShouldBe(own);
        (await world.Award.WithAsync(db => db.PanelsAsync(world.Secretariat, PairwiseWorld.Edition, PairwiseWorld.Final, default)))!.Conflicts.ShouldHaveSingleItem().HasSheetSetAside.ShouldBeTrue();

        var conflict = await world.Award.WithAsync(db => db.Conflicts.Select(c => c.Id).SingleAsync());
        (await world.Award.WithAsync(db => new SettleConflict(db, ResultFacts.Settled, world.Award.Clock).RunAsync(world.Secretariat, conflict, false, "Không có quan hệ", default))).ShouldBeNull();
        (await ChoicesAsync(world, dossier)).ShouldBe(before);
        (await world.Award.WithAsync(db => db.LogEvents.Where(e => e.Kind.StartsWith("ballot.")).GroupBy(e => e.Kind).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count)))
            .ShouldBe(new Dictionary<string, int> { ["ballot.opened"] = 3, ["ballot.signed"] = 3, ["ballot.set_aside"] = 1, ["ballot.counted_again"] = 1 }, ignoreOrder: true);
    }

    [Theory, Engines]
    public async Task The_secretariat_sees_how_far_each_juror_is_and_a_silent_one_is_chased(Engine engine)
    {
        await using var world = await OpenAsync(engine);
        await world.ChooseAllAsync(world.Jurors[0], world.Dossiers);
        await world.SignAsync(world.Jurors[0]);
        var next = (await world.ViewAsync(world.Jurors[1]))!.Progress!.Next!;
        await world.AnswerAsync(world.Jurors[1], 1, [next.Dossiers[1]]);

        var view = (await world.Award.WithAsync(db => db.PanelsAsync(world.Secretariat, PairwiseWorld.Edition, PairwiseWorld.Final, default)))!;
        view.Seats.Select(s => (s.Name, s.Signed, s.Load, s.BallotSignedAt is not null)).ShouldBe([("Giám khảo 1", 5, 5, true), ("Giám khảo 2", 1, 5, false), ("Giám khảo 3", 0, 5, false)]);
        view.Dossiers.Sum(d => d.Choices).ShouldBe(12);

        world.Award.Clock.Now += JurorProgress.SilentAfter;
        await world.Award.WithAsync(db => db.ScreeningCases.ExecuteUpdateAsync(set => set.SetProperty(c => c.OfficerId, world.Secretariat.PersonId)));
        var progress = await world.Award.WithAsync(db => db.JurorProgressAsync(world.Secretariat, PairwiseWorld.Edition, default));
        progress.Where(j => j.RoundCode == "final").Select(j => (j.FullName, j.Done, j.Assigned, j.IsSilent(world.Award.Clock.Now)))
            .ShouldBe([("Giám khảo 1", 1, 1, false), ("Giám khảo 2", 0, 1, true), ("Giám khảo 3", 0, 1, true)]);
    }

    [Theory, Engines]
    public async Task Places_become_a_proposal_an_approved_decision_and_what_the_applicant_reads(Engine engine)
    {
        await using var world = await JudgedAsync(engine);
        var award = world.Award;
        var chair = await award.PersonAsync("Chủ tịch", Role.Chair);
        var rows = (await ResultsAsync(world, chair))!.Rows;
        rows.Select(r => r.DossierId).ShouldBe(world.Dossiers.Select(d => d.Id));
        rows.Select(r => r.Rank).ShouldBe([1, 2, 3, 4]);
        var table = (await award.WithAsync(db => db.ScoreTableAsync(chair, PairwiseWorld.Edition, PairwiseWorld.Final, award.Clock.Now, default)));
        table.TryGet(out var sheet, out _).ShouldBeTrue();
        (sheet!.Columns.Contains("Độ mạnh (logit)"), sheet.Rows.Count).ShouldBe((true, 4));

        award.Clock.Now = AwardWorld.Opens("council");
        var proposed = await award.WithAsync(db => new ProposeDecision(db, new EditionBook(db), award.Clock).RunAsync(world.Secretariat, PairwiseWorld.Key, default));
        proposed.TryGet(out var decision, out var problem).ShouldBeTrue(problem?.Code);
        decision!.Lines.Select(l => (l.Reference, l.Rank, l.Score, l.Tier)).ShouldBe([.. world.Dossiers.Select((d, i) => (d.Reference, (int?)i + 1, (int?)null, i == 0 ? "gold" : i == 1 ? "silver" : null))]);
        decision.Lines.Select(l => l.Strength).ShouldBe(rows.Select(r => r.Pairs!.Strength));

        await award.ApproveAsync(world.Secretariat, chair, world.Jurors);
        award.Clock.Now = AwardWorld.Opens("announcement");
        (await award.PublishAsync(world.Secretariat)).TryGet(out _, out var unpublished).ShouldBeTrue(unpublished?.Code);
        var result = (await award.WithAsync(db => db.ResultForApplicantAsync(new EditionBook(db), world.Dossiers[0].Applicant, world.Dossiers[0].Id, award.Clock.Now + Duration.FromDays(60), default)))!;
        result.Tier!.Code.ShouldBe("gold");
        var round = result.Rounds.Single(r => r.Round.Code == "final");
        (round.Score, round.Pairs?.Next, round.Pairs?.BeforeNext).ShouldBe((null, null, null));
        (await ResultFacts.News.DecidersAsync(award.Test.Open(), world.Dossiers[0].Id, default)).ShouldContain(world.Jurors[0].PersonId!.Value);
    }

    [Theory, Engines]
    public async Task An_approval_is_refused_when_a_conflict_changed_the_places_since_the_proposal(Engine engine)
    {
        await using var world = await JudgedAsync(engine);
        var award = world.Award;
        award.Clock.Now = AwardWorld.Opens("council");
        await award.WithAsync(db => new ProposeDecision(db, new EditionBook(db), award.Clock).RunAsync(world.Secretariat, PairwiseWorld.Key, default));
        await DeclareAsync(world, world.Jurors[0], world.Dossiers[0]);
        var chair = await award.PersonAsync("Chủ tịch", Role.Chair);
        (await award.WithAsync(db => new ApproveDecision(db, new EditionBook(db), award.Clock).RunAsync(chair, PairwiseWorld.Key, default))).ShouldNotBeNull().Code.ShouldBe("decisions.scores_changed");
    }

    /// <summary>Assigned, with every ballot open.</summary>
    private static async Task<PairwiseWorld> OpenAsync(Engine engine)
    {
        var world = await PairwiseWorld.CreateAsync(engine);
        (await world.AssignAsync()).TryGet(out _, out var problem).ShouldBeTrue(problem?.Code);
        foreach (var juror in world.Jurors) (await world.OpenAsync(juror)).ShouldBeNull();
        return world;
    }

    /// <summary>Signed by all, two of three of one mind; the round has closed.</summary>
    private static async Task<PairwiseWorld> JudgedAsync(Engine engine)
    {
        var world = await OpenAsync(engine);
        var (a, b, c, d) = (world.Dossiers[0], world.Dossiers[1], world.Dossiers[2], world.Dossiers[3]);
        await world.ChooseAllAsync(world.Jurors[0], [a, b, c, d]);
        await world.ChooseAllAsync(world.Jurors[1], [a, b, c, d]);
        await world.ChooseAllAsync(world.Jurors[2], [b, a, d, c]);
        foreach (var juror in world.Jurors) (await world.SignAsync(juror)).ShouldBeNull();
        world.Award.Clock.Now = AwardWorld.Closes("final");
        return world;
    }

    private static Task<int> ActsAsync(PairwiseWorld world) => world.Award.WithAsync(db => db.PairActs.CountAsync());

    private static async Task<int> ChoicesAsync(PairwiseWorld world, AwardDossier dossier) => (await ResultsAsync(world, world.Secretariat))!.Rows.Single(r => r.DossierId == dossier.Id).Pairs!.Choices;

    private static Task<RoundResults?> ResultsAsync(PairwiseWorld world, Actor actor) =>
        world.Award.WithAsync(db => db.RoundResultsAsync(actor, PairwiseWorld.Edition, PairwiseWorld.Final, world.Award.Clock.Now, default));

    private static Task<IReadOnlyList<JurorChoice>?> RecordAsync(PairwiseWorld world, Actor actor) =>
        world.Award.WithAsync(db => db.JurorChoicesAsync(actor, PairwiseWorld.Edition, PairwiseWorld.Final, world.Award.Clock.Now, default));

    private static async Task DeclareAsync(PairwiseWorld world, Actor juror, AwardDossier dossier) =>
        (await world.Award.WithAsync(db => new DeclareConflicts(db, ResultFacts.Settled, world.Award.Clock).RunAsync(juror, PairwiseWorld.Key, new Dictionary<Guid, string> { [dossier.Id] = "Từng cố vấn" }, default))).ShouldBeNull();

    private static Task<int> ConflictAsync(PairwiseWorld world, Actor person, AwardDossier dossier) => world.Award.WithAsync(db =>
    {
        db.Conflicts.Add(new()
        {
            Id = Guid.CreateVersion7(), EditionKey = PairwiseWorld.Key, PersonId = person.PersonId!.Value, DossierId = dossier.Id, Source = Domain.Dossiers.ConflictSource.Declared,
            State = Domain.Dossiers.ConflictState.Confirmed, Reason = "Người nhà", NotedAt = world.Award.Clock.Now, NotedBy = person.PersonId.Value,
        });
        return db.SaveChangesAsync();
    });
}
