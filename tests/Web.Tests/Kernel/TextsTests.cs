using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Laureates;
using BangVang.Web.Kernel;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.Web.Tests.Kernel;

public sealed partial class TextsTests
{
    /// <summary>Beginnings of keys that the code puts together: roles, phases and the like by their name.</summary>
    private static readonly string[] Composed =
    [
        "allocate.", "audit.act_", "ceremony.attendance_", "ceremony.cue_kind_", "ceremony.done_", "ceremony.rehearsed_failure_", "certificates.certificate_standing_", "audit.done_", "commitments.commitment_kind_", "commitments.commitment_state_", "commitments.done_", "exhibition.done_", "certificates.done_", "decisions.decision_state_", "decisions.done_", "decisions.motion_kind_", "log.kind_",
        "decisions.motion_state_", "decisions.vote_choice_", "door.done_", "door.fault_", "door.reason_", "dossiers.eligible_", "editions.figure_kind_", "eligibility.", "forum.section_", "forum.theme_kind_", "forum.venue_kind_",
        "enterprise.legal_form_", "files.upload_", "kernel.role_", "kernel.status_", "laureates.field_",
        "laureates.laureate_change_kind_", "laureates.planned_kind_", "manage.screening_state_", "notices.done_", "notices.notice_kind_",
        "panels.conflict_source_", "panels.conflict_state_", "panels.done_", "panels.panel_objective_", "panels.scoresheet_state_", "people.demo_about_",
        "programme.conflict_", "programme.done_", "programme.language_", "programme.session_kind_", "programme.session_role_", "programme.session_state_", "programme.signage_view_",
        "people.done_", "questions.done_", "questions.question_kind_", "registration.done_", "registration.party_state_", "stream.link_state_", "screening.appeal_against_", "screening.appeal_state_",
        "screening.done_", "sealing.done_", "screening.officer_finding_", "screening.screening_state_", "secretariat.done_", "secretariat.mail_selection_", "simulation.done_", "simulation.gold_", "simulation.model_", "simulation.ten_", "simulation.way_",
    ];

    [Fact]
    public void Both_languages_have_the_same_keys() =>
        Texts.All("vi").Keys.Order().ShouldBe(Texts.All("en").Keys.Order());

    [Fact]
    public void Both_languages_have_the_same_placeholders() => Texts.All("vi").Keys
        .Where(k => !Placeholders(Texts.All("vi")[k]).SequenceEqual(Placeholders(Texts.All("en")[k])))
        .ShouldBeEmpty();

    [Theory]
    [InlineData(0, "0 dossiers, 1 juror")]
    [InlineData(1, "1 dossier, 1 juror")]
    [InlineData(12, "12 dossiers, 1 juror")]
    public void A_word_goes_with_its_number(int dossiers, string expected)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
        try { new Texts(NullLogger<Texts>.Instance, new HostingEnvironment { EnvironmentName = Environments.Development })["panels.counts", ("dossiers", dossiers), ("jurors", 1L)].ShouldBe(expected); }
        finally { CultureInfo.CurrentUICulture = before; }
    }

    /// <summary>A choice names a number that is given: it stands beside it, or the page writes it in front.</summary>
    [Fact]
    public void A_choice_of_words_has_its_two_forms_and_hides_no_placeholder()
    {
        var choices = Texts.All("en").Values.Concat(Texts.All("vi").Values).SelectMany(t => Texts.Choice().Matches(t)).ToList();
        choices.ShouldNotBeEmpty();
        choices.ShouldAllBe(c => c.Groups[2].Value != c.Groups[3].Value);
        Texts.All("en").Concat(Texts.All("vi")).Where(t => Texts.Choice().Replace(t.Value, "").Contains('?', StringComparison.Ordinal) && Texts.Choice().Replace(t.Value, "").Contains('|', StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void No_text_is_empty_and_no_English_one_is_still_Vietnamese()
    {
        Texts.All("vi").Where(t => string.IsNullOrWhiteSpace(t.Value)).ShouldBeEmpty();
        Texts.All("en").Where(t => string.IsNullOrWhiteSpace(t.Value)).ShouldBeEmpty();
        // Letters that English text has only in names.
        Texts.All("en").Where(t => Vietnamese().IsMatch(t.Value.Replace("Bảng Vàng", "").Replace("Tiếng Việt", "").Replace("Hà Nội", "").Replace("đồng", ""))).ShouldBeEmpty();
    }

    [Fact]
    public void A_key_stands_in_the_file_of_its_first_word()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(Web(), "Resources"), "*.resx"))
        {
            var word = Path.GetFileName(file).Split('.')[0].ToLowerInvariant();
            ResxKey().Matches(File.ReadAllText(file)).Select(m => m.Groups[1].Value).Where(k => !k.StartsWith(word + ".", StringComparison.Ordinal)).ShouldBeEmpty(file);
        }
    }

    [Fact]
    public void Every_kind_of_entry_of_the_public_log_has_a_name()
    {
        var kinds = Sources("BangVang.App").SelectMany(s => LogKind().Matches(s)).Select(m => m.Groups[1].Value)
            .Concat(["edition.published", "edition.amended", "laureate.added", "laureate.honoured"]).Concat(Enum.GetNames<LaureateChangeKind>().Select(k => $"laureate.{k.ToLowerInvariant()}")).Distinct().ToList();
        kinds.Count.ShouldBeGreaterThan(20);
        kinds.Where(k => !Texts.All("vi").ContainsKey("log.kind_" + k.Replace('.', '_'))).ShouldBeEmpty();
    }

    [GeneratedRegex("\\.Log\\([^,\"]*, \"([a-z._]+)\"")]
    private static partial Regex LogKind();

    /// <summary>Every action that the trail may hold is told in words.</summary>
    [Fact]
    public void Every_act_of_the_trail_has_a_name()
    {
        var acts = Directory.EnumerateFiles(Path.Combine(Web(), "..", "BangVang.App"), "*.cs", SearchOption.AllDirectories).SelectMany(File.ReadLines)
            .Where(l => AuditedLine().IsMatch(l)).SelectMany(l => ActLiteral().Matches(l)).Select(m => m.Groups[1].Value)
            .Concat(Enum.GetNames<LaureateChangeKind>().Select(k => $"laureate.{k.ToLowerInvariant()}")).Distinct().ToList();
        acts.ShouldContain("scoring.signed");
        acts.Where(a => !Texts.All("vi").ContainsKey("audit.act_" + a.Replace('.', '_'))).ShouldBeEmpty();
    }

    [GeneratedRegex(@"\.Audit\(|AuditEntries\.Add|AddToBoard\(|SettleAsync\(|happened = ")]
    private static partial Regex AuditedLine();

    [GeneratedRegex("\"([a-z]+\\.[a-z_]+)\"")]
    private static partial Regex ActLiteral();

    [Fact]
    public void Every_key_the_code_names_exists()
    {
        var words = Texts.All("vi").Keys.Select(k => k.Split('.')[0]).ToHashSet();
        var missing = Literals("BangVang.Web").Where(k => words.Contains(k.Split('.')[0]) && !Texts.All("vi").ContainsKey(k) && !Composed.Any(c => k.StartsWith(c, StringComparison.Ordinal)));
        missing.ShouldBeEmpty();
    }

    [Fact]
    public void Every_refusal_of_the_award_has_a_sentence()
    {
        var codes = Sources("BangVang.Domain").Concat(Sources("BangVang.App"))
            .SelectMany(s => RefusalCode().Matches(s)).Select(m => m.Groups[1].Value).Distinct().ToList();
        codes.ShouldContain("demo.only_forward");
        codes.Where(c => !Texts.All("vi").ContainsKey(c)).ShouldBeEmpty();
    }

    [Fact]
    public void No_text_is_left_over()
    {
        var used = Literals("BangVang.Web").Concat(Literals("BangVang.App")).Concat(Literals("BangVang.Domain")).ToHashSet();
        Texts.All("vi").Keys.Where(k => !used.Contains(k) && !Composed.Any(c => k.StartsWith(c, StringComparison.Ordinal))).ShouldBeEmpty();
    }

    [Fact]
    public void Each_role_has_a_name() =>
        Enum.GetValues<Role>().Select(r => Texts.KeyOf("kernel", r)).ShouldAllBe(k => Texts.All("en").ContainsKey(k));

    [Fact]
    public void Numbers_and_times_are_written_as_each_language_does()
    {
        var at = Instant.FromUtc(2026, 10, 1, 7, 5);
        Writing.Vietnamese.Number(1234567).ShouldBe("1.234.567");
        Writing.Vietnamese.Number(1234.5m).ShouldBe("1.234,5");
        Writing.Vietnamese.Points(825).ShouldBe("8,25");
        Writing.Vietnamese.Money(12_500_000).ShouldBe("12.500.000 đồng");
        Writing.Vietnamese.Moment(at).ShouldBe("01/10/2026, 14:05 (UTC+7)");
        Writing.English.Number(1234.5m).ShouldBe("1,234.5");
        Writing.English.Moment(at).ShouldBe("1 Oct 2026, 14:05 (UTC+7)");
        Writing.Vietnamese.Value("year", 2026).ShouldBe("2026");
        Writing.Vietnamese.Value("count", 2026).ShouldBe("2.026");
    }

    [Fact]
    public void The_end_of_a_window_at_midnight_is_the_end_of_the_day_before()
    {
        Writing.Vietnamese.End(Instant.FromUtc(2025, 10, 22, 17, 0)).ShouldBe("hết ngày 22/10/2025 (UTC+7)");
        Writing.English.End(Instant.FromUtc(2025, 10, 22, 17, 0)).ShouldBe("the end of 22 Oct 2025 (UTC+7)");
        Writing.Vietnamese.End(Instant.FromUtc(2025, 10, 22, 10, 0)).ShouldBe("22/10/2025, 17:00 (UTC+7)");
    }

    private static IEnumerable<string> Placeholders(string text) => Texts.Placeholder().Matches(text).Select(m => m.Value).Order();

    private static IEnumerable<string> Literals(string project) => Sources(project).SelectMany(s => Literal().Matches(s)).Select(m => m.Groups[1].Value).Distinct();

    private static IEnumerable<string> Sources(string project) => new[] { "*.cs", "*.cshtml" }
        .SelectMany(p => Directory.GetFiles(Path.Combine(Source(), project), p, SearchOption.AllDirectories))
        .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
        .Select(File.ReadAllText);

    private static string Web() => Path.Combine(Source(), "BangVang.Web");

    private static string Source([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(here, "../../../../src"));

    [GeneratedRegex("\"([a-z]+\\.[a-z0-9_]+)\"")]
    private static partial Regex Literal();

    [GeneratedRegex("(?:Invalid|NotFound|Forbidden|Conflict|NotNow)(?:,\\s*|\\()\"([a-z]+\\.[a-z0-9_]+)\"")]
    private static partial Regex RefusalCode();

    [GeneratedRegex("<data name=\"([^\"]+)\"")]
    private static partial Regex ResxKey();

    [GeneratedRegex("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹàèìòùáéíóúýãĩõũ]", RegexOptions.IgnoreCase)]
    private static partial Regex Vietnamese();
}
