using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using static BangVang.App.Documents.Docx;
using W = DocumentFormat.OpenXml.Wordprocessing;

namespace BangVang.App.Documents;

/// <summary>Sets an administrative document as .docx: A4, margins 20, 20, 30, 15 mm, Times New Roman, black.</summary>
public static class AdministrativeDocx
{
    private const string Font = "Times New Roman";
    private const int BodySize = 14, TableSize = 13;
    private static readonly int Width = Mm(210 - 30 - 15), RightColumn = Mm(101), LeftColumn = Width - RightColumn;

    public static byte[] Write(AdministrativeDocument document)
    {
        using var bytes = new MemoryStream();
        using (var file = WordprocessingDocument.Create(bytes, WordprocessingDocumentType.Document))
        {
            var main = file.AddMainDocumentPart();
            AddStyles(main);
            var body = new Body();
            main.Document = new Document(body);
            var (pages, noPages) = AddHeaders(main);

            body.Append(Head(document));
            body.Append(Title(document));
            body.Append(Opening(document));
            body.Append(Blocks(document.Body, endsText: true));
            body.Append(Foot(document));
            for (var i = 0; i < document.Annexes.Count; i++)
            {
                // Each part's layout stands at its end; that of the last one at the end of the document.
                body.Append(new W.Paragraph(new ParagraphProperties(
                    new SpacingBetweenLines { Before = "0", After = "0", Line = "20", LineRule = LineSpacingRuleValues.Exact }, Layout(pages, noPages))));
                body.Append(AnnexTitle(document.Annexes, i));
                body.Append(Blocks(document.Annexes[i].Body, endsText: false));
            }
            body.Append(Layout(pages, noPages));
            file.PackageProperties.Title = $"{document.TypeName} {document.Summary}";
            file.PackageProperties.Language = "vi-VN";
        }
        return bytes.ToArray();
    }

    private static Table Head(AdministrativeDocument document)
    {
        var (parent, issuing) = (Upper(document.ParentBody), Upper(document.IssuingBody)!);
        var left = new List<OpenXmlElement>();
        if (parent is not null) left.Add(Line(Centre, 0, 0, Text(parent, 12)));
        left.Add(Line(Centre, 0, 0, Text(issuing, 12, bold: true)));
        left.Add(Rule(Math.Min(TimesBold.Twips(issuing, 12), LeftColumn) * 2 / 5, LeftColumn, after: 6));
        const string motto = "Độc lập - Tự do - Hạnh phúc";
        OpenXmlElement[] right =
        [
            Line(Centre, 0, 0, Text("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, bold: true)),
            Line(Centre, 0, 0, Text(motto, 13, bold: true)),
            Rule(TimesBold.Twips(motto, 13), RightColumn, after: 6),
        ];
        var number = Line(Centre, 0, 0, Text($"Số: {document.Number}", 13));
        var issued = Line(Centre, 0, 0, Text(document.Issued?.ToString() ?? "", 13, italic: true));
        return Columns([LeftColumn, RightColumn], [left, right], [[number], [issued]]);
    }

    private static OpenXmlElement[] Title(AdministrativeDocument document) =>
    [
        Line(Centre, 18, 0, Text(Upper(document.TypeName)!, 14, bold: true)),
        Line(Centre, 0, 3, Text(document.Summary, 14, bold: true)),
        Rule(Math.Min(TimesBold.Twips(document.Summary, 14) * 2 / 5, Width / 3), Width, after: 12),
    ];

    private static List<OpenXmlElement> Opening(AdministrativeDocument document)
    {
        var opening = new List<OpenXmlElement>();
        if (document.Authority is not null) opening.Add(Line(Centre, 6, 12, Text(Upper(document.Authority)!, BodySize, bold: true)));
        for (var i = 0; i < document.Grounds.Count; i++)
            opening.Add(Body(Text($"{document.Grounds[i].TrimEnd('.', ';', ' ')}{(i < document.Grounds.Count - 1 ? ";" : ".")}", BodySize, italic: true)));
        if (document.Enacting is not null) opening.Add(Line(Centre, 6, 12, Text(Upper(document.Enacting)!, BodySize, bold: true)));
        return opening;
    }

    /// <param name="endsText">The last words of the text of a document are followed by "./.".</param>
    private static List<OpenXmlElement> Blocks(IReadOnlyList<Block> blocks, bool endsText)
    {
        var set = new List<OpenXmlElement>();
        var (articles, sections) = (0, 0);
        foreach (var block in blocks)
        {
            switch (block)
            {
                case Article article: set.AddRange(ArticleOf(article, ++articles)); break;
                case Section section: set.Add(KeepWithNext(Body(Text($"{VietnameseDates.Roman(++sections)}. {Upper(section.Title)}", BodySize, bold: true)))); break;
                case Paragraph paragraph: set.Add(Body(Text(paragraph.Text, BodySize))); break;
                case DashList list: set.AddRange(list.Items.Select(i => Body(Text($"- {i}", BodySize)))); break;
                case TableBlock table:
                    set.Add(Ruled(table, Width, TableSize));
                    set.Add(Line(Left, 0, 6));
                    break;
                default: throw new NotSupportedException($"{block.GetType().Name} has no form.");
            }
        }
        if (endsText && set.LastOrDefault(e => e is W.Paragraph)?.Elements<Run>().LastOrDefault()?.GetFirstChild<Text>() is { } last)
            last.Text = $"{last.Text.TrimEnd('.', ';', ' ')}./.";
        return set;
    }

    private static List<OpenXmlElement> ArticleOf(Article article, int number)
    {
        var set = new List<OpenXmlElement> { Body(Text($"Điều {number}.", BodySize, bold: true), Text($" {article.Text}", BodySize)) };
        foreach (var (clause, i) in article.Clauses.Select((c, i) => (c, i)))
        {
            set.Add(Body(Text($"{i + 1}. {clause.Text}", BodySize)));
            set.AddRange(clause.Points.Select((p, k) => Body(Text($"{VietnameseDates.Point(k + 1)}) {p}", BodySize))));
        }
        return set;
    }

    private static Table Foot(AdministrativeDocument document)
    {
        var half = Width / 2;
        var recipients = new List<OpenXmlElement> { Line(Left, 12, 0, Text("Nơi nhận:", 12, bold: true, italic: true)) };
        recipients.AddRange(document.Recipients.Select(r => Line(Left, 0, 0, Text($"- {r.TrimEnd('.', ';', ' ')};", 11))));
        recipients.Add(Line(Left, 0, 0, Text($"- Lưu: VT, {document.ArchivedAt.TrimEnd('.', ' ')}.", 11)));
        if (document.SecondSignature is not { } second) return Columns([half, Width - half], [recipients, Signed(document.Signature)]);
        return Columns([half, Width - half], [Signed(second), Signed(document.Signature)], [recipients, [Line(Left, 0, 0)]]);
    }

    private static List<OpenXmlElement> Signed(SignatureBlock signature)
    {
        var lines = signature.Lines.Select((l, i) => (OpenXmlElement)KeepWithNext(Line(Centre, i == 0 ? 12 : 0, 0, Text(l, 14, bold: true)))).ToList();
        // Room for the signature and the seal.
        lines.Add(Line(Centre, 72, 0, Text(signature.PlainName, 14, bold: true)));
        return lines;
    }

    private static List<OpenXmlElement> AnnexTitle(IReadOnlyList<Annex> annexes, int i)
    {
        var name = annexes.Count > 1 ? $"Phụ lục {VietnameseDates.Roman(i + 1)}" : "Phụ lục";
        return
        [
            Line(Centre, 0, 0, Text(name, 14, bold: true)),
            Line(Centre, 0, 0, Text(Upper(annexes[i].Title)!, 14, bold: true)),
            Line(Centre, 0, 3, Text($"({annexes[i].AttachedTo})", 14, italic: true)),
            Rule(Width / 4, Width, after: 12),
        ];
    }

    private static W.Paragraph KeepWithNext(W.Paragraph paragraph)
    {
        paragraph.ParagraphProperties!.InsertAt(new KeepNext(), 0);
        return paragraph;
    }

    /// <summary>Page numbers in the middle of the top margin, from the second page; each part counts its own.</summary>
    private static SectionProperties Layout(string pages, string noPages) => new(
        new HeaderReference { Type = HeaderFooterValues.Default, Id = pages },
        new HeaderReference { Type = HeaderFooterValues.First, Id = noPages },
        new SectionType { Val = SectionMarkValues.NextPage },
        new PageSize { Width = (uint)Mm(210), Height = (uint)Mm(297) },
        new PageMargin { Top = Mm(20), Bottom = Mm(20), Left = (uint)Mm(30), Right = (uint)Mm(15), Header = (uint)Mm(10), Footer = (uint)Mm(10), Gutter = 0 },
        new PageNumberType { Format = NumberFormatValues.Decimal, Start = 1 },
        new TitlePage());

    private static (string Pages, string NoPages) AddHeaders(MainDocumentPart main)
    {
        var pages = main.AddNewPart<HeaderPart>();
        pages.Header = new Header(Line(Centre, 0, 0, new SimpleField(Text("2", 13)) { Instruction = " PAGE " }));
        var noPages = main.AddNewPart<HeaderPart>();
        noPages.Header = new Header(Line(Centre, 0, 0));
        return (main.GetIdOfPart(pages), main.GetIdOfPart(noPages));
    }

    private static void AddStyles(MainDocumentPart main)
    {
        var styles = main.AddNewPart<StyleDefinitionsPart>();
        styles.Styles = new Styles(new DocDefaults(
            new RunPropertiesDefault(new RunPropertiesBaseStyle(
                new RunFonts { Ascii = Font, HighAnsi = Font, ComplexScript = Font, EastAsia = Font },
                new FontSize { Val = $"{BodySize * 2}" }, new FontSizeComplexScript { Val = $"{BodySize * 2}" },
                new Languages { Val = "vi-VN", EastAsia = "vi-VN" })),
            new ParagraphPropertiesDefault()));
        var settings = main.AddNewPart<DocumentSettingsPart>();
        // Otherwise newer programs open it as a file of 2007.
        settings.Settings = new Settings(new Compatibility(new CompatibilitySetting { Name = CompatSettingNameValues.CompatibilityMode, Uri = "http://schemas.microsoft.com/office/word", Val = "15" }));
    }

    private static string? Upper(string? text) => text?.ToUpper(VietnameseDates.Culture);
}
