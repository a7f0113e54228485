namespace BangVang.Domain.Editions;

/// <summary>Of whom a majority is counted.</summary>
public enum MajorityOf
{
    /// <summary>All members, absent ones too.</summary>
    Members,
    /// <summary>Members present.</summary>
    Present,
    /// <summary>Votes for and against; abstentions do not count.</summary>
    VotesCast,
}

/// <summary>The share of votes a motion needs.</summary>
public sealed record Majority
{
    /// <summary>"1/2" with <see cref="MoreThan"/> is the simple majority.</summary>
    public required Share Share { get; init; }
    public required MajorityOf Of { get; init; }
    /// <summary>More than the share is needed; otherwise exactly the share is enough.</summary>
    public bool MoreThan { get; init; }
    /// <summary>On equal votes the chair's vote decides.</summary>
    public bool ChairDecidesTies { get; init; }
}

/// <summary>Rules of the council (hội đồng) that decides.</summary>
public sealed record Council
{
    [Within(1)] public Published<int> Size { get; init; } = Published<int>.Unpublished;
    /// <summary>Share of the members without whom it cannot decide.</summary>
    public required Published<Share> Quorum { get; init; }
    public required Published<Majority> Majority { get; init; }
    public bool SecretBallot { get; init; }
    public string? Article { get; init; }

    /// <summary>True when enough members are present.</summary>
    /// <exception cref="InvalidOperationException">The quorum is unpublished.</exception>
    public bool HasQuorum(int present, int members) => Quorum.Value.IsReachedBy(present, members);

    /// <summary>True when a motion is carried; quorum is asked separately.</summary>
    /// <param name="chairFor">How the chair voted: for, against, or null when the chair abstained or the ballot was secret.</param>
    /// <exception cref="InvalidOperationException">The majority is unpublished.</exception>
    public bool Carries(int votesFor, int votesAgainst, int abstentions, int members, bool? chairFor = null)
    {
        var rule = Majority.Value;
        var all = rule.Of switch
        {
            MajorityOf.Members => members,
            MajorityOf.Present => votesFor + votesAgainst + abstentions,
            _ => votesFor + votesAgainst,
        };
        if (votesFor == 0) return false;
        if (rule.ChairDecidesTies && votesFor == votesAgainst) return chairFor is true;
        return rule.MoreThan ? rule.Share.IsExceededBy(votesFor, all) : rule.Share.IsReachedBy(votesFor, all);
    }
}

/// <summary>How long and on what one may appeal. Days are calendar days; the day of the decision is not counted, the last one is.</summary>
public sealed record AppealRules
{
    /// <summary>After a screening refusal was told.</summary>
    [Within(1)] public required Published<int> ScreeningDays { get; init; }
    /// <summary>After the result was published.</summary>
    [Within(1)] public required Published<int> ResultDays { get; init; }
    public string? Article { get; init; }
}

/// <summary>How long an applicant has to supplement a dossier. Days are calendar days; the day of the request is not counted, the last one is.</summary>
public sealed record SupplementRules
{
    [Within(1)] public required Published<int> Days { get; init; }
    /// <summary>Most requests per dossier; null means no limit.</summary>
    [Within(1)] public int? MaxRequests { get; init; }
    public string? Article { get; init; }
}

/// <summary>
/// How long the bytes of files may still come that were named by their hash when the dossier was submitted. Counted from the deadline of that
/// submission, so that it ends at the same instant for everyone.
/// </summary>
public sealed record FileGraceRules
{
    /// <summary>At most a day: screening begins after it.</summary>
    [Within(1, 1440)] public required Published<int> Minutes { get; init; }
    public string? Article { get; init; }
}
