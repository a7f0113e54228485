using System.Globalization;
using System.Text;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace BangVang.App.Documents;

/// <summary>A value of a table as a spreadsheet keeps it.</summary>
public abstract record ScoreCell
{
    /// <summary>Text, whatever it looks like.</summary>
    public static ScoreCell Of(string? text) => string.IsNullOrEmpty(text) ? Empty : new TextCell(text);

    /// <summary>Points: hundredths, shown with two decimals.</summary>
    public static ScoreCell Points(int? hundredths) => hundredths is { } h ? new NumberCell(h / 100m, Decimals: 2) : Empty;

    /// <summary>Points in full precision: ten-thousandths, rounded half away from zero, shown with four decimals.</summary>
    public static ScoreCell Precise(double? tenThousandths) => tenThousandths is { } t && double.IsFinite(t) ? new NumberCell(Math.Round((decimal)t, MidpointRounding.AwayFromZero) / 10_000m, Decimals: 4) : Empty;

    /// <summary>A whole number.</summary>
    public static ScoreCell Of(long? number) => number is { } n ? new NumberCell(n, Decimals: 0) : Empty;

    public static readonly ScoreCell Empty = new TextCell("");
}

public sealed record TextCell(string Text) : ScoreCell;
/// <param name="Decimals">Shown: 0, 2 or 4.</param>
public sealed record NumberCell(decimal Value, int Decimals) : ScoreCell;

/// <summary>A table for a spreadsheet: first row the columns' names, which stay in sight; a filter on them.</summary>
/// <param name="Name">Of the sheet; what spreadsheets forbid in it is replaced, and it is cut to 31 characters.</param>
public sealed record ScoreTable(string Name, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<ScoreCell>> Rows)
{
    private const int MaxText = 32_767, MaxSheetName = 31;
    private const uint Plain = 0, Header = 1, Points = 2, Whole = 3, Quoted = 4, Precise = 5;

    /// <summary>One workbook, a sheet for each table.</summary>
    public static byte[] Write(params IReadOnlyList<ScoreTable> tables)
    {
        using var bytes = new MemoryStream();
        using (var file = SpreadsheetDocument.Create(bytes, SpreadsheetDocumentType.Workbook))
        {
            var workbook = file.AddWorkbookPart();
            workbook.AddNewPart<WorkbookStylesPart>().Stylesheet = Styles();
            var sheets = new Sheets();
            var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            foreach (var (table, i) in tables.Select((t, i) => (t, i)))
            {
                var part = workbook.AddNewPart<WorksheetPart>();
                table.WriteSheet(part);
                sheets.Append(new Sheet { Id = workbook.GetIdOfPart(part), SheetId = (uint)i + 1, Name = SheetName(table.Name, names) });
            }
            workbook.Workbook = new Workbook(sheets);
        }
        return bytes.ToArray();
    }

    /// <summary>Row by row, so that a large table needs little memory.</summary>
    private void WriteSheet(WorksheetPart part)
    {
        using var xml = OpenXmlWriter.Create(part);
        xml.WriteStartElement(new Worksheet());
        xml.WriteElement(new SheetViews(new SheetView(
            new Pane { VerticalSplit = 1, TopLeftCell = "A2", ActivePane = PaneValues.BottomLeft, State = PaneStateValues.Frozen },
            new Selection { Pane = PaneValues.BottomLeft })
        { WorkbookViewId = 0 }));
        xml.WriteElement(new SheetFormatProperties { DefaultRowHeight = 15 });
        if (Columns.Count > 0) xml.WriteElement(new Columns(Columns.Select((_, i) => new Column { Min = (uint)i + 1, Max = (uint)i + 1, Width = Width(i), CustomWidth = true })));
        xml.WriteStartElement(new SheetData());
        WriteRow(xml, 1, Columns.Select(c => (ScoreCell)new TextCell(c)), isHeader: true);
        for (var i = 0; i < Rows.Count; i++) WriteRow(xml, i + 2, Rows[i], isHeader: false);
        xml.WriteEndElement();
        if (Columns.Count > 0) xml.WriteElement(new AutoFilter { Reference = $"A1:{Letters(Columns.Count)}{Rows.Count + 1}" });
        xml.WriteEndElement();
    }

    private static void WriteRow(OpenXmlWriter xml, int number, IEnumerable<ScoreCell> cells, bool isHeader)
    {
        xml.WriteStartElement(new Row { RowIndex = (uint)number });
        foreach (var (cell, i) in cells.Select((c, i) => (c, i)))
        {
            var place = $"{Letters(i + 1)}{number}";
            if (cell is NumberCell value)
                xml.WriteElement(new Cell(new CellValue(value.Value.ToString(CultureInfo.InvariantCulture))) { CellReference = place, StyleIndex = value.Decimals switch { 4 => Precise, 2 => Points, _ => Whole } });
            else if (cell is TextCell { Text.Length: > 0 } text)
                xml.WriteElement(new Cell(new InlineString(new Text(Clean(text.Text)) { Space = SpaceProcessingModeValues.Preserve }))
                {
                    CellReference = place, DataType = CellValues.InlineString, StyleIndex = isHeader ? Header : LooksLikeFormula(text.Text) ? Quoted : Plain,
                });
        }
        xml.WriteEndElement();
    }

    /// <summary>Such a text stays text when somebody edits the cell, which would otherwise make a formula of it.</summary>
    private static bool LooksLikeFormula(string text) => text[0] is '=' or '+' or '-' or '@' or '\t' or '\r';

    private static Stylesheet Styles() => new(
        new NumberingFormats(new NumberingFormat { NumberFormatId = 164, FormatCode = "0.00" }, new NumberingFormat { NumberFormatId = 165, FormatCode = "0.0000" }) { Count = 2 },
        new Fonts(Font(bold: false), Font(bold: true)) { Count = 2 },
        new Fills(new Fill(new PatternFill { PatternType = PatternValues.None }), new Fill(new PatternFill { PatternType = PatternValues.Gray125 })) { Count = 2 },
        new Borders(new Border(new LeftBorder(), new RightBorder(), new TopBorder(), new BottomBorder(), new DiagonalBorder())) { Count = 1 },
        new CellStyleFormats(new CellFormat { NumberFormatId = 0, FontId = 0, FillId = 0, BorderId = 0 }) { Count = 1 },
        new CellFormats(
            new CellFormat { NumberFormatId = 0, FontId = 0, FillId = 0, BorderId = 0, FormatId = 0 },
            new CellFormat(new Alignment { WrapText = true, Vertical = VerticalAlignmentValues.Center }) { NumberFormatId = 0, FontId = 1, FillId = 0, BorderId = 0, FormatId = 0, ApplyFont = true, ApplyAlignment = true },
            new CellFormat { NumberFormatId = 164, FontId = 0, FillId = 0, BorderId = 0, FormatId = 0, ApplyNumberFormat = true },
            new CellFormat { NumberFormatId = 1, FontId = 0, FillId = 0, BorderId = 0, FormatId = 0, ApplyNumberFormat = true },
            new CellFormat { NumberFormatId = 49, FontId = 0, FillId = 0, BorderId = 0, FormatId = 0, ApplyNumberFormat = true, QuotePrefix = true },
            new CellFormat { NumberFormatId = 165, FontId = 0, FillId = 0, BorderId = 0, FormatId = 0, ApplyNumberFormat = true })
        { Count = 6 });

    private static Font Font(bool bold)
    {
        var font = new Font();
        if (bold) font.Append(new Bold());
        font.Append(new FontSize { Val = 11 }, new FontName { Val = "Times New Roman" });
        return font;
    }

    private double Width(int column)
    {
        var longest = Rows.Take(200).Select(r => column < r.Count && r[column] is TextCell text ? text.Text.Length : 8).Append(Columns[column].Length).Max();
        return Math.Clamp(longest + 2, 8, 60);
    }

    private static string SheetName(string name, HashSet<string> taken)
    {
        var clean = Clean(string.Concat(name.Select(c => "[]:*?/\\".Contains(c) ? ' ' : c))).Trim(' ', '\'');
        if (clean.Length == 0) clean = "Bảng";
        for (var i = 1; ; i++)
        {
            var mark = i == 1 ? "" : $" {i}";
            var candidate = $"{clean[..Math.Min(clean.Length, MaxSheetName - mark.Length)].Trim()}{mark}";
            if (taken.Add(candidate)) return candidate;
        }
    }

    /// <summary>What XML cannot hold is left out; more than a cell holds is cut.</summary>
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            if (rune.Value > 0xFFFF || XmlConvert.IsXmlChar((char)rune.Value)) clean.Append(rune);
        return clean.Length <= MaxText ? clean.ToString() : $"{clean.ToString(0, MaxText - 1)}…";
    }

    /// <summary>1 gives A, 27 gives AA.</summary>
    private static string Letters(int column)
    {
        var letters = "";
        for (; column > 0; column = (column - 1) / 26) letters = (char)('A' + (column - 1) % 26) + letters;
        return letters;
    }
}
