using System.Buffers.Binary;
using System.Text;

namespace BangVang.App.Documents.Pdf;

/// <summary>A TrueType font as a PDF needs it: which glyph a letter has, how wide it is, and the outlines of those that are used.</summary>
public sealed class TrueTypeFont
{
    private const int Short = 2, Head = 12;

    /// <summary>What a PDF reader needs of a font whose glyphs are addressed by their numbers.</summary>
    private static readonly string[] Kept = ["cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "prep"];

    private readonly byte[] bytes;
    private readonly Dictionary<string, (int At, int Length)> tables = new(StringComparer.Ordinal);
    private readonly Dictionary<int, int> glyphs = [];
    private readonly int[] places;
    private readonly int metrics;

    private TrueTypeFont(string name, byte[] bytes)
    {
        (Name, this.bytes) = (name, bytes);
        for (var i = 0; i < U16(4); i++)
        {
            var at = Head + 16 * i;
            tables[Encoding.ASCII.GetString(bytes, at, 4)] = ((int)U32(at + 8), (int)U32(at + 12));
        }
        UnitsPerEm = U16(At("head") + 18);
        Box = [.. Enumerable.Range(0, 4).Select(i => Scaled(S16(At("head") + 36 + 2 * i)))];
        (Ascent, Descent) = (Scaled(S16(At("hhea") + 4)), Scaled(S16(At("hhea") + 6)));
        metrics = U16(At("hhea") + 34);
        var isLong = U16(At("head") + 50) == 1;
        places = [.. Enumerable.Range(0, U16(At("maxp") + 4) + 1).Select(i => isLong ? (int)U32(At("loca") + 4 * i) : Short * U16(At("loca") + Short * i))];
        ReadLetters();
    }

    /// <summary>Be Vietnam Pro, the type of the pages, in its regular and its bold weight.</summary>
    public static TrueTypeFont Regular { get; } = Shipped("BeVietnamPro-Regular");

    /// <inheritdoc cref="Regular"/>
    public static TrueTypeFont Bold { get; } = Shipped("BeVietnamPro-Bold");

    public string Name { get; }
    public int UnitsPerEm { get; }
    /// <summary>Left, bottom, right, top in thousandths of the type size; so are the other measures.</summary>
    public IReadOnlyList<int> Box { get; }
    public int Ascent { get; }
    /// <summary>Below zero.</summary>
    public int Descent { get; }

    /// <summary>Number of the letter's glyph; 0, an empty box, for a letter the font lacks.</summary>
    public int GlyphOf(Rune letter) => glyphs.GetValueOrDefault(letter.Value);

    /// <summary>Width of a glyph in thousandths of the type size.</summary>
    public int WidthOf(int glyph) => Scaled(U16(At("hmtx") + 4 * Math.Min(glyph, metrics - 1)));

    /// <summary>Width of a line in the unit of <paramref name="size"/>.</summary>
    public double Width(string line, double size) => line.Normalize(NormalizationForm.FormC).EnumerateRunes().Sum(r => WidthOf(GlyphOf(r))) * size / 1000;

    /// <summary>The font with the outlines of <paramref name="used"/> and of what those are put together from; glyphs keep their numbers.</summary>
    public byte[] Subset(IEnumerable<int> used)
    {
        var kept = new HashSet<int> { 0 };
        foreach (var glyph in used) Keep(glyph, kept);
        using var outlines = new MemoryStream();
        var starts = new byte[4 * places.Length];
        for (var glyph = 0; glyph < places.Length; glyph++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(starts.AsSpan(4 * glyph), (uint)outlines.Length);
            if (glyph == places.Length - 1 || !kept.Contains(glyph)) continue;
            outlines.Write(Outline(glyph));
            while (outlines.Length % 4 != 0) outlines.WriteByte(0);
        }
        var head = Table("head").ToArray();
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(50), 1);
        return Write([.. Kept.Where(tables.ContainsKey).Select(t => (t, t switch { "head" => head, "glyf" => outlines.ToArray(), "loca" => starts, _ => Table(t).ToArray() }))]);
    }

    private void Keep(int glyph, HashSet<int> kept)
    {
        if (!kept.Add(glyph)) return;
        var outline = Outline(glyph);
        // A negative number of contours: a letter put together from others, such as e, circumflex and acute.
        if (outline.Length == 0 || BinaryPrimitives.ReadInt16BigEndian(outline) >= 0) return;
        for (int at = 10, more = 1; more != 0;)
        {
            var flags = BinaryPrimitives.ReadUInt16BigEndian(outline[at..]);
            Keep(BinaryPrimitives.ReadUInt16BigEndian(outline[(at + 2)..]), kept);
            at += 4 + ((flags & 0x01) != 0 ? 4 : 2) + ((flags & 0x08) != 0 ? 2 : (flags & 0x40) != 0 ? 4 : (flags & 0x80) != 0 ? 8 : 0);
            more = flags & 0x20;
        }
    }

    private static byte[] Write(IReadOnlyList<(string Tag, byte[] Bytes)> parts)
    {
        var start = Head + 16 * parts.Count;
        using var file = new MemoryStream();
        var header = new byte[start];
        BinaryPrimitives.WriteUInt32BigEndian(header, 0x00010000);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(4), (ushort)parts.Count);
        var power = 1 << (31 - int.LeadingZeroCount(parts.Count));
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(6), (ushort)(16 * power));
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(8), (ushort)int.Log2(power));
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(10), (ushort)(16 * (parts.Count - power)));
        for (int i = 0, at = start; i < parts.Count; at += (parts[i].Bytes.Length + 3) / 4 * 4, i++)
        {
            var entry = header.AsSpan(Head + 16 * i);
            Encoding.ASCII.GetBytes(parts[i].Tag, entry);
            BinaryPrimitives.WriteUInt32BigEndian(entry[4..], Sum(parts[i].Bytes));
            BinaryPrimitives.WriteUInt32BigEndian(entry[8..], (uint)at);
            BinaryPrimitives.WriteUInt32BigEndian(entry[12..], (uint)parts[i].Bytes.Length);
        }
        file.Write(header);
        foreach (var (_, part) in parts)
        {
            file.Write(part);
            while (file.Length % 4 != 0) file.WriteByte(0);
        }
        return file.ToArray();
    }

    private static uint Sum(ReadOnlySpan<byte> part)
    {
        var sum = 0u;
        Span<byte> word = stackalloc byte[4];
        for (var at = 0; at < part.Length; at += 4)
        {
            word.Clear();
            part[at..Math.Min(at + 4, part.Length)].CopyTo(word);
            sum = unchecked(sum + BinaryPrimitives.ReadUInt32BigEndian(word));
        }
        return sum;
    }

    /// <summary>The table of letters in its format 4, which every font with the letters of the first plane has.</summary>
    private void ReadLetters()
    {
        var table = At("cmap");
        var at = Enumerable.Range(0, U16(table + 2)).Select(i => table + (int)U32(table + 4 + 8 * i + 4)).First(t => U16(t) == 4);
        var segments = U16(at + 6) / 2;
        var (ends, starts) = (at + 14, at + 16 + 2 * segments);
        for (var s = 0; s < segments; s++)
        {
            var (first, last) = (U16(starts + 2 * s), U16(ends + 2 * s));
            var delta = U16(starts + 2 * segments + 2 * s);
            var place = starts + 4 * segments + 2 * s;
            for (int letter = first; letter <= last && letter < 0xFFFF; letter++)
            {
                var found = U16(place) == 0 ? letter : U16(place + U16(place) + 2 * (letter - first));
                if (found != 0) glyphs[letter] = (found + delta) & 0xFFFF;
            }
        }
    }

    private static TrueTypeFont Shipped(string name)
    {
        using var stream = typeof(TrueTypeFont).Assembly.GetManifestResourceStream($"{name}.ttf")!;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return new(name, copy.ToArray());
    }

    private ReadOnlySpan<byte> Outline(int glyph) => Table("glyf")[places[glyph]..places[glyph + 1]];
    private ReadOnlySpan<byte> Table(string tag) => bytes.AsSpan(tables[tag].At, tables[tag].Length);
    private int At(string tag) => tables[tag].At;
    private int Scaled(int units) => (int)Math.Round(units * 1000.0 / UnitsPerEm);
    private ushort U16(int at) => BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at));
    private short S16(int at) => BinaryPrimitives.ReadInt16BigEndian(bytes.AsSpan(at));
    private uint U32(int at) => BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at));
}
