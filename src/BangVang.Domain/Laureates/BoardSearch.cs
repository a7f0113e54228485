using BangVang.Domain.Kernel;

namespace BangVang.Domain.Laureates;

/// <summary>How the golden board is searched: without accents, by pieces of words, in any order.</summary>
public static class BoardSearch
{
    private const int MaxWords = 8;

    /// <summary>The search key of a line, a blank before every word. "Vietnam" and "Viet Nam" are one spelling.</summary>
    public static string Key(string text) => $" {VietnameseText.SearchKey(text)} ".Replace(" vietnam ", " viet nam ", StringComparison.Ordinal).TrimEnd();

    /// <summary>
    /// What a line's key must contain for it to be found; empty when nothing was typed. Pieces of one or two letters stand
    /// at the beginning of a word, with the blank before them, because they occur in the middle of nearly every line.
    /// </summary>
    public static IReadOnlyList<string> Pieces(string? typed) =>
        [.. Key(typed ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct().Take(MaxWords).Select(w => w.Length < 3 ? $" {w}" : w)];
}
