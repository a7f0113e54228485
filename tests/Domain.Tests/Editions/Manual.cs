using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace BangVang.Domain.Tests.Editions;

/// <summary>The manual of edition.yaml and the schema, read so that tests can hold one against the other.</summary>
internal static partial class Manual
{
    public static string Text { get; } = File.ReadAllText(Path.Combine(Shipped.Root, "docs/operate/edition.md"));

    /// <summary>The yaml blocks of the manual with the line at which each begins.</summary>
    public static IEnumerable<(int Line, string Yaml)> Examples => ExamplePattern().Matches(Text)
        .Select(m => (Text[..m.Index].Count(c => c == '\n') + 2, m.Groups[1].Value));

    /// <summary>The keys of every group of the schema, by the name of the group.</summary>
    public static IEnumerable<(string Group, string Key)> GroupsAndKeys(JsonNode schema) => schema["$defs"]!.AsObject()
        .SelectMany(d => Properties(d.Value!).Select(k => (d.Key, k)));

    public static IEnumerable<string> Keys(JsonNode schema) => GroupsAndKeys(schema).Select(k => k.Key).Where(k => k is not ("include" or "variants")).Distinct();

    /// <summary>Every word that may stand for a choice, and every kind.</summary>
    public static IEnumerable<string> Choices(JsonNode schema) => Walk(schema)
        .SelectMany(n => n["enum"] is JsonArray words ? words.Select(w => w!.ToString()) : n["const"] is { } word && word.ToString() != "unpublished" ? [word.ToString()] : [])
        .Distinct();

    private static IEnumerable<string> Properties(JsonNode definition) =>
        definition["anyOf"]!.AsArray().SelectMany(g => g!["properties"]!.AsObject().Select(p => p.Key));

    private static IEnumerable<JsonObject> Walk(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(p => Walk(p.Value)).Prepend(o),
        JsonArray a => a.SelectMany(Walk),
        _ => [],
    };

    [GeneratedRegex("```yaml\n(.*?)```", RegexOptions.Singleline)] private static partial Regex ExamplePattern();
}
