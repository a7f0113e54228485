using BangVang.App.Kernel;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.People;

/// <summary>What a person says of himself or herself.</summary>
/// <param name="Organisation">Where the person works; suggests conflicts of interest. Null when not said.</param>
/// <param name="OrganisationTaxCode">Tax code of that organisation, digits only; null when not said.</param>
/// <param name="Language">Of mails: <c>vi</c> or <c>en</c>.</param>
/// <param name="HasDigest">True when reminders come once a day in one mail, false when each comes at once.</param>
public sealed record AccountView(string Email, string FullName, string? Organisation, string? OrganisationTaxCode, string Language, bool HasDigest, int Version);

/// <summary>Changes it.</summary>
public sealed class ChangeAccount(BangVangDb db, TimeProvider time)
{
    /// <param name="taxCode">Digits only, its check digit already looked at; null or empty when there is none.</param>
    /// <param name="version">Of the account the form was filled from.</param>
    public async Task<Problem?> RunAsync(Actor actor, string fullName, string? organisation, string? taxCode, string language, bool hasDigest, int version, CancellationToken ct)
    {
        if (actor.PersonId is not { } me) return Problem.Forbidden("people.sign_in_first");
        if (fullName.Trim().Length is < 2 or > 120) return Problem.Invalid("people.name_length", "FullName");
        if (organisation?.Trim().Length > 200) return Problem.Invalid("people.organisation_long", "Organisation");
        if (language is not ("vi" or "en")) return Problem.Invalid("people.language_unknown", "Language");
        var code = string.IsNullOrWhiteSpace(taxCode) ? null : taxCode.Trim();
        if (code is not null && (code.Length is not (10 or 13) || !code.All(char.IsAsciiDigit))) return Problem.Invalid("people.tax_code_digits", "OrganisationTaxCode");
        var person = await db.People.SingleAsync(p => p.Id == me, ct);
        if (person.Version != version) return Problem.Conflict("people.changed_meanwhile");

        person.Rename(fullName);
        (person.Organisation, person.OrganisationTaxCode, person.Language, person.HasDigest) =
            (string.IsNullOrWhiteSpace(organisation) ? null : organisation.Trim(), code, language, hasDigest);
        db.Audit(actor, time.Now(), "people.account_changed", me);
        return await db.TrySaveAsync(ct) ? null : Problem.Conflict("people.changed_meanwhile");
    }
}

public static class AccountQueries
{
    public static Task<AccountView> AccountAsync(this BangVangDb db, Actor actor, CancellationToken ct) =>
        db.People.AsNoTracking().Where(p => p.Id == actor.PersonId)
            .Select(p => new AccountView(p.Email, p.FullName, p.Organisation, p.OrganisationTaxCode, p.Language, p.HasDigest, p.Version))
            .SingleAsync(ct);

    /// <summary>The account of whoever is signed in; null for visitors.</summary>
    public static Task<AccountView?> OwnAccountAsync(this BangVangDb db, Actor actor, CancellationToken ct) =>
        db.People.AsNoTracking().Where(p => p.Id == actor.PersonId)
            .Select(p => new AccountView(p.Email, p.FullName, p.Organisation, p.OrganisationTaxCode, p.Language, p.HasDigest, p.Version))
            .SingleOrDefaultAsync(ct);
}
