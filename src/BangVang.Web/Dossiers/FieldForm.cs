using System.Text.Json.Nodes;
using BangVang.App.Dossiers;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using NodaTime;

namespace BangVang.Web.Dossiers;

/// <summary>A file of a dossier with the address under which it is read.</summary>
public sealed record FileLink(Guid Id, string Name, long Bytes, string Sha256, string Href, FileStanding Standing, Instant? UntilAt)
{
    /// <summary>Nobody can read the file before then; null where it is not sealed, or may have been opened since.</summary>
    public Instant? SealedUntil { get; init; }

    public static FileLink Of(Guid dossierId, AttachedFile file) => new(file.Id, file.Name, file.Bytes, file.Sha256, $"/dossiers/{dossierId}/files/{file.Id}", file.Standing, file.UntilAt);
}

/// <summary>One cell of a table that is being filled in.</summary>
public sealed record CellForm(Column Column, string Name, string Label, string Value, IReadOnlyList<string> Errors);

/// <summary>One field of a form that is being filled in, with everything its markup needs.</summary>
/// <param name="Name">Of its control, see <see cref="FieldNames"/>.</param>
/// <param name="Values">As the control shows them.</param>
/// <param name="Errors">What is wrong with the value that stands there.</param>
/// <param name="Version">0 while nothing was saved.</param>
/// <param name="Conflict">What a colleague wrote meanwhile; the control holds what this person wrote.</param>
public sealed record FieldForm(
    FormField Field, string Name, string Label, string? Hint, IReadOnlyList<string> Values, IReadOnlyList<IReadOnlyList<CellForm>> Rows,
    IReadOnlyList<FileLink> Files, Signature? Signature, IReadOnlyList<string> Errors, int Version, Instant? Saved, FieldConflict? Conflict)
{
    public Guid DossierId { get; init; }
    /// <summary>Files sent here are sealed until then, for the sender too; null where they are not.</summary>
    public NodaTime.Instant? SealedUntil { get; init; }
    /// <summary>What the colleague wrote, in words.</summary>
    public string? Theirs { get; init; }

    public string Text => Values.Count > 0 ? Values[0] : "";

    /// <summary>Choices as the tag helper wants them.</summary>
    public IEnumerable<Kernel.Option> Options(FieldWords words) =>
        Field is ChoiceField choice ? choice.Options.Select(o => new Kernel.Option(o.Code, words.OptionLabel(o))) : [];
}

/// <summary>Makes the forms of fields from a dossier, and reads what a form sent.</summary>
public sealed class FieldForms(FieldWords words, NodaTime.IClock clock)
{
    /// <param name="more">Empty rows to add to a table, by its code.</param>
    /// <param name="conflicts">Fields that were not stored, with what the person typed, by code.</param>
    /// <param name="withMissing">Also says what is required and not there.</param>
    public IReadOnlyList<FieldForm> Of(
        DossierDesk desk, DossierDraft draft, IEnumerable<FormField> fields, bool withMissing,
        IReadOnlyDictionary<string, int> more, IReadOnlyDictionary<string, (FieldConflict Theirs, JsonNode? Mine)> conflicts) =>
        [.. fields.Select(field =>
        {
            var conflict = conflicts.TryGetValue(field.Code, out var clash) ? clash.Theirs : null;
            var value = conflict is null ? draft.Answer(field.Code) : clash.Mine;
            var problems = FieldCheck.IsEmpty(value) && !withMissing ? [] : FieldCheck.Check(field, value, draft.Files);
            var answer = desk.Answers.GetValueOrDefault(field.Code);
            return new FieldForm(
                field, FieldNames.Prefix + field.Code, words.Label(field, draft.Questions), words.Hint(field), Values(field, value),
                field is TableField table ? Rows(table, value as JsonArray ?? [], more.GetValueOrDefault(field.Code), draft, problems) : [],
                field is FileField ? Files(desk.Dossier.Id, draft, value) : [],
                field is DeclarationField && value is JsonObject signed ? Signature.Of(signed) : null,
                [.. problems.Where(p => p.Field == field.Code).Select(p => words.Sentence(draft, p, named: false))],
                conflict?.Version ?? answer?.Version ?? 0, FieldCheck.IsEmpty(value) ? null : answer?.SavedAt, conflict)
            {
                DossierId = desk.Dossier.Id, SealedUntil = desk.Edition.SealedUntil > clock.GetCurrentInstant() ? desk.Edition.SealedUntil : null, Theirs = conflict is null ? null : words.Shown(field, conflict.Theirs),
            };
        })];

    /// <summary>What a form sent for these fields; files and signatures are acts of their own.</summary>
    public static IReadOnlyList<FieldSave> Read(IFormCollection form, IEnumerable<FormField> fields)
    {
        var saves = new List<FieldSave>();
        foreach (var field in fields.Where(f => f is not (FileField or DeclarationField)))
        {
            var name = FieldNames.Prefix + field.Code;
            // A field that the form did not carry at all is left as it is; boxes and tables say so by their version.
            if (!form.ContainsKey(name) && !form.ContainsKey("v." + field.Code)) continue;
            var typed = field is TableField table ? Typed.Table([.. Rows(form, name, table)]) : Typed.Of([.. form[name].Select(v => v ?? "")]);
            saves.Add(new(field.Code, FieldReading.Read(field, typed, FieldWords.DecimalSign), int.TryParse(form["v." + field.Code], out var version) ? version : null));
        }
        return saves;
    }

    /// <summary>A table with one cell changed, for a control that saves itself.</summary>
    public static JsonArray WithCell(TableField table, JsonNode? value, int row, string column, string typed)
    {
        var rows = (value as JsonArray)?.DeepClone().AsArray() ?? [];
        while (rows.Count <= row) rows.Add(new JsonObject());
        var read = FieldReading.Read(table, Typed.Table(new Dictionary<string, string> { [column] = typed }), FieldWords.DecimalSign) as JsonArray;
        var cells = rows[row]!.AsObject();
        cells.Remove(column);
        if (read?[0]?[column]?.DeepClone() is { } cell) cells[column] = cell;
        return rows;
    }

    private static IEnumerable<IReadOnlyDictionary<string, string>> Rows(IFormCollection form, string name, TableField table)
    {
        const int mostRows = 500;
        for (var i = 0; i < mostRows && table.Columns.Any(c => form.ContainsKey($"{name}[{i}].{c.Code}")); i++)
            yield return table.Columns.ToDictionary(c => c.Code, c => form[$"{name}[{i}].{c.Code}"].ToString());
    }

    private IReadOnlyList<string> Values(FormField field, JsonNode? value) => field switch
    {
        ChoiceField { Multiple: true } => FieldCheck.Codes(value),
        FileField or TableField => [],
        DeclarationField => value is JsonObject signed && FieldCheck.TextOf(signed["name"]) is { } name ? [name] : [],
        _ => [words.Input(field, value)],
    };

    private IReadOnlyList<IReadOnlyList<CellForm>> Rows(TableField table, JsonArray rows, int more, DossierDraft draft, IReadOnlyList<Problem> problems)
    {
        // One empty row to begin with; more when asked for.
        var count = Math.Max(rows.Count + more, 1);
        return [.. Enumerable.Range(0, count).Select(i => (IReadOnlyList<CellForm>)[.. table.Columns.Select(column =>
        {
            var path = $"{table.Code}[{i}].{column.Code}";
            return new CellForm(column, FieldNames.Prefix + path, column.Label.In(Languages.Current),
                words.Input(column, i < rows.Count ? (rows[i] as JsonObject)?[column.Code] : null),
                [.. problems.Where(p => p.Field == path).Select(p => words.Sentence(draft, p, named: false))]);
        })])];
    }

    private static IReadOnlyList<FileLink> Files(Guid dossierId, DossierDraft draft, JsonNode? value) =>
        [.. FieldCheck.Codes(value).Select(Guid.Parse).Where(draft.Files.ContainsKey).Select(id => draft.Files[id])
            .Select(f => FileLink.Of(dossierId, f))];
}
