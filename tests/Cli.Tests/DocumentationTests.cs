using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using BangVang.App.Kernel;
using BangVang.Bench;
using BangVang.Cli.Kernel;
using BangVang.Testing;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.Cli.Tests;

/// <summary>What is written about the commands is what the commands are.</summary>
public sealed partial class DocumentationTests
{
    private static readonly RootCommand Root = CommandLine.Root(Terminal.AddStorage);

    [Fact]
    public void Every_command_and_option_has_its_place_in_the_documentation()
    {
        var sections = Sections(File.ReadAllText(Path.Combine(Repository.Root, "docs", "operate", "commands.md")));
        foreach (var (path, command) in Commands())
        {
            sections.Keys.ShouldContain(path);
            foreach (var name in command.Arguments.Select(a => a.Name).Concat(command.Options.Where(o => !o.Hidden).Select(o => o.Name)))
                sections[path].ShouldContain(name, customMessage: $"section {path}");
            sections[path].ShouldContain(((ExplainedCommand)command).Example, customMessage: $"section {path}");
        }
    }

    [Theory]
    [InlineData("vi")]
    [InlineData("en")]
    public void The_launcher_names_every_command(string language)
    {
        var help = File.ReadAllText(Path.Combine(Repository.Root, "docs", "operate", $"help.{language}.txt"));
        foreach (var (path, _) in Commands()) help.ShouldMatch($@"\n  {path}\s");
    }

    [Fact]
    public void Every_setting_is_explained_with_its_default()
    {
        var rows = File.ReadLines(Path.Combine(Repository.Root, "docs", "operate", "settings.md")).Where(l => l.StartsWith("| `", StringComparison.Ordinal))
            .Select(l => l.Split(" | ")).ToDictionary(r => r[0].Split('`')[1].Replace(":0", "", StringComparison.Ordinal), r => r[1].Trim('`'));
        var settings = Settings(new InstallationOptions(), "").ToDictionary(s => s.Name, s => s.Value);
        rows.Keys.ShouldBe(settings.Keys, ignoreOrder: true);
        foreach (var (name, value) in settings) rows[name].ShouldBe(value, name);
    }

    /// <summary>Every setting below <paramref name="options"/> with its default as settings.md writes it.</summary>
    private static IEnumerable<(string Name, string Value)> Settings(object options, string prefix) =>
        options.GetType().GetProperties().Where(p => p.CanWrite && p.Name != "EqualityContract").SelectMany(p => p.GetValue(options) switch
        {
            null or "" or Array => [(prefix + p.Name, "–")],
            bool b => [(prefix + p.Name, b ? "true" : "false")],
            IFormattable or string => [(prefix + p.Name, FormattableString.Invariant($"{p.GetValue(options)}"))],
            var part => Settings(part, $"{prefix}{p.Name}:"),
        });

    [Fact]
    public void Every_refusal_has_a_sentence_in_both_languages()
    {
        var sources = new[] { "src/BangVang.App/Storage", "src/BangVang.App/Backups", "src/BangVang.Cli" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));
        var codes = sources.SelectMany(f => Code().Matches(File.ReadAllText(f))).Select(m => m.Groups[1].Value).Distinct().ToList();
        codes.ShouldContain("backup.in_use");
        codes.Where(c => !Texts.Has(c)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_json_document_has_its_schema()
    {
        foreach (var (name, type) in CommandLine.Documents.Append(new("bench", typeof(BenchAnswer))))
        {
            var file = Path.Combine(Repository.Root, "docs", "operate", "schemas", $"{name}.schema.json");
            var schema = SchemaOf(name, type);
            if (Environment.GetEnvironmentVariable("BANGVANG_TEST_WRITE") is not null) File.WriteAllText(file, schema);
            File.ReadAllText(file).ShouldBe(schema, $"{name}: run with BANGVANG_TEST_WRITE=1 to write it again");
        }
        CommandLine.Documents.Keys.Append("edition-schema").ShouldBe(Commands().Select(c => c.Path.Replace(' ', '-')), ignoreOrder: true);
    }

    private static string SchemaOf(string name, Type type)
    {
        var schema = new JsonSerializerOptions(Json.Options) { TypeInfoResolver = new DefaultJsonTypeInfoResolver(), NumberHandling = JsonNumberHandling.Strict }.GetJsonSchemaAsNode(type, new()
        {
            TreatNullObliviousAsNonNullable = true,
            TransformSchemaNode = (context, node) => context.TypeInfo.Type == typeof(Instant)
                ? new JsonObject { ["type"] = "string", ["format"] = "date-time" } : node,
        }).AsObject();
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", $"bangvang {name} --json");
        return schema.ToJsonString(new(Json.Options) { WriteIndented = true, NewLine = "\n" }) + "\n";
    }

    /// <summary>Every command that does something, with the words that call it.</summary>
    private static IEnumerable<(string Path, Command Command)> Commands(Command? under = null, string prefix = "") =>
        (under ?? Root).Subcommands.SelectMany(c => c.Subcommands.Count > 0 ? Commands(c, $"{prefix}{c.Name} ") : [($"{prefix}{c.Name}", c)]);

    private static Dictionary<string, string> Sections(string markdown) => markdown.Split("\n## ").Skip(1)
        .ToDictionary(s => s[..s.IndexOf('\n')].Trim('`', ' '), s => s);

    [GeneratedRegex("""(?:Problem\.\w+|Texts\.Of)\("([a-z_]+\.[a-z_]+)""")]
    private static partial Regex Code();
}
