using BangVang.Domain.Editions;
using BangVang.Domain.Enterprises;
using BangVang.Domain.Kernel;
using NodaTime;

namespace BangVang.Domain.Dossiers;

/// <summary>Where a dossier stands on its way, as facts recorded by acts of people. What depends on time is computed, never stored.</summary>
public enum DossierState
{
    /// <summary>Being written; never submitted.</summary>
    Draft,
    /// <summary>At least one version was submitted; the latest counts.</summary>
    Submitted,
    /// <summary>Taken back by the applicant; kept, not judged. Submitting again brings it back.</summary>
    Withdrawn,
    /// <summary>Meets the criteria: goes to the jury.</summary>
    Accepted,
    /// <summary>Does not meet the criteria.</summary>
    Refused,
}

/// <summary>One product in one category of one edition.</summary>
public sealed class Dossier
{
    public const int LongestProductName = 200;
    public const int LongestReason = 2_000;

    public Guid Id { get; init; }
    /// <summary>What people call it: "HS-014", counted per edition from 1 without gaps.</summary>
    public required string Reference { get; init; }
    public required string EditionKey { get; init; }
    /// <summary>The published rules it was opened under; moves on when it is submitted under an amendment.</summary>
    public Guid SnapshotId { get; set; }
    public Guid EnterpriseId { get; init; }
    /// <summary>As the version that counts has it; before the first submission, as it is being written.</summary>
    public required string CategoryCode { get; set; }
    /// <inheritdoc cref="CategoryCode"/>
    public required string ProductName { get; set; }
    public required string SortKey { get; set; }
    public required string SearchKey { get; set; }
    /// <summary>The category written since the last submission; counts from the next one on. Null when unchanged.</summary>
    public string? NextCategoryCode { get; set; }
    /// <inheritdoc cref="NextCategoryCode"/>
    public string? NextProductName { get; set; }
    public DossierState State { get; set; }
    public Instant CreatedAt { get; init; }
    public Guid CreatedBy { get; init; }
    /// <summary>When the preliminary registration was sent; null where there is none or it was not.</summary>
    public Instant? RegisteredAt { get; set; }
    /// <summary>When somebody confirmed that the profile of the organisation is right for this dossier.</summary>
    public Instant? ProfileConfirmedAt { get; set; }
    /// <summary>The <see cref="Enterprise.Version"/> that was confirmed.</summary>
    public int? ProfileVersion { get; set; }
    /// <summary>When the version that counts was submitted; null before the first submission.</summary>
    public Instant? SubmittedAt { get; set; }
    /// <summary>The version that counts; null before the first submission.</summary>
    public Guid? CurrentVersionId { get; set; }
    public Instant? WithdrawnAt { get; set; }
    public string? WithdrawalReason { get; set; }
    public int Version { get; set; }

    /// <summary>14 gives "HS-014"; from 1000 on as many digits as needed.</summary>
    public static string ReferenceOf(int number) => $"HS-{number:000}";

    /// <summary>The category as the applicant writes it now.</summary>
    public string WrittenCategoryCode => NextCategoryCode ?? CategoryCode;
    /// <summary>The name of the product as the applicant writes it now.</summary>
    public string WrittenProductName => NextProductName ?? ProductName;

    /// <summary>True when the profile was confirmed and has not changed since.</summary>
    public bool HasConfirmed(Enterprise enterprise) => ProfileVersion == enterprise.Version;

    /// <summary>Names the product. What was submitted keeps its name until the dossier is submitted again.</summary>
    public Problem? Rename(string productName)
    {
        if (productName.Trim().Length is < 2 or > LongestProductName) return Problem.Invalid("dossiers.product_name_length", nameof(ProductName)).With("max", LongestProductName);

        if (SubmittedAt is null) Name(productName.Trim());
        else NextProductName = productName.Trim() == ProductName ? null : productName.Trim();
        Version++;
        return null;
    }

    /// <summary>Chooses the category. What was submitted stays in its category until the dossier is submitted again.</summary>
    public Problem? ChooseCategory(Edition edition, string code)
    {
        if (edition.Category(code) is null) return Problem.Invalid("dossiers.category_unknown", nameof(CategoryCode));

        if (SubmittedAt is null) CategoryCode = code;
        else NextCategoryCode = code == CategoryCode ? null : code;
        Version++;
        return null;
    }

    /// <summary>Notes that the profile as it stands is right for this dossier.</summary>
    public void Confirm(Enterprise enterprise, Instant now) =>
        (ProfileConfirmedAt, ProfileVersion, Version) = (now, enterprise.Version, Version + 1);

    /// <summary>
    /// Why the dossier cannot be submitted as it stands, everything at once; empty when it can. A verdict is no reason: until
    /// the deadline a dossier may be corrected, and is then examined anew. Nor could one be told, before it may be known.
    /// </summary>
    public IReadOnlyList<Problem> CheckSubmission(DossierDraft draft, SubmissionWindow window, Instant now)
    {
        if (window.Check(now) is { } notNow) return [notNow];
        if (draft.Edition.PreliminaryRegistration is { Required: true } registration && RegisteredAt is null)
            return [Problem.NotNow("dossiers.registration_missing") with { Article = registration.Article }];

        return [.. draft.RefusingRules, .. CheckFilled(draft)];
    }

    /// <summary>What is missing or wrong, apart from time and eligibility; empty when the dossier is complete.</summary>
    public IReadOnlyList<Problem> CheckFilled(DossierDraft draft)
    {
        var problems = new List<Problem>();
        if (!HasConfirmed(draft.Enterprise)) problems.Add(Problem.Invalid("dossiers.profile_unconfirmed", "profile"));
        problems.AddRange(draft.OpenInProfile.Select(f => Problem.Invalid("dossiers.profile_incomplete", "profile").With("fact", f)));
        problems.AddRange(draft.OpenQuestions.Select(q => Problem.Invalid("dossiers.field_missing", q.FieldCode)));
        problems.AddRange(draft.QuestionProblems);
        problems.AddRange(draft.Sections.SelectMany(s => s.Problems));
        return problems;
    }

    /// <summary>Records that <paramref name="version"/> counts from now on. Whether it may be submitted was checked before.</summary>
    public void Submit(DossierVersion version)
    {
        Name(WrittenProductName);
        (CategoryCode, NextCategoryCode, NextProductName, WithdrawnAt, WithdrawalReason) = (WrittenCategoryCode, null, null, null, null);
        (State, SubmittedAt, CurrentVersionId, SnapshotId, Version) = (DossierState.Submitted, version.SubmittedAt, version.Id, version.SnapshotId, Version + 1);
    }

    /// <summary>Sends the preliminary registration. Sending it twice changes nothing.</summary>
    public IReadOnlyList<Problem> Register(Edition edition, IReadOnlyList<Problem> faults, Instant now)
    {
        if (RegisteredAt is not null) return [];
        if (Registration.Check(edition, now) is { } notNow) return [notNow];
        if (faults.Count > 0) return faults;

        (RegisteredAt, Version) = (now, Version + 1);
        return [];
    }

    /// <summary>Takes the dossier back. Possible until the council's phase begins, whatever the verdict, which the applicant may not know yet.</summary>
    public Problem? Withdraw(Edition edition, string reason, Instant now)
    {
        if (State is DossierState.Withdrawn) return Problem.Conflict("dossiers.already_withdrawn").With("at", WithdrawnAt!.Value);
        var council = edition.Phases.Where(p => p.Kind is PhaseKind.Council or PhaseKind.Announcement).Select(p => edition.WindowOf(p.Code)?.Start).Min();
        if (council is { } start && now >= start) return Problem.NotNow("dossiers.withdraw_late").With("start", start);
        if (reason.Trim().Length is < 3 or > LongestReason) return Problem.Invalid("dossiers.reason_missing", "Reason").With("max", LongestReason);

        (State, WithdrawnAt, WithdrawalReason, Version) = (DossierState.Withdrawn, now, reason.Trim(), Version + 1);
        return null;
    }
    private void Name(string name) => (ProductName, SortKey, SearchKey) = (name, VietnameseText.SortKey(name), VietnameseText.SearchKey(name));
}

/// <summary>A colleague who writes on a dossier.</summary>
public sealed class DossierMember
{
    public Guid DossierId { get; init; }
    public Guid PersonId { get; init; }
    public Instant AddedAt { get; init; }
}

/// <summary>A colleague asked by mail to write on a dossier.</summary>
public sealed class DossierInvitation
{
    public Guid Id { get; init; }
    /// <summary>SHA-256 of the link's token; the token itself is nowhere kept.</summary>
    public required string TokenHash { get; init; }
    public Guid DossierId { get; init; }
    /// <summary>As <see cref="People.Person.NormaliseEmail"/> writes it; only the account of this address may accept.</summary>
    public required string Email { get; init; }
    public Guid InvitedBy { get; init; }
    public Instant CreatedAt { get; init; }
    public Instant ExpiresAt { get; init; }
    public Instant? AcceptedAt { get; set; }
    public Instant? RevokedAt { get; set; }
}

/// <summary>One field as it stands now. The version lets two colleagues notice each other.</summary>
public sealed class DossierAnswer
{
    public Guid DossierId { get; init; }
    public required string FieldCode { get; init; }
    /// <summary>
    /// Canonical JSON of the field's kind: string (text, address, ISO date, code of a choice), integer (hundredths of a
    /// number, đồng), array (codes, ids of files, rows of a table), object of a <see cref="Signature"/>; <c>{"typed": …}</c>
    /// where what was typed could not be read; <c>null</c> when emptied.
    /// </summary>
    public required string Value { get; set; }
    public Instant SavedAt { get; set; }
    public Guid SavedBy { get; set; }
    /// <summary>From 1.</summary>
    public int Version { get; set; }
}

/// <summary>A file that was ever attached to a field of a dossier.</summary>
public sealed class DossierFile
{
    public Guid DossierId { get; init; }
    public Guid FileId { get; init; }
    public required string FieldCode { get; init; }
    public Instant AttachedAt { get; init; }
    public Guid AttachedBy { get; init; }
    /// <summary>Number of the first submitted version that holds it; null while it is only in the draft, which nobody but the applicant sees.</summary>
    public int? SubmittedIn { get; set; }
}

/// <summary>What was submitted, frozen. Never changed.</summary>
public sealed class DossierVersion
{
    public Guid Id { get; init; }
    public Guid DossierId { get; init; }
    /// <summary>1, 2, … per dossier.</summary>
    public int Number { get; init; }
    public Instant SubmittedAt { get; init; }
    public Guid SubmittedBy { get; init; }
    public Guid SnapshotId { get; init; }
    public required string CategoryCode { get; init; }
    /// <summary>Canonical JSON of everything submitted: product, category, organisation, answers, facts, files with name, size and SHA-256.</summary>
    public required string Content { get; init; }
    /// <summary>SHA-256 of the UTF-8 bytes of <see cref="Content"/>, 64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }
}
