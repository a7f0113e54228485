using System.Text;

namespace BangVang.App.Documents;

/// <summary>Widths of Times bold, for rules that are as long as, or a part of, the line above them.</summary>
internal static class TimesBold
{
    /// <summary>Thousandths of the size: space to ~, from the metrics of Times-Bold.</summary>
    private static readonly int[] Widths =
    [
        250, 333, 555, 500, 500, 1000, 833, 278, 333, 333, 500, 570, 250, 333, 250, 278, 500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 333, 333, 570, 570, 570, 500,
        930, 722, 667, 722, 722, 667, 611, 778, 778, 389, 500, 778, 667, 944, 722, 778, 611, 778, 722, 556, 667, 722, 722, 1000, 722, 722, 667, 333, 278, 333, 581, 500,
        333, 500, 556, 444, 556, 444, 333, 500, 556, 278, 333, 556, 278, 833, 556, 500, 556, 556, 444, 389, 333, 556, 500, 722, 500, 500, 444, 394, 220, 394, 520,
    ];

    /// <summary>Width of a line in twentieths of a point. Marks above and below letters add nothing.</summary>
    /// <param name="size">In points.</param>
    public static int Twips(string text, int size)
    {
        var width = 0;
        foreach (var c in text.Normalize(NormalizationForm.FormD))
        {
            if (char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.NonSpacingMark) continue;
            var letter = c switch { 'đ' => 'd', 'Đ' => 'D', _ => c };
            width += letter is >= ' ' and <= '~' ? Widths[letter - ' '] : 500;
        }
        return width * size * 20 / 1000;
    }
}
