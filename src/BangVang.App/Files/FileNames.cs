using System.Globalization;
using System.Text;

namespace BangVang.App.Files;

/// <summary>Names of files as people gave them. They are shown and offered for saving; nothing is ever stored or opened by them.</summary>
public static class FileNames
{
    /// <summary>In UTF-8; most file systems take 255.</summary>
    public const int MaxBytes = 200;

    private const string Forbidden = "<>:\"|?*";
    private static readonly string[] Devices = ["CON", "PRN", "AUX", "NUL", "COM", "LPT"];

    /// <summary>
    /// The last piece of a path without what could deceive or break: control characters, direction overrides and other
    /// invisible marks, characters Windows forbids, its device names, blanks and dots at the ends. Never empty, at most
    /// <see cref="MaxBytes"/> bytes, the ending kept; Vietnamese letters composed.
    /// </summary>
    public static string Clean(string? name)
    {
        var text = new StringBuilder();
        foreach (var rune in (name ?? "").EnumerateRunes())
        {
            if (rune.Value is '/' or '\\') text.Clear();
            else if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator || rune.Value is '\t' or '\r' or '\n')
                text.Append(text.Length > 0 && text[^1] == ' ' ? "" : " ");
            else if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate || rune == Rune.ReplacementChar)
                continue;
            else text.Append(Forbidden.Contains((char)rune.Value) && rune.IsAscii ? "_" : rune.ToString());
        }
        var clean = text.ToString().Normalize(NormalizationForm.FormC).Trim(' ', '.');
        if (clean.Length == 0) return "file";
        if (IsDevice(Path.GetFileNameWithoutExtension(clean))) clean = $"_{clean}";
        return Shorten(clean);
    }

    /// <summary>Lower case without the dot; empty when there is none.</summary>
    public static string Extension(string name) => Path.GetExtension(name).TrimStart('.').ToLowerInvariant();

    private static bool IsDevice(string stem) =>
        Devices.Any(d => stem.Equals(d, StringComparison.OrdinalIgnoreCase)
            || (d is "COM" or "LPT" && stem.Length == 4 && stem.StartsWith(d, StringComparison.OrdinalIgnoreCase) && char.IsAsciiDigit(stem[3])));

    private static string Shorten(string name)
    {
        if (Encoding.UTF8.GetByteCount(name) <= MaxBytes) return name;
        var ending = Path.GetExtension(name);
        if (Encoding.UTF8.GetByteCount(ending) > 20) ending = "";
        var room = MaxBytes - Encoding.UTF8.GetByteCount(ending);
        var stem = new StringBuilder();
        foreach (var rune in name[..^ending.Length].EnumerateRunes())
            if ((room -= rune.Utf8SequenceLength) >= 0) stem.Append(rune.ToString());
            else break;
        return stem.ToString().TrimEnd(' ', '.') + ending;
    }
}
