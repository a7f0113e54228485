using System.Globalization;
using System.Text.Json.Nodes;
using BangVang.App.Editions;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;

namespace BangVang.Web.Dossiers;

/// <summary>Fields of an edition's forms and their values in the reader's language: to be filled in, and to be read.</summary>
public sealed class FieldWords(Texts texts, EligibilityWords eligibility)
{
    /// <summary>Comma or point, as this page's language writes decimals.</summary>
    public static char DecimalSign => Writing.Current.Numbers.NumberDecimalSeparator[0];

    /// <param name="questions">The questions among which a field without a label of its own finds its sentence.</param>
    public string Label(FormField field, IEnumerable<FactQuestion>? questions = null) =>
        (questions ?? []).FirstOrDefault(q => q.FieldCode == field.Code) is { } question ? eligibility.Question(question)
        : field.Label.Vi.Length > 0 ? field.Label.In(Languages.Current)
        : field.Code.StartsWith(FactQuestion.Prefix, StringComparison.Ordinal) ? texts[$"eligibility.question_{field.Code[FactQuestion.Prefix.Length..]}"]
        : field.Code;

    /// <summary>What helps to answer: the form's own words, then what the kind of field asks for. Null when there is nothing to say.</summary>
    public string? Hint(FormField field)
    {
        var own = field.Help?.In(Languages.Current)
            ?? (field.Code.StartsWith(FactQuestion.Prefix, StringComparison.Ordinal) && texts.Has($"eligibility.hint_{field.Code[FactQuestion.Prefix.Length..]}") ? texts[$"eligibility.hint_{field.Code[FactQuestion.Prefix.Length..]}"] : null);
        var ofKind = field switch
        {
            TextField { MinWords: { } min, MaxWords: { } max } => texts["dossiers.hint_words_between", ("min", min), ("max", max)],
            TextField { MaxWords: { } max } => texts["dossiers.hint_words", ("max", max)],
            TextField { MinWords: { } min } => texts["dossiers.hint_words_least", ("min", min)],
            NumberField { Decimals: > 0 } => texts["dossiers.hint_decimals"],
            MoneyField => texts["dossiers.hint_money"],
            DateField => texts["dossiers.hint_date"],
            ChoiceField { Multiple: true, MaxChoices: { } max } => texts["dossiers.hint_choices_at_most", ("max", max)],
            ChoiceField { Multiple: true } => texts["dossiers.hint_choices"],
            TableField { MaxRows: { } max } => texts["dossiers.hint_rows", ("max", max)],
            UrlField => texts["dossiers.hint_address"],
            VideoField { MaxSeconds: { } seconds } => texts["dossiers.hint_video_at_most", ("length", Length(seconds))],
            VideoField => texts["dossiers.hint_address"],
            FileField file => texts["dossiers.hint_files", ("kinds", string.Join(", ", file.Accepts.Select(k => k.ToString().ToUpperInvariant()))), ("count", file.MaxCount), ("size", Limit(file.MaxBytes))],
            _ => null,
        };
        return string.Join(' ', new[] { own, ofKind }.Where(h => !string.IsNullOrEmpty(h))) is { Length: > 0 } hint ? hint : null;
    }

    /// <summary>A limit as the regulation writes it: "20 MB" is 20 × 1024 × 1024.</summary>
    public static string Limit(long bytes) => bytes % (1 << 20) == 0 ? $"{Writing.Current.Number(bytes >> 20)} MB" : Writing.Current.Size(bytes);

    public string OptionLabel(Domain.Editions.Option option) => option.Label.Vi.Length > 0 ? option.Label.In(Languages.Current) : option.Code switch
    {
        FactReading.Yes => texts["eligibility.yes"],
        FactReading.No => texts["eligibility.no"],
        FactReading.None => texts["eligibility.none"],
        _ when texts.Has($"eligibility.sector_{option.Code}") => texts[$"eligibility.sector_{option.Code}"],
        _ => Capital(EditionWords.Choice(option.Code).In(Languages.Current)),
    };

    /// <summary>A value as it stands in its control.</summary>
    public string Input(FormField field, JsonNode? value) => FieldReading.Unread(value) ?? field switch
    {
        NumberField => FieldCheck.NumberOf(value) is { } number ? Writing.Current.Number(number / 100m, 2) : "",
        MoneyField => FieldCheck.NumberOf(value) is { } amount ? Writing.Current.Number(amount) : "",
        DateField => Date(value),
        _ => FieldCheck.TextOf(value) ?? "",
    };

    /// <summary>A cell of a table as it stands in its control.</summary>
    public string Input(Column column, JsonNode? cell) => FieldReading.Unread(cell) ?? column.Kind switch
    {
        ColumnKind.Number => FieldCheck.NumberOf(cell) is { } number ? Writing.Current.Number(number / 100m, 2) : "",
        ColumnKind.Money => FieldCheck.NumberOf(cell) is { } amount ? Writing.Current.Number(amount) : "",
        ColumnKind.Date => Date(cell),
        _ => FieldCheck.TextOf(cell) ?? "",
    };

    /// <summary>A value of one text to be read, with its unit; choices by their names.</summary>
    public string Shown(FormField field, JsonNode? value) => field switch
    {
        NumberField { Unit: { } unit } when FieldCheck.NumberOf(value) is not null => unit.Vi == "%" ? Input(field, value) + "%" : $"{Input(field, value)} {unit.In(Languages.Current)}",
        MoneyField when FieldCheck.NumberOf(value) is { } amount => Writing.Current.Money(amount),
        ChoiceField { Multiple: true } choice => string.Join("; ", FieldCheck.Codes(value).Select(c => OptionName(choice.Options, c))),
        ChoiceField choice => FieldCheck.TextOf(value) is { } code ? OptionName(choice.Options, code) : "",
        _ => Input(field, value),
    };

    public string Shown(Column column, JsonNode? cell) => column.Kind switch
    {
        ColumnKind.Choice when FieldCheck.TextOf(cell) is { } code => OptionName(column.Options, code),
        ColumnKind.Money when FieldCheck.NumberOf(cell) is { } amount => Writing.Current.Money(amount),
        _ => Input(column, cell),
    };

    /// <summary>The reason in words; with the name of the field, and of row and column, where <paramref name="named"/>.</summary>
    public string Sentence(DossierDraft draft, Problem problem, bool named)
    {
        var reason = Reason(draft, problem);
        if (problem.Field is not { } path || Place(draft, path) is not { } place || !named) return reason;
        return texts["dossiers.at_field", ("label", place), ("reason", reason)];
    }

    private string Reason(DossierDraft draft, Problem problem) => problem.Args.GetValueOrDefault("fact") is Fact fact
        ? texts[problem.Code, ("fact", eligibility.Fact(fact))]
        : texts.Sentence(eligibility.Explain(draft.Edition, problem) is var said && said.Args.GetValueOrDefault("max_bytes") is long bytes ? said.With("size", Limit(bytes)) : said);

    private string? Place(DossierDraft draft, string path)
    {
        var (code, row, column) = FieldNames.Split(path);
        if (draft.Field(code) is not { } field) return null;
        var label = Label(field, draft.Questions);
        return row is null ? label : texts["dossiers.at_cell", ("label", label), ("row", row.Value + 1), ("column", (field as TableField)?.Columns.FirstOrDefault(c => c.Code == column)?.Label.In(Languages.Current) ?? "")];
    }

    private string OptionName(IReadOnlyList<Domain.Editions.Option> options, string code) => options.FirstOrDefault(o => o.Code == code) is { } option ? OptionLabel(option) : code;

    private string Length(int seconds) => seconds % 60 == 0 ? texts["dossiers.minutes", ("minutes", seconds / 60)] : texts["dossiers.seconds", ("seconds", seconds)];

    private static string Date(JsonNode? value) =>
        FieldCheck.DateOf(value) is { } day ? day.ToString("dd'/'MM'/'uuuu", CultureInfo.InvariantCulture) : FieldCheck.TextOf(value) ?? "";

    private static string Capital(string words) => words.Length == 0 ? words : char.ToUpper(words[0], CultureInfo.InvariantCulture) + words[1..];
}

/// <summary>Names of controls: <c>a.users</c>, <c>a.customers[0].name</c>.</summary>
public static class FieldNames
{
    public const string Prefix = "a.";

    /// <summary>"customers[0].name" gives field, row and column; a plain code gives itself.</summary>
    public static (string Code, int? Row, string? Column) Split(string path)
    {
        var open = path.IndexOf('[', StringComparison.Ordinal);
        var close = path.IndexOf("].", StringComparison.Ordinal);
        return open > 0 && close > open && int.TryParse(path.AsSpan(open + 1, close - open - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var row)
            ? (path[..open], row, path[(close + 2)..]) : (path, null, null);
    }
}
