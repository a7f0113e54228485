using System.Globalization;
using System.Text;
using QRCoder;

namespace BangVang.App.Forum.Registration;

/// <summary>The QR code of a ticket: alphanumeric, correction level Q, so that a scratched screen still reads.</summary>
public static class TicketImage
{
    /// <summary>A path of an SVG picture, one unit for each module, with the quiet zone of four.</summary>
    /// <param name="Side">Modules of a side with the quiet zone.</param>
    public sealed record Drawing(int Side, string Path);

    public static Drawing Draw(string ticket)
    {
        using var data = QRCodeGenerator.GenerateQrCode(ticket, QRCodeGenerator.ECCLevel.Q);
        var (rows, path) = (data.ModuleMatrix, new StringBuilder());
        for (var y = 0; y < rows.Count; y++)
            for (var x = 0; x < rows.Count; x++)
            {
                if (!rows[y][x]) continue;
                var from = x;
                while (x < rows.Count && rows[y][x]) x++;
                path.Append(CultureInfo.InvariantCulture, $"M{from} {y}h{x - from}v1h-{x - from}z");
            }
        return new(rows.Count, path.ToString());
    }

    /// <summary>Ten pixels for each module.</summary>
    public static byte[] Png(string ticket)
    {
        using var data = QRCodeGenerator.GenerateQrCode(ticket, QRCodeGenerator.ECCLevel.Q);
        using var png = new PngByteQRCode(data);
        return png.GetGraphic(10);
    }
}
