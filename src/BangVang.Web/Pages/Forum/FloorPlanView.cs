using System.Globalization;
using BangVang.Domain.Forum;
using BangVang.Domain.Forum.Exhibitors;

namespace BangVang.Web.Pages.Forum;

/// <summary>The plan of one hall on a page.</summary>
/// <param name="Stands">All in the hall.</param>
/// <param name="Here">Code of the stand the page is about; null when it is about all.</param>
public sealed record FloorPlanView(ForumEdition Forum, ExhibitionHall Hall, IReadOnlyList<Exhibitor> Stands, string? Here)
{
    /// <summary>Height of the letters of a stand's code, so that they fit its rectangle.</summary>
    public static string Letters(Exhibitor stand) => (Math.Min(stand.Depth * 0.5, stand.Width * 1.3 / stand.StandCode.Length)).ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>Halves of decimetres, for the middle of a stand.</summary>
    public static string Half(int edge, int length) => (edge + length / 2.0).ToString("0.#", CultureInfo.InvariantCulture);
}
