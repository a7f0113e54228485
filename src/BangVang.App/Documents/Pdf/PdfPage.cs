using System.Globalization;
using System.Text;
using QRCoder;

namespace BangVang.App.Documents.Pdf;

/// <summary>A colour, each part 0 to 255.</summary>
public readonly record struct Ink(byte Red, byte Green, byte Blue)
{
    public static readonly Ink Black = new(0x1C, 0x19, 0x17);
    public static readonly Ink Grey = new(0x57, 0x53, 0x4E);
    public static readonly Ink Lacquer = new(0x9B, 0x1C, 0x1C);
    public static readonly Ink Gold = new(0xB4, 0x8A, 0x2C);
}

/// <summary>
/// A page to draw on. Lengths are points (1/72 inch) from the upper left corner; a line of text stands with its foot at the given height.
/// </summary>
public sealed class PdfPage(double width, double height)
{
    private readonly StringBuilder content = new();
    private readonly Dictionary<TrueTypeFont, SortedDictionary<int, Rune>> used = [];

    /// <summary>A4, upright.</summary>
    public static PdfPage Upright() => new(595.28, 841.89);

    /// <summary>A4, lying.</summary>
    public static PdfPage Lying() => new(841.89, 595.28);

    public double Width => width;
    public double Height => height;

    internal byte[] Content => Encoding.ASCII.GetBytes(content.ToString());

    /// <summary>Each font with the glyphs used and the letters they stand for.</summary>
    internal IReadOnlyDictionary<TrueTypeFont, SortedDictionary<int, Rune>> Used => used;

    /// <summary>Millimetres as points.</summary>
    public static double Mm(double millimetres) => millimetres * 72 / 25.4;

    /// <summary>A line of text that begins at <paramref name="x"/>.</summary>
    public PdfPage Text(double x, double y, string line, TrueTypeFont font, double size, Ink ink)
    {
        if (!used.TryGetValue(font, out var letters)) used[font] = letters = [];
        content.Append(Colour(ink, "rg")).Append("BT /").Append(font.Name.Replace("-", "", StringComparison.Ordinal)).Append(' ').Append(N(size)).Append(" Tf ").Append(N(x)).Append(' ').Append(N(height - y)).Append(" Td <");
        foreach (var letter in line.Normalize(NormalizationForm.FormC).EnumerateRunes())
        {
            var glyph = font.GlyphOf(letter);
            letters.TryAdd(glyph, letter);
            content.Append(glyph.ToString("X4", CultureInfo.InvariantCulture));
        }
        content.Append("> Tj ET\n");
        return this;
    }

    /// <summary>A line in the middle of the page.</summary>
    public PdfPage Centred(double y, string line, TrueTypeFont font, double size, Ink ink) => Text((width - font.Width(line, size)) / 2, y, line, font, size, ink);

    /// <summary>
    /// Text in the middle of the page, broken between words into lines of at most <paramref name="widest"/> points. A word longer than that
    /// stands on a line of its own.
    /// </summary>
    /// <returns>The height of the next line.</returns>
    public double CentredLines(double y, string text, TrueTypeFont font, double size, Ink ink, double widest, double leading)
    {
        foreach (var line in Lines(text, font, size, widest))
        {
            Centred(y, line, font, size, ink);
            y += leading;
        }
        return y;
    }

    /// <summary>Text from <paramref name="x"/> on, broken as <see cref="CentredLines"/> breaks it.</summary>
    /// <returns>The height of the next line.</returns>
    public double LeftLines(double x, double y, string text, TrueTypeFont font, double size, Ink ink, double widest, double leading)
    {
        foreach (var line in Lines(text, font, size, widest))
        {
            Text(x, y, line, font, size, ink);
            y += leading;
        }
        return y;
    }

    /// <summary>A frame; its line lies half inside and half outside.</summary>
    public PdfPage Frame(double x, double y, double w, double h, double thickness, Ink ink)
    {
        content.Append(Colour(ink, "RG")).Append(N(thickness)).Append(" w ").Append(Box(x, y, w, h)).Append(" S\n");
        return this;
    }

    /// <summary>A filled rectangle.</summary>
    public PdfPage Fill(double x, double y, double w, double h, Ink ink)
    {
        content.Append(Colour(ink, "rg")).Append(Box(x, y, w, h)).Append(" f\n");
        return this;
    }

    /// <summary>A QR code with its quiet zone, correction level M, as one drawing.</summary>
    /// <param name="side">Points, with the quiet zone of four modules.</param>
    public PdfPage QrCode(double x, double y, double side, string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M, forceUtf8: true);
        var rows = data.ModuleMatrix;
        var module = side / rows.Count;
        content.Append(Colour(new(0xFF, 0xFF, 0xFF), "rg")).Append(Box(x, y, side, side)).Append(" f\n0 0 0 rg\n");
        for (var row = 0; row < rows.Count; row++)
        {
            // Dark modules side by side are one bar: no seam between them on screen or paper.
            for (var from = 0; from < rows.Count; from++)
            {
                if (!rows[row][from]) continue;
                var to = from;
                while (to < rows.Count && rows[row][to]) to++;
                content.Append(Box(x + from * module, y + row * module, (to - from) * module, module)).Append('\n');
                from = to;
            }
        }
        content.Append("f\n");
        return this;
    }

    /// <summary>The lines that <paramref name="text"/> is broken into.</summary>
    public static IReadOnlyList<string> Lines(string text, TrueTypeFont font, double size, double widest)
    {
        var lines = new List<string>();
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines.Count > 0 && font.Width($"{lines[^1]} {word}", size) <= widest) lines[^1] += $" {word}";
            else lines.Add(word);
        }
        return lines;
    }

    private string Box(double x, double y, double w, double h) => $"{N(x)} {N(height - y - h)} {N(w)} {N(h)} re";

    private static string Colour(Ink ink, string how) => $"{N(ink.Red / 255.0)} {N(ink.Green / 255.0)} {N(ink.Blue / 255.0)} {how}\n";

    private static string N(double number) => number.ToString("0.###", CultureInfo.InvariantCulture);
}
