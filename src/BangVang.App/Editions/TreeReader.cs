using System.Text.Json.Nodes;
using BangVang.Domain.Editions;
using NodaTime;

namespace BangVang.App.Editions;

/// <summary>
/// Turns the YAML of an edition into the JSON from which it is built, by the shape each place must have. Reports
/// everything it cannot read and puts a neutral value there, so that the rest can still be checked.
/// </summary>
internal sealed partial class TreeReader(string folder, LocalDate? dayZero, Findings findings)
{
    private const int DeepestInclude = 4;
    private int includes;

    /// <summary>True when a date was written as days from day zero.</summary>
    public bool UsesDayZero { get; private set; }

    /// <summary>Every key of a source that something quotes, with the path that quotes it.</summary>
    public List<(string Key, string Path)> QuotedSources { get; } = [];

    /// <summary>The JSON of <paramref name="value"/>, or null when it cannot be read (reported already).</summary>
    public JsonNode? Read(YamlValue value, Shape shape, string path)
    {
        if (value is YamlMap { Entries: [var only] } && only.Key.Text == "include")
            return Include(only.Value, path) is { } content ? Inside(() => Read(content, shape, path)) : null;
        findings.IsWrittenAt(path, value.At);
        return shape switch
        {
            ScalarShape scalar => ReadScalar(value, scalar, path),
            PublishedShape published => ReadPublished(value, published, path),
            ListShape list => ReadList(value, list, path),
            MapShape map => ReadMap(value, map, path),
            UnionShape union => ReadUnion(value, union, path),
            ObjectShape @object => ReadObject(value, @object, path),
            _ => throw new InvalidOperationException($"No way to read {shape}."),
        };
    }

    private JsonNode? ReadObject(YamlValue value, ObjectShape shape, string path)
    {
        if (value is not YamlMap map)
            return Refuse(value, path, shape.IsText ? "edition.translation_missing" : "edition.expected_object", ("keys", string.Join(", ", shape.Members.Select(m => m.Key))));

        var json = new JsonObject();
        if (map["article"] is YamlText article) findings.HasArticle(path, article.Text.Trim());
        foreach (var group in map.Entries.GroupBy(e => e.Key.Text).Where(g => g.Key != shape.Discriminator))
        {
            if (shape.Find(group.Key) is not { } member) { UnknownKey(group.First(), path, shape); continue; }
            if (group.Count() > 1) findings.Add(group.Last().Key.At, Join(path, group.Key), "edition.key_twice", ("key", group.Key));
            findings.IsWrittenAt(Join(path, member.Key), group.First().Key.At);
            if (Read(group.First().Value, member.Shape, Join(path, member.Key)) is { } read) json[member.Key] = read;
        }
        foreach (var member in shape.Members.Where(m => m is { Required: true, Shape: ListShape } && json[m.Key] is JsonArray { Count: 0 }))
            findings.Add(findings.PlaceOf(Join(path, member.Key)), Join(path, member.Key), "edition.list_empty", ("key", member.Key));
        foreach (var member in shape.Members.Where(m => m.Required && map[m.Key] is null)) MissingKey(value, path, shape, member);
        foreach (var member in shape.Members.Where(m => m.Required && !json.ContainsKey(m.Key))) json[member.Key] = Neutral(member.Shape);
        return json;
    }

    private void UnknownKey((YamlText Key, YamlValue Value) entry, string path, ObjectShape shape)
    {
        var key = entry.Key;
        var near = Nearest.To(key.Text, shape.Members.Select(m => m.Key));
        // "{ vi: Sáng tạo, phù hợp, en: … }" makes a key of "phù hợp": the commonest slip in a text with a comma.
        var isTorn = key.Text.Contains(' ') && entry.Value is YamlText { Text: "", Quoted: false };
        findings.Add(key.At, path, isTorn ? "edition.comma_unquoted" : near is null ? "edition.key_unknown" : "edition.key_misspelt",
            ("key", key.Text), ("near", near ?? ""), ("keys", string.Join(", ", shape.Members.Select(m => m.Key))));
    }

    private void MissingKey(YamlValue value, string path, ObjectShape shape, Member member)
    {
        var code = shape.IsText ? "edition.translation_missing" : member.Shape is PublishedShape ? "edition.key_missing_or_unpublished" : "edition.key_missing";
        findings.Add(value.At, path, code, ("key", member.Key));
        findings.IsUnreadable(Join(path, member.Key));
    }

    private JsonNode? ReadUnion(YamlValue value, UnionShape union, string path)
    {
        if (value is not YamlMap map) return Refuse(value, path, "edition.expected_object", ("keys", union.Discriminator));
        if (map[union.Discriminator] is not YamlText kind) return Refuse(value, path, "edition.key_missing", ("key", union.Discriminator));
        if (!union.Kinds.TryGetValue(kind.Text, out var shape)) return RefuseChoice(kind, path, "edition.kind_unknown", [.. union.Kinds.Keys]);
        if (ReadObject(map, shape, path) is not JsonObject json) return null;
        json.Insert(0, union.Discriminator, kind.Text);
        return json;
    }

    private JsonNode? ReadList(YamlValue value, ListShape shape, string path)
    {
        if (value is YamlText && shape.Item is ScalarShape) value = new YamlList(value.At, [value]);
        if (value is not YamlList list) return Refuse(value, path, "edition.expected_list");

        var json = new JsonArray();
        foreach (var item in list.Items) json.Add(ReadOrNeutral(item, shape.Item, $"{path}[{json.Count}]"));
        ReportTwice(json, shape.Item, path);
        if (path.EndsWith(".source", StringComparison.Ordinal)) QuotedSources.AddRange(json.Select((key, i) => (key!.ToString(), $"{path}[{i}]")));
        return json;
    }

    /// <summary>What names an item of a list may stand there once.</summary>
    private void ReportTwice(JsonArray json, Shape item, string path)
    {
        var identity = item switch { ObjectShape o => o.Identity, UnionShape u => u.Identity, _ => null };
        if (identity is null && item is not ScalarShape) return;

        var seen = new HashSet<string>();
        for (var i = 0; i < json.Count; i++)
        {
            var name = (identity is null ? json[i] : json[i]![identity])!.ToString();
            if (name.Length == 0 || seen.Add(name)) continue;
            var place = findings.PlaceOf(identity is null ? $"{path}[{i}]" : $"{path}[{i}].{identity}");
            findings.Add(place, $"{path}[{i}]", "edition.code_twice", ("code", name));
        }
    }

    private JsonNode? ReadMap(YamlValue value, MapShape shape, string path)
    {
        if (value is not YamlMap map) return Refuse(value, path, "edition.expected_table");

        var json = new JsonObject();
        foreach (var group in map.Entries.GroupBy(e => e.Key.Text))
        {
            if (group.Count() > 1) findings.Add(group.Last().Key.At, Join(path, group.Key), "edition.key_twice", ("key", group.Key));
            findings.IsWrittenAt(Join(path, group.Key), group.First().Key.At);
            json[group.Key] = ReadOrNeutral(group.First().Value, shape.Value, Join(path, group.Key));
        }
        return json;
    }

    private JsonNode ReadOrNeutral(YamlValue value, Shape shape, string path) => Read(value, shape, path) ?? Neutral(shape);

    private JsonNode? ReadPublished(YamlValue value, PublishedShape shape, string path)
    {
        if (value is YamlText { Quoted: false, Text: EditionJson.Unpublished }) return JsonValue.Create(EditionJson.Unpublished);
        if (value is not YamlMap map) return Read(value, shape.Value, path);
        if (map["variants"] is { } variants)
        {
            if (variants is not YamlList { Items.Count: >= 2 } list) return Refuse(variants, path, "edition.variants_too_few");
            var read = list.Items.Select((item, i) => item is YamlMap one ? ReadSourced(one, shape, $"{path}.variants[{i}]") : Refuse(item, path, "edition.expected_object", ("keys", "value, source, note"))).ToList();
            return read.Contains(null) ? null : new JsonObject { ["variants"] = new JsonArray([.. read]) };
        }
        return map["value"] is not null ? ReadSourced(map, shape, path) : Read(value, shape.Value, path);
    }

    /// <summary>A value with its source; the value keeps the path of the whole, so that it is found there either way.</summary>
    private JsonObject? ReadSourced(YamlMap map, PublishedShape shape, string path)
    {
        var json = new JsonObject();
        foreach (var (key, value) in map.Entries)
        {
            Shape? member = key.Text switch
            {
                "value" => shape.Value,
                "source" => Shape.Of(typeof(IReadOnlyList<string>)),
                "note" => Shape.Of(typeof(LocalizedText)),
                _ => null,
            };
            if (member is null) { UnknownSourcedKey(key, path); continue; }
            if (Read(value, member, key.Text == "value" ? path : Join(path, key.Text)) is not { } read) return null;
            json[key.Text] = read;
        }
        if (json.ContainsKey("value")) return json;
        findings.Add(map.At, path, "edition.key_missing", ("key", "value"));
        return null;
    }

    private void UnknownSourcedKey(YamlText key, string path) =>
        findings.Add(key.At, path, "edition.key_unknown", ("key", key.Text), ("keys", "value, source, note"));

    /// <summary>What stands in the file of <c>{ include: file }</c>; null when it cannot be had (reported already).</summary>
    private YamlValue? Include(YamlValue value, string path)
    {
        if (value is not YamlText name) return Fail(value, path, "edition.expected_text");
        if (includes >= DeepestInclude) return Fail(name, path, "edition.include_too_deep", ("file", name.Text));
        var file = Path.Combine(folder, name.Text);
        if (!IsInside(name.Text) || !File.Exists(file)) return Fail(name, path, "edition.file_missing", ("file", name.Text));
        try { return YamlTree.Parse(file, File.ReadAllText(file)); }
        catch (YamlFault fault)
        {
            findings.Add(fault.At, path, fault.Code, ("detail", fault.Message));
            findings.IsUnreadable(path);
            return null;
        }
    }

    private JsonNode? Inside(Func<JsonNode?> read)
    {
        includes++;
        try { return read(); }
        finally { includes--; }
    }

    /// <summary>True for a name that stays in the edition's folder.</summary>
    public static bool IsInside(string name) =>
        name.Length > 0 && !Path.IsPathRooted(name) && !name.Contains('\\') && name.Split('/').All(part => part is not (".." or "." or ""));

    private JsonNode? Refuse(YamlValue value, string path, string code, params (string, object)[] args)
    {
        Fail(value, path, code, args);
        return null;
    }

    private YamlValue? Fail(YamlValue value, string path, string code, params (string, object)[] args)
    {
        findings.Add(value.At, path, code, args);
        findings.IsUnreadable(path);
        return null;
    }

    private JsonNode? RefuseChoice(YamlText value, string path, string code, IReadOnlyList<string> known)
    {
        var near = Nearest.To(value.Text, known);
        return Refuse(value, path, near is null ? code : $"{code}_near", ("value", value.Text), ("near", near ?? ""), ("known", string.Join(", ", known)));
    }

    /// <summary>A value of the right shape that says nothing.</summary>
    private static JsonNode Neutral(Shape shape) => shape switch
    {
        PublishedShape => EditionJson.Unpublished,
        ListShape => new JsonArray(),
        MapShape => new JsonObject(),
        UnionShape union => Neutral(union.Kinds.First().Value, union.Discriminator, union.Kinds.First().Key),
        ObjectShape @object => new JsonObject(@object.Members.Where(m => m.Required).Select(m => KeyValuePair.Create<string, JsonNode?>(m.Key, Neutral(m.Shape)))),
        ScalarShape { Notation: Notation.Integer or Notation.Hundredths or Notation.Bytes } => 0,
        ScalarShape { Notation: Notation.Boolean } => false,
        ScalarShape { Notation: Notation.Date or Notation.PartialDate } => "2000-01-01",
        ScalarShape { Notation: Notation.Share } => "1/1",
        ScalarShape { Notation: Notation.Choice } choice => choice.Choices[0],
        _ => "",
    };

    private static JsonObject Neutral(ObjectShape shape, string discriminator, string kind)
    {
        var json = (JsonObject)Neutral(shape);
        json.Insert(0, discriminator, kind);
        return json;
    }

    private static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";
}
