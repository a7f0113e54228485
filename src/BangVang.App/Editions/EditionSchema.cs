using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace BangVang.App.Editions;

/// <summary>JSON Schema (2020-12) of edition.yaml, made from the same shapes that read it, so that an editor suggests exactly what is taken.</summary>
internal static class EditionSchema
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static string Text()
    {
        var definitions = new SortedDictionary<string, JsonObject?>(StringComparer.Ordinal);
        var root = Of(Shape.Edition, definitions);
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "edition.yaml",
            ["$ref"] = root["$ref"]!.DeepClone(),
            ["$defs"] = new JsonObject(definitions.Select(d => KeyValuePair.Create<string, JsonNode?>(d.Key, d.Value))),
        };
        return schema.ToJsonString(Indented) + "\n";
    }

    private static JsonObject Of(Shape shape, SortedDictionary<string, JsonObject?> definitions) => shape switch
    {
        ScalarShape scalar => Scalar(scalar),
        PublishedShape published => Published(published, definitions),
        ListShape { Item: ScalarShape item } => new() { ["oneOf"] = new JsonArray(ListOf(item, definitions), Scalar(item)) },
        ListShape list => ListOf(list.Item, definitions),
        MapShape map => new() { ["type"] = "object", ["additionalProperties"] = Of(map.Value, definitions) },
        UnionShape union => Defined(union.Type.Name, definitions, () => new()
        {
            ["anyOf"] = new JsonArray([.. union.Kinds.Select(k => (JsonNode)Group(k.Value, k.Key, definitions)), Include()]),
        }),
        ObjectShape group => Defined(group.Type.Name, definitions, () => new() { ["anyOf"] = new JsonArray(Group(group, null, definitions), Include()) }),
        _ => throw new InvalidOperationException($"No schema for {shape}."),
    };

    private static JsonObject ListOf(Shape item, SortedDictionary<string, JsonObject?> definitions) => new() { ["type"] = "array", ["items"] = Of(item, definitions) };

    private static JsonObject Group(ObjectShape group, string? kind, SortedDictionary<string, JsonObject?> definitions)
    {
        var properties = new JsonObject();
        if (kind is not null) properties[group.Discriminator!] = new JsonObject { ["const"] = kind, ["title"] = Title(EditionWords.Choice(kind)) };
        foreach (var member in group.Members)
        {
            var property = Of(member.Shape, definitions);
            property["title"] = Title(EditionWords.Key(member.Key));
            properties[member.Key] = property;
        }
        var required = group.Members.Where(m => m.Required).Select(m => m.Key);
        return new()
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = new JsonArray([.. (kind is null ? required : required.Prepend(group.Discriminator!)).Select(k => (JsonNode)k)]),
            ["additionalProperties"] = false,
        };
    }

    private static JsonObject Include() => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject { ["include"] = new JsonObject { ["type"] = "string" } },
        ["required"] = new JsonArray("include"),
        ["additionalProperties"] = false,
    };

    private static JsonObject Published(PublishedShape shape, SortedDictionary<string, JsonObject?> definitions)
    {
        return new()
        {
            ["anyOf"] = new JsonArray(
                new JsonObject { ["const"] = EditionJson.Unpublished },
                Of(shape.Value, definitions),
                Sourced(),
                new JsonObject
                {
                    ["type"] = "object",
                    ["properties"] = new JsonObject { ["variants"] = new JsonObject { ["type"] = "array", ["minItems"] = 2, ["items"] = Sourced() } },
                    ["required"] = new JsonArray("variants"),
                    ["additionalProperties"] = false,
                }),
        };

        JsonObject Sourced() => new()
        {
            ["type"] = "object",
            ["properties"] = new JsonObject
            {
                ["value"] = Of(shape.Value, definitions),
                ["source"] = Of(Shape.Of(typeof(IReadOnlyList<string>)), definitions),
                ["note"] = Of(Shape.Of(typeof(Domain.Editions.LocalizedText)), definitions),
            },
            ["required"] = new JsonArray("value"),
            ["additionalProperties"] = false,
        };
    }

    private static JsonObject Scalar(ScalarShape scalar) => scalar.Notation switch
    {
        Notation.Code => new() { ["type"] = "string", ["pattern"] = "^[a-z][a-z0-9_-]*$" },
        // 500_000_000 and 51% are texts to a YAML editor.
        Notation.Integer => new() { ["type"] = new JsonArray("integer", "string"), ["minimum"] = scalar.Min, ["maximum"] = scalar.Max, ["pattern"] = "^-?[0-9]+(_[0-9]+)*$" },
        Notation.Hundredths => new() { ["type"] = new JsonArray("number", "string"), ["minimum"] = scalar.Min / 100m, ["maximum"] = scalar.Max / 100m, ["pattern"] = @"^-?[0-9]+(\.[0-9]{1,2})? ?%?$" },
        Notation.Bytes => new() { ["type"] = new JsonArray("string", "integer"), ["pattern"] = "^[0-9]{1,9} ?(KB|MB|GB)?$" },
        Notation.Boolean => new() { ["type"] = "boolean" },
        Notation.Date => new() { ["type"] = "string", ["pattern"] = "^([0-9]{4}-[0-9]{2}-[0-9]{2}|day0([+-][0-9]{1,5})?)$" },
        Notation.PartialDate => new() { ["type"] = new JsonArray("string", "integer"), ["pattern"] = "^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?|day0([+-][0-9]{1,5})?)$" },
        Notation.Share => new() { ["type"] = "string", ["pattern"] = "^([0-9]+ ?/ ?[0-9]+|[0-9]+%)$" },
        Notation.Choice => new() { ["enum"] = new JsonArray([.. scalar.Choices.Select(c => (JsonNode)c)]) },
        _ => new() { ["type"] = new JsonArray("string", "number") },
    };

    private static string Title(Domain.Editions.LocalizedText text) => $"{text.Vi} / {text.En}";

    /// <summary>Groups that contain themselves, such as rules within rules, are written once and referred to.</summary>
    private static JsonObject Defined(string name, SortedDictionary<string, JsonObject?> definitions, Func<JsonObject> make)
    {
        if (definitions.TryAdd(name, null)) definitions[name] = make();
        return new() { ["$ref"] = $"#/$defs/{name}" };
    }
}
