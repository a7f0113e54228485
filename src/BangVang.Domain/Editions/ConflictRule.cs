namespace BangVang.Domain.Editions;

/// <summary>A tie between a person and a dossier that the regulation knows.</summary>
public enum ConflictKind
{
    /// <summary>The person belongs to the applicant.</summary>
    SameEnterprise,
    /// <summary>Their employers have the same ten-digit tax code.</summary>
    SameTaxCode,
    /// <summary>Their mail addresses have the same domain, public mail providers aside.</summary>
    SameMailDomain,
    /// <summary>The person declared a tie.</summary>
    Declared,
    /// <summary>The person worked for the applicant within <see cref="ConflictRule.Years"/> years.</summary>
    FormerEmployer,
    /// <summary>Parent, subsidiary or sister enterprise.</summary>
    SameGroup,
    /// <summary>The person has an own dossier in the category.</summary>
    OwnEntryInCategory,
}

/// <summary>What a tie leads to.</summary>
public enum ConflictEffect
{
    /// <summary>Never assigned; the dossier is invisible to the person.</summary>
    Blocks,
    /// <summary>Suggested to the secretariat, which decides.</summary>
    Suggests,
}

/// <summary>A rule on conflicts of interest.</summary>
public sealed record ConflictRule
{
    public required ConflictKind Kind { get; init; }
    public required ConflictEffect Effect { get; init; }
    /// <summary>For <see cref="ConflictKind.FormerEmployer"/>: how far back, years.</summary>
    [Within(1)] public int? Years { get; init; }
    /// <summary>Holds for officers of the secretariat too.</summary>
    public bool Officers { get; init; }
    public string? Article { get; init; }
}
