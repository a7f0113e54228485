using System.Collections.Frozen;
using BangVang.App.Editions;
using BangVang.App.Files;
using BangVang.App.Files.Uploads;
using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.Dossiers;

/// <summary>What may be sent into which field of a dossier: asked before the first byte of an upload is taken.</summary>
public static class DossierUploads
{
    /// <summary>The field's own limits, for those who write on the dossier.</summary>
    public static async Task<Result<UploadRule>> RuleAsync(BangVangDb db, Actor actor, FilePurpose purpose, CancellationToken ct)
    {
        if (await db.OwnDossiers(actor).AsNoTracking().SingleOrDefaultAsync(d => d.Id == purpose.SubjectId, ct) is not { } dossier) return DossierProblems.NotFound;
        var edition = (await new EditionBook(db).CurrentAsync(dossier.EditionKey, ct))!.Edition;
        if (DossierForms.Of(edition, dossier.WrittenCategoryCode).SelectMany(f => f.Fields).FirstOrDefault(f => f.Code == purpose.Field) is not FileField field) return DossierProblems.FieldUnknown;
        return new UploadRule(field.Accepts.ToFrozenSet(), field.MaxBytes);
    }
}

/// <summary>The forms that a dossier may fill: those of the intakes for its category, and the one of the registration.</summary>
internal static class DossierForms
{
    public static IReadOnlyList<Form> Of(Edition edition, string categoryCode) =>
        [.. edition.Phases.Where(p => p.Kind is PhaseKind.Intake).Select(p => edition.FormFor(p.Code, categoryCode)).Append(Registration.FormOf(edition)).OfType<Form>().Distinct()];
}
