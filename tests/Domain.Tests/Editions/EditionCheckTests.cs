using BangVang.App.Editions;
using BangVang.Testing;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace BangVang.Domain.Tests.Editions;

public sealed class EditionCheckTests : IDisposable
{
    private readonly List<string> folders = [];

    private static readonly string Complete = Path.Combine(Shipped.Root, "tests/Domain.Tests/Editions/complete");
    private static readonly string Text = File.ReadAllText(Path.Combine(Complete, "edition.yaml"));

    [Fact]
    public void A_complete_edition_has_no_problem_and_lacks_nothing()
    {
        EditionFolder.Check(Complete).Select(p => p.ToString()).ShouldBeEmpty();
        EditionFolder.Missing(Complete).ShouldBeEmpty();
    }

    /// <summary>What is changed, into what, the code it must be reported with, and a piece of the line where.</summary>
    public static TheoryData<string, string, string, string> Mistakes => new()
    {
        // Text and keys.
        { "number: 3\n", "number: 3\n: [\n", "edition.not_yaml", ": [" },
        { "number: 3\n", "number: &three 3\n", "edition.yaml_alias", "&three" },
        { "zone: Asia", "timezone: Asia", "edition.key_unknown", "timezone" },
        { "preliminary_registration: {", "preliminary_registrations: {", "edition.key_misspelt", "preliminary_registrations" },
        { "number: 3\n", "number: 3\nnumber: 4\n", "edition.key_twice", "number: 4" },
        { "part: host, ", "", "edition.key_missing", "Bộ A" },
        { "    quorum: 4\n", "", "edition.key_missing_or_unpublished", "kind: scoring\n    code: one" },
        { "name: { vi: Giải thưởng thử, en: Trial award }", "name: { vi: Giải thưởng thử }", "edition.translation_missing", "Giải thưởng thử" },
        { "name: { vi: Giải thưởng thử, en: Trial award }", "name: Giải thưởng thử", "edition.translation_missing", "Giải thưởng thử" },
        { "{ vi: Công cụ, en: Tools }", "{ vi: Công cụ, phần mềm, en: Tools }", "edition.comma_unquoted", "phần mềm" },
        { "kind: text, code: idea", "kind: longtext, code: idea", "edition.kind_unknown", "longtext" },
        { "rule: launched_by,", "rule: launched_bye,", "edition.kind_unknown_near", "launched_bye" },
        { "part: host", "part: hosst", "edition.choice_unknown_near", "hosst" },
        { "forms:\n  - code: signup-form", "forms:\n  - include: none.yaml\n  - code: signup-form", "edition.file_missing", "none.yaml" },
        { "rubrics:\n  - code: main", "rubrics:\n  - include: ../edition.yaml\n  - code: main", "edition.file_missing", "../edition.yaml" },
        // Values.
        { "year: 2030", "year: thirty", "edition.not_a_whole_number", "thirty" },
        { "number: 3\n", "number: 0\n", "edition.number_out_of_range", "number: 0" },
        { "number: 3\n", "number: unpublished\n", "edition.cannot_be_unpublished", "number: unpublished" },
        { "number: 3\n", "number:\n", "edition.value_empty", "number:" },
        { "percent: 51", "percent: 101", "edition.number_out_of_range", "percent: 101" },
        { "weight: 33.33", "weight: 33.333", "edition.not_a_number", "33.333" },
        { "max_bytes: 5 MB", "max_bytes: 5 megabytes", "edition.not_a_size", "megabytes" },
        { "more_than: true", "more_than: yes", "edition.not_true_or_false", "more_than: yes" },
        { "date: 2029-12-31", "date: 2029-02-30", "edition.not_a_date", "2029-02-30" },
        { "quorum: 2/3", "quorum: 3/2", "edition.not_a_share", "3/2" },
        { "sizes: [micro, small]", "sizes: [micro, smal]", "edition.choice_unknown_near", "smal" },
        { "sizes: [micro, small]", "sizes: []", "edition.list_empty", "sizes: []" },
        { "code: tools\n", "code: Công cụ\n", "edition.code_malformed", "code: Công cụ" },
        { "https://example.vn/law", "ftp://example.vn/law", "edition.url_malformed", "ftp" },
        { "zone: Asia/Ho_Chi_Minh", "zone: Asia/Ha_Noi", "edition.zone_unknown", "Ha_Noi" },
        { "quorum: 2/3,", "quorum: { variants: [ { value: 2/3 } ] },", "edition.variants_too_few", "variants" },
        // Codes and references.
        { "code: services\n", "code: tools\n", "edition.code_twice", "code: tools\n    name: { vi: Dịch vụ" },
        { "source: law", "source: lax", "edition.reference_unknown_near", "source: lax" },
        { "categories: [tools]", "categories: [gadgets]", "edition.reference_unknown", "[gadgets]" },
        { "    phase: intake\n", "    phase: intakes\n", "edition.reference_unknown_near", "phase: intakes" },
        { "topics: [ai]", "topics: [robots]", "edition.reference_unknown", "[robots]" },
        { "criterion: new", "criterion: newness", "edition.reference_unknown", "newness" },
        { "declares: honest", "declares: honst", "edition.reference_unknown_near", "honst" },
        { "round: one", "round: two", "edition.reference_unknown", "round: two }" },
        { "tier: gold", "tier: platinum", "edition.reference_unknown", "platinum" },
        // Calendar.
        { "closes: 2030-04-30", "closes: 2030-02-28", "edition.phase_ends_before_it_begins", "closes: 2030-02-28" },
        { "closes: 2030-05-10", "closes: 2030-04-30", "edition.extension_not_later", "notice: TB 5" },
        { "opens: 2030-05-11", "opens: 2030-05-10", "edition.phases_overlap", "code: screening, kind" },
        { "opens: 2030-08-01", "opens: 2030-07-20", "edition.phases_overlap", "code: council, kind" },
        { "opens: 2030-07-01", "opens: 2030-06-20", "edition.rounds_out_of_order", "code: last, kind" },
        { "kind: registration", "kind: intake", "edition.phase_kind_wrong", "preliminary_registration" },
        { "    phase: last\n", "    phase: council\n", "edition.phase_kind_wrong", "phase: council\n    panel" },
        { "    phase: last\n", "", "edition.round_without_phase", "kind: scoring\n    code: two" },
        { "planned: 2030-01 ", "", "edition.milestone_undated", "code: launch" },
        // Eligibility.
        { "date: 2025-01-01", "date: 2030-01-01", "edition.rules_contradict", "launched_by" },
        { "rule: launched_on_or_after, date", "rule: launched_by, date", "edition.rule_twice", "date: 2029-12-31" },
        { "          - { rule: enterprise_size_in, sizes: [micro, small] }\n", "", "edition.group_too_small", "rule: any_of" },
        // Forms.
        { "min_words: 5,", "min_words: 60,", "edition.range_reversed", "min_words: 60" },
        { "min: 0, max: 100", "min: 200, max: 100", "edition.range_reversed", "min: 200" },
        { "              - { code: \"no\", label: { vi: Không, en: \"No\" } }\n", "", "edition.too_few_options", "options:" },
        { "code: \"yes\"", "code: maybe", "edition.fact_options", "options:" },
        { "fact: in_practical_use", "fact: launched_on", "edition.fact_twice", "fact: launched_on\n            options" },
        { "fact: in_practical_use", "fact: users", "edition.fact_kind", "fact: users" },
        { "fact: in_practical_use", "fact: enterprise_size", "edition.fact_from_profile", "fact: enterprise_size" },
        { ", declares: honest", "", "edition.fact_without_declares", "kind: declaration" },
        { "    phase: intake\n    sections", "    phase: signup\n    sections", "edition.form_ambiguous", "code: dossier" },
        { "          - { kind: declaration, code: honest", "          - { kind: declaration, code: users", "edition.code_twice", "code: users, label: { vi: Ký" },
        // Scoring.
        { "weight: 40", "weight: 41", "edition.weights_not_100", "criteria:\n" },
        { "weight: 33.33", "weight: 33.34", "edition.weights_not_100", "parts:\n" },
        { "step: 0.5", "step: 0.3", "edition.scale_impossible", "scale:" },
        { "quorum: 4", "quorum: 6", "edition.quorum_above_panel", "quorum: 6" },
        { "quorum: 4", "quorum: 2", "edition.quorum_too_small_for_aggregate", "quorum: 2\n" },
        { ", trim: 1", "", "edition.aggregate_parameters", "trimmed_mean" },
        // A rule is chosen from a list, never computed.
        { "{ method: median }", "{ method: \"median(x); exit()\" }", "edition.choice_unknown", "exit()" },
        { "weight: 40", "weight: \"=20*2\"", "edition.not_a_number", "20*2" },
        { "calibrate: { model: mixed }", "calibrate: { model: rasch }", "edition.choice_unknown", "model: rasch" },
        { "calibrate: { model: mixed }", "calibrate: {}", "edition.key_missing", "calibrate: {}" },
        { "panel_size: 5\n    quorum: 3", "panel_size: 1\n    quorum: 1", "edition.calibrate_needs_two", "calibrate: { model" },
        { "{ method: median }", "{ method: median, drop_highest: 1 }", "edition.aggregate_parameters", "drop_highest" },
        { "by: criterion, criterion: new", "by: criterion", "edition.tie_parameters", "by: criterion" },
        { "      - { by: earlier_round, round: one }\n      - { by: council }", "      - { by: council }\n      - { by: earlier_round, round: one }", "edition.tie_chain_after_council", "earlier_round" },
        { "min_score: 3,", "min_score: 7,", "edition.score_outside_scale", "min_score: 7" },
        { "code: main\n", "code: other\n", "edition.reference_unknown", "rubric: main\n    aggregate: { method: trimmed" },
        // Tiers.
        { "{ by_category: { tools: 2 } }", "{ by_category: { services: 2 } }", "edition.quota_outside_tier", "services: 2" },
        { "{ by_category: { tools: 2 } }", "{ counts_higher_tiers: true }", "edition.quota_empty", "counts_higher_tiers" },
        { "in_all: 2", "in_all: 1, by_category: { tools: 2 }", "edition.quota_above_all", "in_all: 1" },
        { "min_score: 4 }", "min_score: 4.75 }", "edition.tiers_out_of_order", "min_score: 4.75" },
        { "min_score: 4.5", "min_score: 5.5", "edition.score_outside_scale", "min_score: 5.5" },
        { "{ code: gold, name: { vi: Vàng, en: Gold },", "{ code: gold, name: { vi: Vàng, en: Gold }, categories: [tools],", "edition.category_without_tier", "code: services" },
        // Care.
        { "public: publication", "public: round_closed", "edition.visibility_too_early", "public: round_closed" },
        { "juror: own_signature", "juror: always", "edition.visibility_too_early", "juror: always" },
        { "share: 1/2", "share: 0/2", "edition.share_zero", "share: 0/2" },
        { ", years: 3", "", "edition.years_missing", "former_employer" },
        { ", days_before: [3]", "", "edition.days_before_wrong", "draft_unsubmitted" },
        { "\"Chào {name}\"", "\"Chào {ten}\"", "edition.placeholder_unknown", "{ten}" },
        { "file: regulation.txt", "file: regulation.pdf", "edition.file_missing", "regulation.pdf" },
        { ", file: regulation.txt", "", "edition.document_without_place", "kind: regulation" },
        { "kind: prizes, tier", "kind: received, tier", "edition.figure_scope", "kind: received" },
    };

    [Theory, MemberData(nameof(Mistakes))]
    public void A_planted_mistake_is_told_once_at_its_line(string change, string into, string code, string where)
    {
        Text.Split(change).Length.ShouldBeGreaterThan(1, $"“{change}” is not in the edition");
        var changed = Replace(change, into);
        var problems = CheckText(changed);
        problems.Select(p => (p.Code, p.At.Line)).Distinct().ShouldContain((code, LineOf(changed, where)), string.Join('\n', problems));
        problems.Where(p => p.Code == code && p.At.Line == LineOf(changed, where)).ShouldHaveSingleItem();
        problems.ShouldAllBe(p => p.Sentence.Vi.Length > 0 && !p.Sentence.Vi.Contains('{', StringComparison.Ordinal) == !p.Sentence.En.Contains('{', StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Mistakes))]
    public void A_planted_mistake_hides_no_other(string change, string into, string code, string where)
    {
        if (code is "edition.not_yaml" or "edition.yaml_alias") return;
        var changed = Replace(change, into) + "  - { kind: prizes, tier: gold, value: many }\n";
        CheckText(changed).Select(p => p.Code).ShouldContain("edition.not_a_whole_number");
        CheckText(changed).Select(p => (p.Code, p.At.Line)).ShouldContain((code, LineOf(changed, where)));
    }

    [Fact]
    public void Every_kind_of_problem_that_reading_and_checking_can_find_is_planted_once()
    {
        string[] elsewhere =
        [
            "edition.folder_missing", "edition.file_empty", "edition.file_too_large", "edition.include_too_deep", "edition.expected_object", "edition.expected_list",
            "edition.expected_table", "edition.expected_text", "edition.day_zero_missing", "edition.phase_kind_twice",
            "edition.round_before_intake_ends", "edition.phase_without_round", "edition.screening_after_scoring", "edition.options_unexpected",
            "edition.max_choices_without_multiple", "edition.declares_without_fact", "edition.rounds_empty", "edition.rubric_unused", "edition.tiers_empty",
            "edition.pairwise_has_no_points", "edition.pairwise_not_across", "edition.years_unexpected", "edition.text_incomplete", "edition.amendment_removes_category", "edition.amendment_shortens_intake", "edition.amendment_changes_open_round",
            "edition.amendment_changes_sealing", "edition.sealing_too_early", "edition.sealing_key_malformed", "edition.sealing_key_twice", "edition.sealing_share_malformed", "edition.sealing_too_few_trustees",
            // Of a forum; planted where forums are read.
            "edition.slug_malformed", "edition.main_venue_missing", "edition.video_missing", "edition.language_missing", "edition.six_signs", "edition.time_malformed",
            "edition.door_without_gate", "edition.place_above_venue", "edition.question_kind", "edition.reapproval_without_approval", "edition.registration_after_forum",
        ];
        EditionTexts.Sentences.Keys.Except(Mistakes.Select(m => (string)m[2])).Order().ShouldBe(elsewhere.Order());
    }

    [Theory]
    [InlineData("name: { vi: Giải thưởng thử, en: Trial award }", "name: { vi: [a], en: Trial award }", "edition.expected_text")]
    [InlineData("  law: { title: Văn bản gốc, url: \"https://example.vn/law\" }", "  law: Văn bản gốc", "edition.expected_object")]
    [InlineData("{ tools: 2 }", "[tools]", "edition.expected_table")]
    [InlineData("conflicts:\n  - { kind: former_employer, effect: suggests, years: 3 }", "conflicts: none", "edition.expected_list")]
    [InlineData("effect: suggests", "effect: forbidden", "edition.choice_unknown")]
    [InlineData("date: 2029-12-31", "date: day0-30000000", "edition.not_a_date")]
    [InlineData("{ code: signup, kind: registration", "{ code: signup, kind: screening", "edition.phase_kind_twice")]
    [InlineData("opens: 2030-06-01, closes: 2030-06-20", "opens: 2030-05-10, closes: 2030-06-20", "edition.round_before_intake_ends")]
    [InlineData("  - { kind: screening, code: screen, name: { vi: Xét, en: Screening }, phase: screening }\n", "", null)]
    [InlineData("{ code: council, kind: council, name", "{ code: council, kind: scoring, name", "edition.phase_without_round")]
    [InlineData("max_words: 50 }", "max_words: 50, declares: honest }", "edition.declares_without_fact")]
    [InlineData("{ kind: former_employer, effect", "{ kind: declared, effect", "edition.years_unexpected")]
    [InlineData(", text: { vi: \"Chào {name}\", en: \"Dear {name}\" }", "", "edition.text_incomplete")]
    [InlineData("fact: in_practical_use\n", "max_choices: 2\n", "edition.max_choices_without_multiple")]
    [InlineData("opens_with: screening", "opens_with: khong-co", "edition.reference_unknown")]
    [InlineData("opens_with: screening", "opens_with: intake", "edition.sealing_too_early")]
    [InlineData("  recipient: age1mwcqe6kqdkc24fem8a69c094878adm25ea9w2zk37yhqj2a8w5pspnjlf4", "  recipient: age1", "edition.sealing_key_malformed")]
    [InlineData("age1s422vuudnaznzccx7gue6glhur0lvnysk8rwrxsmks7lh7fns4zqrq4x8y", "age1e5k3p2ss45c95pjp6j94gqhzguha48vqrxkls5qjvdhcav6a5fsqecykdu", "edition.sealing_key_twice")]
    [InlineData("share: 5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d", "share: 5D2C", "edition.sealing_share_malformed")]
    [InlineData("needed: 2", "needed: 3", "edition.sealing_too_few_trustees")]
    public void The_rarer_mistakes_are_told_too(string change, string into, string? code)
    {
        Text.ShouldContain(change);
        var codes = CheckText(Replace(change, into)).Select(p => p.Code).ToList();
        if (code is null) codes.ShouldBeEmpty();
        else codes.ShouldContain(code);
    }

    [Theory]
    [InlineData("ties: [ { by: earlier_round, round: one }, { by: council } ]", ", min_score: 4", null, "edition.pairwise_has_no_points")]
    [InlineData("ties: []", ", quota: { in_all: 2 }", null, "edition.pairwise_not_across")]
    [InlineData("ties: []", null, "shortlist: { min_score: 3 }", "edition.pairwise_has_no_points")]
    [InlineData("ties: []", null, "shortlist: { in_all: 3 }", "edition.pairwise_not_across")]
    [InlineData("ties: []", null, "shortlist: { by_category: { toools: 3 } }", "edition.reference_unknown_near")]
    [InlineData("ties: [ { by: median } ]", null, null, "edition.tie_parameters")]
    [InlineData("ties: [ { by: earlier_round } ]", null, null, "edition.tie_parameters")]
    [InlineData("ties: [ { by: earlier_round, round: two } ]", null, null, "edition.reference_unknown")]
    [InlineData("ties: [ { by: council }, { by: submitted_earlier } ]", null, null, "edition.tie_chain_after_council")]
    [InlineData("ties: [], panel_size: 5", null, null, "edition.key_unknown")]
    [InlineData("ties: [], seconds_per_pair: 2", null, null, "edition.number_out_of_range")]
    [InlineData("ties: [], products_at_once: 1", null, null, "edition.number_out_of_range")]
    [InlineData("ties: [], products_at_once: 6", null, null, "edition.number_out_of_range")]
    [InlineData("ties: [], products_at_once: 2", null, null, null)]
    [InlineData("ties: [], products_at_once: 5", null, null, null)]
    [InlineData("ties: [ { by: submitted_earlier } ]", null, "shortlist: { per_category: 3 }", null)]
    public void A_round_of_pairs_refuses_what_needs_points(string ties, string? tier, string? shortlist, string? code)
    {
        var start = Text.IndexOf("  - kind: scoring\n    code: two", StringComparison.Ordinal);
        var after = Text.IndexOf("visibility:", StringComparison.Ordinal);
        var quota = tier?.StartsWith(", quota", StringComparison.Ordinal) is true ? tier : ", quota: { per_category: 1 }" + tier;
        var pairs = $"  - {{ kind: pairwise, code: two, name: {{ vi: Vòng 2, en: Round 2 }}, phase: last, choices_per_juror: 6, quorum: 3, {ties}{(shortlist is null ? "" : ", " + shortlist)} }}\n";
        var changed = Text[..start] + pairs + $"tiers:\n  - {{ code: gold, name: {{ vi: Vàng, en: Gold }}{quota} }}\n" + Text[after..];
        var codes = CheckText(changed).Select(p => p.Code).ToList();
        if (code is null) codes.ShouldBeEmpty();
        else codes.ShouldContain(code);
    }

    [Fact]
    public void Mistakes_in_several_places_are_all_told_in_order()
    {
        var changed = Text.Replace("closes: 2030-04-30", "closes: 2030-13-30").Replace("weight: 40", "weight: 41").Replace("quorum: 4", "quorum: 9")
            .Replace("part: host", "part: hosst").Replace("by_category: { tools: 2 }", "by_category: { toools: 2 }");
        CheckText(changed).Select(p => p.Code).ShouldBe(
            ["edition.choice_unknown_near", "edition.not_a_date", "edition.weights_not_100", "edition.quorum_above_panel", "edition.reference_unknown_near"]);
    }

    [Fact]
    public void A_problem_names_file_line_code_and_article()
    {
        var folder = Written(Text.Replace("quorum: 4", "quorum: 9"));
        var problem = EditionFolder.Check(folder).Single();
        var file = Path.Combine(folder, "edition.yaml");
        problem.In("en").ShouldBe($"{file}:{LineOf(Text, "quorum: 4")}: edition.quorum_above_panel: the quorum is 9, but a dossier has only 5 jurors (Điều 9)");
        problem.In("vi").ShouldBe($"{file}:{LineOf(Text, "quorum: 4")}: edition.quorum_above_panel: cần 9 phiếu nhưng mỗi hồ sơ chỉ có 5 giám khảo (Điều 9)");
    }

    [Fact]
    public void What_cannot_be_read_at_all_is_told_with_its_file()
    {
        EditionFolder.Check("/nowhere/at/all").Single().Code.ShouldBe("edition.folder_missing");
        EditionFolder.Check(Path.Combine(Shipped.Root, "docs")).Single().Code.ShouldBe("edition.file_missing");
        CheckText("").Single().Code.ShouldBe("edition.file_empty");
        CheckText("- a\n- b\n").Single().Code.ShouldBe("edition.expected_object");
        CheckText("a: 1\n---\nb: 2\n").Single().Code.ShouldBe("edition.not_yaml");
        CheckText(string.Concat(Enumerable.Repeat("[", 5000))).Single().Code.ShouldBe("edition.not_yaml");
    }

    [Fact]
    public void An_included_file_is_checked_with_its_own_lines()
    {
        var folder = Written(Text.Replace("rubrics:\n  - code: main", "rubrics:\n  - include: other.yaml\n  - code: main"));
        File.WriteAllText(Path.Combine(folder, "other.yaml"), "code: spare\nname: { vi: Khác, en: Other }\nscale: { min: 0, max: 10, step: 1 }\ncriteria:\n  - { code: all, name: { vi: Tất, en: All }, weight: 90 }\n");
        EditionFolder.Check(folder).Select(p => (Path.GetFileName(p.At.File), p.At.Line, p.Code)).ShouldBe(
            [("other.yaml", 4, "edition.weights_not_100"), ("other.yaml", 1, "edition.rubric_unused")], ignoreOrder: true);
    }

    [Fact]
    public void Files_that_include_each_other_come_to_an_end()
    {
        var folder = Written(Text.Replace("rubrics:\n  - code: main", "rubrics:\n  - include: loop.yaml\n  - code: main"));
        File.WriteAllText(Path.Combine(folder, "loop.yaml"), "include: loop.yaml\n");
        EditionFolder.Check(folder).Select(p => p.Code).ShouldContain("edition.include_too_deep");
    }

    [Fact]
    public void A_damaged_file_is_refused_and_never_a_fault() => Prop.ForAll(
        Gen.Choose(0, Text.Length - 1).Zip(Gen.Choose(0, 40)).Zip(Gen.Elements("", "[", "]", "{", "}", ":", "-", "\n", "\t", "\"", "&x ", "*x", "unpublished", "0", "- a", "? ", "|\n", "\0", "é")).ToArbitrary(),
        damage =>
        {
            var ((at, length), instead) = damage;
            CheckText($"{Text[..at]}{instead}{Text[Math.Min(Text.Length, at + length)..]}").ShouldAllBe(p => p.At.Line >= 0);
        }).Holds(400);

    private static string Replace(string change, string into)
    {
        var at = Text.IndexOf(change, StringComparison.Ordinal);
        return $"{Text[..at]}{into}{Text[(at + change.Length)..]}";
    }

    private static int LineOf(string text, string piece) => text[..text.IndexOf(piece, StringComparison.Ordinal)].Count(c => c == '\n') + 1;

    private IReadOnlyList<EditionProblem> CheckText(string text)
    {
        var folder = Written(text);
        try { return EditionFolder.Check(folder); }
        finally { Directory.Delete(folder, recursive: true); folders.Remove(folder); }
    }

    private string Written(string text)
    {
        var folder = Directory.CreateTempSubdirectory("bv_edition_").FullName;
        folders.Add(folder);
        File.WriteAllText(Path.Combine(folder, "edition.yaml"), text);
        File.Copy(Path.Combine(Complete, "regulation.txt"), Path.Combine(folder, "regulation.txt"));
        return folder;
    }

    public void Dispose()
    {
        foreach (var folder in folders) Directory.Delete(folder, recursive: true);
    }
}
