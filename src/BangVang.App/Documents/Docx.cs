using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;
using W = DocumentFormat.OpenXml.Wordprocessing;

namespace BangVang.App.Documents;

/// <summary>Paragraphs, runs and tables in few words. Sizes in points, lengths in twentieths of a point.</summary>
internal static class Docx
{
    public static readonly JustificationValues Centre = JustificationValues.Center, Left = JustificationValues.Left, Right = JustificationValues.Right, Both = JustificationValues.Both;

    /// <summary>Millimetres in twentieths of a point.</summary>
    public static int Mm(double millimetres) => (int)Math.Round(millimetres * 1440 / 25.4);

    public static Run Text(string text, double size, bool bold = false, bool italic = false)
    {
        var style = new RunProperties();
        if (bold) style.Append(new Bold());
        if (italic) style.Append(new Italic());
        style.Append(new FontSize { Val = $"{size * 2}" }, new FontSizeComplexScript { Val = $"{size * 2}" });
        return new Run(style, new Text(Clean(text)) { Space = SpaceProcessingModeValues.Preserve });
    }

    /// <param name="after">Space below, in points.</param>
    public static W.Paragraph Line(JustificationValues align, double before, double after, params OpenXmlElement[] runs)
    {
        var line = new W.Paragraph(new ParagraphProperties(
            new SpacingBetweenLines { Before = $"{before * 20}", After = $"{after * 20}", Line = "240", LineRule = LineSpacingRuleValues.Auto },
            new Justification { Val = align }));
        line.Append(runs);
        return line;
    }

    /// <summary>A paragraph of the body: justified, first line indented 1.27 cm, 6 points between paragraphs, 1.15 lines.</summary>
    public static W.Paragraph Body(params OpenXmlElement[] runs)
    {
        var body = new W.Paragraph(new ParagraphProperties(
            new SpacingBetweenLines { Before = "0", After = "120", Line = "276", LineRule = LineSpacingRuleValues.Auto },
            new Indentation { FirstLine = "720" },
            new Justification { Val = Both }));
        body.Append(runs);
        return body;
    }

    /// <summary>A line drawn in the middle of a column.</summary>
    public static W.Paragraph Rule(int length, int column, double after = 0)
    {
        var side = $"{Math.Max((column - length) / 2, 0)}";
        return new W.Paragraph(new ParagraphProperties(
            new ParagraphBorders(new BottomBorder { Val = BorderValues.Single, Size = 6, Space = 0, Color = "000000" }),
            new SpacingBetweenLines { Before = "0", After = $"{after * 20}", Line = "60", LineRule = LineSpacingRuleValues.Exact },
            new Indentation { Left = side, Right = side },
            new Justification { Val = Centre }));
    }

    /// <summary>Columns side by side without lines around them.</summary>
    public static Table Columns(IReadOnlyList<int> widths, params IReadOnlyList<IReadOnlyList<IReadOnlyList<OpenXmlElement>>> rows)
    {
        var table = new Table(
            new TableProperties(
                new TableWidth { Width = $"{widths.Sum()}", Type = TableWidthUnitValues.Dxa },
                new TableLayout { Type = TableLayoutValues.Fixed },
                new TableCellMarginDefault(new TableCellLeftMargin { Width = 0, Type = TableWidthValues.Dxa }, new TableCellRightMargin { Width = 0, Type = TableWidthValues.Dxa })),
            new TableGrid(widths.Select(w => new GridColumn { Width = $"{w}" })));
        foreach (var row in rows)
            table.Append(new TableRow(new OpenXmlElement[] { new TableRowProperties(new CantSplit()) }.Concat(row.Select((cell, i) => Cell(widths[i], cell)))));
        return table;
    }

    /// <summary>A ruled table; the head is bold and repeated on each page.</summary>
    public static Table Ruled(TableBlock block, int width, double size)
    {
        var shares = block.Columns.Sum(c => c.Share);
        var widths = block.Columns.Select(c => width * c.Share / shares).ToList();
        var table = new Table(
            new TableProperties(
                new TableWidth { Width = $"{widths.Sum()}", Type = TableWidthUnitValues.Dxa },
                new TableBorders(
                    new TopBorder { Val = BorderValues.Single, Size = 4 }, new LeftBorder { Val = BorderValues.Single, Size = 4 }, new BottomBorder { Val = BorderValues.Single, Size = 4 },
                    new RightBorder { Val = BorderValues.Single, Size = 4 }, new InsideHorizontalBorder { Val = BorderValues.Single, Size = 4 }, new InsideVerticalBorder { Val = BorderValues.Single, Size = 4 }),
                new TableLayout { Type = TableLayoutValues.Fixed }),
            new TableGrid(widths.Select(w => new GridColumn { Width = $"{w}" })));
        table.Append(new TableRow(new OpenXmlElement[] { new TableRowProperties(new CantSplit(), new TableHeader()) }
            .Concat(block.Columns.Select((c, i) => Cell(widths[i], [Line(Centre, 3, 3, Text(c.Title, size, bold: true))])))));
        foreach (var row in block.Rows)
            table.Append(new TableRow(new OpenXmlElement[] { new TableRowProperties(new CantSplit()) }
                .Concat(block.Columns.Select((c, i) => Cell(widths[i], [Line(Of(c.Align), 3, 3, Text(i < row.Count ? row[i] : "", size))])))));
        return table;
    }

    private static TableCell Cell(int width, IReadOnlyList<OpenXmlElement> content) =>
        new(new OpenXmlElement[] { new TableCellProperties(new TableCellWidth { Width = $"{width}", Type = TableWidthUnitValues.Dxa }) }.Concat(content));

    private static JustificationValues Of(Align align) => align switch { Align.Centre => Centre, Align.Right => Right, _ => Left };

    /// <summary>What XML cannot hold is left out.</summary>
    private static string Clean(string text)
    {
        if (text.All(c => XmlConvert.IsXmlChar(c))) return text;
        return string.Concat(text.EnumerateRunes().Where(r => r.Value > 0xFFFF || XmlConvert.IsXmlChar((char)r.Value)).Select(r => r.ToString()));
    }
}
