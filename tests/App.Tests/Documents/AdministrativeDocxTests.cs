using BangVang.App.Documents;
using BangVang.App.Files;
using BangVang.Domain.Editions;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using DocumentFormat.OpenXml.Wordprocessing;
using NodaTime;
using Shouldly;
using Xunit;
using W = DocumentFormat.OpenXml.Wordprocessing;

namespace BangVang.App.Tests.Documents;

public sealed class AdministrativeDocxTests
{
    [Fact]
    public void The_decision_is_a_sound_file_that_our_own_inspection_takes()
    {
        foreach (var document in new[] { Decision().ToDocument(), Minutes().ToDocument(), WithAnnexes(3) })
        {
            var bytes = AdministrativeDocx.Write(document);
            using var file = Open(bytes);
            new OpenXmlValidator(FileFormatVersions.Office2019).Validate(file).Select(e => $"{e.Path?.XPath}: {e.Description}").ShouldBeEmpty();
            FileInspection.Inspect(new MemoryStream(bytes), "x.docx", FileKinds.All, long.MaxValue).TryGet(out var found, out _).ShouldBeTrue();
            found!.Kind.ShouldBe(FileKind.Docx);
        }
    }

    [Fact]
    public void Paper_margins_and_type_are_those_of_the_decree()
    {
        using var file = Open(AdministrativeDocx.Write(Decision().ToDocument()));
        foreach (var layout in file.MainDocumentPart!.Document!.Descendants<SectionProperties>())
        {
            var (size, margin) = (layout.GetFirstChild<PageSize>()!, layout.GetFirstChild<PageMargin>()!);
            (Mm(size.Width!.Value), Mm(size.Height!.Value)).ShouldBe((210, 297));
            (Mm(margin.Top!.Value), Mm(margin.Bottom!.Value), Mm(margin.Left!.Value), Mm(margin.Right!.Value)).ShouldBe((20, 20, 30, 15));
            Mm(margin.Header!.Value).ShouldBeLessThan(20);
        }
        var fonts = file.MainDocumentPart.StyleDefinitionsPart!.Styles!.DocDefaults!.Descendants<RunFonts>().Single();
        new[] { fonts.Ascii, fonts.HighAnsi, fonts.ComplexScript, fonts.EastAsia }.ShouldAllBe(f => f!.Value == "Times New Roman");
        file.MainDocumentPart.Document.Descendants<Color>().ShouldBeEmpty();
        foreach (var size in file.MainDocumentPart.Document.Descendants<FontSize>()) int.Parse(size.Val!.Value!).ShouldBeInRange(22, 28);
    }

    [Fact]
    public void The_head_says_state_motto_bodies_number_place_and_date()
    {
        using var file = Open(AdministrativeDocx.Write(Decision().ToDocument()));
        var head = file.MainDocumentPart!.Document!.Descendants<Table>().First().Descendants<TableCell>().Select(c => Lines(c).ToList()).ToList();
        head[0].ShouldBe(["CHÍNH PHỦ", "BỘ MINH HỌA VÀ CÔNG NGHỆ", ""]);
        head[1].ShouldBe(["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", ""]);
        head[2].ShouldBe(["Số: 07/QĐ-BMHCN"]);
        head[3].ShouldBe(["Hà Nội, ngày 05 tháng 01 năm 2027"]);
        Styled("CHÍNH PHỦ").ShouldBe((12, false, false));
        Styled("BỘ MINH HỌA VÀ CÔNG NGHỆ").ShouldBe((12, true, false));
        Styled("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM").ShouldBe((12, true, false));
        Styled("Độc lập - Tự do - Hạnh phúc").ShouldBe((13, true, false));
        Styled("Số: 07/QĐ-BMHCN").ShouldBe((13, false, false));
        Styled("Hà Nội, ngày 05 tháng 01 năm 2027").ShouldBe((13, false, true));

        (double, bool, bool) Styled(string text) => Style(file, text);
    }

    [Fact]
    public void The_rule_below_the_motto_is_as_long_as_the_motto()
    {
        using var file = Open(AdministrativeDocx.Write(Decision().ToDocument()));
        var rules = file.MainDocumentPart!.Document!.Descendants<TableCell>().Take(2).Select(c => c.Elements<W.Paragraph>().Last().ParagraphProperties!).ToList();
        rules.ShouldAllBe(r => r.ParagraphBorders!.BottomBorder!.Val!.Value == BorderValues.Single);
        // 13 points of Times bold: 27 letters are between 55 and 62 mm.
        Mm(5726 - 2 * uint.Parse(rules[1].Indentation!.Left!.Value!)).ShouldBeInRange(55, 62);
        rules[1].Indentation!.Left!.Value.ShouldBe(rules[1].Indentation!.Right!.Value);
    }

    [Fact]
    public void Grounds_are_italic_each_ends_with_a_semicolon_the_last_with_a_stop()
    {
        var texts = Texts(Decision().ToDocument());
        var grounds = texts.Where(t => t.StartsWith("Căn cứ", StringComparison.Ordinal) || t.StartsWith("Theo đề nghị", StringComparison.Ordinal)).ToList();
        grounds.ShouldBe(["Căn cứ Luật minh họa;", "Căn cứ Quyết định số 1/QĐ-BMHCN;", "Theo đề nghị của Cục trưởng Cục Minh họa."]);
        using var file = Open(AdministrativeDocx.Write(Decision().ToDocument()));
        foreach (var ground in grounds) Style(file, ground).ShouldBe((14, false, true));
    }

    [Fact]
    public void Title_authority_and_articles_stand_in_their_order()
    {
        var texts = Texts(Decision().ToDocument()).Where(t => t.Length > 0).ToList();
        var order = new[]
        {
            "QUYẾT ĐỊNH", "Về việc công nhận và trao Giải thưởng Minh họa năm 2026", "BỘ TRƯỞNG BỘ MINH HỌA VÀ CÔNG NGHỆ", "Căn cứ Luật minh họa;", "QUYẾT ĐỊNH:",
            "Điều 1. Công nhận và trao Giải thưởng Minh họa năm 2026 cho 03 sản phẩm (danh sách tại Phụ lục kèm theo), gồm:", "1. Giải Vàng: 02 sản phẩm;", "2. Giải Bạc: 01 sản phẩm.",
            "Điều 2. Hưởng quyền lợi theo Quy chế.", "Điều 3. Quyết định này có hiệu lực thi hành kể từ ngày ký.",
            "Điều 4. Chánh Văn phòng Bộ và các tổ chức, doanh nghiệp có tên tại Phụ lục chịu trách nhiệm thi hành Quyết định này./.",
            "Nơi nhận:", "- Như Điều 4;", "- Lưu: VT, CMH.", "KT. BỘ TRƯỞNG", "THỨ TRƯỞNG", "Nguyễn Minh Họa",
            "Phụ lục", "DANH SÁCH SẢN PHẨM ĐƯỢC CÔNG NHẬN VÀ TRAO GIẢI THƯỞNG MINH HỌA NĂM 2026",
            "(Kèm theo Quyết định số 07/QĐ-BMHCN ngày 05 tháng 01 năm 2027 của Bộ trưởng Bộ Minh họa và Công nghệ)", "STT", "1", "Sản phẩm 01",
        };
        var at = -1;
        foreach (var text in order) (at = texts.FindIndex(at + 1, t => t == text)).ShouldBeGreaterThan(-1, text);
    }

    [Fact]
    public void Page_numbers_stand_in_the_top_margin_from_page_two_and_each_annex_counts_its_own()
    {
        using var file = Open(AdministrativeDocx.Write(WithAnnexes(2)));
        var main = file.MainDocumentPart!;
        var layouts = main.Document!.Descendants<SectionProperties>().ToList();
        layouts.Count.ShouldBe(3);
        foreach (var layout in layouts)
        {
            layout.GetFirstChild<TitlePage>().ShouldNotBeNull();
            layout.GetFirstChild<PageNumberType>()!.Start!.Value.ShouldBe(1);
            Header(HeaderFooterValues.Default).Descendants<SimpleField>().Single().Instruction!.Value!.Trim().ShouldBe("PAGE");
            Header(HeaderFooterValues.Default).Descendants<Justification>().Single().Val!.Value.ShouldBe(JustificationValues.Center);
            Header(HeaderFooterValues.First).Descendants<SimpleField>().ShouldBeEmpty();

            Header Header(HeaderFooterValues type) => ((HeaderPart)main.GetPartById(layout.Elements<HeaderReference>().Single(h => h.Type!.Value == type).Id!.Value!)).Header!;
        }
    }

    [Theory]
    [InlineData(1, new[] { "Phụ lục" })]
    [InlineData(4, new[] { "Phụ lục I", "Phụ lục II", "Phụ lục III", "Phụ lục IV" })]
    public void Annexes_are_numbered_in_Roman_when_there_are_several(int count, string[] names) =>
        Texts(WithAnnexes(count)).Where(t => t.StartsWith("Phụ lục", StringComparison.Ordinal)).ShouldBe(names);

    [Fact]
    public void Points_follow_the_Vietnamese_alphabet()
    {
        var texts = Texts(Plain(new Article("Gồm:", new Clause("Các điểm:", [.. Enumerable.Range(1, 9).Select(i => $"điểm {i}")]))));
        texts.Where(t => t.Contains(") điểm", StringComparison.Ordinal)).Select(t => t[..t.IndexOf(')', StringComparison.Ordinal)]).ShouldBe(["a", "b", "c", "d", "đ", "e", "g", "h", "i"]);
        Should.Throw<ArgumentOutOfRangeException>(() => VietnameseDates.Point(24));
        VietnameseDates.Point(23).ShouldBe("y");
    }

    [Theory]
    [InlineData(2020, 1, 5, "ngày 05 tháng 01 năm 2020")]
    [InlineData(2019, 6, 29, "ngày 29 tháng 6 năm 2019")]
    [InlineData(2026, 2, 10, "ngày 10 tháng 02 năm 2026")]
    [InlineData(2026, 3, 9, "ngày 09 tháng 3 năm 2026")]
    [InlineData(2026, 12, 31, "ngày 31 tháng 12 năm 2026")]
    public void Days_below_ten_and_the_first_two_months_get_a_zero(int year, int month, int day, string text) => VietnameseDates.Long(new LocalDate(year, month, day)).ShouldBe(text);

    [Theory]
    [InlineData(1, "01/QĐ-X"), InlineData(9, "09/QĐ-X"), InlineData(10, "10/QĐ-X"), InlineData(1265, "1265/QĐ-X"), InlineData(null, "        /QĐ-X")]
    public void Numbers_below_ten_get_a_zero_and_an_unknown_one_leaves_room(int? number, string text) => new DocumentNumber(number, "QĐ-X").ToString().ShouldBe(text);

    [Theory]
    [InlineData(SigningAuthority.Own, null, "Bộ trưởng", new[] { "BỘ TRƯỞNG" })]
    [InlineData(SigningAuthority.OnBehalf, "Hội đồng Giám khảo", "Chủ tịch", new[] { "TM. HỘI ĐỒNG GIÁM KHẢO", "CHỦ TỊCH" })]
    [InlineData(SigningAuthority.Acting, null, "Bộ trưởng", new[] { "Q. BỘ TRƯỞNG" })]
    [InlineData(SigningAuthority.Deputy, "Bộ trưởng", "Thứ trưởng", new[] { "KT. BỘ TRƯỞNG", "THỨ TRƯỞNG" })]
    [InlineData(SigningAuthority.ByOrder, "Bộ trưởng", "Cục trưởng", new[] { "TL. BỘ TRƯỞNG", "CỤC TRƯỞNG" })]
    [InlineData(SigningAuthority.Delegated, "Giám đốc", "Trưởng phòng", new[] { "TUQ. GIÁM ĐỐC", "TRƯỞNG PHÒNG" })]
    public void Who_signs_for_whom_is_said_in_the_decrees_words(SigningAuthority authority, string? head, string post, string[] lines) =>
        new SignatureBlock(authority, head, post, "Nguyễn Minh Họa").Lines.ShouldBe(lines);

    [Theory]
    [InlineData("PGS.TS. Nguyễn Minh Họa", "Nguyễn Minh Họa")]
    [InlineData("GS. TSKH. Trần Văn Mẫu", "Trần Văn Mẫu")]
    [InlineData("Tiến sĩ Lê Thị Mẫu", "Lê Thị Mẫu")]
    [InlineData("Ông Phạm Mẫu", "Phạm Mẫu")]
    [InlineData("Bành Thị Mẫu", "Bành Thị Mẫu")]
    [InlineData("Tsán Mẫu", "Tsán Mẫu")]
    public void No_title_stands_before_the_signers_name(string given, string set) => new SignatureBlock(SigningAuthority.Own, null, "Chủ tịch", given).PlainName.ShouldBe(set);

    [Theory]
    [InlineData(1, "I"), InlineData(4, "IV"), InlineData(9, "IX"), InlineData(14, "XIV"), InlineData(1999, "MCMXCIX")]
    public void Roman_numbers_are_right(int number, string roman) => VietnameseDates.Roman(number).ShouldBe(roman);

    [Fact]
    public void Minutes_tell_attendance_quorum_motions_and_results()
    {
        var texts = Texts(Minutes().ToDocument());
        foreach (var text in new[]
        {
            "Số: 03/BB-HĐGK", "BIÊN BẢN", "Thời gian bắt đầu: 08 giờ 30 phút, ngày 02 tháng 12 năm 2026.", "Địa điểm: Phòng họp A.", "Chủ tọa: Trần Chủ Tọa, Chủ tịch Hội đồng.",
            "Thư ký (người ghi biên bản): Lê Thư Ký, chuyên viên.", "I. THÀNH PHẦN THAM DỰ", "Thành viên Hội đồng có mặt: 02/03.", "- Trần Chủ Tọa, Chủ tịch Hội đồng;",
            "- Giám khảo 3, ủy viên (lý do: công tác);", "Số thành viên phải có mặt theo Điều 12: 02. Cuộc họp có đủ số thành viên để tiến hành.", "II. CHƯƠNG TRÌNH", "- Thông qua kết quả;",
            "III. DIỄN BIẾN VÀ BIỂU QUYẾT", "Biểu quyết số 1: Thông qua đề xuất giải hạng mục Minh họa.", "Kết quả: có mặt 02; tán thành 02; không tán thành 00; không có ý kiến 00. Kết luận: thông qua.",
            "IV. KẾT QUẢ", "Hạng mục Minh họa:", "HS-014", "87,25", "THƯ KÝ", "Lê Thư Ký", "CHỦ TỌA", "Trần Chủ Tọa", "- Lưu: VT, Hồ sơ.",
            "Biên bản được đọc lại cho các thành viên tham dự cùng nghe và nhất trí. Cuộc họp kết thúc vào 11 giờ 05 phút, ngày 02 tháng 12 năm 2026./.",
        }) texts.ShouldContain(text);
    }

    [Fact]
    public void Minutes_without_quorum_say_so()
    {
        var texts = Texts((Minutes() with { QuorumNeeded = 3 }).ToDocument());
        texts.ShouldContain("Số thành viên phải có mặt theo Điều 12: 03. Cuộc họp không đủ số thành viên để biểu quyết.");
    }

    [Fact]
    public void Text_that_XML_cannot_hold_is_left_out_and_nothing_becomes_markup()
    {
        var texts = Texts(Plain(new BangVang.App.Documents.Paragraph("a\u0001b <w:p/> & \uFFFE 🏆 \uD800c")));
        texts.ShouldContain("ab <w:p/> &  🏆 \uFFFDc./.");
    }

    private static AwardDecisionDocument Decision() => new()
    {
        ParentBody = "Chính phủ", IssuingBody = "Bộ Minh họa và Công nghệ", Number = new(7, "QĐ-BMHCN"), Issued = new("Hà Nội", new LocalDate(2027, 1, 5)),
        Authority = "Bộ trưởng Bộ Minh họa và Công nghệ", Award = "Giải thưởng Minh họa năm 2026", Grounds = ["Căn cứ Luật minh họa", "Căn cứ Quyết định số 1/QĐ-BMHCN;"],
        Proposer = "Cục trưởng Cục Minh họa", Benefits = "Hưởng quyền lợi theo Quy chế.", CarriedOutBy = "Chánh Văn phòng Bộ", ArchivedAt = "CMH", Recipients = ["Như Điều 4"],
        Signature = new(SigningAuthority.Deputy, "Bộ trưởng", "Thứ trưởng", "PGS.TS. Nguyễn Minh Họa"),
        Products = [.. Enumerable.Range(1, 3).Select(i => new HonouredProduct($"Sản phẩm {i:00}", $"Công ty Minh họa {i:00}", "Hạng mục minh họa", i < 3 ? "Giải Vàng" : "Giải Bạc"))],
    };

    private static CouncilMinutesDocument Minutes()
    {
        var chair = new MinutesMember("Trần Chủ Tọa", "Chủ tịch Hội đồng", true);
        return new()
        {
            IssuingBody = "Hội đồng Giám khảo", Number = new(3, "BB-HĐGK"), Summary = "Họp Hội đồng Giám khảo vòng chung khảo", StartedAt = new(2026, 12, 2, 8, 30), EndedAt = new(2026, 12, 2, 11, 5),
            Place = "Phòng họp A", Chair = chair, Secretary = new("Lê Thư Ký", "chuyên viên", true), QuorumNeeded = 2, QuorumArticle = "Điều 12",
            Members = [chair, new("Giám khảo 2", "ủy viên", true), new("Giám khảo 3", "ủy viên", false, "công tác")], Agenda = ["Thông qua kết quả"],
            Motions = [new(1, "Thông qua đề xuất giải hạng mục Minh họa.", null, 2, 2, 0, 0, "thông qua")],
            Results = [new("Minh họa", 1, "HS-014", "Sản phẩm 01", "Công ty Minh họa 01", 8725, "Giải Vàng"), new("Minh họa", null, "HS-020", "Sản phẩm 02", "Công ty Minh họa 02", null, "")],
        };
    }

    private static AdministrativeDocument Plain(params Block[] body) => new()
    {
        IssuingBody = "Bộ Minh họa", Number = new(1, "TB-BMH"), Issued = new("Hà Nội", null), TypeName = "Thông báo", Summary = "Về việc thử",
        Body = body, Signature = new(SigningAuthority.Own, null, "Bộ trưởng", "Nguyễn Minh Họa"), ArchivedAt = "VP",
    };

    private static AdministrativeDocument WithAnnexes(int count) => Plain(new Article("Nội dung.")) with
    {
        Annexes = [.. Enumerable.Range(1, count).Select(i => new Annex($"Danh sách {i}", "Kèm theo Thông báo", [new Section("Phần đầu"), new DashList("một", "hai"), new TableBlock([new("A", 1), new("B", 2)], [["1", "2"], ["3"]])]))],
    };

    private static WordprocessingDocument Open(byte[] bytes) => WordprocessingDocument.Open(new MemoryStream(bytes), isEditable: false);

    private static List<string> Texts(AdministrativeDocument document)
    {
        using var file = Open(AdministrativeDocx.Write(document));
        return [.. Lines(file.MainDocumentPart!.Document!)];
    }

    private static IEnumerable<string> Lines(OpenXmlElement element) => element.Descendants<W.Paragraph>().Select(p => p.InnerText);

    private static (double Size, bool Bold, bool Italic) Style(WordprocessingDocument file, string text)
    {
        var run = file.MainDocumentPart!.Document!.Descendants<Run>().First(r => r.InnerText == text).RunProperties!;
        return (double.Parse(run.FontSize!.Val!.Value!) / 2, run.Bold is not null, run.Italic is not null);
    }

    private static int Mm(double twips) => (int)Math.Round(twips * 25.4 / 1440);
}
