using System.Text.Json.Nodes;
using BangVang.Domain.Editions;

namespace BangVang.App.Editions;

/// <summary>One thing in which two editions differ, in words.</summary>
/// <param name="Path">Where it stands: "categories.potential.eligibility".</param>
public sealed record EditionChange(string Path, LocalizedText Sentence);

/// <summary>What changed between two editions, as a lawyer would read it aloud. Sources and notes are no rules and are left out.</summary>
public static class EditionDiff
{
    internal static readonly string[] NoRules = ["source", "sources", "note"];

    private static readonly string[] OrderCounts = ["rounds", "tiers"];

    /// <summary>All changes in the order of edition.yaml; empty when the rules are the same.</summary>
    public static IReadOnlyList<EditionChange> Between(Edition before, Edition after)
    {
        var changes = new List<EditionChange>();
        Compare(Shape.Edition, EditionJson.ToNode(before), EditionJson.ToNode(after), Where.Top, changes);
        return changes;
    }

    private static void Compare(ObjectShape shape, JsonObject before, JsonObject after, Where where, List<EditionChange> changes)
    {
        foreach (var member in shape.Members.Where(m => !NoRules.Contains(m.Key)))
            Compare(member.Shape, member.Key, before[member.Key] ?? member.Absent, after[member.Key] ?? member.Absent, where, changes);
        if (before["sha256"]?.ToString() != after["sha256"]?.ToString())
            where.Add(changes, "sha256", new("nội dung tệp đã thay đổi", "the content of the file changed"));
    }

    private static void Compare(Shape shape, string key, JsonNode? before, JsonNode? after, Where where, List<EditionChange> changes)
    {
        if (JsonNode.DeepEquals(before, after)) return;
        if (shape is PublishedShape published)
        {
            if (Settled(before) is { } a && Settled(after) is { } b) { Compare(published.Value, key, a, b, where, changes); return; }
            Say(key, Wording.Published(published, before), Wording.Published(published, after), where, changes);
            return;
        }
        switch (shape, before, after)
        {
            case (ObjectShape { IsText: false } inner, JsonObject a, JsonObject b):
                Compare(inner, a, b, where.In(key, EditionWords.Key(key)), changes);
                break;
            case (ListShape { Item: not ScalarShape } list, _, _):
                CompareItems(list, key, before as JsonArray ?? [], after as JsonArray ?? [], where, changes);
                break;
            case (MapShape map, _, _):
                CompareTable(map, key, before as JsonObject ?? [], after as JsonObject ?? [], where, changes);
                break;
            default:
                Say(key, before is null ? null : Wording.Of(shape, before), after is null ? null : Wording.Of(shape, after), where, changes);
                break;
        }
    }

    /// <summary>The value when there is exactly one; null when unpublished, disputed or absent.</summary>
    private static JsonNode? Settled(JsonNode? published) => published switch
    {
        null => null,
        JsonValue text when text.ToString() == EditionJson.Unpublished => null,
        JsonObject several when several.Count == 1 && several.ContainsKey("variants") => null,
        JsonObject one when one.ContainsKey("value") => one["value"],
        _ => published,
    };

    private static void Say(string key, LocalizedText? before, LocalizedText? after, Where where, List<EditionChange> changes)
    {
        var label = EditionWords.Key(key);
        if (before == after) return;
        where.Add(changes, key, (before, after) switch
        {
            (null, { } added) => new($"thêm {label.Vi}: {added.Vi}", $"{label.En} added: {added.En}"),
            ({ } removed, null) => new($"bỏ {label.Vi}: {removed.Vi}", $"{label.En} removed: {removed.En}"),
            _ => new($"{label.Vi} từ {before!.Vi} thành {after!.Vi}", $"{label.En} changed from {before.En} to {after.En}"),
        });
    }

    private static void CompareItems(ListShape list, string key, JsonArray before, JsonArray after, Where where, List<EditionChange> changes)
    {
        var (a, b) = (Named(list.Item, before), Named(list.Item, after));
        var word = EditionWords.Item(key);
        foreach (var (name, item) in a.Where(i => !b.ContainsKey(i.Key)))
            where.Add(changes, $"{key}.{name}", Both(Wording.Title(list.Item, item), title => $"bỏ {word.Vi} {title.Vi}", title => $"{word.En} {title.En} removed"));
        foreach (var (name, item) in b.Where(i => !a.ContainsKey(i.Key)))
            where.Add(changes, $"{key}.{name}", Both(Wording.Title(list.Item, item), title => $"thêm {word.Vi} {title.Vi}", title => $"{word.En} {title.En} added"));
        foreach (var (name, item) in b.Where(i => a.ContainsKey(i.Key)))
            CompareItem(list.Item, a[name], item, where.In($"{key}.{name}", Both(Wording.Name(list.Item, a[name]), t => $"{word.Vi} {t.Vi}", t => $"{word.En} {t.En}")), changes);
        if (!OrderCounts.Contains(key)) return;
        var kept = a.Keys.Where(b.ContainsKey).ToList();
        if (!kept.SequenceEqual(b.Keys.Where(a.ContainsKey)))
            where.Add(changes, key, new($"thứ tự {EditionWords.Key(key).Vi} thay đổi", $"the order of {EditionWords.Key(key).En} changed"));
    }

    private static void CompareItem(Shape shape, JsonObject before, JsonObject after, Where where, List<EditionChange> changes)
    {
        if (shape is ObjectShape plain) { Compare(plain, before, after, where, changes); return; }
        var union = (UnionShape)shape;
        var (a, b) = (before[union.Discriminator]!.ToString(), after[union.Discriminator]!.ToString());
        if (a == b) Compare(union.Kinds[a], before, after, where, changes);
        else where.Add(changes, union.Discriminator, new($"loại đổi từ {EditionWords.Choice(a).Vi} thành {EditionWords.Choice(b).Vi}", $"its kind changed from {EditionWords.Choice(a).En} to {EditionWords.Choice(b).En}"));
    }

    private static void CompareTable(MapShape map, string key, JsonObject before, JsonObject after, Where where, List<EditionChange> changes)
    {
        foreach (var name in before.Select(e => e.Key).Union(after.Select(e => e.Key)))
        {
            var (a, b) = (before[name], after[name]);
            if (JsonNode.DeepEquals(a, b)) continue;
            Say(key, a is null ? null : Wording.Entry(name, map.Value, a), b is null ? null : Wording.Entry(name, map.Value, b), where.In(name, null), changes);
        }
    }

    /// <summary>
    /// Items by what names them: their code, else their kind or name, else everything they say; the second of a name gets a number.
    /// Items that only their whole text names are never "changed", only removed and added.
    /// </summary>
    private static Dictionary<string, JsonObject> Named(Shape shape, JsonArray items)
    {
        var named = new Dictionary<string, JsonObject>();
        foreach (var item in items.Select(i => i!.AsObject()))
        {
            var name = Name(shape, item);
            var unique = name;
            for (var n = 2; !named.TryAdd(unique, item); n++) unique = $"{name}#{n}";
        }
        return named;
    }

    private static string Name(Shape shape, JsonObject item)
    {
        if (item["code"] is { } code) return code.ToString();
        if (shape is UnionShape union) return item[union.Discriminator]!.ToString();
        var plain = (ObjectShape)shape;
        if (plain.Identity is { } identity) return item[identity]!.ToString();
        if (plain.Type == typeof(ConflictRule)) return item["kind"]!.ToString();
        return item["name"] is { } name ? (name as JsonObject)?["vi"]?.ToString() ?? name.ToString() : Rules(item).ToJsonString(EditionJson.Options);
    }

    private static JsonObject Rules(JsonObject item) => new(item.Where(p => !NoRules.Contains(p.Key)).Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone())));

    private static LocalizedText Both(LocalizedText text, Func<LocalizedText, string> vi, Func<LocalizedText, string> en) => new(vi(text), en(text));

    /// <summary>The place a sentence begins with: "hạng mục “A”, điều kiện “B”".</summary>
    private sealed record Where(string Path, string Vi, string En)
    {
        public static readonly Where Top = new("", "", "");

        public Where In(string key, LocalizedText? name) => new(
            Join(key), name is null ? Vi : Vi.Length == 0 ? name.Vi : $"{Vi}, {name.Vi}", name is null ? En : En.Length == 0 ? name.En : $"{En}, {name.En}");

        public void Add(List<EditionChange> changes, string key, LocalizedText what) =>
            changes.Add(new(Join(key), new(Sentence(Vi, what.Vi), Sentence(En, what.En))));

        private string Join(string key) => Path.Length == 0 ? key : $"{Path}.{key}";

        private static string Sentence(string where, string what)
        {
            var text = where.Length == 0 ? what : $"{where}: {what}";
            return $"{char.ToUpperInvariant(text[0])}{text[1..]}.";
        }
    }
}
