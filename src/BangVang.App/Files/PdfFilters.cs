using System.IO.Compression;

namespace BangVang.App.Files;

/// <summary>Unpacks the streams of a PDF (ISO 32000-1, 7.4) into memory, as far as that is needed to look into them.</summary>
internal static class PdfFilters
{
    /// <summary>The largest object stream looked into; usual ones hold a few hundred kilobytes.</summary>
    public const int MaxBytes = 32 << 20;

    /// <param name="predictor">1 for none, 10 to 15 for those of PNG.</param>
    /// <param name="columns">Bytes of a row, without the one that names its filter.</param>
    /// <returns>Null when a filter is not known, the bytes are broken, or there are too many.</returns>
    public static byte[]? Decode(Stream packed, IReadOnlyList<string> filters, int predictor, int columns)
    {
        var input = packed;
        byte[]? result = null;
        try
        {
            foreach (var filter in filters)
            {
                result = filter switch
                {
                    "FlateDecode" or "Fl" => Inflate(input, MaxBytes),
                    "ASCIIHexDecode" or "AHx" => FromHexadecimal(input),
                    "ASCII85Decode" or "A85" => FromBase85(input),
                    _ => null,
                };
                if (result is null) return null;
                input = new MemoryStream(result);
            }
        }
        catch (InvalidDataException) { return null; }
        return predictor switch { 1 => result, >= 10 and <= 15 when result is not null => Unpredict(result, columns), _ => null };
    }

    /// <summary>At most <paramref name="max"/> bytes of what is packed; null when there are more.</summary>
    /// <exception cref="InvalidDataException">No deflated bytes.</exception>
    public static byte[]? Inflate(Stream packed, int max)
    {
        // Two bytes of header and four of checksum are left aside, as readers of PDF do.
        if (packed.ReadByte() < 0 || packed.ReadByte() < 0) return [];
        using var inflate = new DeflateStream(packed, CompressionMode.Decompress, leaveOpen: true);
        return ReadAll(inflate, max);
    }

    private static byte[]? ReadAll(Stream from, int max)
    {
        using var all = new MemoryStream();
        var block = new byte[1 << 14];
        while (from.Read(block) is > 0 and var read)
        {
            if (all.Length + read > max) return null;
            all.Write(block, 0, read);
        }
        return all.ToArray();
    }

    private static byte[]? FromHexadecimal(Stream from)
    {
        using var all = new MemoryStream();
        var reader = new BufferedStream(from, 1 << 14);
        var high = -1;
        while (reader.ReadByte() is >= 0 and not '>' and var c)
        {
            if (PdfLexer.IsBlank(c)) continue;
            if (PdfLexer.Digit(c) is not (>= 0 and var digit) || all.Length > MaxBytes) return null;
            if (high >= 0) all.WriteByte((byte)(high * 16 + digit));
            high = high >= 0 ? -1 : digit;
        }
        if (high >= 0) all.WriteByte((byte)(high * 16));
        return all.ToArray();
    }

    private static byte[]? FromBase85(Stream from)
    {
        using var all = new MemoryStream();
        var reader = new BufferedStream(from, 1 << 14);
        var (group, value) = (0, 0L);
        while (reader.ReadByte() is >= 0 and not '~' and var c)
        {
            if (PdfLexer.IsBlank(c)) continue;
            if (c == 'z' && group == 0) { all.Write([0, 0, 0, 0]); continue; }
            if (c is < '!' or > 'u' || all.Length > MaxBytes) return null;
            value = value * 85 + (c - '!');
            if (++group < 5) continue;
            Write(value, 4);
            (group, value) = (0, 0);
        }
        if (group == 1) return null;
        if (group > 1)
        {
            for (var i = group; i < 5; i++) value = value * 85 + 84;
            Write(value, group - 1);
        }
        return all.ToArray();

        void Write(long four, int count)
        {
            for (var i = 0; i < count; i++) all.WriteByte((byte)(four >> (24 - 8 * i)));
        }
    }

    /// <summary>Undoes the row filters of PNG (none, sub, up, average, Paeth) for one byte per pixel.</summary>
    private static byte[]? Unpredict(byte[] rows, int columns)
    {
        if (columns is < 1 or > MaxBytes) return null;
        var result = new byte[rows.Length / (columns + 1) * columns];
        for (var row = 0; row < rows.Length / (columns + 1); row++)
        {
            var (filter, to) = (rows[row * (columns + 1)], row * columns);
            for (var i = 0; i < columns; i++)
            {
                int left = i > 0 ? result[to + i - 1] : 0, up = row > 0 ? result[to + i - columns] : 0, corner = i > 0 && row > 0 ? result[to + i - columns - 1] : 0;
                int? guess = filter switch { 0 => 0, 1 => left, 2 => up, 3 => (left + up) / 2, 4 => Paeth(left, up, corner), _ => null };
                if (guess is null) return null;
                result[to + i] = (byte)(rows[row * (columns + 1) + 1 + i] + guess.Value);
            }
        }
        return result;
    }

    private static int Paeth(int left, int up, int corner)
    {
        var guess = left + up - corner;
        var (a, b, c) = (Math.Abs(guess - left), Math.Abs(guess - up), Math.Abs(guess - corner));
        return a <= b && a <= c ? left : b <= c ? up : corner;
    }
}
