using BangVang.App.Decisions;
using BangVang.App.Documents;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Scoring;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Decisions;

/// <summary>Who learns how severe jurors were, from when on, and of which sheets.</summary>
public sealed class SeverityTests
{
    private static readonly ScoringRound Preliminary = (ScoringRound)AwardWorld.Edition.Round("preliminary")!;

    private sealed record Judged(Actor Secretariat, IReadOnlyList<Actor> Jurors, IReadOnlyList<AwardDossier> Dossiers);

    /// <summary>The first juror takes a point off; the last dossier is scored by the fourth juror too, who scores nothing else.</summary>
    private static async Task<Judged> JudgedAsync(AwardWorld world)
    {
        var judged = new Judged(await world.PersonAsync("Chuyên viên", Role.Secretariat), await world.JurorsAsync(4), [.. await DossiersAsync(6)]);
        world.Clock.Now = AwardWorld.Opens("preliminary") + Duration.FromDays(1);
        for (var n = 0; n < 6; n++)
            for (var j = 0; j < 3; j++) await world.SignedAsync(judged.Dossiers[n], judged.Jurors[j], 600 + 50 * n - (j == 0 ? 100 : 0));
        await world.SignedAsync(judged.Dossiers[5], judged.Jurors[3], 850);
        world.Clock.Now = AwardWorld.Closes("preliminary");
        return judged;

        async Task<List<AwardDossier>> DossiersAsync(int count)
        {
            var dossiers = new List<AwardDossier>();
            for (var n = 1; n <= count; n++) dossiers.Add(await world.DossierAsync($"Sản phẩm {n}"));
            return dossiers;
        }
    }

    private static Task<SeverityView?> OfRoundAsync(AwardWorld world, Actor actor) => world.WithAsync(db => db.SeverityOfRoundAsync(actor, AwardWorld.Edition, Preliminary, world.Clock.Now, default));
    private static Task<OwnSeverity?> OwnAsync(AwardWorld world, Actor actor) => world.WithAsync(db => db.OwnSeverityAsync(actor, AwardWorld.Edition, Preliminary, world.Clock.Now, default));

    [Theory, Engines]
    public async Task After_the_round_its_officers_see_every_juror_from_the_strictest_on(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var judged = await JudgedAsync(world);

        world.Clock.Now -= Duration.FromMilliseconds(1);
        var open = (await OfRoundAsync(world, judged.Secretariat)).ShouldNotBeNull();
        (open.HasEnded, open.Calibration, open.Scales.Count).ShouldBe((false, null, 0));
        world.Clock.Now += Duration.FromMilliseconds(1);

        var rows = (await OfRoundAsync(world, judged.Secretariat))!.Scales.ShouldHaveSingleItem().Rows;
        rows.Select(r => (r.Name, r.Habits.Sheets, r.Assigned)).First().ShouldBe(("Giám khảo 1", 6, 6));
        rows.Count.ShouldBe(4);
        rows[0].Severity!.Severity.ShouldBeInRange(5_000, 10_000);
        rows[0].Severity!.Interval.Low.ShouldBeGreaterThan(0);
        rows.Single(r => r.Name == "Giám khảo 4").Habits.Distinction.ShouldBeNull();

        (await OfRoundAsync(world, await world.PersonAsync("Kiểm toán", Role.Auditor)))!.Scales[0].Rows.Count.ShouldBe(4);
        (await OfRoundAsync(world, judged.Jurors[0])).ShouldBeNull();
        (await OfRoundAsync(world, judged.Dossiers[0].Applicant)).ShouldBeNull();
        (await OfRoundAsync(world, await world.PersonAsync("Người lạ"))).ShouldBeNull();
    }

    [Theory, Engines]
    public async Task Sheets_on_a_dossier_in_conflict_are_in_no_count_and_a_juror_of_that_dossier_alone_is_not_there(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var judged = await JudgedAsync(world);
        await world.WithAsync(db =>
        {
            db.Conflicts.Add(new() { Id = Guid.CreateVersion7(), EditionKey = AwardWorld.Key, PersonId = judged.Secretariat.PersonId!.Value, DossierId = judged.Dossiers[5].Id, Source = ConflictSource.Declared, State = ConflictState.Suggested, NotedAt = world.Clock.Now });
            return db.SaveChangesAsync();
        });

        var rows = (await OfRoundAsync(world, judged.Secretariat))!.Scales[0].Rows;
        rows.Select(r => r.Name).Order(StringComparer.Ordinal).ShouldBe(["Giám khảo 1", "Giám khảo 2", "Giám khảo 3"]);
        rows.ShouldAllBe(r => r.Habits.Sheets == 5 && r.Assigned == 5);
    }

    [Theory, Engines]
    public async Task Nobody_with_sheets_to_sign_learns_of_the_others(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var judged = await JudgedAsync(world);
        var chair = await world.PersonAsync("Chủ tịch", Role.Chair, Role.Juror);
        (await OfRoundAsync(world, chair))!.Scales.Count.ShouldBe(1);

        await world.AssignAsync(judged.Dossiers[0], chair);
        var closed = (await OfRoundAsync(world, chair)).ShouldNotBeNull();
        (closed.HasEnded, closed.HasUnsigned, closed.Calibration, closed.Scales.Count, closed.Uncalibrated.Count).ShouldBe((true, true, null, 0, 0));
        await world.SheetAsync(judged.Dossiers[0], chair, ScoresheetState.Abstained, 500);
        (await OfRoundAsync(world, chair))!.Scales.Count.ShouldBe(1);
    }

    [Theory, Engines]
    public async Task A_juror_reads_their_own_once_the_round_is_over_and_every_sheet_signed(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var judged = await JudgedAsync(world);

        world.Clock.Now -= Duration.FromMilliseconds(1);
        (await OwnAsync(world, judged.Jurors[0])).ShouldBeNull();
        world.Clock.Now += Duration.FromMilliseconds(1);
        var own = (await OwnAsync(world, judged.Jurors[0])).ShouldNotBeNull();
        own.Severities.ShouldHaveSingleItem().Severity.ShouldBe((await OfRoundAsync(world, judged.Secretariat))!.Scales[0].Calibration.Of(judged.Jurors[0].PersonId!.Value)!);
        (own.Habits.JurorId, own.Habits.Sheets).ShouldBe((judged.Jurors[0].PersonId!.Value, 6));

        (await OwnAsync(world, judged.Secretariat)).ShouldBeNull();
        (await OwnAsync(world, await world.PersonAsync("Giám khảo khác", Role.Juror))).ShouldBeNull();
        var more = await world.DossierAsync("Sản phẩm muộn");
        await world.AssignAsync(more, judged.Jurors[0]);
        (await OwnAsync(world, judged.Jurors[0])).ShouldBeNull();
        await world.SheetAsync(more, judged.Jurors[0], ScoresheetState.Draft, 500);
        (await OwnAsync(world, judged.Jurors[0])).ShouldBeNull();
        (await OwnAsync(world, judged.Jurors[1])).ShouldNotBeNull();
    }

    [Theory, Engines]
    public async Task Between_two_jurors_one_s_own_severity_would_tell_the_other_s_marks(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var jurors = await world.JurorsAsync(2);
        world.Clock.Now = AwardWorld.Opens("preliminary");
        for (var n = 1; n <= 4; n++)
        {
            var dossier = await world.DossierAsync($"Sản phẩm {n}");
            foreach (var juror in jurors) await world.SignedAsync(dossier, juror, 500 + 100 * n);
        }
        world.Clock.Now = AwardWorld.Closes("preliminary");
        (await OwnAsync(world, jurors[0])).ShouldBeNull();
    }

    [Theory, Engines]
    public async Task How_far_jurors_agree_is_told_by_category_and_line_of_what_the_viewer_may_know_of(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var judged = await JudgedAsync(world);
        var all = (await OfRoundAsync(world, judged.Secretariat))!.Scales[0].Agreement.ShouldHaveSingleItem();
        (all.CategoryCode, all.Total!.Entries, all.Total.Jurors, all.Total.Marks).ShouldBe((AwardWorld.Category, 6, 4, 19));
        all.Total.Alpha.ShouldBeInRange(all.Total.Low, all.Total.High);
        all.Lines.Select(l => l.Line.Code).ShouldBe(AwardWorld.Edition.RubricFor(Preliminary, AwardWorld.Category)!.Lines.Select(l => l.Code));

        await HideAsync(world, judged, judged.Dossiers[5]);
        var seen = (await OfRoundAsync(world, judged.Secretariat))!.Scales[0].Agreement.ShouldHaveSingleItem();
        (seen.Total!.Entries, seen.Total.Jurors, seen.Total.Marks).ShouldBe((5, 3, 15), "nothing of the dossier in conflict is in it");
    }

    [Theory, Engines]
    public async Task Ties_found_to_be_no_conflict_are_compared_only_where_several_jurors_have_them(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var judged = await JudgedAsync(world);
        async Task<OwnOrganisation?> OwnAsync() => (await OfRoundAsync(world, judged.Secretariat))!.Scales[0].Own;
        (await OwnAsync()).ShouldBeNull("nobody has a tie");

        await TieAsync(0, 0, ConflictSource.SameOrganisation, ConflictState.Dismissed);
        await TieAsync(1, 1, ConflictSource.Declared, ConflictState.Dismissed);
        (await OwnAsync()).ShouldBe(new OwnOrganisation(1, 1, null), "one sheet says nothing, and it would be about one person");
        for (var n = 1; n <= 4; n++) await TieAsync(n, n % 3, ConflictSource.SameMailDomain, ConflictState.Dismissed);
        var own = (await OwnAsync()).ShouldNotBeNull();
        (own.Sheets, own.Jurors).ShouldBe((5, 3));
        own.Found.ShouldNotBeNull().Own.ShouldBe(5);
        own.Interval!.Value.Low.ShouldBeLessThan(own.Found!.Effect);

        await HideAsync(world, judged, judged.Dossiers[4]);
        (await OwnAsync()).ShouldBe(new OwnOrganisation(4, 3, null), "the sheet on the hidden dossier is not counted");

        Task TieAsync(int dossier, int juror, ConflictSource source, ConflictState state) => world.WithAsync(db =>
        {
            db.Conflicts.Add(new() { Id = Guid.CreateVersion7(), EditionKey = AwardWorld.Key, PersonId = judged.Jurors[juror].PersonId!.Value, DossierId = judged.Dossiers[dossier].Id, Source = source, State = state, NotedAt = world.Clock.Now, SettledAt = world.Clock.Now, SettledBy = judged.Secretariat.PersonId, Reason = "Khác phòng" });
            return db.SaveChangesAsync();
        });
    }

    [Theory, Engines]
    public async Task The_workbook_has_severities_in_full_precision_for_whoever_reads_their_page(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var judged = await JudgedAsync(world);
        Task<ScoreTable?> TableAsync(Actor actor) => world.WithAsync(db => db.SeverityTableAsync(actor, AwardWorld.Edition, Preliminary, world.Clock.Now, default));
        var rows = (await OfRoundAsync(world, judged.Secretariat))!.Scales[0].Rows;
        var table = (await TableAsync(judged.Secretariat)).ShouldNotBeNull();
        table.Rows.Select(r => (r[0], r[3])).ShouldBe(rows.Select(r => (ScoreCell.Of(r.Name), ScoreCell.Precise(r.Severity!.Severity))));
        table.Rows[0][3].ShouldBe(new NumberCell(rows[0].Severity!.Severity / 10_000m, 4), "as recorded, not as shown");
        table.Rows.ShouldAllBe(r => r.Count == table.Columns.Count);

        await HideAsync(world, judged, judged.Dossiers[5]);
        (await TableAsync(judged.Secretariat))!.Rows.Select(r => r[0]).ShouldNotContain(ScoreCell.Of("Giám khảo 4"));
        (await TableAsync(judged.Jurors[0])).ShouldBeNull();
        var chair = await world.PersonAsync("Chủ tịch", Role.Chair, Role.Juror);
        await world.AssignAsync(judged.Dossiers[0], chair);
        (await TableAsync(chair)).ShouldBeNull("a sheet is still to be signed");
        world.Clock.Now -= Duration.FromMilliseconds(1);
        (await TableAsync(judged.Secretariat)).ShouldBeNull("the round is open");
    }

    private static Task HideAsync(AwardWorld world, Judged judged, AwardDossier dossier) => world.WithAsync(db =>
    {
        db.Conflicts.Add(new() { Id = Guid.CreateVersion7(), EditionKey = AwardWorld.Key, PersonId = judged.Secretariat.PersonId!.Value, DossierId = dossier.Id, Source = ConflictSource.Declared, State = ConflictState.Suggested, NotedAt = world.Clock.Now });
        return db.SaveChangesAsync();
    });
}
