using System.Globalization;
using System.Text.Json.Nodes;
using BangVang.Domain.Editions;
using NodaTime.Text;

namespace BangVang.App.Editions;

/// <summary>Values of an edition as people write them: 20/09/2026, 12,5, 20 MB, "chưa công bố".</summary>
internal static class Wording
{
    private static readonly LocalizedText NotPublished = new("chưa công bố", "unpublished");
    private static readonly LocalizedText Nothing = new("không có", "none");

    /// <summary>A published value, also when it is unpublished or disputed; null when its key is absent.</summary>
    public static LocalizedText? Published(PublishedShape shape, JsonNode? value) => value switch
    {
        null => null,
        JsonValue text when text.ToString() == EditionJson.Unpublished => NotPublished,
        JsonObject { Count: 1 } several when several["variants"] is JsonArray variants => Joined(
            variants.Select(v => Of(shape.Value, v!["value"]!)), " / ", new("các nguồn nêu khác nhau: ", "sources disagree: ")),
        JsonObject one when one.ContainsKey("value") => Of(shape.Value, one["value"]!),
        _ => Of(shape.Value, value),
    };

    public static LocalizedText Of(Shape shape, JsonNode value) => shape switch
    {
        ScalarShape scalar => Scalar(scalar, value.ToString()),
        PublishedShape published => Published(published, value)!,
        ObjectShape { IsText: true } => new($"“{value["vi"]}”", $"“{value["en"]}”"),
        ListShape { Item: ScalarShape item } => Joined(value.AsArray().Select(i => Of(item, i!)), ", "),
        ListShape list => Joined(value.AsArray().Select(i => Title(list.Item, i!.AsObject())), ", "),
        MapShape map => Joined(value.AsObject().Select(e => Entry(e.Key, map.Value, e.Value!)), ", "),
        UnionShape => Title(shape, value.AsObject()),
        ObjectShape group => Joined(group.Members.Where(m => value[m.Key] is not null && !EditionDiff.NoRules.Contains(m.Key)).Select(m => Labelled(EditionWords.Key(m.Key), Of(m.Shape, value[m.Key]!))), ", "),
        _ => throw new InvalidOperationException($"No words for {shape}."),
    };

    public static LocalizedText Entry(string name, Shape shape, JsonNode value) => Labelled(new(name, name), Of(shape, value));

    /// <summary>How an item of a list is called where it is first spoken of: by its name in quotes, else by its kind with its values.</summary>
    public static LocalizedText Title(Shape shape, JsonObject item)
    {
        if (Called(item) is { } called) return called;
        if (shape is not UnionShape union) return Values((ObjectShape)shape, item);
        var values = Values(union.Kinds[item[union.Discriminator]!.ToString()], item);
        return values == Nothing ? Name(shape, item) : Both(Name(shape, item), n => $"{n.Vi} ({values.Vi})", n => $"{n.En} ({values.En})");
    }

    /// <summary>How an item of a list is called when its change is told: by its name, else by its kind alone.</summary>
    public static LocalizedText Name(Shape shape, JsonObject item)
    {
        if (Called(item) is { } called) return called;
        return shape is UnionShape union ? Both(EditionWords.Choice(item[union.Discriminator]!.ToString()), k => $"“{k.Vi}”", k => $"“{k.En}”") : Values((ObjectShape)shape, item);
    }

    private static LocalizedText? Called(JsonObject item)
    {
        foreach (var key in new[] { "name", "title", "label", "text" })
            if (item[key] is JsonObject text) return new($"“{text["vi"]}”", $"“{text["en"]}”");
        return item["name"] is JsonValue plain ? Same($"“{plain}”") : null;
    }

    private static LocalizedText Values(ObjectShape shape, JsonObject item) => Joined(
        shape.Members.Where(m => item[m.Key] is not null && m.Key is not ("article" or "note" or "source" or "code")).Select(m => Of(m.Shape, item[m.Key]!)), ", ");

    private static LocalizedText Scalar(ScalarShape shape, string text) => shape.Notation switch
    {
        Notation.Hundredths => Number(decimal.Parse(text, CultureInfo.InvariantCulture) / 100),
        Notation.Integer => Number(decimal.Parse(text, CultureInfo.InvariantCulture)),
        Notation.Bytes => Size(long.Parse(text, CultureInfo.InvariantCulture)),
        Notation.Boolean => text == "true" ? new("có", "yes") : new("không", "no"),
        Notation.Date => Same(LocalDatePattern.CreateWithInvariantCulture("dd/MM/yyyy").Format(LocalDatePattern.Iso.Parse(text).Value)),
        Notation.PartialDate => Same(string.Join('/', text.Split('-').Reverse())),
        Notation.Choice => EditionWords.Choice(text),
        Notation.Text => Same($"“{text}”"),
        _ => Same(text),
    };

    /// <summary>Thousands and decimals by the custom of each language; years stay as they are.</summary>
    private static LocalizedText Number(decimal value)
    {
        var english = value is >= 1000 and < 10_000 && value == decimal.Truncate(value)
            ? value.ToString("0", CultureInfo.InvariantCulture) : value.ToString("#,0.##", CultureInfo.InvariantCulture);
        return new(english.Replace(',', ' ').Replace('.', ',').Replace(' ', '.'), english);
    }

    private static LocalizedText Size(long bytes) => Both(
        Number(bytes % (1 << 20) == 0 ? bytes >> 20 : bytes), n => bytes % (1 << 20) == 0 ? $"{n.Vi} MB" : $"{n.Vi} byte", n => bytes % (1 << 20) == 0 ? $"{n.En} MB" : $"{n.En} bytes");

    private static LocalizedText Labelled(LocalizedText label, LocalizedText value) => new($"{label.Vi} {value.Vi}", $"{label.En} {value.En}");

    private static LocalizedText Joined(IEnumerable<LocalizedText> texts, string between, LocalizedText? before = null)
    {
        var all = texts.ToList();
        if (all.Count == 0) return Nothing;
        return new($"{before?.Vi}{string.Join(between, all.Select(t => t.Vi))}", $"{before?.En}{string.Join(between, all.Select(t => t.En))}");
    }

    private static LocalizedText Same(string text) => new(text, text);

    private static LocalizedText Both(LocalizedText text, Func<LocalizedText, string> vi, Func<LocalizedText, string> en) => new(vi(text), en(text));
}
