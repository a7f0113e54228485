using System.Text.Json.Nodes;
using BangVang.App.Decisions;
using BangVang.App.Documents;
using BangVang.App.Editions;
using BangVang.App.Tests.People;
using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Scoring;
using BangVang.Judging;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Decisions;

/// <summary>The final round of the demonstration edition counts calibrated scores: from the sheets to what everybody reads.</summary>
public sealed class CalibratedRoundTests
{
    private static readonly ScoringRound Final = (ScoringRound)AwardWorld.Edition.Round("final")!;

    private sealed record Finalists(Actor Secretariat, Actor Chair, IReadOnlyList<Actor> Jurors, AwardDossier First, AwardDossier Second, AwardDossier Third, AwardDossier Fourth);

    /// <summary>The first juror takes a point off whatever the others think; who is scored by that juror suffers.</summary>
    private static async Task<Finalists> ScoredAsync(AwardWorld world)
    {
        var f = new Finalists(await world.PersonAsync("Chuyên viên", Role.Secretariat), await world.PersonAsync("Chủ tịch", Role.Chair), await world.JurorsAsync(5),
            await world.DossierAsync("Một cửa số"), await world.DossierAsync("Kho dữ liệu mở"), await world.DossierAsync("Trợ lý văn bản"), await world.DossierAsync("Bản đồ số"));
        AwardDossier[] all = [f.First, f.Second, f.Third, f.Fourth];
        world.Clock.Now = AwardWorld.Opens("preliminary");
        foreach (var dossier in all) foreach (var juror in f.Jurors.Take(3)) await world.SignedAsync(dossier, juror, 800);
        world.Clock.Now = AwardWorld.Closes("preliminary");
        (await world.WithAsync(db => new FixShortlist(db, new EditionBook(db), world.Clock).RunAsync(f.Secretariat, AwardWorld.Key, "preliminary", new Dictionary<Guid, string>(), null, default))).ShouldBeNull();
        world.Clock.Now = AwardWorld.Opens("final");
        (int Dossier, int Juror, int Mark)[] sheets =
            [(0, 0, 800), (0, 1, 900), (0, 2, 900), (1, 0, 750), (1, 2, 850), (1, 3, 850), (2, 1, 750), (2, 3, 750), (2, 4, 750), (3, 2, 850), (3, 3, 850), (3, 4, 900)];
        foreach (var (dossier, juror, mark) in sheets) await world.SignedAsync(all[dossier], f.Jurors[juror], mark, "final");
        world.Clock.Now = AwardWorld.Closes("final");
        return f;
    }

    private static Task<RoundResults?> ResultsAsync(AwardWorld world, Actor actor) => world.WithAsync(db => db.RoundResultsAsync(actor, AwardWorld.Edition, Final, world.Clock.Now, default));

    [Theory, Engines]
    public async Task Both_numbers_are_kept_and_the_calibrated_one_decides(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var f = await ScoredAsync(world);

        var results = (await ResultsAsync(world, f.Secretariat)).ShouldNotBeNull();
        // By raw scores the fourth (8,67) and the first (8,67) are equal; the first met the strict juror.
        results.Rows.Select(r => (r.Reference, r.Both!.Raw, r.Rank)).ShouldBe([(f.First.Reference, 867, 1), (f.Fourth.Reference, 867, 2), (f.Second.Reference, 817, 3), (f.Third.Reference, 750, 4)]);
        results.Rows.ShouldAllBe(r => r.Both!.CountsCalibrated && r.Score == r.Both.Calibrated);
        results.Rows[0].Score!.Value.ShouldBeGreaterThan(867);
        results.Rows[1].Score!.Value.ShouldBeLessThan(867);
        results.Calibration!.Scales[0].Of(f.Jurors[0].PersonId!.Value)!.Severity.ShouldBeGreaterThan(1_000);

        var table = (await world.WithAsync(db => db.ScoreTableAsync(f.Secretariat, AwardWorld.Edition, Final, world.Clock.Now, default))).Value();
        table.Columns.TakeLast(4).ShouldBe(["Điểm", "Điểm thô", "Điểm hiệu chỉnh", "Điểm được tính"]);
        table.Rows[0].TakeLast(4).ShouldBe([ScoreCell.Points(results.Rows[0].Score), ScoreCell.Points(867), ScoreCell.Points(results.Rows[0].Score), ScoreCell.Of("điểm hiệu chỉnh")]);
    }

    [Theory, Engines]
    public async Task The_scores_of_the_decision_are_recomputed_from_the_log_alone_and_the_applicant_reads_both(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var f = await ScoredAsync(world);
        world.Clock.Now = AwardWorld.Opens("council");
        var proposed = (await world.WithAsync(db => new ProposeDecision(db, new EditionBook(db), world.Clock).RunAsync(f.Secretariat, AwardWorld.Key, default))).Value();
        await world.ApproveAsync(f.Secretariat, f.Chair, f.Jurors);

        await using (var db = world.Test.Open())
        {
            var payload = JsonNode.Parse((await db.LogEvents.SingleAsync(e => e.Kind == "decision.approved")).Payload)!;
            var calibration = payload["calibrations"]!.AsArray().Single(c => (string)c!["category"]! == AwardWorld.Category)!["calibration"]!;
            ((string)calibration["model"]!, calibration["gap"]).ShouldBe(("mixed", null));
            var names = await db.PseudonymsAsync(AwardWorld.Key, default);
            var sheets = await db.Scoresheets.Where(s => s.RoundCode == "final").Select(s => new { s.DossierId, s.JurorId, s.Score }).ToListAsync();
            foreach (var line in payload["lines"]!.AsArray())
            {
                var own = sheets.Where(s => proposed.Lines.Single(l => l.Reference == (string)line!["dossier"]!).DossierId == s.DossierId).ToList();
                var sum = own.Sum(s => s.Score!.Value * 100 + (int)calibration["severities"]![names.Of(s.JurorId)]!);
                ((int)line!["score"]!).ShouldBe(Rounding.HalfAwayFromZero(sum, own.Count * 100));
                ((int)line["raw"]!).ShouldBe(Rounding.HalfAwayFromZero(own.Sum(s => s.Score!.Value), own.Count));
            }
            var minutes = (await db.MinutesAsync(new EditionBook(db), f.Secretariat, await db.CouncilMeetings.Select(m => m.Id).SingleAsync(), world.Clock.Now, default)).Value();
            minutes.Remarks.ShouldHaveSingleItem().ShouldContain("điểm hiệu chỉnh");
            minutes.Results.Select(r => r.Raw).ShouldBe([867, 867, 817, 750]);
        }

        world.Clock.Now = AwardWorld.Opens("announcement");
        (await world.PublishAsync(f.Secretariat)).Value();
        var told = (await world.WithAsync(db => db.ResultForApplicantAsync(new EditionBook(db), f.First.Applicant, f.First.Id, world.Clock.Now, default))).ShouldNotBeNull();
        var rounds = told.Rounds.ToDictionary(r => r.Round.Code);
        (rounds["final"].Raw, rounds["final"].Score).ShouldBe((867, proposed.Lines.Single(l => l.DossierId == f.First.Id).Score));
        // Where raw scores count the other number is for the secretariat alone.
        (rounds["preliminary"].Raw, rounds["preliminary"].Score).ShouldBe((null, 800));
    }

    [Theory, Engines]
    public async Task Prizes_too_close_to_call_are_on_the_agenda_of_those_who_may_know_the_dossiers(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var f = await ScoredAsync(world);
        world.Clock.Now = AwardWorld.Opens("council");
        (await AgendaAsync(f.Chair)).ShouldNotBeEmpty("the chair looks at it before anything is proposed");
        (await world.WithAsync(db => new ProposeDecision(db, new EditionBook(db), world.Clock).RunAsync(f.Secretariat, AwardWorld.Key, default))).Value();

        // The first is clear of the rest; who is second is not settled.
        var silver = (await AgendaAsync(f.Chair))[0];
        (silver.Line.TierCode, silver.Line.Places).ShouldBe(("silver", 2));
        silver.Line.Pairs.ShouldContain(p => p.Above == f.Fourth.Reference && p.Below == f.Second.Reference);
        silver.Line.Pairs.ShouldAllBe(p => p.Chance < 0.9);
        // Whoever has no sheet of a dossier may be asked for one: the first two did not score the fourth.
        silver.Marks.ShouldNotBeEmpty();
        silver.Marks.Where(m => m.Reference == f.Fourth.Reference).Select(m => m.Juror).Distinct().Order().ShouldBe(["Giám khảo 1", "Giám khảo 2"]);

        (await AgendaAsync(f.Jurors[0])).ShouldBeEmpty("no meeting runs");
        await world.OpenMeetingAsync(f.Secretariat, f.Chair, f.Jurors);
        (await AgendaAsync(f.Jurors[0]))[0].Marks.ShouldBeEmpty();
        (await AgendaAsync(f.First.Applicant)).ShouldBeEmpty();

        await world.WithAsync(db =>
        {
            foreach (var person in new[] { f.Chair, f.Jurors[1] })
                db.Conflicts.Add(new() { Id = Guid.CreateVersion7(), EditionKey = AwardWorld.Key, PersonId = person.PersonId!.Value, DossierId = f.Fourth.Id, Source = ConflictSource.Declared, State = ConflictState.Suggested, NotedAt = world.Clock.Now });
            return db.SaveChangesAsync();
        });
        (await AgendaAsync(f.Chair)).ShouldAllBe(l => !l.Names.ContainsKey(f.Fourth.Reference) && l.Line.Pairs.All(p => p.Above != f.Fourth.Reference && p.Below != f.Fourth.Reference) && l.Marks.All(m => m.Reference != f.Fourth.Reference));
        (await AgendaAsync(f.Secretariat))[0].Marks.Where(m => m.Reference == f.Fourth.Reference).Select(m => m.Juror).Distinct().ShouldBe(["Giám khảo 1"]);

        Task<IReadOnlyList<AgendaLine>> AgendaAsync(Actor actor) => world.WithAsync(db => db.CouncilAgendaAsync(actor, AwardWorld.Edition, world.Clock.Now, default));
    }

    [Theory, Engines]
    public async Task A_dossier_withdrawn_after_it_was_scored_moves_nobody_s_score(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var f = await ScoredAsync(world);
        var before = (await ResultsAsync(world, f.Secretariat))!.Rows.Where(r => r.DossierId != f.Second.Id).Select(r => (r.Reference, r.Score)).ToList();

        await world.WithAsync(async db =>
        {
            (await db.Dossiers.SingleAsync(d => d.Id == f.Second.Id)).Withdraw(AwardWorld.Edition, "Rút theo nguyện vọng", AwardWorld.Opens("final")).ShouldBeNull();
            return await db.SaveChangesAsync();
        });

        (await ResultsAsync(world, f.Secretariat))!.Rows.Select(r => (r.Reference, r.Score)).ShouldBe(before);
    }

    [Theory, Engines]
    public async Task Where_dossiers_share_no_juror_raw_scores_count_and_the_parts_are_named_to_those_who_may_know_them(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var f = await ScoredAsync(world);
        world.Clock.Now = AwardWorld.Opens("final");
        var (alone, others) = (await world.DossierAsync("Cổng học liệu"), await world.JurorsAsync(3, "final"));
        await world.WithAsync(db =>
        {
            db.RoundEntries.Add(new() { EditionKey = AwardWorld.Key, RoundCode = "final", CategoryCode = AwardWorld.Category, DossierId = alone.Id, EnteredAt = world.Clock.Now });
            return db.SaveChangesAsync();
        });
        foreach (var juror in others) await world.SignedAsync(alone, juror, 950, "final");
        world.Clock.Now = AwardWorld.Closes("final");

        var results = (await ResultsAsync(world, f.Secretariat))!;
        results.Rows.ShouldAllBe(r => !r.Both!.CountsCalibrated && r.Score == r.Both.Raw && r.Both.Calibrated == null);
        var gap = results.Uncalibrated.ShouldHaveSingleItem();
        gap.Gap.ShouldBe(CalibrationGap.NotConnected);
        gap.Parts.ShouldBe([[f.First.Reference, f.Second.Reference, f.Third.Reference, f.Fourth.Reference], [alone.Reference]]);

        await world.WithAsync(db =>
        {
            db.Conflicts.Add(new() { Id = Guid.CreateVersion7(), EditionKey = AwardWorld.Key, PersonId = f.Secretariat.PersonId!.Value, DossierId = f.Third.Id, Source = ConflictSource.Declared, State = ConflictState.Suggested, NotedAt = world.Clock.Now });
            return db.SaveChangesAsync();
        });
        (await ResultsAsync(world, f.Secretariat))!.Uncalibrated.Single().Parts.ShouldBe([[f.First.Reference, f.Second.Reference, f.Fourth.Reference], [alone.Reference]]);
    }
}
