using BangVang.App.Files;
using BangVang.Domain.Editions;

namespace BangVang.Testing.Files;

/// <summary>Files that every inspection takes.</summary>
public static class SampleFiles
{
    /// <summary>A good file of that kind, small.</summary>
    public static byte[] Of(FileKind kind) => kind switch
    {
        FileKind.Pdf => new PdfSample().ToBytes(),
        FileKind.Png => MediaSample.Png(),
        FileKind.Jpeg => MediaSample.Jpeg(),
        FileKind.Mp4 => MediaSample.Mp4(),
        _ => OfficeSample.Of(kind).ToBytes(),
    };

    /// <summary>A good PDF of about that many bytes, no two alike for different <paramref name="seed"/>.</summary>
    public static byte[] PdfOf(int bytes, int seed = 0)
    {
        var noise = new byte[bytes];
        var state = (ulong)seed * 2 + 1;
        for (var i = 0; i < noise.Length; i++)
        {
            state = state * 6364136223846793005 + 1442695040888963407;
            noise[i] = (byte)(state >> 56);
        }
        return new PdfSample().Stream("/Type /XObject /Subtype /Image", noise).ToBytes();
    }

    public static string NameOf(FileKind kind) => $"Tài liệu minh họa.{kind.Extensions()[0]}";
}
