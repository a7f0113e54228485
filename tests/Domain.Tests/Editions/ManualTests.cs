using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BangVang.App.Editions;
using Shouldly;
using Xunit;

namespace BangVang.Domain.Tests.Editions;

/// <summary>The manual says exactly what is read: editions are written from it by people who never see the code.</summary>
public sealed partial class ManualTests
{
    private static readonly JsonNode Schema = JsonNode.Parse(EditionFolder.Schema())!;

    public static TheoryData<string> Groups => [.. Schema["$defs"]!.AsObject().Select(d => d.Key).Where(k => k != "LocalizedText")];

    [Theory, MemberData(nameof(Groups))]
    public void Each_group_is_described_key_by_key(string group)
    {
        var shapes = Schema["$defs"]![group]!["anyOf"]!.AsArray().Where(g => !g!["properties"]!.AsObject().ContainsKey("include")).ToList();
        var shared = shapes.Select(Keys).Aggregate((a, b) => a.Intersect(b)).ToList();
        var rows = Rows($"<!-- group: {group} -->");

        rows.Select(r => Code(r[0])).Order().ShouldBe(shared.Order());
        rows.Where(r => r[1] == "yes").Select(r => Code(r[0])).Order().ShouldBe(shared.Where(k => shapes.All(s => IsRequired(s, k))).Order());
        rows.Where(r => r.Length != 4 || r[1] is not ("yes" or "")).ShouldBeEmpty();
        foreach (var row in rows)
            row[2].Contains("unpublished", StringComparison.Ordinal).ShouldBe(MayBeUnpublished(shapes[0]!["properties"]![Code(row[0])]!), $"{group}.{Code(row[0])}");
    }

    [Theory]
    [InlineData("EligibilityRule", "rule")]
    [InlineData("FormField", "kind")]
    [InlineData("Round", "kind")]
    public void Each_kind_is_described_with_its_own_keys(string union, string discriminator)
    {
        var shapes = Schema["$defs"]![union]!["anyOf"]!.AsArray().Where(g => !g!["properties"]!.AsObject().ContainsKey("include")).ToList();
        var shared = shapes.Select(Keys).Aggregate((a, b) => a.Intersect(b)).ToHashSet();
        var rows = Rows($"<!-- kinds: {union} -->").ToDictionary(r => Code(r[0]), r => r[1]);

        rows.Keys.ShouldBe(shapes.Select(s => s!["properties"]![discriminator]!["const"]!.ToString()));
        foreach (var shape in shapes)
        {
            var described = CodePattern().Matches(rows[shape!["properties"]![discriminator]!["const"]!.ToString()]).Select(m => m.Groups[1].Value).ToList();
            foreach (var key in Keys(shape).Except(shared)) described.ShouldContain(key);
        }
    }

    [Fact]
    public void Every_word_that_may_be_chosen_is_in_the_manual() =>
        Manual.Choices(Schema).Where(word => !Manual.Text.Contains($"`{word}`", StringComparison.Ordinal)).ShouldBeEmpty();

    [Fact]
    public void The_examples_together_are_one_complete_edition()
    {
        using var folder = new Folder();
        folder.Write(Story());
        EditionFolder.Check(folder.Path).Select(p => p.ToString()).ShouldBeEmpty();
        EditionFolder.Missing(folder.Path).ShouldBeEmpty();
    }

    public static TheoryData<int> Alternatives => [.. Manual.Examples.Where(e => e.Yaml.StartsWith("# instead\n", StringComparison.Ordinal)).Select(e => e.Line)];

    [Theory, MemberData(nameof(Alternatives))]
    public void Each_other_way_to_write_a_part_passes_the_check(int line)
    {
        using var folder = new Folder();
        var instead = Parts(Manual.Examples.Single(e => e.Line == line).Yaml).ToDictionary(p => p.Key, p => p.Text);
        folder.Write([.. Story().Select(p => instead.Remove(p.Key, out var other) ? (p.Key, other) : p)]);
        instead.ShouldBeEmpty();
        EditionFolder.Check(folder.Path).Select(p => p.ToString()).ShouldBeEmpty();
    }

    [Fact]
    public void Every_example_is_checked()
    {
        var kinds = Manual.Examples.Select(e => e.Yaml.StartsWith("# instead\n", StringComparison.Ordinal) ? "instead" : e.Yaml.StartsWith("# file: ", StringComparison.Ordinal) ? "file" : "main").ToList();
        kinds.Count(k => k == "main").ShouldBeGreaterThan(10);
        kinds.Count(k => k == "instead").ShouldBe(6);
        kinds.Count(k => k == "file").ShouldBe(1);
    }

    /// <summary>The rows of the table below a mark, without head and line; cells trimmed.</summary>
    private static List<string[]> Rows(string mark)
    {
        Manual.Text.ShouldContain(mark);
        return [.. Manual.Text[Manual.Text.IndexOf(mark, StringComparison.Ordinal)..].Split('\n').Skip(1).SkipWhile(l => l.Length == 0).TakeWhile(l => l.StartsWith('|')).Skip(2)
            .Select(l => l[1..^1].Replace("\\|", "").Split('|').Select(c => c.Trim()).ToArray())];
    }

    private static IEnumerable<string> Keys(JsonNode? shape) => shape!["properties"]!.AsObject().Select(p => p.Key);

    private static bool IsRequired(JsonNode? shape, string key) => shape!["required"]!.AsArray().Any(r => r!.ToString() == key);

    private static bool MayBeUnpublished(JsonNode property) => property["anyOf"]?.AsArray().Any(a => a!["const"]?.ToString() == "unpublished") ?? false;

    private static string Code(string cell) => CodePattern().Match(cell).Groups[1].Value;

    private static (string Key, string Text)[] Story() => [.. Manual.Examples.Where(e => !e.Yaml.StartsWith("# ", StringComparison.Ordinal)).SelectMany(e => Parts(e.Yaml))];

    /// <summary>The parts of an example by their outermost key.</summary>
    private static IEnumerable<(string Key, string Text)> Parts(string yaml) => PartPattern().Matches(yaml).Select(m => (m.Groups[1].Value, m.Value));

    [GeneratedRegex("`([a-z0-9_]+)`")] private static partial Regex CodePattern();
    [GeneratedRegex(@"^([a-z_]+):.*\n(?:(?: .*)?\n)*", RegexOptions.Multiline)] private static partial Regex PartPattern();

    private sealed class Folder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("bv_manual_").FullName;

        public void Write(IReadOnlyList<(string Key, string Text)> parts)
        {
            File.WriteAllText(System.IO.Path.Combine(Path, "edition.yaml"), string.Concat(parts.Select(p => p.Text)));
            foreach (var (_, yaml) in Manual.Examples.Where(e => e.Yaml.StartsWith("# file: ", StringComparison.Ordinal)))
            {
                var file = System.IO.Path.Combine(Path, yaml["# file: ".Length..yaml.IndexOf('\n')]);
                Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
                File.WriteAllText(file, yaml);
            }
        }

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
