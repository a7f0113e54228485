using System.Globalization;
using BangVang.Domain.Forum;
using BangVang.Domain.Forum.Commitments;
using NodaTime;

namespace BangVang.Web.Pages.Forum;

/// <summary>One commitment on a page.</summary>
/// <param name="Made">The forum at which it was made.</param>
/// <param name="WorkAddress">Where an organiser works on it; null for everybody else.</param>
public sealed record CommitmentView(ForumEdition Made, CommitmentRecord Record, LocalDate Today, string? WorkAddress)
{
    /// <summary>Style of a state's badge.</summary>
    public static string Mark(CommitmentState state) => state switch
    {
        CommitmentState.Done => "badge--ok",
        CommitmentState.Dropped => "",
        _ => "badge--info",
    };

    /// <summary>Seconds as h:mm:ss.</summary>
    public static string Clock(int seconds) => TimeSpan.FromSeconds(seconds).ToString("h\\:mm\\:ss", CultureInfo.InvariantCulture);
}
