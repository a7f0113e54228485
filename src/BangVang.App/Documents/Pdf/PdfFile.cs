using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace BangVang.App.Documents.Pdf;

/// <summary>A PDF 1.7 of a few pages: text with letters that can be copied and searched, drawings, and room for a signature. Equal input, equal bytes.</summary>
/// <param name="Title">Shown by readers in place of a file name.</param>
/// <param name="Language">Of the text, such as <c>vi-VN</c>.</param>
public sealed record PdfFile(string Title, string Language, DateTimeOffset Made, IReadOnlyList<PdfPage> Pages)
{
    /// <summary>Lines for programs: names of letters only.</summary>
    public IReadOnlyDictionary<string, string> Facts { get; init; } = new Dictionary<string, string>();

    /// <summary>A place for a signature by this body; null for a document that is not signed.</summary>
    public PdfSignatureRoom? Signature { get; init; }

    /// <exception cref="ArgumentException">No page.</exception>
    public byte[] Write()
    {
        if (Pages.Count == 0) throw new ArgumentException("A document has a page.", nameof(Pages));
        var objects = new Objects();
        var (catalogue, tree, info) = (objects.Reserve(), objects.Reserve(), objects.Reserve());
        var fonts = WriteFonts(objects);
        var pages = Pages.Select(_ => objects.Reserve()).ToList();
        var signature = Signature is null ? (int?)null : WriteSignature(objects, pages[0]);
        for (var i = 0; i < Pages.Count; i++)
        {
            var content = objects.Stream("", Pages[i].Content);
            var used = string.Concat(Pages[i].Used.Keys.Select(f => $"/{f.Name.Replace("-", "", StringComparison.Ordinal)} {fonts[f]} 0 R "));
            objects.Set(pages[i], $"<</Type/Page/Parent {tree} 0 R/MediaBox[0 0 {N(Pages[i].Width)} {N(Pages[i].Height)}]/Resources<</Font<<{used}>>>>/Contents {content} 0 R{(i == 0 && signature is { } first ? $"/Annots[{first} 0 R]" : "")}>>");
        }
        objects.Set(tree, $"<</Type/Pages/Count {pages.Count}/Kids[{string.Join(' ', pages.Select(p => $"{p} 0 R"))}]>>");
        objects.Set(catalogue, $"<</Type/Catalog/Pages {tree} 0 R/Lang({Language})/ViewerPreferences<</DisplayDocTitle true>>{(signature is { } field ? $"/AcroForm<</Fields[{field} 0 R]/SigFlags 3>>" : "")}>>");
        objects.Set(info, $"<</Title {PdfText.Of(Title)}/Producer {PdfText.Of("Bảng Vàng")}/CreationDate({PdfText.Date(Made)}){string.Concat(Facts.Select(f => $"/{f.Key} {PdfText.Of(f.Value)}"))}>>");
        return objects.Write(catalogue, info);
    }

    private Dictionary<TrueTypeFont, int> WriteFonts(Objects objects)
    {
        var fonts = new Dictionary<TrueTypeFont, int>();
        foreach (var font in Pages.SelectMany(p => p.Used.Keys).Distinct())
        {
            var letters = new SortedDictionary<int, Rune>();
            foreach (var (glyph, letter) in Pages.SelectMany(p => p.Used.GetValueOrDefault(font) ?? [])) letters.TryAdd(glyph, letter);
            var name = $"BVCERT+{font.Name}";
            var outlines = objects.Stream("", font.Subset(letters.Keys));
            var about = objects.Add($"<</Type/FontDescriptor/FontName/{name}/Flags 4/FontBBox[{string.Join(' ', font.Box)}]/ItalicAngle 0/Ascent {font.Ascent}/Descent {font.Descent}/CapHeight 700/StemV 80/FontFile2 {outlines} 0 R>>");
            var widths = string.Concat(letters.Keys.Select(g => $"{g}[{font.WidthOf(g)}]"));
            var descendant = objects.Add($"<</Type/Font/Subtype/CIDFontType2/BaseFont/{name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor {about} 0 R/DW 500/W[{widths}]/CIDToGIDMap/Identity>>");
            var letterMap = objects.Stream("", Encoding.ASCII.GetBytes(LetterMap(letters)));
            fonts[font] = objects.Add($"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H/DescendantFonts[{descendant} 0 R]/ToUnicode {letterMap} 0 R>>");
        }
        return fonts;
    }

    /// <summary>Which letter each glyph stands for, so that text can be searched and read aloud.</summary>
    private static string LetterMap(SortedDictionary<int, Rune> letters)
    {
        var map = new StringBuilder("/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CIDSystemInfo <</Registry(Adobe)/Ordering(UCS)/Supplement 0>> def /CMapName /Adobe-Identity-UCS def /CMapType 2 def 1 begincodespacerange <0000> <FFFF> endcodespacerange\n");
        // At most a hundred a block, by the format.
        foreach (var block in letters.Chunk(100))
        {
            map.Append(CultureInfo.InvariantCulture, $"{block.Length} beginbfchar\n");
            foreach (var (glyph, letter) in block) map.Append(CultureInfo.InvariantCulture, $"<{glyph:X4}> <{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(letter.ToString()))}>\n");
            map.Append("endbfchar\n");
        }
        return map.Append("endcmap CMapName currentdict /CMap defineresource pop end end\n").ToString();
    }

    private int WriteSignature(Objects objects, int page)
    {
        var value = objects.Add(Signature!.Dictionary(Made));
        return objects.Add($"<</Type/Annot/Subtype/Widget/FT/Sig/T(Signature1)/F 132/Rect[0 0 0 0]/P {page} 0 R/V {value} 0 R>>");
    }

    private static string N(double number) => number.ToString("0.###", CultureInfo.InvariantCulture);

    /// <summary>The numbered objects of a file and, at its end, where each begins.</summary>
    private sealed class Objects
    {
        private readonly List<byte[]> bodies = [];

        public int Reserve()
        {
            bodies.Add([]);
            return bodies.Count;
        }

        public void Set(int number, string body) => bodies[number - 1] = Encoding.Latin1.GetBytes(body);

        public int Add(string body)
        {
            var number = Reserve();
            Set(number, body);
            return number;
        }

        public int Stream(string entries, byte[] content)
        {
            using var packed = new MemoryStream();
            using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true)) zlib.Write(content);
            var number = Reserve();
            bodies[number - 1] = [.. Encoding.Latin1.GetBytes($"<<{entries}/Length {packed.Length}/Length1 {content.Length}/Filter/FlateDecode>>stream\n"), .. packed.ToArray(), .. "\nendstream"u8];
            return number;
        }

        public byte[] Write(int catalogue, int info)
        {
            using var file = new MemoryStream();
            // Bytes above 127 in the second line tell programs that this is no text.
            file.Write([.. "%PDF-1.7\n%"u8, 0xE2, 0xE3, 0xCF, 0xD3, (byte)'\n']);
            var starts = new List<long>();
            for (var i = 0; i < bodies.Count; i++)
            {
                starts.Add(file.Length);
                file.Write([.. Encoding.ASCII.GetBytes($"{i + 1} 0 obj\n"), .. bodies[i], .. "\nendobj\n"u8]);
            }
            var table = file.Length;
            var end = new StringBuilder().Append(CultureInfo.InvariantCulture, $"xref\n0 {bodies.Count + 1}\n0000000000 65535 f \n");
            foreach (var start in starts) end.Append(CultureInfo.InvariantCulture, $"{start:0000000000} 00000 n \n");
            end.Append(CultureInfo.InvariantCulture, $"trailer\n<</Size {bodies.Count + 1}/Root {catalogue} 0 R/Info {info} 0 R>>\nstartxref\n{table}\n%%EOF\n");
            file.Write(Encoding.ASCII.GetBytes(end.ToString()));
            return file.ToArray();
        }
    }
}

/// <summary>How a PDF writes texts and times.</summary>
internal static class PdfText
{
    /// <summary>UTF-16 in hexadecimal digits: no letter needs an escape.</summary>
    public static string Of(string text) => $"<FEFF{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text))}>";

    public static string Date(DateTimeOffset at) => at.UtcDateTime.ToString("'D:'yyyyMMddHHmmss'Z'", CultureInfo.InvariantCulture);
}
