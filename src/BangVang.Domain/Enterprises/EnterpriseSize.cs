namespace BangVang.Domain.Enterprises;

/// <summary>Field of the main registered business line, as Decree 80/2021/NĐ-CP, Article 5 groups them.</summary>
public enum EnterpriseSector
{
    /// <summary>Nông nghiệp, lâm nghiệp, thủy sản.</summary>
    Agriculture,
    /// <summary>Công nghiệp, xây dựng.</summary>
    Industry,
    /// <summary>Thương mại, dịch vụ; software is usually classed here, but the applicant says so, not we.</summary>
    Services,
}

/// <summary>Size of an enterprise: siêu nhỏ, nhỏ, vừa, and what is larger.</summary>
public enum EnterpriseSize { Micro, Small, Medium, Large }

/// <summary>What an enterprise of a size has at most, each limit included: people, and either revenue or capital in đồng.</summary>
public sealed record SizeLimit(EnterpriseSize Size, int People, long Revenue, long Capital);

/// <summary>Size by Decree 80/2021/NĐ-CP, Article 5: people in social insurance, and either revenue or capital.</summary>
public static class EnterpriseSizes
{
    /// <summary>The article every verdict on size rests on.</summary>
    public const string Article = "Điều 5 Nghị định 80/2021/NĐ-CP";

    private const long Billion = 1_000_000_000;

    private static readonly SizeLimit[] Making =
    [
        new(EnterpriseSize.Micro, 10, 3 * Billion, 3 * Billion),
        new(EnterpriseSize.Small, 100, 50 * Billion, 20 * Billion),
        new(EnterpriseSize.Medium, 200, 200 * Billion, 100 * Billion),
    ];

    private static readonly SizeLimit[] Serving =
    [
        new(EnterpriseSize.Micro, 10, 10 * Billion, 3 * Billion),
        new(EnterpriseSize.Small, 50, 100 * Billion, 50 * Billion),
        new(EnterpriseSize.Medium, 100, 300 * Billion, 100 * Billion),
    ];

    /// <summary>The limits of a sector, from the smallest size up; what exceeds them all is large.</summary>
    public static IReadOnlyList<SizeLimit> LimitsOf(EnterpriseSector sector) => sector is EnterpriseSector.Services ? Serving : Making;

    /// <summary>
    /// The smallest size whose limits hold: at most so many people, and at most so much revenue or so much capital
    /// (limits included). Null when an answer is missing that could still change the size.
    /// </summary>
    /// <param name="sector">Main registered business line.</param>
    /// <param name="employees">Yearly average of people in social insurance.</param>
    /// <param name="revenue">Total revenue of the year before, đồng.</param>
    /// <param name="capital">Total capital of the year before, đồng.</param>
    public static EnterpriseSize? Of(EnterpriseSector? sector, int? employees, long? revenue, long? capital)
    {
        if (sector is null || employees is null || (revenue is null && capital is null)) return null;

        foreach (var limit in LimitsOf(sector.Value))
        {
            if (employees > limit.People) continue;
            if (revenue <= limit.Revenue || capital <= limit.Capital) return limit.Size;
            if (revenue is null || capital is null) return null;
        }
        return EnterpriseSize.Large;
    }
}
