using System.Text.Json.Nodes;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Testing;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace BangVang.Domain.Tests.Dossiers;

public sealed class FieldReadingTests
{
    private static readonly LocalizedText Label = new("Nhãn", "Label");
    private static readonly NumberField Number = new() { Code = "n", Label = Label, Decimals = 2 };
    private static readonly MoneyField Money = new() { Code = "m", Label = Label };
    private static readonly TableField Table = new()
    {
        Code = "t", Label = Label,
        Columns =
        [
            new() { Code = "name", Label = Label, Kind = ColumnKind.Text },
            new() { Code = "users", Label = Label, Kind = ColumnKind.Number },
            new() { Code = "since", Label = Label, Kind = ColumnKind.Date },
        ],
    };

    [Theory]
    [InlineData("12.500,5", ',', 1_250_050)]
    [InlineData("12500,05", ',', 1_250_005)]
    [InlineData("−0,5", ',', -50)]
    [InlineData("1 250", ',', 125_000)]
    [InlineData("12,500.5", '.', 1_250_050)]
    [InlineData("7", '.', 700)]
    public void A_number_is_read_as_the_language_writes_it(string typed, char sign, long hundredths) =>
        FieldReading.Read(Number, Typed.Of(typed), sign)!.GetValue<long>().ShouldBe(hundredths);

    [Theory]
    [InlineData("12.5", ',')]
    [InlineData("12,5", '.')]
    [InlineData("1.2345", ',')]
    [InlineData("khoảng 12 nghìn", ',')]
    [InlineData("1,234,5", ',')]
    [InlineData("1,", ',')]
    [InlineData("1,005", ',')]
    [InlineData("999999999999999999999", ',')]
    [InlineData("-", ',')]
    public void What_is_no_number_is_kept_as_it_was_typed(string typed, char sign)
    {
        var value = FieldReading.Read(Number, Typed.Of($"  {typed} "), sign);
        FieldReading.Unread(value).ShouldBe(typed);
        FieldCheck.Check(Number, value, Files.None).Single().Code.ShouldBe("dossiers.number_expected");
    }

    [Theory]
    [InlineData("12.500.000", 12_500_000)]
    [InlineData("0", 0)]
    public void Money_is_whole_dong(string typed, long dong) => FieldReading.Read(Money, Typed.Of(typed), ',')!.GetValue<long>().ShouldBe(dong);

    [Fact]
    public void Half_a_dong_is_no_money() => FieldReading.Unread(FieldReading.Read(Money, Typed.Of("1,5"), ',')).ShouldBe("1,5");

    [Theory]
    [InlineData("1/7/2025", "2025-07-01")]
    [InlineData("01/07/2025", "2025-07-01")]
    [InlineData("2025-07-01", "2025-07-01")]
    public void A_day_is_written_day_first(string typed, string iso) =>
        FieldReading.Read(new DateField { Code = "d", Label = Label }, Typed.Of(typed), ',')!.GetValue<string>().ShouldBe(iso);

    [Theory]
    [InlineData("31/2/2025")]
    [InlineData("7/15/2025")]
    public void A_day_that_does_not_exist_is_kept_as_typed(string typed) =>
        FieldReading.Unread(FieldReading.Read(new DateField { Code = "d", Label = Label }, Typed.Of(typed), ',')).ShouldBe(typed);

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\r\n\t")]
    public void White_space_is_no_answer(string typed)
    {
        FieldReading.Read(new TextField { Code = "x", Label = Label }, Typed.Of(typed), ',').ShouldBeNull();
        FieldReading.Read(Number, Typed.Of(typed), ',').ShouldBeNull();
        FieldReading.Read(new UrlField { Code = "u", Label = Label }, Typed.Of(typed), ',').ShouldBeNull();
    }

    [Fact]
    public void Text_keeps_its_lines_in_one_form_and_loses_only_what_cannot_be_seen()
    {
        var typed = "Tie\u0302\u0301ng Vie\u0323\u0302t\r\ndo\u0300ng hai\u0000\u0007";
        FieldReading.Read(new TextField { Code = "x", Label = Label }, Typed.Of(typed), ',')!.GetValue<string>().ShouldBe("Tiếng Việt\ndòng hai");
    }

    [Fact]
    public void Several_choices_stand_in_the_order_of_the_form()
    {
        var field = new ChoiceField { Code = "c", Label = Label, Multiple = true, Options = [new() { Code = "state", Label = Label }, new() { Code = "firm", Label = Label }, new() { Code = "people", Label = Label }] };
        FieldReading.Read(field, Typed.Of("people", "", "state", "people"), ',')!.ToJsonString().ShouldBe("""["state","people"]""");
        FieldReading.Read(field, Typed.Of(), ',').ShouldBeNull();
    }

    [Fact]
    public void A_table_keeps_filled_rows_with_each_cell_of_its_kind()
    {
        var value = FieldReading.Read(Table, Typed.Table(
            new Dictionary<string, string> { ["name"] = "Đơn vị B", ["users"] = "12,5", ["since"] = "1/7/2025" },
            new Dictionary<string, string> { ["name"] = " ", ["users"] = "" },
            new Dictionary<string, string> { ["users"] = "nhiều" }), ',');
        JsonNode.DeepEquals(value, JsonNode.Parse("""[{"name":"Đơn vị B","users":1250,"since":"2025-07-01"},{"users":{"typed":"nhiều"}}]""")).ShouldBeTrue(value!.ToJsonString());
    }

    [Fact]
    public void Nothing_typed_into_a_number_is_ever_lost() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonEmptyString>(), typed =>
        {
            var text = new string([.. typed.Get.Where(c => !char.IsControl(c) && !char.IsSurrogate(c))]).Normalize().Trim();
            var value = FieldReading.Read(Number, Typed.Of(text), ',');
            return text.Length == 0 ? value is null : value is JsonValue || FieldReading.Unread(value) == text;
        }).Holds();
}

internal static class Files
{
    public static readonly IReadOnlyDictionary<Guid, AttachedFile> None = new Dictionary<Guid, AttachedFile>();
}
