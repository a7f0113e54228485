using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BangVang.App.Editions;
using Shouldly;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace BangVang.Domain.Tests.Editions;

/// <summary>An editor that uses the schema agrees with the reader.</summary>
public sealed class SchemaTests
{
    private static readonly JsonNode Schema = JsonNode.Parse(EditionFolder.Schema())!;

    public static TheoryData<string> Files => [.. Shipped.Keys.Select(k => Path.Combine("editions", k, "edition.yaml")).Append("tests/Domain.Tests/Editions/complete/edition.yaml")];

    [Theory, MemberData(nameof(Files))]
    public void The_schema_accepts_what_the_reader_accepts(string file) =>
        Accepts(Schema, Json(File.ReadAllText(Path.Combine(Shipped.Root, file)))).ShouldBeTrue();

    [Theory]
    [InlineData("zone: Asia", "zonne: Asia")]
    [InlineData("part: host", "part: hosst")]
    [InlineData("rule: launched_by,", "rule: launched_bye,")]
    [InlineData("kind: text, code: idea", "kind: longtext, code: idea")]
    [InlineData("percent: 51", "percent: 101")]
    [InlineData("quorum: 2/3", "quorum: two thirds")]
    [InlineData("en: Trial award", "eng: Trial award")]
    [InlineData("    quorum: 4\n", "")]
    [InlineData("opens: 2030-03-01", "opens: 1/3/2030")]
    [InlineData("code: tools\n", "code: Công cụ\n")]
    public void The_schema_refuses_what_the_reader_refuses(string change, string into)
    {
        var text = File.ReadAllText(Path.Combine(Shipped.Root, "tests/Domain.Tests/Editions/complete/edition.yaml"));
        text.ShouldContain(change);
        Accepts(Schema, Json(text.Replace(change, into))).ShouldBeFalse();
    }

    /// <summary>The part of JSON Schema 2020-12 that the schema uses.</summary>
    private static bool Accepts(JsonNode schema, JsonNode? value)
    {
        if (schema["$ref"] is { } reference && !Accepts(Schema["$defs"]![reference.ToString().Split('/')[^1]]!, value)) return false;
        if (schema["anyOf"] is JsonArray any && !any.Any(s => Accepts(s!, value))) return false;
        if (schema["oneOf"] is JsonArray one && one.Count(s => Accepts(s!, value)) != 1) return false;
        if (schema["const"] is { } constant && !JsonNode.DeepEquals(constant, value)) return false;
        if (schema["enum"] is JsonArray words && !words.Any(w => JsonNode.DeepEquals(w, value))) return false;
        if (schema["type"] is { } type && !(type is JsonArray types ? types.Select(t => t!.ToString()) : [type.ToString()]).Any(t => Is(t, value))) return false;
        return value switch
        {
            JsonObject members => AcceptsMembers(schema, members),
            JsonArray items => schema["items"] is not { } item || items.All(i => Accepts(item, i)),
            JsonValue text when text.TryGetValue<string>(out var word) => schema["pattern"] is not { } pattern || Regex.IsMatch(word, pattern.ToString()),
            JsonValue number when number.TryGetValue<decimal>(out var n) =>
                (schema["minimum"] is not { } min || n >= min.GetValue<decimal>()) && (schema["maximum"] is not { } max || n <= max.GetValue<decimal>()),
            _ => true,
        };
    }

    private static bool AcceptsMembers(JsonNode schema, JsonObject members)
    {
        if (schema["required"] is JsonArray required && required.Any(r => !members.ContainsKey(r!.ToString()))) return false;
        var properties = schema["properties"] as JsonObject;
        var others = schema["additionalProperties"];
        return members.All(m => properties?[m.Key] is { } known ? Accepts(known, m.Value)
            : others is JsonValue no ? no.GetValue<bool>() : others is null || Accepts(others, m.Value));
    }

    private static bool Is(string type, JsonNode? value) => type switch
    {
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => value is JsonValue s && s.TryGetValue<string>(out _),
        "boolean" => value is JsonValue b && b.TryGetValue<bool>(out _),
        "integer" => value is JsonValue i && i.TryGetValue<decimal>(out var n) && n == decimal.Truncate(n),
        _ => value is JsonValue v && v.TryGetValue<decimal>(out _),
    };

    /// <summary>YAML as an editor reads it: true, false and numbers are such, everything else is text.</summary>
    private static JsonNode? Json(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return Json(stream.Documents[0].RootNode);
    }

    private static JsonNode? Json(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(c => KeyValuePair.Create(c.Key.ToString(), Json(c.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Json)]),
        YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain, Value: "true" or "false" } scalar => scalar.Value == "true",
        YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain } scalar when Regex.IsMatch(scalar.Value!, @"^-?[0-9]+(\.[0-9]+)?$") => decimal.Parse(scalar.Value!, CultureInfo.InvariantCulture),
        YamlScalarNode scalar => scalar.Value,
        _ => null,
    };
}
