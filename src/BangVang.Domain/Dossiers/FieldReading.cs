using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using NodaTime;
using NodaTime.Text;

namespace BangVang.Domain.Dossiers;

/// <summary>What a person typed or chose in one field, as a form sends it.</summary>
/// <param name="Values">One text, or the codes of several choices, or the ids of files.</param>
/// <param name="Rows">The rows of a table, each by the code of its column.</param>
public sealed record Typed(IReadOnlyList<string> Values, IReadOnlyList<IReadOnlyDictionary<string, string>> Rows)
{
    public static Typed Of(params string[] values) => new(values, []);
    public static Typed Table(params IReadOnlyDictionary<string, string>[] rows) => new([], rows);

    /// <summary>The one text; empty when nothing was sent.</summary>
    public string Text => Values.Count > 0 ? Values[0] : "";
}

/// <summary>
/// Turns what was typed into the value that is kept, and never loses it: what cannot be read as the field's kind is kept
/// as <c>{"typed": "…"}</c>, to be shown again and marked. Null means empty.
/// </summary>
public static class FieldReading
{
    /// <summary>Longest text of one field, in characters; more is refused by whoever takes the form.</summary>
    public const int LongestText = 100_000;

    private const string TypedKey = "typed";

    /// <param name="decimalSign">Comma on Vietnamese pages, point on English ones; the other one groups thousands.</param>
    public static JsonNode? Read(FormField field, Typed typed, char decimalSign) => field switch
    {
        TextField => Text(typed.Text),
        UrlField or VideoField => Line(typed.Text),
        NumberField => Number(typed.Text, decimalSign),
        MoneyField => Money(typed.Text, decimalSign),
        DateField => Date(typed.Text),
        ChoiceField { Multiple: true } choice => Several(choice.Options, typed.Values),
        ChoiceField => Line(typed.Text),
        TableField table => Table(table, typed.Rows, decimalSign),
        FileField => typed.Values.Count == 0 ? null : new JsonArray([.. typed.Values.Distinct().Select(v => JsonValue.Create(v))]),
        DeclarationField => Line(typed.Text) is { } name ? new JsonObject { ["name"] = name } : null,
        _ => throw new ArgumentOutOfRangeException(nameof(field), field.GetType().Name, "A field of a kind unknown here."),
    };

    /// <summary>What was typed where it could not be read; null for everything else.</summary>
    public static string? Unread(JsonNode? value) => value is JsonObject kept && kept.Count == 1 && kept[TypedKey] is JsonValue text ? text.GetValue<string>() : null;

    /// <summary>Hundredths; null when the text is no number of at most two decimals with groups of three digits.</summary>
    public static long? Hundredths(string text, char decimalSign)
    {
        var parts = Plain(text).Split(decimalSign);
        if (parts.Length > 2 || Whole(parts[0], decimalSign) is not { } whole) return null;
        var decimals = parts.Length == 2 ? parts[1] : "";
        if (decimals.Length > 2 || (parts.Length == 2 && decimals.Length == 0) || !decimals.All(char.IsAsciiDigit)) return null;
        var rest = long.Parse(decimals.PadRight(2, '0'), CultureInfo.InvariantCulture);
        return Math.Abs(whole) > Largest / 100 ? null : parts[0].StartsWith('-') ? (whole * 100) - rest : (whole * 100) + rest;
    }

    /// <summary>Canonical JSON writes integers up to 2^53 − 1.</summary>
    private const long Largest = (1L << 53) - 1;

    private static long? Whole(string text, char decimalSign)
    {
        var groups = text.TrimStart('-').Split(decimalSign == ',' ? '.' : ',');
        // A group has three digits: without this, 12.5 typed on a Vietnamese page would silently become 125.
        if (groups.Length > 1 && (groups[0].Length is < 1 or > 3 || groups.Skip(1).Any(g => g.Length != 3))) return null;
        return groups.All(g => g.All(char.IsAsciiDigit))
            && long.TryParse((text.StartsWith('-') ? "-" : "") + string.Concat(groups), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && Math.Abs(number) <= Largest ? number : null;
    }

    private static string Plain(string text) => text.Replace('−', '-').Replace("\u00a0", "").Replace("\u202f", "").Replace(" ", "");

    private static JsonNode? Text(string typed)
    {
        var text = Clean(typed.ReplaceLineEndings("\n"));
        return string.IsNullOrWhiteSpace(text) ? null : JsonValue.Create(text);
    }

    private static JsonNode? Line(string typed) =>
        Clean(typed).Trim() is { Length: > 0 } text ? JsonValue.Create(text) : null;

    /// <summary>Composed letters, no control characters but tab and line end, no half of a surrogate pair.</summary>
    private static string Clean(string typed)
    {
        var clean = new StringBuilder(typed.Length);
        foreach (var rune in typed.EnumerateRunes())
            if (!Rune.IsControl(rune) || rune.Value is '\n' or '\t') clean.Append(rune.ToString());
        return clean.ToString().Normalize(NormalizationForm.FormC);
    }

    private static JsonNode? Number(string typed, char decimalSign) => ReadOr(typed, text => Hundredths(text, decimalSign) is { } n ? JsonValue.Create(n) : null);

    private static JsonNode? Money(string typed, char decimalSign) => ReadOr(typed, text => Whole(Plain(text), decimalSign) is { } n ? JsonValue.Create(n) : null);

    private static JsonNode? Date(string typed) => ReadOr(typed, text => ReadDate(text) is { } day ? JsonValue.Create(LocalDatePattern.Iso.Format(day)) : null);

    private static LocalDate? ReadDate(string text)
    {
        foreach (var pattern in (string[])["d'/'M'/'uuuu", "uuuu'-'MM'-'dd"])
            if (LocalDatePattern.CreateWithInvariantCulture(pattern).Parse(text).TryGetValue(default, out var day)) return day;
        return null;
    }

    private static JsonNode? ReadOr(string typed, Func<string, JsonNode?> read)
    {
        var text = Clean(typed).Trim();
        return text.Length == 0 ? null : read(text) ?? new JsonObject { [TypedKey] = text };
    }

    private static JsonArray? Several(IReadOnlyList<Option> options, IReadOnlyList<string> codes)
    {
        // In the order of the form, so that the same choice is always the same value; codes the form no longer has come last.
        var order = options.Select((o, i) => (o.Code, i)).ToDictionary(o => o.Code, o => o.i);
        var chosen = codes.Where(c => c.Length > 0).Distinct().OrderBy(c => order.GetValueOrDefault(c, int.MaxValue)).ThenBy(c => c, StringComparer.Ordinal).ToList();
        return chosen.Count == 0 ? null : new JsonArray([.. chosen.Select(c => JsonValue.Create(c))]);
    }

    private static JsonArray? Table(TableField table, IReadOnlyList<IReadOnlyDictionary<string, string>> rows, char decimalSign)
    {
        var kept = rows.Select(row => Row(table, row, decimalSign)).Where(row => row.Count > 0).ToList();
        return kept.Count == 0 ? null : new JsonArray([.. kept]);
    }

    private static JsonObject Row(TableField table, IReadOnlyDictionary<string, string> typed, char decimalSign)
    {
        var row = new JsonObject();
        foreach (var column in table.Columns)
        {
            var text = typed.GetValueOrDefault(column.Code, "");
            var cell = column.Kind switch
            {
                ColumnKind.Number => Number(text, decimalSign),
                ColumnKind.Money => Money(text, decimalSign),
                ColumnKind.Date => Date(text),
                _ => Line(text),
            };
            if (cell is not null) row[column.Code] = cell;
        }
        return row;
    }
}
