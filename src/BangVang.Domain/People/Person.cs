using BangVang.Domain.Kernel;
using NodaTime;

namespace BangVang.Domain.People;

/// <summary>Someone with an account. What a person may do comes from <see cref="RoleGrant"/>s, never from this row, except the administrator of the installation.</summary>
public sealed class Person
{
    public Guid Id { get; init; }
    /// <summary>As it is written to: trimmed, lower case, one account per address.</summary>
    public required string Email { get; init; }
    public Instant? EmailConfirmedAt { get; set; }
    public required string FullName { get; set; }
    /// <summary>See <see cref="VietnameseText.PersonSortKey"/>.</summary>
    public required string SortKey { get; set; }
    public required string SearchKey { get; set; }
    /// <summary>Where the person works, as told by the person; suggests conflicts of interest.</summary>
    public string? Organisation { get; set; }
    /// <summary>Tax code of that organisation, digits only; suggests conflicts of interest.</summary>
    public string? OrganisationTaxCode { get; set; }
    /// <summary>Null until a password was chosen.</summary>
    public string? PasswordHash { get; set; }
    public bool IsAdministrator { get; set; }
    /// <summary>Language of mails: <c>vi</c> or <c>en</c>.</summary>
    public string Language { get; set; } = "vi";
    /// <summary>Reminders come once a day in one mail, not each at once. What concerns a step just taken comes at once in any case.</summary>
    public bool HasDigest { get; set; } = true;
    public Instant CreatedAt { get; init; }
    /// <summary>A disabled person cannot sign in; open sessions answer as if signed out.</summary>
    public Instant? DisabledAt { get; set; }
    public int Version { get; set; }

    public static Person New(Instant now, string email, string fullName, string language) => new()
    {
        Id = Ids.New(now), Email = NormaliseEmail(email), FullName = fullName.Trim(), Language = language, CreatedAt = now,
        SortKey = VietnameseText.PersonSortKey(fullName), SearchKey = VietnameseText.SearchKey(fullName),
    };

    public void Rename(string fullName) =>
        (FullName, SortKey, SearchKey, Version) = (fullName.Trim(), VietnameseText.PersonSortKey(fullName), VietnameseText.SearchKey(fullName), Version + 1);

    public static string NormaliseEmail(string email) => email.Trim().ToLowerInvariant();

    /// <summary>What stands after the @; suggests conflicts of interest. Empty for an address without @.</summary>
    public string EmailDomain => Email[(Email.IndexOf('@') + 1)..];
}

/// <summary>A role a person holds in one edition, and by whom it was given.</summary>
public sealed class RoleGrant
{
    public Guid PersonId { get; init; }
    public required string EditionKey { get; init; }
    public Role Role { get; init; }
    public Instant GrantedAt { get; init; }
    /// <summary>Null when the person took the role by acting (an applicant who starts a dossier) or the console gave it.</summary>
    public Guid? GrantedBy { get; init; }
}
