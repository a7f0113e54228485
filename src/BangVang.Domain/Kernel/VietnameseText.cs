using System.Globalization;
using System.Text;

namespace BangVang.Domain.Kernel;

/// <summary>
/// Keys by which Vietnamese names sort and are searched, computed once and stored, so that every database engine
/// gives the same order and the same hits. Order after CLDR <c>vi</c>: letters a ă â … d đ … e ê … o ô ơ … u ư first,
/// tones (ngang, huyền, hỏi, ngã, sắc, nặng) only between words that are otherwise equal.
/// </summary>
public static class VietnameseText
{
    private const string Tones = "\u0300\u0309\u0303\u0301\u0323";

    /// <summary>Sorts by ordinal comparison as a Vietnamese dictionary would. ASCII only, so any collation agrees.</summary>
    public static string SortKey(string text)
    {
        var letters = new StringBuilder(text.Length * 2);
        var tones = new StringBuilder(text.Length);
        foreach (var c in text.Trim().Normalize(NormalizationForm.FormD).ToLowerInvariant())
        {
            if (Tones.IndexOf(c) is >= 0 and var tone) SetLast(tones, (char)('1' + tone));
            else if (c is '\u0306') SetLast(letters, '1');
            else if (c is '\u0302') SetLast(letters, letters.Length > 1 && letters[^2] is 'a' ? '2' : '1');
            else if (c is '\u031B') SetLast(letters, letters.Length > 1 && letters[^2] is 'o' ? '2' : '1');
            else if (c is 'đ') Append("d1");
            else if (char.IsAsciiLetterOrDigit(c)) Append($"{c}0");
            else if (CharUnicodeInfo.GetUnicodeCategory(c) is not UnicodeCategory.NonSpacingMark) Append("!!");
        }
        return $"{letters.ToString().TrimEnd('!')} {tones.ToString().TrimEnd('0')}";

        void Append(string weight) { letters.Append(weight); tones.Append('0'); }
        static void SetLast(StringBuilder key, char value) { if (key.Length > 0) key[^1] = value; }
    }

    /// <summary>Vietnamese lists of people sort by given name, the last word, then by the rest.</summary>
    public static string PersonSortKey(string fullName)
    {
        var name = fullName.Trim();
        var cut = name.LastIndexOf(' ');
        return SortKey(cut < 0 ? name : $"{name[(cut + 1)..]} {name[..cut]}");
    }

    /// <summary>Lower case without any mark (đ is d), words parted by one blank: "Đà Nẵng – 2" gives "da nang 2". Also applied to what is typed.</summary>
    public static string SearchKey(string text)
    {
        var key = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormD).ToLowerInvariant())
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark) continue;
            if (c is 'đ') key.Append('d');
            else if (char.IsLetterOrDigit(c)) key.Append(c);
            else if (key.Length > 0 && key[^1] is not ' ') key.Append(' ');
        }
        return key.ToString().TrimEnd();
    }

    /// <summary>A piece of an address in the web: the search key with hyphens, "Nền tảng hậu cần" gives "nen-tang-hau-can".</summary>
    public static string Slug(string text) => SearchKey(text).Replace(' ', '-');
}
