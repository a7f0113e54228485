using System.Text.Json.Nodes;
using BangVang.App.Decisions;
using BangVang.App.Editions;
using BangVang.App.Panels;
using BangVang.App.Scoring;
using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Kernel;
using BangVang.Domain.Scoring;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Scoring;

/// <summary>A round in which three products are put into order, from the first screen to the places.</summary>
public sealed class OrdersTests
{
    [Theory, Engines]
    public async Task An_order_is_kept_whole_and_sent_again_it_counts_once(Engine engine)
    {
        await using var world = await OpenAsync(engine);
        var juror = world.Jurors[0];
        var shown = (await world.ViewAsync(juror))!.Progress!.Next!;
        Guid[] order = [shown.Dossiers[2], shown.Dossiers[0], shown.Dossiers[1]];

        var taps = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => world.AnswerAsync(juror, 1, order)));
        taps.Count(t => t.TryGet(out _, out _)).ShouldBe(4);
        (await world.AnswerAsync(juror, 1, order[..2])).TryGet(out var progress, out _).ShouldBeTrue("the last one follows");
        (progress!.Made, progress.Asked).ShouldBe((1, 4));
        (await world.AnswerAsync(juror, 1, [order[1], order[0]])).TryGet(out _, out var changed).ShouldBeFalse();
        changed!.Code.ShouldBe("scoring.pair_changed");
        (await world.AnswerAsync(juror, 2, [progress.Next!.Dossiers[0]])).TryGet(out _, out var partial).ShouldBeFalse();
        (partial!.Code, partial.Kind).ShouldBe(("scoring.order_incomplete", ProblemKind.Invalid));

        var rows = await world.Award.WithAsync(db => db.ShownProducts.OrderBy(p => p.Position).ToListAsync());
        rows.Select(r => (r.DossierId, r.Place)).ShouldBe([(shown.Dossiers[0], 2), (shown.Dossiers[1], 3), (shown.Dossiers[2], 1)]);
        (await world.ViewAsync(juror))!.Choices.ShouldHaveSingleItem().Order!.ShouldBe(order.Select(id => world.Dossiers.Single(d => d.Id == id).Product));
        (await world.Award.WithAsync(db => db.AuditEntries.Where(a => a.Action == "scoring.pair_chosen").Select(a => a.Detail).SingleAsync()))!
            .ShouldBe($"1: {string.Join(" / ", shown.Dossiers.Select(id => world.Dossiers.Single(d => d.Id == id).Reference))}", "as they stood, not as they were placed");
    }

    [Theory, Engines]
    public async Task Shown_products_are_neither_changed_nor_deleted(Engine engine)
    {
        await using var world = await OpenAsync(engine);
        await world.ChooseAllAsync(world.Jurors[0], world.Dossiers);
        await Should.ThrowAsync<Exception>(() => world.Award.WithAsync(db => db.ShownProducts.ExecuteDeleteAsync()));
        await Should.ThrowAsync<Exception>(() => world.Award.WithAsync(db => db.ShownProducts.ExecuteUpdateAsync(set => set.SetProperty(p => p.Place, 1))));
        (await world.Award.WithAsync(db => db.ShownProducts.CountAsync())).ShouldBe(12);
    }

    [Theory, Engines]
    public async Task An_undone_order_comes_again_and_a_skipped_one_does_not(Engine engine)
    {
        await using var world = await OpenAsync(engine);
        var juror = world.Jurors[0];
        var first = (await world.ViewAsync(juror))!.Progress!.Next!;
        await world.AnswerAsync(juror, 1, first.Dossiers);
        (await world.UndoAsync(juror, 2)).ShouldBeNull();
        (await world.UndoAsync(juror, 2)).ShouldBeNull();
        (await world.ViewAsync(juror))!.Progress!.Next.ShouldBe(first with { Number = 3 });

        (await world.AnswerAsync(juror, 3, null, " ")).TryGet(out _, out var missing).ShouldBeFalse();
        missing!.Code.ShouldBe("scoring.skip_reason_missing");
        (await world.AnswerAsync(juror, 3, null, "Chưa xem trình diễn")).TryGet(out var skipped, out _).ShouldBeTrue();
        (skipped!.Made, skipped.Skipped, skipped.Asked).ShouldBe((0, 1, 3));
        skipped.Next!.Dossiers.Order().ShouldNotBe(first.Dossiers.Order());
        await world.ChooseAllAsync(juror, world.Dossiers);
        (await world.SignAsync(juror)).ShouldBeNull();
        var signed = await world.Award.WithAsync(db => db.LogEvents.Where(e => e.Kind == "ballot.signed").Select(e => e.Payload).SingleAsync());
        var acts = JsonNode.Parse(signed)!["acts"]!.AsArray();
        acts.Select(a => ((string)a!["kind"]!, a["shown"]!.AsArray().Count, a["order"]?.AsArray().Count)).ShouldBe(
            [("Chosen", 3, 3), ("Undone", 0, null), ("Skipped", 3, null), ("Chosen", 3, 3), ("Chosen", 3, 3), ("Chosen", 3, 3)]);
    }

    [Theory, Engines]
    public async Task Orders_of_all_give_the_places_once_the_round_has_closed(Engine engine)
    {
        await using var world = await JudgedAsync(engine);
        var (chair, auditor) = (await world.Award.PersonAsync("Chủ tịch", Role.Chair), await world.Award.PersonAsync("Kiểm toán", Role.Auditor));
        var rows = (await ResultsAsync(world, chair))!.Rows;
        rows.Select(r => r.DossierId).ShouldBe(world.Dossiers.Select(d => d.Id));
        rows.ShouldAllBe(r => r.Pairs!.Choices == 9 && r.Signed == 3, "each of four is in three of four sets");
        rows.Sum(r => r.Pairs!.Won).ShouldBe(12);

        var record = (await RecordAsync(world, auditor))!;
        record.Count.ShouldBe(12);
        record.ShouldAllBe(c => c.IsCounted && c.Shown.Count == 3 && c.Order!.Order().SequenceEqual(c.Shown.Order()));
        foreach (var actor in new[] { world.Secretariat, world.Jurors[0], world.Dossiers[0].Applicant, Actor.Anonymous }) (await RecordAsync(world, actor)).ShouldBeNull();

        var table = await world.Award.WithAsync(db => db.ScoreTableAsync(chair, world.Rules, world.Round, world.Award.Clock.Now, default));
        table.TryGet(out var sheet, out _).ShouldBeTrue();
        sheet!.Columns.ShouldContain("Số lượt xếp");
    }

    [Theory, Engines]
    public async Task A_product_in_conflict_leaves_the_orders_and_the_rest_of_them_counts(Engine engine)
    {
        await using var world = await JudgedAsync(engine);
        var (juror, dossier) = (world.Jurors[0], world.Dossiers[1]);
        var whole = (await ResultsAsync(world, world.Secretariat))!.Rows.ToDictionary(r => r.DossierId, r => r.Pairs!);
        (await world.Award.WithAsync(db => new DeclareConflicts(db, ResultFacts.Settled, world.Award.Clock).RunAsync(juror, PairwiseWorld.Key, new Dictionary<Guid, string> { [dossier.Id] = "Từng cố vấn" }, default))).ShouldBeNull();

        var rows = (await ResultsAsync(world, world.Secretariat))!.Rows.ToDictionary(r => r.DossierId, r => r.Pairs!);
        rows[dossier.Id].Choices.ShouldBe(whole[dossier.Id].Choices - 3);
        foreach (var other in world.Dossiers.Where(d => d.Id != dossier.Id)) rows[other.Id].Choices.ShouldBe(whole[other.Id].Choices, "what is left of an order of three is one of two");
        var own = (await world.ViewAsync(juror))!.Choices;
        (own.Count(c => c.SetAside.SequenceEqual([dossier.Product])), own.Count(c => c.IsSetAside)).ShouldBe((3, 0));
        var auditor = await world.Award.PersonAsync("Kiểm toán", Role.Auditor);
        (await RecordAsync(world, auditor))!.Count(c => c.SetAside.Count == 1 && c.IsCounted).ShouldBe(3);
        var seats = (await world.Award.WithAsync(db => db.PanelsAsync(world.Secretariat, world.Rules, world.Round, default)))!;
        seats.Seats.Select(s => s.Signed).ShouldBe([4, 4, 4]);
        seats.Dossiers.Single(d => d.DossierId == dossier.Id).Choices.ShouldBe(6);

        var conflict = await world.Award.WithAsync(db => db.Conflicts.Select(c => c.Id).SingleAsync());
        (await world.Award.WithAsync(db => new SettleConflict(db, ResultFacts.Settled, world.Award.Clock).RunAsync(world.Secretariat, conflict, false, "Không có quan hệ", default))).ShouldBeNull();
        (await ResultsAsync(world, world.Secretariat))!.Rows.ToDictionary(r => r.DossierId, r => r.Pairs!).ShouldBe(whole);
    }

    [Theory, Engines]
    public async Task A_conflict_in_the_middle_of_a_ballot_shows_the_others_alone(Engine engine)
    {
        await using var world = await OpenAsync(engine, dossiers: 5);
        var juror = world.Jurors[0];
        var first = (await world.ViewAsync(juror))!.Progress!.Next!;
        await world.AnswerAsync(juror, 1, first.Dossiers);
        var next = (await world.ViewAsync(juror))!.Progress!.Next!;
        var tied = world.Dossiers.Single(d => d.Id == next.Dossiers[0]);
        await world.Award.WithAsync(db => new DeclareConflicts(db, ResultFacts.Settled, world.Award.Clock).RunAsync(juror, PairwiseWorld.Key, new Dictionary<Guid, string> { [tied.Id] = "Từng cố vấn" }, default));

        (await world.AnswerAsync(juror, 2, next.Dossiers)).TryGet(out _, out var problem).ShouldBeFalse("the screen still showed it");
        problem!.Code.ShouldBe("scoring.pair_changed");
        await world.ChooseAllAsync(juror, world.Dossiers);
        var view = (await world.ViewAsync(juror))!;
        view.Progress!.Next.ShouldBeNull();
        (await world.Award.WithAsync(db => db.ShownProducts.CountAsync(p => p.DossierId == tied.Id))).ShouldBe(first.Dossiers.Contains(tied.Id) ? 1 : 0);
        (await world.SignAsync(juror)).ShouldBeNull();
    }

    [Theory, Engines]
    public async Task The_doctor_sees_an_order_with_a_gap(Engine engine)
    {
        await using var world = await OpenAsync(engine);
        var ballot = await world.Award.WithAsync(db => db.PairBallots.FirstAsync(b => b.JurorId == world.Jurors[0].PersonId));
        var id = Guid.CreateVersion7();
        await world.Award.WithAsync(async db =>
        {
            await using var undone = await db.Database.BeginTransactionAsync();
            db.PairActs.Add(new()
            {
                Id = id, BallotId = ballot.Id, Number = 1, Kind = PairActKind.Chosen, ActedAt = world.Award.Clock.Now,
                Products = [new() { ActId = id, DossierId = world.Dossiers[0].Id, Position = 1, Place = 1 }, new() { ActId = id, DossierId = world.Dossiers[1].Id, Position = 2, Place = 3 }],
            });
            await db.SaveChangesAsync();
            var invariant = (SqlInvariant)PairInvariants.All.Single(i => i.Name == "pairs.orders_are_whole");
            (await db.Database.SqlQueryRaw<string>(invariant.Sql).ToListAsync()).ShouldHaveSingleItem();
            await undone.RollbackAsync();
            return 0;
        });
    }

    private static async Task<PairwiseWorld> OpenAsync(Engine engine, int dossiers = 4)
    {
        var world = await PairwiseWorld.CreateAsync(engine, dossiers, atOnce: 3);
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

    private static Task<RoundResults?> ResultsAsync(PairwiseWorld world, Actor actor) =>
        world.Award.WithAsync(db => db.RoundResultsAsync(actor, world.Rules, world.Round, world.Award.Clock.Now, default));

    private static Task<IReadOnlyList<JurorChoice>?> RecordAsync(PairwiseWorld world, Actor actor) =>
        world.Award.WithAsync(db => db.JurorChoicesAsync(actor, world.Rules, world.Round, world.Award.Clock.Now, default));
}
