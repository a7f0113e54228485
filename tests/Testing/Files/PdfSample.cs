using System.IO.Compression;
using System.Text;

namespace BangVang.Testing.Files;

/// <summary>A PDF put together object by object, with a right table of contents.</summary>
public sealed class PdfSample
{
    private readonly List<byte[]> objects = [];
    private string catalog = "", trailer = "", beforeEnd = "";

    public PdfSample()
    {
        objects.Add([]);
        Object("<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
        Object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>");
        Stream("", Latin("BT /F1 12 Tf 72 720 Td (Ho so) Tj ET"));
    }

    /// <summary>Number the next object gets.</summary>
    public int Next => objects.Count + 1;

    /// <summary>More entries of the catalog.</summary>
    public PdfSample Catalog(string entries) { catalog += $" {entries}"; return this; }
    public PdfSample Trailer(string entries) { trailer += $" {entries}"; return this; }
    /// <summary>Bytes between the objects and the table of contents, as a comment or garbage.</summary>
    public PdfSample Between(string text) { beforeEnd += text; return this; }
    public PdfSample Object(string text) { objects.Add(Latin(text)); return this; }

    public PdfSample Stream(string entries, byte[] data)
    {
        objects.Add([.. Latin($"<< {entries} /Length {data.Length} >>\nstream\n"), .. data, .. Latin("\nendstream")]);
        return this;
    }

    /// <summary>Objects packed into an object stream.</summary>
    /// <param name="filter">Entries that name the filter; <paramref name="encode"/> does what they say.</param>
    public PdfSample Packed(IEnumerable<string> texts, string filter = "/Filter /FlateDecode", Func<byte[], byte[]>? encode = null, string type = "/Type /ObjStm")
    {
        var (header, body, count) = (new StringBuilder(), new StringBuilder(), 0);
        foreach (var text in texts)
        {
            header.Append($"{100 + count++} {body.Length} ");
            body.Append(text).Append('\n');
        }
        return Stream($"{type} /N {count} /First {header.Length} {filter}", (encode ?? Deflated)(Latin(header.ToString() + body)));
    }

    public byte[] ToBytes(string version = "1.7")
    {
        using var file = new MemoryStream();
        Write($"%PDF-{version}\n%\u00E2\u00E3\u00CF\u00D3\n");
        objects[0] = Latin($"<< /Type /Catalog /Pages 2 0 R{catalog} >>");
        var places = new List<long>();
        for (var i = 0; i < objects.Count; i++)
        {
            places.Add(file.Position);
            Write($"{i + 1} 0 obj\n");
            file.Write(objects[i]);
            Write("\nendobj\n");
        }
        Write(beforeEnd);
        var start = file.Position;
        Write($"xref\n0 {objects.Count + 1}\n0000000000 65535 f \n");
        foreach (var place in places) Write($"{place:0000000000} 00000 n \n");
        Write($"trailer\n<< /Size {objects.Count + 1} /Root 1 0 R{trailer} >>\nstartxref\n{start}\n%%EOF\n");
        return file.ToArray();

        void Write(string text) => file.Write(Latin(text));
    }

    public static byte[] Deflated(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true)) zlib.Write(bytes);
        return packed.ToArray();
    }

    public static byte[] Hexadecimal(byte[] bytes) => Latin($"{Convert.ToHexString(bytes)}>");

    public static byte[] Base85(byte[] bytes)
    {
        var text = new StringBuilder();
        foreach (var group in bytes.Chunk(4))
        {
            var value = group.Concat(new byte[4 - group.Length]).Aggregate(0L, (sum, b) => sum << 8 | b);
            var digits = Enumerable.Range(0, 5).Select(i => (char)('!' + value / (long)Math.Pow(85, 4 - i) % 85)).Take(group.Length + 1).ToArray();
            text.Append(group.Length == 4 && value == 0 ? "z" : new string(digits));
        }
        return Latin($"{text}~>");
    }

    /// <summary>Rows of eight bytes with PNG's filter "up", then deflated.</summary>
    public static byte[] Predicted(byte[] bytes)
    {
        var rows = new List<byte>();
        var above = new byte[8];
        foreach (var row in bytes.Concat(Enumerable.Repeat((byte)' ', (8 - bytes.Length % 8) % 8)).Chunk(8))
        {
            rows.Add(2);
            rows.AddRange(row.Select((b, i) => (byte)(b - above[i])));
            above = row;
        }
        return Deflated([.. rows]);
    }

    public static byte[] Latin(string text) => Encoding.Latin1.GetBytes(text);
}
