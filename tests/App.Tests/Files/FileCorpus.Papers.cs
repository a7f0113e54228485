using System.Text;
using BangVang.App.Files;
using BangVang.Domain.Editions;
using BangVang.Testing.Files;

namespace BangVang.App.Tests.Files;

public static partial class FileCorpus
{
    private static CorpusFile Pdf(string title, PdfSample sample, string? code) => Pdf(title, sample.ToBytes(), code);
    private static CorpusFile Pdf(string title, byte[] bytes, string? code) => new($"pdf {title}", bytes, "x.pdf", code);

    private static IEnumerable<CorpusFile> Pdfs() => GoodPdfs().Concat(ActivePdfs()).Concat(OpeningPdfs()).Concat(BrokenPdfs());

    private static IEnumerable<CorpusFile> GoodPdfs()
    {
        foreach (var version in new[] { "1.0", "1.4", "1.7", "2.0" }) yield return Pdf($"of version {version}", new PdfSample().ToBytes(version), null);
        yield return Pdf("with a link", new PdfSample().Object("<< /Type /Annot /Subtype /Link /A << /S /URI /URI (https://vnu.edu.vn) >> >>"), null);
        yield return Pdf("with a link to an address called JavaScript", new PdfSample().Object("<< /S /URI /URI (https://developer.mozilla.org/docs/Web/JavaScript) >>"), null);
        yield return Pdf("with a link to an address called Launch", new PdfSample().Object("<< /S /URI /URI (https://a.vn/Launch/EmbeddedFile/XFA) >>"), null);
        yield return Pdf("with text that speaks of JavaScript", new PdfSample().Stream("", PdfSample.Latin("BT (/JavaScript /Launch) Tj ET")), null);
        yield return Pdf("with metadata that names an address", new PdfSample().Stream("/Type /Metadata /Subtype /XML", Encoding.UTF8.GetBytes("<x>http://a.vn/JavaScript</x>")), null);
        yield return Pdf("with a title of brackets", new PdfSample().Object("<< /Title (a \\( b \\) \\057JavaScript) >>"), null);
        yield return Pdf("with a title in hexadecimal", new PdfSample().Object("<< /Title <2F4A617661536372697074> >>"), null);
        yield return Pdf("that opens at a page", new PdfSample().Catalog("/OpenAction [3 0 R /Fit]"), null);
        yield return Pdf("that opens at a page by an action", new PdfSample().Catalog("/OpenAction << /S /GoTo /D [3 0 R /XYZ null null 1] >>"), null);
        yield return Pdf("that opens at a page by an action elsewhere", new PdfSample().Catalog("/OpenAction 5 0 R").Object("<< /S /GoTo /D [3 0 R /Fit] >>"), null);
        yield return Pdf("that opens at a page with links", new PdfSample().Catalog("/OpenAction [5 0 R /Fit]").Object("<< /Type /Page /Annots [<< /A << /S /URI /URI (https://a.vn) >> >>] >>"), null);
        yield return Pdf("with an outline", new PdfSample().Object("<< /Title (a) /Next 6 0 R /A << /S /URI /URI (https://a.vn) >> >>").Object("<< /Title (b) /Prev 5 0 R >>"), null);
        yield return Pdf("with packed objects", new PdfSample().Packed(["<< /Type /Catalog >>", "[1 2 3]", "(text /JavaScript)"]), null);
        yield return Pdf("with packed objects in base 85", new PdfSample().Packed(["<< /A /B >>"], "/Filter [/ASCII85Decode /FlateDecode]", b => PdfSample.Base85(PdfSample.Deflated(b))), null);
        yield return Pdf("with no event", new PdfSample().Object("<< /AA << >> >>"), null);
        yield return Pdf("with noise", SampleFiles.PdfOf(300_000), null);
        yield return Pdf("with blanks behind", [.. new PdfSample().ToBytes(), .. "\r\n\0\0 \n"u8], null);
        yield return Pdf("saved twice", [.. new PdfSample().ToBytes(), .. "5 0 obj\n<< /A 1 >>\nendobj\nxref\n0 0\ntrailer\n<< /Prev 9 >>\nstartxref\n9\n%%EOF\n"u8], null);
        yield return Pdf("with a form without scripts", new PdfSample().Catalog("/AcroForm << /Fields [] >>"), null);
        yield return Pdf("with a colour profile", new PdfSample().Stream("/N 3 /Filter /FlateDecode", PdfSample.Deflated(new byte[500])), null);
        yield return Pdf("with a picture in an unknown filter", new PdfSample().Stream("/Filter /JBIG2Decode", new byte[100]), null);
        yield return Pdf("with ten thousand objects", Enumerable.Range(0, 10_000).Aggregate(new PdfSample(), (p, i) => p.Object($"<< /I {i} >>")), null);
    }

    private static readonly (string Title, string Object, string Code)[] Acts =
    [
        ("a script", "<< /S /JavaScript /JS (app.alert(1)) >>", "files.active_content"),
        ("a script in a stream", "<< /S /JavaScript /JS 9 0 R >>", "files.active_content"),
        ("a script among the names", "<< /Names << /JavaScript << /Names [(a) 9 0 R] >> >> >>", "files.active_content"),
        ("a program", "<< /S /Launch /F (cmd.exe) >>", "files.active_content"),
        ("a form that sends", "<< /S /SubmitForm /F (http://e.example) >>", "files.active_content"),
        ("a form that fetches", "<< /S /ImportData /F (x.fdf) >>", "files.active_content"),
        ("another file to open", "<< /S /GoToR /F (\\\\\\\\10.0.0.1\\\\x.pdf) >>", "files.active_content"),
        ("an attached file to open", "<< /S /GoToE /T << >> >>", "files.active_content"),
        ("an attached file", "<< /Type /EmbeddedFile /Subtype /application#2Foctet >>", "files.embedded_file"),
        ("attached files among the names", "<< /Names << /EmbeddedFiles 9 0 R >> >>", "files.embedded_file"),
        ("a file by its specification", "<< /Type /Filespec /EF << /F 9 0 R >> >>", "files.embedded_file"),
        ("a pinned file", "<< /Type /Annot /Subtype /FileAttachment >>", "files.embedded_file"),
        ("a form of XML", "<< /XFA [(template) 9 0 R] >>", "files.active_content"),
        ("a film with a player", "<< /Type /Annot /Subtype /RichMedia >>", "files.active_content"),
        ("a rendition", "<< /S /Rendition /JS (x) >>", "files.active_content"),
        ("a script on an event", "<< /AA << /O << /S /JavaScript /JS (x) >> >> >>", "files.active_content"),
        ("an event elsewhere", "<< /AA 9 0 R >>", "files.active_content"),
        ("an event that goes to the web", "<< /AA << /O << /S /URI /URI (http://e) >> >> >>", "files.active_content"),
        ("a script as a link", "<< /S /URI /URI (javascript:alert(1)) >>", "files.active_content"),
        ("a script as a link in hexadecimal", "<< /S /URI /URI <6A6176617363726970743A78> >>", "files.active_content"),
        ("a script as a link with blanks", "<< /S /URI /URI ( Java\\tScript:x) >>", "files.active_content"),
    ];

    private static IEnumerable<CorpusFile> ActivePdfs()
    {
        foreach (var (title, text, code) in Acts)
        {
            yield return Pdf($"with {title}", new PdfSample().Object(text), code);
            yield return Pdf($"with {title}, names escaped", new PdfSample().Object(Escaped(text)), code);
            yield return Pdf($"with {title}, packed", new PdfSample().Packed(["[1]", text]), code);
            yield return Pdf($"with {title}, packed and escaped", new PdfSample().Packed([Escaped(text)]), code);
            yield return Pdf($"with {title}, packed with a predictor", new PdfSample().Packed([text], "/Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 8 >>", PdfSample.Predicted), code);
            yield return Pdf($"with {title}, packed in hexadecimal", new PdfSample().Packed([text], "/Filter [/ASCIIHexDecode /FlateDecode]", b => PdfSample.Hexadecimal(PdfSample.Deflated(b))), code);
            yield return Pdf($"with {title}, packed in base 85", new PdfSample().Packed([text], "/Filter [/ASCII85Decode /FlateDecode]", b => PdfSample.Base85(PdfSample.Deflated(b))), code);
            yield return Pdf($"with {title}, packed twice", new PdfSample().Packed([text], "/Filter [/FlateDecode /FlateDecode]", b => PdfSample.Deflated(PdfSample.Deflated(b))), code);
            yield return Pdf($"with {title}, in plain object stream", new PdfSample().Packed([text], "", b => b), code);
            yield return Pdf($"with {title}, packed under another type", new PdfSample().Packed([text], type: "/Type /XObject"), code);
            yield return Pdf($"with {title}, packed with escaped keys", new PdfSample().Packed([text], "/Fi#6cter /Flate#44ecode", type: "/T#79pe /Obj#53tm"), code);
            if (!text.Contains("( ", StringComparison.Ordinal)) yield return Pdf($"with {title}, spread by comments", new PdfSample().Object(text.Replace(" ", " % x\n", StringComparison.Ordinal)), code);
        }
        yield return Pdf("with a script hidden in a string", new PdfSample().Object("(<< /S /JavaScript /JS (x) >>)"), "files.active_content");
        yield return Pdf("with a script hidden in a comment", new PdfSample().Between("% 9 0 obj << /S /JavaScript >>\n"), "files.active_content");
        yield return Pdf("with a script hidden in a stream", new PdfSample().Stream("", PdfSample.Latin("<< /S/JavaScript/JS(x) >>")), "files.active_content");
        yield return Pdf("with a script behind a false end of stream", new PdfSample().Packed(["(endstream endobj)", .. Enumerable.Range(0, 50).Select(i => $"({i * 7919} endstream)"), "<< /S /JavaScript /JS (x) >>"], encode: Stored), "files.active_content");
        yield return Pdf("with a script behind an open bracket", new PdfSample().Between("( unbalanced\n9 0 obj << /S /JavaScript /JS (x) >> endobj\n"), "files.active_content");
        yield return Pdf("with objects packed in an unknown way", new PdfSample().Packed(["<< /A 1 >>"], "/Filter /LZWDecode"), "files.pdf_hidden");
        yield return Pdf("with objects packed under a key", new PdfSample().Packed(["<< /A 1 >>"], "/Filter [/Crypt /FlateDecode]"), "files.pdf_hidden");
        yield return Pdf("with the filter elsewhere", new PdfSample().Packed(["<< /A 1 >>"], "/Filter 9 0 R"), "files.pdf_hidden");
        yield return Pdf("with the predictor elsewhere", new PdfSample().Packed(["<< /A 1 >>"], "/Filter /FlateDecode /DecodeParms 9 0 R"), "files.pdf_hidden");
        yield return Pdf("with objects in a file outside", new PdfSample().Packed(["<< /A 1 >>"], "/Filter /FlateDecode /F (x)"), "files.pdf_hidden");
        yield return Pdf("with broken packed objects", new PdfSample().Packed(["<< /A 1 >>"], encode: b => [0x78, 0x9C, 0xFF, 0xFF, .. b]), "files.pdf_hidden");
        yield return Pdf("with packed objects that swell", new PdfSample().Packed([new string(' ', 40 << 20)]), "files.pdf_hidden");
        yield return Pdf("under a password", new PdfSample().Trailer("/Encrypt 9 0 R"), "files.encrypted");
        yield return Pdf("under a password in place", new PdfSample().Trailer("/Encrypt << /Filter /Standard >>"), "files.encrypted");
        yield return Pdf("under an escaped password", new PdfSample().Trailer("/#45ncrypt 9 0 R"), "files.encrypted");
    }

    private static IEnumerable<CorpusFile> OpeningPdfs()
    {
        foreach (var action in new[] { "/URI /URI (http://e.example)", "/Hide /T (x)", "/Sound /Sound 9 0 R", "/Movie /T (x)" })
            yield return Pdf($"that by itself does {action}", new PdfSample().Catalog($"/OpenAction << /S {action} >>"), "files.active_content");
        yield return Pdf("that by itself goes to the web, from elsewhere", new PdfSample().Catalog("/OpenAction 5 0 R").Object("<< /S /URI /URI (http://e.example) >>"), "files.active_content");
        yield return Pdf("that by itself goes to the web, from before", new PdfSample().Object("<< /S /URI /URI (http://e.example) >>").Object("<< /Type /Catalog /OpenAction 5 0 R >>"), "files.active_content");
        yield return Pdf("that by itself goes to the web, packed", new PdfSample().Catalog("/OpenAction 101 0 R").Packed(["[1]", "<< /S /URI /URI (http://e.example) >>"]), "files.active_content");
        yield return Pdf("that by itself goes to the web, as a second step", new PdfSample().Catalog("/OpenAction << /S /GoTo /D [3 0 R /Fit] /Next 5 0 R >>").Object("<< /S /URI /URI (http://e) >>"), "files.active_content");
        yield return Pdf("that by itself goes to the web, as a third step", new PdfSample().Catalog("/OpenAction 5 0 R").Object("<< /S /GoTo /D (a) /Next [6 0 R] >>").Object("<< /S /URI /URI (http://e) >>"), "files.active_content");
        yield return Pdf("whose steps turn in a circle", new PdfSample().Catalog("/OpenAction 5 0 R").Object("<< /S /GoTo /D (a) /Next 6 0 R >>").Object("<< /S /GoTo /D (a) /Next 5 0 R >>"), null);
    }

    private static IEnumerable<CorpusFile> BrokenPdfs()
    {
        var good = new PdfSample().ToBytes();
        yield return Pdf("of its first line alone", "%PDF-1.7\n"u8.ToArray(), "files.damaged");
        yield return Pdf("cut in half", good[..(good.Length / 2)], "files.damaged");
        yield return Pdf("without objects", "%PDF-1.7\nstartxref\n0\n%%EOF"u8.ToArray(), "files.damaged");
        yield return Pdf("with a stream without end", "%PDF-1.7\n1 0 obj << /Length 5 >> stream\nabc startxref 0 %%EOF"u8.ToArray(), "files.damaged");
        yield return Pdf("with a ZIP behind", [.. good, .. OfficeSample.Of(FileKind.Docx).ToBytes()], "files.trailing_data");
        yield return Pdf("with a page behind", [.. good, .. "<html><script>alert(1)</script>"u8], "files.trailing_data");
        yield return Pdf("with a million brackets", new PdfSample().Object(new string('[', 1_000_000)), null);
        yield return Pdf("with a million dictionaries", new PdfSample().Object(string.Concat(Enumerable.Repeat("<<", 500_000))), null);
        yield return Pdf("with a name without end", new PdfSample().Object($"/{new string('a', 3_000_000)}"), null);
        yield return Pdf("with a stream behind a hundred thousand entries", new PdfSample().Stream(string.Concat(Enumerable.Repeat("/A 1 ", 60_000)), [1]), "files.too_complex");
    }

    private static string Escaped(string text) =>
        string.Concat(text.Split('/').Select((piece, i) => i == 0 || piece.Length < 2 || piece[0] == '/' ? (i == 0 ? piece : $"/{piece}") : $"/{piece[0]}#{(int)piece[1]:x2}{piece[2..]}"));

    /// <summary>Deflated without compression, so that the words stand in the file as they are.</summary>
    private static byte[] Stored(byte[] bytes) => [0x78, 0x01, 1, (byte)bytes.Length, (byte)(bytes.Length >> 8), (byte)~bytes.Length, (byte)(~bytes.Length >> 8), .. bytes, 0, 0, 0, 0];

    private static IEnumerable<CorpusFile> Media()
    {
        CorpusFile Png(string title, byte[] bytes, string? code) => new($"png {title}", bytes, "x.png", code);
        var png = MediaSample.Png();
        yield return Png("with text", MediaSample.Png(more: MediaSample.Chunk("tEXt", [.. "Comment\0xin chao"u8])), null);
        yield return Png("of 10,000 by 10,000", MediaSample.Png(10_000, 10_000), null);
        yield return Png("of 65,000 by 65,000", MediaSample.Png(65_000, 65_000), "files.too_many_pixels");
        yield return Png("of 10,001 by 10,000", MediaSample.Png(10_001, 10_000), "files.too_many_pixels");
        yield return Png("of 4 billion by 4 billion", MediaSample.Png(uint.MaxValue, uint.MaxValue), "files.too_many_pixels");
        yield return Png("of no width", MediaSample.Png(0), "files.damaged");
        yield return Png("with a page behind", [.. png, .. "<script>"u8], "files.trailing_data");
        yield return Png("with a ZIP behind", [.. png, .. OfficeSample.Of(FileKind.Docx).ToBytes()], "files.trailing_data");
        yield return Png("cut off", png[..^5], "files.damaged");
        yield return Png("of its head alone", png[..8], "files.damaged");
        yield return Png("with a wrong checksum", [.. png[..^1], (byte)(png[^1] ^ 1)], "files.damaged");
        yield return Png("without its header", [.. png[..8], .. MediaSample.Chunk("IDAT", [1]), .. MediaSample.Chunk("IEND", [])], "files.damaged");
        yield return Png("with two headers", MediaSample.Png(more: MediaSample.Chunk("IHDR", new byte[13])), "files.damaged");
        yield return Png("with a piece of 2 GB", [.. png[..33], 0x7F, 0xFF, 0xFF, 0xFF, .. "IDAT"u8, 0, 0], "files.damaged");

        CorpusFile Jpeg(string title, byte[] bytes, string? code) => new($"jpeg {title}", bytes, "x.jpg", code);
        var jpeg = MediaSample.Jpeg();
        yield return Jpeg("with a place in it", MediaSample.Jpeg(more: MediaSample.Segment(0xE1, [.. "Exif\0\0MM"u8, 0, 42])), null);
        yield return Jpeg("with a second picture", [.. jpeg, .. jpeg], null);
        yield return Jpeg("with zeros behind", [.. jpeg, 0, 0, 0], null);
        yield return Jpeg("of 10,000 by 10,000", MediaSample.Jpeg(10_000, 10_000), null);
        yield return Jpeg("of 65,000 by 65,000", MediaSample.Jpeg(65_000, 65_000), "files.too_many_pixels");
        yield return Jpeg("whose second picture is a flood", [.. jpeg, .. MediaSample.Jpeg(65_000, 65_000)], "files.too_many_pixels");
        yield return Jpeg("of no height", MediaSample.Jpeg(height: 0), "files.damaged");
        yield return Jpeg("with a page behind", [.. jpeg, .. "<script>"u8], "files.trailing_data");
        yield return Jpeg("with a ZIP behind", [.. jpeg, .. OfficeSample.Of(FileKind.Docx).ToBytes()], "files.trailing_data");
        yield return Jpeg("cut off", jpeg[..^2], "files.damaged");
        yield return Jpeg("of three bytes", jpeg[..3], "files.damaged");
        yield return Jpeg("without a frame", [0xFF, 0xD8, 0xFF, 0xD9], "files.damaged");
        yield return Jpeg("with a segment too long", [0xFF, 0xD8, 0xFF, 0xE0, 0xFF, 0xFF, 1, 2], "files.damaged");
        yield return Jpeg("with a segment too short", [0xFF, 0xD8, 0xFF, 0xE0, 0, 1, 1, 2], "files.damaged");

        CorpusFile Mp4(string title, byte[] bytes, string? code) => new($"mp4 {title}", bytes, "x.mp4", code);
        var film = MediaSample.Mp4();
        foreach (var brand in new[] { "mp41", "mp42", "iso6", "avc1", "M4V " }) yield return Mp4($"of brand {brand.Trim()}", MediaSample.Mp4(brand), null);
        yield return Mp4("with free room", MediaSample.Mp4(more: MediaSample.Box("free", new byte[10])), null);
        yield return Mp4("with a box to the end", [.. film, 0, 0, 0, 0, .. "mdat"u8, 1, 2, 3], null);
        yield return Mp4("with a large box", [.. film, 0, 0, 0, 1, .. "free"u8, 0, 0, 0, 0, 0, 0, 0, 18, 1, 2], null);
        yield return Mp4("with a page behind", [.. film, .. "<html>"u8], "files.trailing_data");
        yield return Mp4("cut off", film[..^3], "files.damaged");
        yield return Mp4("with a box beyond the end", [.. film, 0xFF, 0, 0, 0, .. "free"u8], "files.damaged");
        yield return Mp4("with a box of no size", [.. film, 0, 0, 0, 3, .. "free"u8], "files.damaged");
        yield return Mp4("with a large box of no size", [.. film, 0, 0, 0, 1, .. "free"u8, 0xFF, 0, 0, 0, 0, 0, 0, 0], "files.damaged");
        yield return Mp4("without a table of contents", [.. MediaSample.Box("ftyp", [.. "isom"u8, 0, 0, 0, 0]), .. MediaSample.Box("mdat", new byte[9])], "files.damaged");
        yield return Mp4("of its first box alone", MediaSample.Box("ftyp", [.. "isom"u8, 0, 0, 0, 0]), "files.damaged");
        yield return Mp4("with two first boxes", [.. film, .. MediaSample.Box("ftyp", [.. "isom"u8, 0, 0, 0, 0])], "files.damaged");
        yield return Mp4("of 200,000 boxes", [.. film, .. Enumerable.Repeat(MediaSample.Box("free", []), 200_000).SelectMany(b => b)], "files.too_complex");
    }
}
