using System.Text;
using QRCoder;

namespace BangVang.EndToEnd;

/// <summary>What a camera sees that is held before a QR code: a film in the plain format YUV4MPEG2, grey, of a second.</summary>
internal static class QrFilm
{
    private const int Width = 640, Height = 480, Frames = 10;

    /// <param name="text">In the code; null for an empty wall.</param>
    public static void Write(string path, string? text)
    {
        var light = new byte[Width * Height];
        Array.Fill(light, (byte)200);
        if (text is not null) Draw(light, text);
        var colour = new byte[Width * Height / 2];
        Array.Fill(colour, (byte)128);
        using var film = File.Create(path);
        film.Write(Encoding.ASCII.GetBytes($"YUV4MPEG2 W{Width} H{Height} F10:1 Ip A1:1 C420jpeg\n"));
        for (var n = 0; n < Frames; n++)
        {
            film.Write("FRAME\n"u8);
            film.Write(light);
            film.Write(colour);
        }
    }

    private static void Draw(byte[] light, string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M, forceUtf8: true);
        var (rows, side) = (data.ModuleMatrix, data.ModuleMatrix.Count);
        var module = 400 / side;
        var (left, top) = ((Width - module * side) / 2, (Height - module * side) / 2);
        for (var y = 0; y < module * side; y++)
            for (var x = 0; x < module * side; x++) light[(top + y) * Width + left + x] = rows[y / module][x / module] ? (byte)30 : (byte)230;
    }
}
