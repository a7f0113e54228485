using System.Text;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;

namespace BangVang.App.Files;

/// <summary>
/// A PDF that may be kept is paper: complete, open to inspection, and nothing in it acts. It is looked at three ways, since
/// programs find their way through a broken PDF differently: token by token outside its streams, within the object streams
/// in which newer versions pack their objects, and as bare bytes.
/// </summary>
internal sealed class PdfInspection(Stream file, InspectionLimits limits, CancellationToken ct)
{
    private const int TailBytes = 1024;
    private const int MaxTokensOfObject = 100_000;

    private readonly PdfSigns signs = new(limits);
    private readonly List<PdfToken> tokens = [];
    private long unpacked;

    public Problem? Check()
    {
        if (TailProblem() is { } tail) return tail;
        if (RawActions.Find(file, ct) is { } raw) return raw;

        var reader = new ByteReader(file, ct) { Position = 0 };
        var lexer = new PdfLexer(reader);
        var hasObject = false;
        for (var token = lexer.Next(); token.Kind is not PdfTokenKind.End && signs.Problem is null; token = lexer.Next())
        {
            if (token.IsWord("obj"))
            {
                hasObject = true;
                signs.Begin(tokens.Count > 1 ? tokens[^2].Number : -1);
                tokens.Clear();
            }
            else if (token.IsWord("stream") && tokens.Count > 0 && tokens[^1].Kind is PdfTokenKind.DictClose)
            {
                if (CheckStream(reader, token) is { } problem) return problem;
                if (!reader.SkipPast("endstream"u8)) return FileProblems.Damaged(FileKind.Pdf);
                tokens.Clear();
            }
            else Take(token);
        }
        return signs.End() ?? (hasObject ? null : FileProblems.Damaged(FileKind.Pdf));
    }

    private void Take(PdfToken token)
    {
        signs.See(token);
        if (token.IsWord("endobj") || token.IsWord("trailer")) tokens.Clear();
        else if (tokens.Count < MaxTokensOfObject) tokens.Add(token);
        else tokens[^1] = token;
    }

    /// <summary>The file ends as a PDF ends; what hangs on behind could be another file.</summary>
    private Problem? TailProblem()
    {
        var tail = new byte[(int)Math.Min(TailBytes, file.Length)];
        file.Position = file.Length - tail.Length;
        file.ReadExactly(tail);
        var end = tail.AsSpan().LastIndexOf("%%EOF"u8);
        if (end < 0 || tail.AsSpan().IndexOf("startxref"u8) < 0) return FileProblems.Damaged(FileKind.Pdf);
        foreach (var b in tail.AsSpan(end + 5))
            if (!PdfLexer.IsBlank(b)) return FileProblems.TrailingData(FileKind.Pdf);
        return null;
    }

    /// <summary>Looks into the stream that starts here when objects are packed in it.</summary>
    private Problem? CheckStream(ByteReader reader, PdfToken keyword)
    {
        if (tokens.Count >= MaxTokensOfObject) return FileProblems.TooComplex;
        if (reader.Peek() == '\r') reader.Next();
        if (reader.Peek() == '\n') reader.Next();
        var start = reader.Position;
        var dictionary = PdfDictionary.Of(tokens);
        var isObjects = dictionary.Has("N") && dictionary.Has("First");
        if (!isObjects && !LooksLikeObjects(start)) return null;

        var bytes = isObjects ? Unpack(dictionary, start) : PdfFilters.Decode(Slice(start), ["FlateDecode"], predictor: 1, columns: 1);
        if (bytes is null) return isObjects ? FileProblems.PdfHidden : null;
        if ((unpacked += bytes.Length) > limits.MaxUnpackedBytes) return FileProblems.TooComplex;
        if (RawActions.Find(new MemoryStream(bytes), ct) is { } raw) return raw;
        SeeObjects(bytes, dictionary.Number("First"));
        reader.Position = keyword.Position + 6;
        return signs.Problem;
    }

    private byte[]? Unpack(PdfDictionary dictionary, long start)
    {
        var filters = dictionary.Names("Filter");
        if (filters is null || filters.Contains("Crypt") || dictionary.Has("F")) return null;
        if (filters.Count > 0) return PdfFilters.Decode(Slice(start), filters, dictionary.Parameter("Predictor", 1), dictionary.Parameter("Columns", 1));

        var plain = new ByteReader(file, ct) { Position = start };
        if (!plain.SkipPast("endstream"u8) || plain.Position - start > PdfFilters.MaxBytes) return null;
        var bytes = new byte[plain.Position - start - 9];
        file.Position = start;
        file.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>To the end of the file: packed bytes tell by themselves where they end, and the word that ends a stream may stand among them.</summary>
    private FileSlice Slice(long start) => new(file, start, file.Length - start);

    /// <summary>Deflated bytes that begin with pairs of numbers, whatever the dictionary says of them.</summary>
    private bool LooksLikeObjects(long start)
    {
        var head = new byte[2];
        file.Position = start;
        if (file.ReadAtLeast(head, 2, throwOnEndOfStream: false) < 2 || (head[0] & 0x0F) != 8 || (head[0] << 8 | head[1]) % 31 != 0) return false;
        try
        {
            var text = new byte[64];
            using var inflate = new System.IO.Compression.DeflateStream(new FileSlice(file, start + 2, file.Length - start - 2), System.IO.Compression.CompressionMode.Decompress);
            var read = inflate.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
            var words = Encoding.ASCII.GetString(text, 0, read).Split([' ', '\r', '\n', '\t', '\f', '\0'], StringSplitOptions.RemoveEmptyEntries);
            return words.Length >= 2 && words[0].All(char.IsAsciiDigit) && words[1].All(char.IsAsciiDigit) && words[1].TrimStart('0').Length == 0;
        }
        catch (InvalidDataException) { return false; }
    }

    /// <param name="first">Offset of the first object; -1 when not known, then the objects stay without numbers.</param>
    private void SeeObjects(byte[] bytes, int first)
    {
        var lexer = new PdfLexer(new ByteReader(new MemoryStream(bytes), ct));
        var header = new List<int>();
        var token = lexer.Next();
        for (; token.Kind is PdfTokenKind.Number && (first < 0 || token.Position < first); token = lexer.Next()) header.Add(token.Number);
        var places = header.Chunk(2).Where(p => p.Length == 2).Select(p => (Number: p[0], Start: (long)first + p[1])).OrderBy(p => p.Start).ToList();
        signs.Begin(-1);
        for (var i = 0; token.Kind is not PdfTokenKind.End && signs.Problem is null; token = lexer.Next())
        {
            for (; first >= 0 && i < places.Count && places[i].Start <= token.Position; i++) signs.Begin(places[i].Number);
            signs.See(token);
        }
        signs.Begin(-1);
    }
}
