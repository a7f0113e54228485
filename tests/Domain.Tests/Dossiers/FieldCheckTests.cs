using System.Text.Json.Nodes;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.Domain.Tests.Dossiers;

public sealed class FieldCheckTests
{
    private static readonly LocalizedText Label = new("Nhãn", "Label");
    private static readonly Option Yes = new() { Code = "yes", Label = Label }, No = new() { Code = "no", Label = Label };

    private static string[] Codes(FormField field, string? json, IReadOnlyDictionary<Guid, AttachedFile>? files = null) =>
        [.. FieldCheck.Check(field, json is null ? null : JsonNode.Parse(json), files ?? Files.None).Select(p => p.Code)];

    [Fact]
    public void Only_a_required_field_misses_its_answer()
    {
        Codes(new TextField { Code = "a", Label = Label }, null).ShouldBeEmpty();
        Codes(new TextField { Code = "a", Label = Label, Required = true }, null).ShouldBe(["dossiers.field_missing"]);
        Codes(new TableField { Code = "a", Label = Label, Required = true, Columns = [] }, "[{},{}]").ShouldBe(["dossiers.field_missing"]);
    }

    [Theory]
    [InlineData("một hai ba", new string[0])]
    [InlineData("một", new[] { "dossiers.text_under" })]
    [InlineData("một  hai\nba bốn", new[] { "dossiers.text_over" })]
    public void Words_are_counted_between_white_space(string text, string[] codes) =>
        Codes(new TextField { Code = "a", Label = Label, MinWords = 2, MaxWords = 3 }, JsonValue.Create(text).ToJsonString()).ShouldBe(codes);

    [Fact]
    public void A_text_that_is_too_long_says_by_how_many_words()
    {
        var problem = FieldCheck.Check(new TextField { Code = "a", Label = Label, MaxWords = 2, Article = "Điều 8" }, "một hai ba bốn", Files.None).Single();
        (problem.Args["over"], problem.Args["words"], problem.Args["max"], problem.Field, problem.Article).ShouldBe((2, 4, 2, "a", "Điều 8"));
    }

    [Theory]
    [InlineData("700", 0, new string[0])]
    [InlineData("750", 0, new[] { "dossiers.whole_number_expected" })]
    [InlineData("755", 1, new[] { "dossiers.number_decimals" })]
    [InlineData("99", 2, new[] { "dossiers.number_below" })]
    [InlineData("100", 2, new string[0])]
    [InlineData("1000", 2, new string[0])]
    [InlineData("1001", 2, new[] { "dossiers.number_above" })]
    public void A_number_keeps_its_limits_and_decimals(string json, int decimals, string[] codes) =>
        Codes(new NumberField { Code = "a", Label = Label, Min = 100, Max = 1000, Decimals = decimals }, json).ShouldBe(codes);

    [Fact]
    public void Money_and_days_keep_their_limits()
    {
        Codes(new MoneyField { Code = "a", Label = Label }, "-1").ShouldBe(["dossiers.money_below"]);
        Codes(new MoneyField { Code = "a", Label = Label, Max = 10 }, "11").ShouldBe(["dossiers.money_above"]);
        var date = new DateField { Code = "a", Label = Label, NotBefore = new LocalDate(2020, 1, 1), NotAfter = new LocalDate(2025, 12, 31) };
        Codes(date, "\"2019-12-31\"").ShouldBe(["dossiers.date_early"]);
        Codes(date, "\"2020-01-01\"").ShouldBeEmpty();
        Codes(date, "\"2025-12-31\"").ShouldBeEmpty();
        Codes(date, "\"2026-01-01\"").ShouldBe(["dossiers.date_late"]);
    }

    [Fact]
    public void A_choice_is_one_of_the_form()
    {
        Codes(new ChoiceField { Code = "a", Label = Label, Options = [Yes, No] }, "\"yes\"").ShouldBeEmpty();
        Codes(new ChoiceField { Code = "a", Label = Label, Options = [Yes, No] }, "\"maybe\"").ShouldBe(["dossiers.choice_unknown"]);
        var several = new ChoiceField { Code = "a", Label = Label, Options = [Yes, No], Multiple = true, MaxChoices = 1 };
        Codes(several, """["yes"]""").ShouldBeEmpty();
        Codes(several, """["yes","no"]""").ShouldBe(["dossiers.choice_too_many"]);
        Codes(several, """["maybe"]""").ShouldBe(["dossiers.choice_unknown"]);
    }

    [Theory]
    [InlineData("https://vi-du.example.vn/a?b=c", true)]
    [InlineData("http://example.vn", true)]
    [InlineData("example.vn", false)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("https://ai:mat-khau@example.vn/", false)]
    [InlineData("https://localhost/", false)]
    [InlineData("https://127.0.0.1/", false)]
    [InlineData("https://exa mple.vn/", false)]
    public void An_address_is_one_that_others_can_open(string typed, bool fits) =>
        Codes(new VideoField { Code = "a", Label = Label }, JsonValue.Create(typed).ToJsonString()).ShouldBe(fits ? [] : ["dossiers.address_expected"]);

    [Fact]
    public void A_table_names_row_and_column_of_what_is_wrong_and_skips_empty_rows()
    {
        var table = new TableField
        {
            Code = "t", Label = Label, MinRows = 2, MaxRows = 3,
            Columns = [new() { Code = "name", Label = Label, Kind = ColumnKind.Text, Required = true }, new() { Code = "sum", Label = Label, Kind = ColumnKind.Money }],
        };
        var problems = FieldCheck.Check(table, JsonNode.Parse("""[{"name":"A","sum":-1},{},{"sum":5}]"""), Files.None);
        problems.Select(p => (p.Code, p.Field)).ShouldBe([("dossiers.money_expected", "t[0].sum"), ("dossiers.field_missing", "t[2].name")]);
        Codes(table, """[{"name":"A"},{}]""").ShouldBe(["dossiers.rows_few"]);
        Codes(table, """[{"name":"A"},{"name":"B"},{"name":"C"},{"name":"D"}]""").ShouldBe(["dossiers.rows_many"]);
    }

    [Fact]
    public void Files_are_known_of_the_right_kind_size_and_number()
    {
        var (pdf, mp4, big) = (File(FileKind.Pdf, 10), File(FileKind.Mp4, 10), File(FileKind.Pdf, 11));
        var files = new[] { pdf, mp4, big }.ToDictionary(f => f.Id);
        var field = new FileField { Code = "a", Label = Label, Accepts = [FileKind.Pdf], MaxBytes = 10, MaxCount = 2, MinCount = 1 };
        Codes(field, $"""["{pdf.Id}"]""", files).ShouldBeEmpty();
        Codes(field, $"""["{mp4.Id}"]""", files).ShouldBe(["dossiers.file_kind"]);
        Codes(field, $"""["{big.Id}"]""", files).ShouldBe(["dossiers.file_too_large"]);
        Codes(field, $"""["{Guid.NewGuid()}"]""", files).ShouldBe(["dossiers.file_unknown"]);
        Codes(field, $"""["{pdf.Id}","{mp4.Id}","{big.Id}"]""", files)[0].ShouldBe("dossiers.files_many");
        Codes(field with { MinCount = 2 }, $"""["{pdf.Id}"]""", files).ShouldBe(["dossiers.files_few"]);
    }

    [Fact]
    public void A_declaration_is_signed_by_name_and_time_and_again_when_its_words_change()
    {
        var field = new DeclarationField { Code = "a", Label = Label, Required = true, Statement = new("Tôi cam đoan", "I declare") };
        var signed = Signature.On(field, " Nguyễn Văn Mẫu ", Guid.NewGuid(), Instant.FromUtc(2026, 10, 1, 3, 0))!;
        signed.Name.ShouldBe("Nguyễn Văn Mẫu");
        FieldCheck.Check(field, signed.ToJson(), Files.None).ShouldBeEmpty();
        Signature.Of(signed.ToJson()).ShouldBe(signed);
        FieldCheck.Check(field with { Statement = new("Tôi cam kết", "I declare") }, signed.ToJson(), Files.None).Single().Code.ShouldBe("dossiers.declaration_changed");
        Codes(field, """{"name":"Nguyễn Văn Mẫu"}""").ShouldBe(["dossiers.declaration_unsigned"]);
        Signature.On(field, " - ", Guid.NewGuid(), Instant.MinValue).ShouldBeNull();
    }

    private static AttachedFile File(FileKind kind, long bytes) => new(Guid.NewGuid(), "tệp", bytes, new('a', 64), kind);
}
