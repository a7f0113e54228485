using BangVang.App.Documents;
using BangVang.App.Files;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Documents;

public sealed class ScoreTableTests
{
    private static readonly ScoreTable Table = new("Vòng chung khảo", ["Mã hồ sơ", "Sản phẩm", "Điểm", "Số phiếu"],
    [
        [ScoreCell.Of("HS-014"), ScoreCell.Of("Nền tảng minh họa"), ScoreCell.Points(8725), ScoreCell.Of(5)],
        [ScoreCell.Of("HS-020"), ScoreCell.Of("=cmd|'/C calc'!A0"), ScoreCell.Points(null), ScoreCell.Of((long?)0)],
    ]);

    [Fact]
    public void The_workbook_is_a_sound_file_that_our_own_inspection_takes()
    {
        var bytes = ScoreTable.Write(Table, Table with { Name = "Vòng [1]: sơ loại/chung khảo, tên rất dài không vừa" }, new ScoreTable("", [], []));
        using var file = SpreadsheetDocument.Open(new MemoryStream(bytes), isEditable: false);
        new OpenXmlValidator(FileFormatVersions.Office2019).Validate(file).Select(e => $"{e.Path?.XPath}: {e.Description}").ShouldBeEmpty();
        FileInspection.Inspect(new MemoryStream(bytes), "x.xlsx", FileKinds.All, long.MaxValue).TryGet(out _, out _).ShouldBeTrue();
        file.WorkbookPart!.Workbook!.Descendants<Sheet>().Select(s => s.Name!.Value).ShouldBe(["Vòng chung khảo", "Vòng  1   sơ loại chung khảo, t", "Bảng"]);
    }

    [Fact]
    public void Numbers_are_numbers_with_two_decimals_and_absent_ones_are_empty()
    {
        var cells = Cells(Table);
        (cells["C2"].CellValue!.Text, cells["C2"].DataType, Format(Table, cells["C2"])).ShouldBe(("87.25", null, "0.00"));
        (cells["D2"].CellValue!.Text, cells["D3"].CellValue!.Text).ShouldBe(("5", "0"));
        cells.ShouldNotContainKey("C3");
        var precise = new ScoreTable("x", ["A"], [[ScoreCell.Precise(-3_127)], [ScoreCell.Precise(12_345.5)], [ScoreCell.Precise(double.NaN)]]);
        var full = Cells(precise);
        (full["A2"].CellValue!.Text, Format(precise, full["A2"]), full["A3"].CellValue!.Text).ShouldBe(("-0.3127", "0.0000", "1.2346"));
        full.ShouldNotContainKey("A4");
    }

    [Fact]
    public void The_names_of_the_columns_stay_in_sight_and_can_be_filtered()
    {
        using var file = Open(Table);
        var sheet = file.WorkbookPart!.WorksheetParts.Single().Worksheet!;
        var pane = sheet.Descendants<Pane>().Single();
        (pane.State!.Value, pane.VerticalSplit!.Value, pane.TopLeftCell!.Value).ShouldBe((PaneStateValues.Frozen, 1d, "A2"));
        sheet.Descendants<AutoFilter>().Single().Reference!.Value.ShouldBe("A1:D3");
        Cells(Table)["B1"].InnerText.ShouldBe("Sản phẩm");
    }

    [Theory]
    [InlineData("=1+1"), InlineData("+84 24 3943"), InlineData("-5"), InlineData("@SUM(A1)"), InlineData("\tx"), InlineData("\rx"), InlineData("=cmd|'/C calc'!A0")]
    public void A_text_like_a_formula_is_text_and_stays_text(string text)
    {
        var table = new ScoreTable("x", ["A"], [[ScoreCell.Of(text)]]);
        using var file = Open(table);
        file.WorkbookPart!.WorksheetParts.Single().Worksheet!.Descendants<CellFormula>().ShouldBeEmpty();
        var cell = Cells(table)["A2"];
        (cell.DataType!.Value, cell.InnerText).ShouldBe((CellValues.InlineString, text.Replace('\r', '\n')));
        var format = file.WorkbookPart.WorkbookStylesPart!.Stylesheet!.CellFormats!.Elements<CellFormat>().ElementAt((int)cell.StyleIndex!.Value);
        format.QuotePrefix!.Value.ShouldBeTrue();
    }

    [Fact]
    public void A_text_too_long_for_a_cell_is_cut_and_says_so()
    {
        var cell = Cells(new("x", ["A"], [[ScoreCell.Of(new string('a', 40_000) + "\u0001")]]))["A2"];
        cell.InnerText.Length.ShouldBe(32_767);
        cell.InnerText.ShouldEndWith("…");
    }

    [Fact]
    public void Many_columns_and_rows_have_right_places()
    {
        var table = new ScoreTable("x", [.. Enumerable.Range(0, 60).Select(i => $"{i}")], [.. Enumerable.Range(0, 500).Select(r => (IReadOnlyList<ScoreCell>)[.. Enumerable.Range(0, 60).Select(c => ScoreCell.Of(r * 100 + c))])]);
        var cells = Cells(table);
        cells["AA2"].CellValue!.Text.ShouldBe("26");
        cells["BH501"].CellValue!.Text.ShouldBe("49959");
    }

    private static SpreadsheetDocument Open(ScoreTable table) => SpreadsheetDocument.Open(new MemoryStream(ScoreTable.Write(table)), isEditable: false);

    private static Dictionary<string, Cell> Cells(ScoreTable table)
    {
        using var file = Open(table);
        return file.WorkbookPart!.WorksheetParts.Single().Worksheet!.Descendants<Cell>().ToDictionary(c => c.CellReference!.Value!);
    }

    private static string? Format(ScoreTable table, Cell cell)
    {
        using var file = Open(table);
        var styles = file.WorkbookPart!.WorkbookStylesPart!.Stylesheet!;
        var id = styles.CellFormats!.Elements<CellFormat>().ElementAt((int)cell.StyleIndex!.Value).NumberFormatId!.Value;
        return styles.NumberingFormats!.Elements<NumberingFormat>().FirstOrDefault(n => n.NumberFormatId!.Value == id)?.FormatCode!.Value;
    }
}
