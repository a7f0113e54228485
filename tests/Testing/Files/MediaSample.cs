using System.Buffers.Binary;
using System.Text;

namespace BangVang.Testing.Files;

/// <summary>Small pictures and films, right to the last byte.</summary>
public static class MediaSample
{
    public static byte[] Png(uint width = 2, uint height = 2, byte[]? more = null)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteUInt32BigEndian(header, width);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 0);
        var rows = PdfSample.Deflated(new byte[Math.Min(height, 4) * (Math.Min(width, 4) + 1)]);
        return [0x89, .. "PNG\r\n\x1a\n"u8, .. Chunk("IHDR", header), .. more ?? [], .. Chunk("IDAT", rows), .. Chunk("IEND", [])];
    }

    public static byte[] Chunk(string type, byte[] data)
    {
        byte[] named = [.. Encoding.ASCII.GetBytes(type), .. data];
        return [.. BigEndian((uint)data.Length), .. named, .. BigEndian(Crc(named))];
    }

    /// <param name="more">Segments before the frame.</param>
    public static byte[] Jpeg(ushort width = 8, ushort height = 8, byte[]? more = null) =>
    [
        0xFF, 0xD8, .. Segment(0xE0, [.. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0]), .. more ?? [],
        .. Segment(0xDB, new byte[65]), .. Segment(0xC0, [8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 1, 1, 0x11, 0]),
        .. Segment(0xC4, new byte[17]), .. Segment(0xDA, [1, 1, 0, 0, 63, 0]), 0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD0, 0x56, 0xFF, 0xD9,
    ];

    public static byte[] Segment(byte marker, byte[] data) => [0xFF, marker, (byte)((data.Length + 2) >> 8), (byte)(data.Length + 2), .. data];

    public static byte[] Mp4(string brand = "isom", byte[]? more = null) =>
        [.. Box("ftyp", [.. Encoding.ASCII.GetBytes(brand), 0, 0, 2, 0, .. "isommp42"u8]), .. Box("moov", Box("mvhd", new byte[100])), .. Box("mdat", new byte[64]), .. more ?? []];

    public static byte[] Box(string type, byte[] data) => [.. BigEndian((uint)data.Length + 8), .. Encoding.Latin1.GetBytes(type), .. data];

    public static byte[] BigEndian(uint value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    private static uint Crc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var i = 0; i < 8; i++) crc = (crc & 1) != 0 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
        }
        return ~crc;
    }
}
