using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using NodaTime;
using NodaTime.Text;

namespace BangVang.Domain.Dossiers;

/// <summary>What is known of a file that a field refers to.</summary>
public sealed record AttachedFile(Guid Id, string Name, long Bytes, string Sha256, FileKind Kind)
{
    public FileStanding Standing { get; init; } = FileStanding.Received;

    /// <summary>It was named by the hash that the browser computed; without this, the server hashed what it received.</summary>
    public bool IsNamed { get; init; }

    /// <summary>First instant at which bytes come too late; null for a file that was sent as a whole.</summary>
    public NodaTime.Instant? UntilAt { get; init; }

    /// <summary>True when its bytes can no longer come.</summary>
    public bool IsLost => Standing is FileStanding.Refused or FileStanding.NotReceived;
}

/// <summary>
/// What is wrong with the value of one field. Pure: the same value under the same form gives the same answer, so that
/// invalid drafts can be kept and marked whenever they are shown, and rules may change by amendment.
/// </summary>
public static class FieldCheck
{
    /// <summary>Words as people count them: what stands between white space.</summary>
    public static int Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;

    /// <summary>True when nothing was answered; a table of empty rows is nothing.</summary>
    public static bool IsEmpty(JsonNode? value) => value is null || (value is JsonArray items && items.All(i => i is JsonObject { Count: 0 }));

    /// <summary>A table without its empty rows; every other value as it is.</summary>
    public static JsonNode? WithoutEmptyRows(JsonNode? value) =>
        value is JsonArray items && items.Any(i => i is JsonObject { Count: 0 }) ? new JsonArray([.. items.Where(i => i is not JsonObject { Count: 0 }).Select(i => i?.DeepClone())]) : value?.DeepClone();

    /// <summary>Everything wrong with <paramref name="value"/>; an empty value is wrong only where the field is required.</summary>
    /// <param name="files">Files of the dossier by id.</param>
    /// <returns>Problems whose <see cref="Problem.Field"/> is the field's code, or <c>code[row].column</c> within a table.</returns>
    public static IReadOnlyList<Problem> Check(FormField field, JsonNode? value, IReadOnlyDictionary<Guid, AttachedFile> files)
    {
        if (IsEmpty(value)) return field.Required ? [Refusal("dossiers.field_missing", field)] : [];
        IEnumerable<Problem> problems = field switch
        {
            TextField text => CheckText(text, TextOf(value)),
            NumberField number => CheckNumber(number, value),
            MoneyField money => CheckMoney(money, value),
            DateField date => CheckDate(date, value),
            ChoiceField { Multiple: true } several => CheckChoices(several, Codes(value)),
            ChoiceField one => one.Options.Any(o => o.Code == TextOf(value)) ? [] : [Refusal("dossiers.choice_unknown", one)],
            TableField table => CheckTable(table, value as JsonArray ?? []),
            UrlField or VideoField => TextOf(value) is { } address && WebAddress.IsOne(address) ? [] : [Refusal("dossiers.address_expected", field).With("typed", Shown(value))],
            FileField file => CheckFiles(file, Codes(value), files),
            DeclarationField declaration => CheckDeclaration(declaration, value as JsonObject),
            _ => throw new ArgumentOutOfRangeException(nameof(field), field.GetType().Name, "A field of a kind unknown here."),
        };
        return [.. problems];
    }

    /// <summary>The text of a value that is one; null otherwise.</summary>
    public static string? TextOf(JsonNode? value) => value is JsonValue text && text.TryGetValue<string>(out var found) ? found : null;

    /// <summary>The whole number of a value that is one; null otherwise.</summary>
    public static long? NumberOf(JsonNode? value) =>
        value is JsonValue number && number.GetValueKind() is JsonValueKind.Number && long.TryParse(number.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var found) ? found : null;

    /// <summary>The texts of a list; empty for everything else.</summary>
    public static IReadOnlyList<string> Codes(JsonNode? value) => value is JsonArray items ? [.. items.Select(TextOf).OfType<string>()] : [];

    public static LocalDate? DateOf(JsonNode? value) =>
        TextOf(value) is { } text && LocalDatePattern.Iso.Parse(text).TryGetValue(default, out var day) ? day : null;

    private static IEnumerable<Problem> CheckText(TextField field, string? text)
    {
        if (text is null) { yield return Refusal("dossiers.choice_unknown", field); yield break; }
        var words = Words(text);
        if (words > field.MaxWords) yield return Refusal("dossiers.text_over", field).With("over", words - field.MaxWords.Value).With("max", field.MaxWords.Value).With("words", words);
        if (words < field.MinWords) yield return Refusal("dossiers.text_under", field).With("min", field.MinWords.Value).With("words", words);
        if (text.Length > FieldReading.LongestText) yield return Refusal("dossiers.text_too_long", field).With("max", FieldReading.LongestText);
    }

    private static IEnumerable<Problem> CheckNumber(NumberField field, JsonNode? value)
    {
        var step = field.Decimals switch { 0 => 100, 1 => 10, _ => 1 };
        if (NumberOf(value) is not { } number) yield return Refusal(field.Decimals == 0 ? "dossiers.whole_number_expected" : "dossiers.number_expected", field).With("typed", Shown(value));
        else if (number % step != 0) yield return field.Decimals == 0 ? Refusal("dossiers.whole_number_expected", field).With("typed", number / 100m) : Refusal("dossiers.number_decimals", field).With("decimals", field.Decimals);
        else if (number < field.Min) yield return Refusal("dossiers.number_below", field).With("min", field.Min.Value / 100m);
        else if (number > field.Max) yield return Refusal("dossiers.number_above", field).With("max", field.Max.Value / 100m);
    }

    private static IEnumerable<Problem> CheckMoney(MoneyField field, JsonNode? value)
    {
        if (NumberOf(value) is not { } amount) yield return Refusal("dossiers.money_expected", field).With("typed", Shown(value));
        else if (amount < (field.Min ?? 0)) yield return Refusal("dossiers.money_below", field).With("min", field.Min ?? 0);
        else if (amount > field.Max) yield return Refusal("dossiers.money_above", field).With("max", field.Max.Value);
    }

    private static IEnumerable<Problem> CheckDate(DateField field, JsonNode? value)
    {
        if (DateOf(value) is not { } day) yield return Refusal("dossiers.date_expected", field).With("typed", Shown(value));
        else if (day < field.NotBefore) yield return Refusal("dossiers.date_early", field).With("date", field.NotBefore.Value);
        else if (day > field.NotAfter) yield return Refusal("dossiers.date_late", field).With("date", field.NotAfter.Value);
    }

    private static IEnumerable<Problem> CheckChoices(ChoiceField field, IReadOnlyList<string> codes)
    {
        if (codes.Any(c => field.Options.All(o => o.Code != c)) || codes.Count == 0) yield return Refusal("dossiers.choice_unknown", field);
        else if (codes.Count > field.MaxChoices) yield return Refusal("dossiers.choice_too_many", field).With("max", field.MaxChoices.Value);
    }

    private static IEnumerable<Problem> CheckTable(TableField field, JsonArray rows)
    {
        var filled = rows.Count(r => r is not JsonObject { Count: 0 });
        if (filled < field.MinRows) yield return Refusal("dossiers.rows_few", field).With("min", field.MinRows.Value).With("rows", filled);
        if (filled > field.MaxRows) yield return Refusal("dossiers.rows_many", field).With("max", field.MaxRows.Value).With("rows", filled);
        for (var i = 0; i < rows.Count; i++)
            foreach (var column in field.Columns)
                if (rows[i] is not JsonObject { Count: 0 } && CheckCell(column, (rows[i] as JsonObject)?[column.Code]) is { } code)
                    yield return Refusal(code, field) with { Field = $"{field.Code}[{i}].{column.Code}", Args = new Dictionary<string, object> { ["typed"] = Shown((rows[i] as JsonObject)?[column.Code]), ["row"] = i + 1 } };
    }

    private static string? CheckCell(Column column, JsonNode? cell) => cell is null ? column.Required ? "dossiers.field_missing" : null : column.Kind switch
    {
        ColumnKind.Number => NumberOf(cell) is null ? "dossiers.number_expected" : null,
        ColumnKind.Money => NumberOf(cell) is >= 0 ? null : "dossiers.money_expected",
        ColumnKind.Date => DateOf(cell) is null ? "dossiers.date_expected" : null,
        ColumnKind.Choice => column.Options.Any(o => o.Code == TextOf(cell)) ? null : "dossiers.choice_unknown",
        _ => TextOf(cell) is { Length: <= 2_000 } ? null : "dossiers.cell_too_long",
    };

    private static IEnumerable<Problem> CheckFiles(FileField field, IReadOnlyList<string> ids, IReadOnlyDictionary<Guid, AttachedFile> files)
    {
        if (ids.Count < field.MinCount) yield return Refusal("dossiers.files_few", field).With("min", field.MinCount.Value).With("count", ids.Count);
        if (ids.Count > field.MaxCount) yield return Refusal("dossiers.files_many", field).With("max", field.MaxCount).With("count", ids.Count);
        foreach (var id in ids)
        {
            if (!Guid.TryParse(id, out var key) || !files.TryGetValue(key, out var file)) yield return Refusal("dossiers.file_unknown", field);
            else if (file.IsLost) yield return Refusal("dossiers.file_lost", field).With("name", file.Name);
            else if (!field.Accepts.Contains(file.Kind)) yield return Refusal("dossiers.file_kind", field).With("name", file.Name).With("kinds", string.Join(", ", field.Accepts.Select(k => k.ToString().ToUpperInvariant())));
            else if (file.Bytes > field.MaxBytes) yield return Refusal("dossiers.file_too_large", field).With("name", file.Name).With("max_bytes", field.MaxBytes);
        }
    }

    private static IEnumerable<Problem> CheckDeclaration(DeclarationField field, JsonObject? signed)
    {
        if (signed is null || Signature.Of(signed) is not { } signature) yield return Refusal("dossiers.declaration_unsigned", field);
        else if (signature.StatementSha256 != Signature.HashOf(field.Statement)) yield return Refusal("dossiers.declaration_changed", field);
    }

    private static string Shown(JsonNode? value) => FieldReading.Unread(value) ?? TextOf(value) ?? NumberOf(value)?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static Problem Refusal(string code, FormField field) => Problem.Invalid(code, field.Code) with { Article = field.Article };
}
