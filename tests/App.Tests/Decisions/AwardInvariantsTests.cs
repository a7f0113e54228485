using BangVang.App.Decisions;
using BangVang.App.Editions;
using BangVang.App.Panels;
using BangVang.App.Storage;
using BangVang.Domain.Decisions;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Kernel;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Decisions;

/// <summary>Whoever changes panels, sheets, votes or the result behind the application's back is told on by the doctor.</summary>
public sealed class AwardInvariantsTests
{
    /// <summary>What is done to the database of a published award, and the invariant that notices.</summary>
    private static readonly (string Noticed, string Broken)[] Breaks =
    [
        ("panels.assignments_fit_a_panel", "DELETE FROM panel_seat WHERE round_code = 'final'"),
        ("panels.assignments_fit_a_panel", "UPDATE panel_seat SET appointed_at = appointed_at + 315360000000"),
        ("panels.assignments_fit_their_dossier", "UPDATE assignment SET category_code = 'potential' WHERE round_code = 'final'"),
        ("panels.no_assignment_in_conflict", "UPDATE conflict SET state = 'Confirmed'"),
        ("panels.assignments_are_in_the_log", "DELETE FROM log_event WHERE kind = 'assignment.sealed'"),
        ("panels.entries_come_from_a_shortlist", "UPDATE round_entry SET entered_at = entered_at + 1"),
        ("panels.affinities_fit_their_dossier", "UPDATE affinity_override SET edition_key = 'other/2026'"),
        ("panels.affinities_are_in_the_trail", "UPDATE affinity_override SET set_at = set_at + 1"),
        ("panels.profiles_are_in_the_trail", "UPDATE juror_profile SET written_by = (SELECT id FROM person WHERE id <> written_by LIMIT 1)"),
        ("decisions.signed_papers_are_in_the_log", $"""
            INSERT INTO stored_file (id, owner_id, purpose_kind, subject_id, field, name, kind, bytes, sha256, created_at) SELECT p.id, p.id, 'decision', p.id, '', 'x.pdf', 'Pdf', 1, '{new string('a', 64)}', 1 FROM person p LIMIT 1;
            INSERT INTO signed_paper (edition_key, file_id, sha256, signatures, added_at, added_by, version) SELECT 'demo/2026', f.id, f.sha256, '[]', 1, f.owner_id, 1 FROM stored_file f WHERE f.purpose_kind = 'decision'
            """),
        ("scoring.signed_sheets_are_whole", "UPDATE scoresheet SET score = score + 1 WHERE round_code = 'preliminary'"),
        ("scoring.signed_sheets_are_whole", "UPDATE scoresheet SET marks = REPLACE(marks, '900', '925')"),
        ("scoring.signed_sheets_are_whole", "UPDATE scoresheet SET marks = REPLACE(marks, 'improvement', 'something-else')"),
        ("scoring.sheets_were_assigned", "DELETE FROM assignment WHERE round_code = 'final'"),
        ("scoring.nobody_signs_in_conflict", "UPDATE conflict SET state = 'Suggested', noted_at = (SELECT MIN(signed_at) - 1 FROM scoresheet)"),
        ("scoring.no_counted_sheet_in_conflict", "UPDATE conflict SET state = 'Confirmed', settled_at = NULL, noted_at = (SELECT MIN(signed_at) + 1 FROM scoresheet)"),
        ("scoring.signatures_are_in_the_log", "UPDATE scoresheet SET signed_at = signed_at + 1"),
        ("scoring.setting_aside_is_in_the_log", "UPDATE scoresheet SET state = 'SetAside', reason = 'Không rõ' WHERE round_code = 'preliminary'"),
        ("scoring.unlocks_are_in_the_log", "INSERT INTO scoresheet_unlock (id, scoresheet_id, unlocked_at, unlocked_by, reason, before) SELECT id, id, 1, juror_id, 'Không rõ', '{}' FROM scoresheet"),
        ("scoring.signings_are_counted", "UPDATE scoresheet SET signings = 2"),
        ("decisions.one_meeting_at_a_time", "UPDATE council_meeting SET opened_at = 1, closed_at = NULL"),
        ("decisions.a_closed_meeting_left_nothing_open", "UPDATE motion SET state = 'Open', \"for\" = NULL, against = NULL, abstained = NULL, present = NULL"),
        ("decisions.votes_are_members", "DELETE FROM meeting_member"),
        ("decisions.tallies_are_the_votes", "UPDATE motion SET \"for\" = \"for\" - 1"),
        ("decisions.tallies_are_the_votes", "UPDATE motion SET \"for\" = \"for\" - 1, against = against + 1"),
        ("decisions.tallies_are_the_votes", "UPDATE vote SET choice = 'Against'"),
        ("decisions.motions_are_in_the_log", "UPDATE motion SET closed_at = closed_at + 1"),
        ("decisions.shortlists_are_in_the_log", "UPDATE shortlist SET fixed_at = fixed_at + 1"),
        ("decisions.decisions_are_in_the_log", "UPDATE award_decision SET approved_at = approved_at + 1"),
        ("decisions.decisions_are_in_the_log", "UPDATE award_decision SET published_at = published_at + 1"),
        ("decisions.extra_marks_are_in_the_log", "INSERT INTO extra_marks_request (id, edition_key, tier_code, is_minimum, reason, closes_at, asked_at, asked_by) SELECT id, 'demo/2026', 'gold', 1 = 0, 'Không rõ', 2, 1, id FROM person LIMIT 1"),
        ("decisions.extra_marks_were_signed_in_time", "INSERT INTO extra_marks_request (id, edition_key, tier_code, is_minimum, reason, closes_at, asked_at, asked_by) SELECT id, 'demo/2026', 'gold', 1 = 0, 'Không rõ', 2, 1, id FROM person LIMIT 1; UPDATE assignment SET request_id = (SELECT id FROM extra_marks_request), closes_at = 2"),
        ("decisions.scores_are_those_of_the_sheets", "UPDATE award_decision SET lines = REPLACE(lines, '900', '905')"),
        ("decisions.scores_are_those_of_the_sheets", "UPDATE shortlist SET lines = REPLACE(lines, '850', '855')"),
        ("decisions.scores_are_those_of_the_sheets", "UPDATE scoresheet SET state = 'Abstained', reason = 'Không rõ', score = NULL, signed_at = NULL WHERE round_code = 'preliminary'"),
        ("laureates.the_board_says_what_was_decided", "UPDATE award_decision SET lines = REPLACE(lines, '\"gold\"', '\"bronze\"')"),
        ("laureates.the_board_says_what_was_decided", "UPDATE laureate SET dossier_id = NULL"),
        ("laureates.the_board_says_what_was_decided", "UPDATE award_decision SET lines = '[]'"),
    ];

    [Theory, Engines]
    public async Task The_doctor_names_whatever_is_changed_behind_the_back_of_the_award(Engine engine)
    {
        await using var world = await PublishedAsync(engine);
        (await BrokenAsync(world.Test, "SELECT 1")).ShouldBeEmpty();
        foreach (var (noticed, broken) in Breaks) (await BrokenAsync(world.Test, broken)).ShouldContain(noticed, broken);
    }

    [Fact]
    public void Every_invariant_of_panels_sheets_and_decisions_is_broken_here_once() =>
        Doctor.Invariants.Select(i => i.Name).Where(n => n.StartsWith("panels.", StringComparison.Ordinal) || n.StartsWith("scoring.", StringComparison.Ordinal) || n.StartsWith("decisions.", StringComparison.Ordinal))
            .Except(Breaks.Select(b => b.Noticed)).ShouldBeEmpty();

    /// <summary>Two dossiers through two rounds, a vote and the publication; a conflict that was looked at and found to be none.</summary>
    private static async Task<AwardWorld> PublishedAsync(Engine engine)
    {
        var world = await AwardWorld.CreateAsync(engine);
        var (secretariat, chair, jurors) = (await world.PersonAsync("Chuyên viên", Role.Secretariat), await world.PersonAsync("Chủ tịch", Role.Chair), await world.JurorsAsync(3));
        var (gold, silver) = (await world.DossierAsync("Một cửa số"), await world.DossierAsync("Kho dữ liệu mở"));
        await world.ProposeAsync(secretariat, jurors, new Dictionary<AwardDossier, int> { [gold] = 900, [silver] = 850 });
        (await world.WithAsync(db => new DescribeJuror(db, new EditionBook(db), world.Clock).RunAsync(secretariat, AwardWorld.Key, jurors[0].PersonId!.Value, "Dịch vụ công", [], 0, default))).ShouldBeNull();
        (await world.WithAsync(db => new OverrideAffinity(db, world.Clock).RunAsync(secretariat, AwardWorld.Key, gold.Id, jurors[0].PersonId!.Value, 80, "Chuyên gia", default))).ShouldBeNull();
        var meeting = await world.OpenMeetingAsync(secretariat, chair, jurors);
        await world.CarryAsync(meeting, chair, jurors, new(MotionKind.AcceptProposal, "Thông qua dự kiến xếp giải", "", null, null, null));
        (await world.WithAsync(db => new OpenOrCloseMeeting(db, new EditionBook(db), world.Clock).RunAsync(chair, meeting, open: false, default))).ShouldBeNull();
        (await world.WithAsync(db => new CallMeeting(db, new EditionBook(db), world.Clock).RunAsync(secretariat, AwardWorld.Key, "Phiên họp thứ hai", "Hà Nội", world.Clock.Now, [], null, default))).TryGet(out _, out _).ShouldBeTrue();
        (await world.WithAsync(db => new ApproveDecision(db, new EditionBook(db), world.Clock).RunAsync(chair, AwardWorld.Key, default))).ShouldBeNull();
        world.Clock.Now = AwardWorld.Opens("announcement");
        (await world.PublishAsync(secretariat)).TryGet(out var honoured, out _).ShouldBeTrue();
        honoured.ShouldBe(2);
        await world.WithAsync(db =>
        {
            db.Conflicts.Add(new()
            {
                Id = Ids.New(world.Clock.Now), EditionKey = AwardWorld.Key, PersonId = jurors[0].PersonId!.Value, DossierId = gold.Id, Source = ConflictSource.SameOrganisation,
                State = ConflictState.Dismissed, Reason = "Chỉ trùng tên", NotedAt = world.Clock.Now, SettledAt = world.Clock.Now, SettledBy = secretariat.PersonId,
            });
            return db.SaveChangesAsync();
        });
        return world;
    }

    /// <summary>What the doctor says while <paramref name="sql"/> is done; afterwards it is undone.</summary>
    private static async Task<IReadOnlyList<string>> BrokenAsync(TestDb test, string sql)
    {
        await using var db = test.Open();
        await db.Database.OpenConnectionAsync();
        string[] first = test.Engine is Engine.Sqlite ? ["BEGIN", "DROP TRIGGER log_event_is_not_deleted"] : ["BEGIN", "DROP TRIGGER log_event_is_not_changed ON log_event"];
        foreach (var each in (string[])[.. first, sql.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal)]) await db.Database.ExecuteSqlRawAsync(each);
        // The doctor looks at what this transaction did, and ends it by taking it back.
        var findings = await new Doctor(db, test.DatabaseEngine with { BeginSnapshotSql = "SELECT 1" }).RunAsync(default);
        return [.. findings.Where(f => !f.Holds).Select(f => f.Name)];
    }
}
