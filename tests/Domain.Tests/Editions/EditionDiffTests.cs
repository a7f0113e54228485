using BangVang.App.Editions;
using BangVang.Domain.Editions;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.Domain.Tests.Editions;

public sealed class EditionDiffTests
{
    private static readonly Edition Complete = EditionReader.Read(Path.Combine(Shipped.Root, "tests/Domain.Tests/Editions/complete")).Edition!;

    [Fact]
    public void An_edition_does_not_differ_from_itself() => EditionDiff.Between(Complete, Complete).ShouldBeEmpty();

    [Fact]
    public void Sources_and_notes_are_no_rules() =>
        EditionDiff.Between(Complete, Complete with { Sources = new Dictionary<string, SourceEntry>(), Organisers = [.. Complete.Organisers.Select(o => o with { Source = [] })] }).ShouldBeEmpty();

    [Fact]
    public void What_only_its_text_names_is_the_same_whoever_states_it()
    {
        var basis = new Statement { Text = new("Chỉ thị số 01/CT-TTg", "Directive 01/CT-TTg"), Source = ["press"] };

        EditionDiff.Between(Complete with { LegalBasis = [basis] }, Complete with { LegalBasis = [basis with { Source = ["portal"] }] }).ShouldBeEmpty();
    }

    [Fact]
    public void Calibration_is_told_when_it_comes_goes_or_changes()
    {
        Edition With(CalibrationRule? rule) => Complete with { Rounds = Published.Of<IReadOnlyList<Round>>([.. Complete.Rounds.Value.Select(r => r is ScoringRound { Code: "two" } two ? two with { Calibrate = rule } : r)]) };
        var (none, mixed, additive) = (With(null), With(new() { Model = SeverityModel.Mixed }), With(new() { Model = SeverityModel.Additive }));

        EditionDiff.Between(none, mixed).ShouldHaveSingleItem().Sentence.ShouldBe(new LocalizedText(
            "Vòng “Vòng 2”: thêm hiệu chỉnh điểm: mô hình hỗn hợp, dè dặt theo số phiếu.", "Round “Round 2”: calibration added: model mixed, with caution where sheets are few."));
        EditionDiff.Between(mixed, none).ShouldHaveSingleItem().Sentence.Vi.ShouldStartWith("Vòng “Vòng 2”: bỏ hiệu chỉnh điểm");
        EditionDiff.Between(mixed, additive).ShouldHaveSingleItem().Sentence.Vi.ShouldBe(
            "Vòng “Vòng 2”, hiệu chỉnh điểm: mô hình từ hỗn hợp, dè dặt theo số phiếu thành cộng tính, trừ toàn bộ độ nghiêm.");
    }

    [Fact]
    public void Changes_are_told_in_words_in_both_languages()
    {
        var intake = Complete.Phase("intake")!;
        var one = Complete.ScoringRounds[0];
        var gold = Complete.Tier("gold")!;
        var changed = Complete with
        {
            Year = 2031,
            Phases = [.. Complete.Phases.Select(p => p == intake ? p with { Closes = new LocalDate(2030, 5, 5) } : p)],
            Eligibility = [.. Complete.Eligibility.Select(r => r is VietnameseShareAtLeast share ? share with { Percent = 6550 } : r)],
            Categories = [Complete.Categories[0], new() { Code = "robots", Name = new("Rô bốt", "Robots") }],
            Rubrics = [Complete.Rubrics[0] with { Criteria = [.. Complete.Rubrics[0].Criteria.Reverse()] }],
            Rounds = Published.Of<IReadOnlyList<Round>>([Complete.Rounds.Value[0], one with { Quorum = Published<int>.Unpublished, Aggregate = new Aggregation { Method = AggregationMethod.Mean } }, Complete.Rounds.Value[2]]),
            Tiers = Published.Of<IReadOnlyList<Tier>>([Complete.Tier("silver")!, gold with { MayBeWithheld = true, Quota = new Quota { PerCategory = 2, InAll = 2 } }]),
            Appeals = null,
        };

        var changes = EditionDiff.Between(Complete, changed);

        changes.Select(c => c.Sentence.Vi).ShouldBe(
        [
            "Năm từ 2030 thành 2031.",
            "Giai đoạn “Nhận hồ sơ”: ngày kết thúc từ 30/04/2030 thành 05/05/2030.",
            "Điều kiện “tỷ lệ sở hữu của người Việt Nam tối thiểu”: tỷ lệ phần trăm từ 51 thành 65,5.",
            "Bỏ hạng mục “Dịch vụ”.",
            "Thêm hạng mục “Rô bốt”.",
            "Vòng “Vòng 1”: số tối thiểu từ 4 thành chưa công bố.",
            "Vòng “Vòng 1”, cách tổng hợp điểm: phương pháp từ trung bình sau khi bỏ điểm ở hai đầu thành trung bình cộng.",
            "Vòng “Vòng 1”, cách tổng hợp điểm: bỏ số điểm bị bỏ ở mỗi đầu: 1.",
            "Bậc giải “Vàng”, số lượng giải: mỗi hạng mục từ 1 thành 2.",
            "Bậc giải “Vàng”: có thể không trao từ không thành có.",
            "Thứ tự bậc giải thay đổi.",
            "Bỏ khiếu nại: số ngày khiếu nại xét tuyển 5, số ngày khiếu nại kết quả 10.",
        ]);
        changes.Select(c => c.Sentence.En).ShouldContain("Phase “Intake”: last day changed from 30/04/2030 to 05/05/2030.");
        changes.Select(c => c.Sentence.En).ShouldContain("Category “Robots” added.");
        changes.Select(c => c.Path).ShouldContain("rounds.one.quorum");
    }

    [Fact]
    public void Every_key_and_every_choice_has_a_name_in_both_languages()
    {
        var schema = System.Text.Json.Nodes.JsonNode.Parse(EditionFolder.Schema())!;
        var keys = Manual.Keys(schema).ToHashSet();
        keys.Where(k => !HasName(k)).ShouldBeEmpty();
        Manual.Choices(schema).Where(c => EditionWords.Choice(c).Vi == c && c is not ("pdf" or "docx")).ShouldBeEmpty();

        static bool HasName(string key)
        {
            try { return EditionWords.Key(key).Vi.Length > 0; }
            catch (KeyNotFoundException) { return false; }
        }
    }

    [Theory]
    [InlineData("2020", "2021", "Số từ 1 thành 2.")]
    [InlineData("2021", "2022", "Bỏ hạng mục “Nền tảng số xuất sắc”.")]
    [InlineData("2022", "2023", "Thêm hạng mục “Sản phẩm công nghệ số xuất sắc cho thị trường nước ngoài”.")]
    [InlineData("2022", "2023", "Quyết định ban hành từ số “1013/QĐ-BTTTT”, ngày 02/06/2022 thành chưa công bố.")]
    [InlineData("2024", "2025", "Thêm đơn vị tổ chức “Bộ Khoa học và Công nghệ”.")]
    [InlineData("2024", "2025", "Thêm hạng mục “Sản phẩm công nghệ số chiến lược”.")]
    public void What_changed_between_two_years_of_the_award_is_told(string before, string after, string sentence)
    {
        var (changes, problems) = EditionFolder.Diff(Shipped.Folder($"make-in-viet-nam/{before}"), Shipped.Folder($"make-in-viet-nam/{after}"));
        problems.ShouldBeEmpty();
        changes!.Select(c => c.Sentence.Vi).ShouldContain(sentence);
    }

    [Fact]
    public void Folders_with_problems_are_not_compared()
    {
        var (changes, problems) = EditionFolder.Diff(Shipped.Folder("demo/2026"), "/nowhere");
        changes.ShouldBeNull();
        problems.Single().Code.ShouldBe("edition.folder_missing");
    }
}
