using BangVang.Domain.Editions;

namespace BangVang.App.Editions;

/// <summary>How people call what edition.yaml writes with keys and codes, in both languages: for comparisons, pages and editors.</summary>
public static class EditionWords
{
    /// <summary>Name of a key: "panel_size".</summary>
    public static LocalizedText Key(string key) => Keys[key];

    /// <summary>One item of a list: for "categories" a category.</summary>
    public static LocalizedText Item(string listKey) => EditionKeyWords.Items.TryGetValue(listKey, out var item) ? item : Keys[listKey];

    /// <summary>Name of a choice, a kind of rule, field or round: "launched_by", "trimmed_mean". The word itself when it has no other name.</summary>
    public static LocalizedText Choice(string word) => Choices.TryGetValue(word, out var name) ? name : new(word, word);

    /// <summary>Name of a choice.</summary>
    public static LocalizedText Choice(Enum choice) => Choice(Shape.KeyOf(choice.ToString()));

    /// <summary>A choice as edition.yaml writes it: "trimmed_mean".</summary>
    public static string Written(Enum choice) => Shape.KeyOf(choice.ToString());

    internal static IReadOnlyDictionary<string, LocalizedText> Keys => EditionKeyWords.Keys;

    internal static IReadOnlyDictionary<string, LocalizedText> Choices { get; } = EditionRuleWords.All.Concat(EditionCourseWords.All).ToDictionary(StringComparer.Ordinal);
}
