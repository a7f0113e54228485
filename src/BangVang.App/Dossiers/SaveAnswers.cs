using System.Text.Json.Nodes;
using BangVang.App.Editions;
using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Dossiers;

/// <summary>A value for one field.</summary>
/// <param name="Value">See <see cref="FieldReading"/>; null empties the field.</param>
/// <param name="Version">The version the writer had before them; null or 0 when the field was empty.</param>
public sealed record FieldSave(string FieldCode, JsonNode? Value, int? Version);

/// <summary>A field that is stored for good.</summary>
/// <param name="Problems">What is wrong with the value, which is kept all the same.</param>
public sealed record FieldSaved(string FieldCode, int Version, Instant SavedAt, IReadOnlyList<Problem> Problems);

/// <summary>A field that a colleague changed meanwhile: not stored, so that nobody's words are lost.</summary>
/// <param name="Theirs">What stands in the field now.</param>
/// <param name="By">Name of the colleague.</param>
public sealed record FieldConflict(string FieldCode, JsonNode? Theirs, string By, Instant At, int Version);

/// <summary>What became of each field, in the order given.</summary>
public sealed record SaveOutcome(IReadOnlyList<FieldSaved> Saved, IReadOnlyList<FieldConflict> Conflicts);

/// <summary>
/// Keeps what was written in fields of a dossier, also what is invalid or late: only submitting has a deadline. The same
/// value sent twice is stored once. A field that a colleague changed since the writer last saw it is not overwritten.
/// </summary>
public sealed class SaveAnswers(BangVangDb db, EditionBook book, IClock clock)
{
    /// <summary>Characters of one value as it is stored; a table of 500 rows fits.</summary>
    public const int LongestValue = 400_000;

    public Task<Result<SaveOutcome>> RunAsync(Actor actor, Guid dossierId, IReadOnlyList<FieldSave> fields, CancellationToken ct) =>
        db.AgainWhenOvertakenAsync(() => TryAsync(actor, dossierId, fields, ct));

    private async Task<Result<SaveOutcome>> TryAsync(Actor actor, Guid dossierId, IReadOnlyList<FieldSave> fields, CancellationToken ct)
    {
        if (await db.OwnDossiers(actor).AsNoTracking().SingleOrDefaultAsync(d => d.Id == dossierId, ct) is not { } dossier) return DossierProblems.NotFound;
        var edition = (await book.CurrentAsync(dossier.EditionKey, ct))!.Edition;
        var known = TypedFields(edition, dossier.WrittenCategoryCode);
        var (now, me) = (clock.GetCurrentInstant(), actor.PersonId!.Value);

        var codes = fields.Select(f => f.FieldCode).ToArray();
        var stored = await db.DossierAnswers.Where(a => a.DossierId == dossierId && codes.Contains(a.FieldCode)).ToDictionaryAsync(a => a.FieldCode, ct);
        var (saved, clashes) = (new List<FieldSaved>(), new List<(FieldSave Mine, DossierAnswer Theirs)>());
        foreach (var field in fields)
        {
            if (!known.TryGetValue(field.FieldCode, out var definition)) return DossierProblems.FieldUnknown;
            var text = AnswerText.Of(field.Value);
            if (text.Length > LongestValue) return Problem.Invalid("dossiers.text_too_long", field.FieldCode).With("max", FieldReading.LongestText);
            var answer = stored.GetValueOrDefault(field.FieldCode);
            if (answer is not null && answer.Value != text && answer.SavedBy != me && answer.Version != (field.Version ?? 0)) clashes.Add((field, answer));
            else saved.Add(Store(dossierId, definition, field.Value, text, answer, me, now));
        }
        await db.SaveChangesAsync(ct);
        return new SaveOutcome(saved, await NamedAsync(clashes, ct));
    }

    private FieldSaved Store(Guid dossierId, FormField field, JsonNode? value, string text, DossierAnswer? answer, Guid me, Instant now)
    {
        var problems = FieldCheck.IsEmpty(value) ? [] : FieldCheck.Check(field, value, new Dictionary<Guid, AttachedFile>());
        if (answer is null && FieldCheck.IsEmpty(value)) return new(field.Code, 0, now, problems);
        if (answer is null) db.DossierAnswers.Add(answer = new() { DossierId = dossierId, FieldCode = field.Code, Value = text, SavedAt = now, SavedBy = me, Version = 1 });
        else if (answer.Value != text) (answer.Value, answer.SavedAt, answer.SavedBy, answer.Version) = (text, now, me, answer.Version + 1);
        return new(field.Code, answer.Version, answer.SavedAt, problems);
    }

    private async Task<IReadOnlyList<FieldConflict>> NamedAsync(List<(FieldSave Mine, DossierAnswer Theirs)> clashes, CancellationToken ct)
    {
        if (clashes.Count == 0) return [];
        var writers = clashes.Select(c => c.Theirs.SavedBy).Distinct().ToArray();
        var names = await db.People.Where(p => writers.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.FullName, ct);
        return [.. clashes.Select(c => new FieldConflict(
            c.Mine.FieldCode, AnswerText.Read(c.Theirs.Value), names[c.Theirs.SavedBy], c.Theirs.SavedAt, c.Theirs.Version))];
    }

    /// <summary>Every field of a dossier that is filled by writing or choosing; files are attached and declarations signed by acts of their own.</summary>
    internal static IReadOnlyDictionary<string, FormField> TypedFields(Edition edition, string categoryCode)
    {
        var category = edition.Category(categoryCode)!;
        return DossierForms.Of(edition, categoryCode).SelectMany(f => f.Fields).Where(f => f is not (FileField or DeclarationField))
            .Concat(FactQuestions.ForDossier(edition, category, form: null).Select(q => q.Field))
            .DistinctBy(f => f.Code).ToDictionary(f => f.Code);
    }
}
