using BangVang.App.Editions;
using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Dossiers;

/// <summary>Changes the name of the product and the category, for the next submission; a category whose rules refuse the product cannot be chosen.</summary>
public sealed class DescribeDossier(BangVangDb db, EditionBook book, IClock clock)
{
    public async Task<Problem?> RunAsync(Actor actor, Guid id, string productName, string categoryCode, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        if (await db.DeskAsync(book, db.OwnDossiers(actor).Where(d => d.Id == id), now, ct, tracked: true) is not { } desk) return DossierProblems.NotFound;
        var dossier = desk.Dossier;
        if (dossier.WrittenProductName == productName.Trim() && dossier.WrittenCategoryCode == categoryCode) return null;

        var before = $"{dossier.WrittenCategoryCode}: {dossier.WrittenProductName}";
        if (dossier.WrittenCategoryCode != categoryCode && Choose(desk, categoryCode) is { } problem) return problem;
        if (dossier.WrittenProductName != productName.Trim() && dossier.Rename(productName) is { } nameless) return nameless;
        db.Audit(actor, now, "dossier.described", id, dossier.EditionKey, $"{before} → {dossier.WrittenCategoryCode}: {dossier.WrittenProductName}");
        return await db.TrySaveAsync(ct) ? null : DossierProblems.ChangedMeanwhile;
    }

    private static Problem? Choose(DossierDesk desk, string categoryCode)
    {
        if (desk.Edition.Category(categoryCode) is { } category && Eligibility.Check(desk.Edition, category, desk.Draft.Facts) is var verdict
            && verdict.Rules.FirstOrDefault(r => r.Verdict is Verdict.Fail) is { } refused)
            return Problem.Invalid("dossiers.ineligible", nameof(Dossier.CategoryCode)).With("rule", refused) with { Article = refused.Article };
        return desk.Dossier.ChooseCategory(desk.Edition, categoryCode);
    }
}

/// <summary>Confirms that the profile of the organisation is right for this dossier.</summary>
public sealed class ConfirmProfile(BangVangDb db, IClock clock)
{
    /// <param name="version">Of the profile that was shown: one that changed since is to be looked at again.</param>
    public async Task<Problem?> RunAsync(Actor actor, Guid id, int version, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        if (await db.OwnDossiers(actor).SingleOrDefaultAsync(d => d.Id == id, ct) is not { } dossier) return DossierProblems.NotFound;
        var enterprise = await db.Enterprises.AsNoTracking().SingleAsync(e => e.Id == dossier.EnterpriseId, ct);
        if (enterprise.Version != version) return DossierProblems.ChangedMeanwhile;
        if (dossier.HasConfirmed(enterprise)) return null;

        dossier.Confirm(enterprise, now);
        db.Audit(actor, now, "dossier.profile_confirmed", id, dossier.EditionKey, dossier.Reference);
        return await db.TrySaveAsync(ct) ? null : DossierProblems.ChangedMeanwhile;
    }
}

/// <summary>Signs a declaration of the form by name and time; an empty name takes the signature back.</summary>
public sealed class SignDeclaration(BangVangDb db, EditionBook book, IClock clock)
{
    public async Task<Problem?> RunAsync(Actor actor, Guid id, string fieldCode, string name, CancellationToken ct)
    {
        var (now, me) = (clock.GetCurrentInstant(), actor.PersonId);
        if (await db.DeskAsync(book, db.OwnDossiers(actor).Where(d => d.Id == id), now, ct) is not { } desk) return DossierProblems.NotFound;
        if (desk.Field(fieldCode) is not DeclarationField field) return DossierProblems.FieldUnknown;

        var signature = Signature.On(field, name, me!.Value, now);
        if (signature is null && name.Trim().Length > 0) return Problem.Invalid("dossiers.signature_name", fieldCode);
        var answer = await db.DossierAnswers.SingleOrDefaultAsync(a => a.DossierId == id && a.FieldCode == fieldCode, ct);
        var text = AnswerText.Of(signature?.ToJson());
        if (answer is null) db.DossierAnswers.Add(new() { DossierId = id, FieldCode = fieldCode, Value = text, SavedAt = now, SavedBy = me.Value, Version = 1 });
        else (answer.Value, answer.SavedAt, answer.SavedBy, answer.Version) = (text, now, me.Value, answer.Version + 1);
        db.Audit(actor, now, signature is null ? "dossier.signature_withdrawn" : "dossier.signed", id, desk.Dossier.EditionKey, fieldCode);
        return await db.TrySaveAsync(ct) ? null : DossierProblems.ChangedMeanwhile;
    }
}

internal static class SavingExtensions
{
    private const int Attempts = 4;

    /// <summary>
    /// Runs <paramref name="attempt"/>, which reads, decides and saves, once more when somebody saved the same rows in this very
    /// moment. A save that fails every time is a fault.
    /// </summary>
    public static async Task<T> AgainWhenOvertakenAsync<T>(this BangVangDb db, Func<Task<T>> attempt)
    {
        for (var i = 1; ; i++)
        {
            try { return await attempt(); }
            catch (DbUpdateException) when (i < Attempts) { db.ChangeTracker.Clear(); }
        }
    }
}
