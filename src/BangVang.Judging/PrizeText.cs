using System.Globalization;

namespace BangVang.Judging;

/// <summary>The reasons of a prize proposal in English, for files. Screens translate the code.</summary>
public static class PrizeText
{
    /// <summary>A sentence without a full stop, points with two decimals; for codes of other words, the code and its arguments.</summary>
    public static string English(Reason reason)
    {
        string A(string name) => string.Create(CultureInfo.InvariantCulture, $"{reason[name]}");
        string Points(string name) => string.Create(CultureInfo.InvariantCulture, $"{Convert.ToInt64(reason[name], CultureInfo.InvariantCulture) / 100m:0.00}");
        return reason.Code switch
        {
            "allocate.placed" => $"{A("tier")}: rank {A("rank")} of its category takes place {A("place")} of {A("quota")}",
            "allocate.placed_unlimited" => $"{A("tier")}: rank {A("rank")} of its category reaches the minimum, without a limit of places",
            "allocate.shared" => $"{A("tier")}: shared by {A("tied")} equal entries at rank {A("rank")}, the tier may be shared",
            "allocate.no_tier" => $"no tier: rank {A("rank")} is beyond the prizes",
            "allocate.council_decides" => $"the council decides between {A("worst")} and {A("best")}: {A("tied")} entries are equal",
            "allocate.waits_for_council" => $"between {A("worst")} and {A("best")}: waits for the council to part equal entries above",
            "allocate.below_minimum" => $"not {A("tier")}: score {Points("score")} is below the minimum {Points("minimum")}",
            "allocate.quota_filled" => $"not {A("tier")}: all {A("quota")} places of the category are taken",
            "allocate.quota_in_all_filled" => $"not {A("tier")}: all {A("quota")} places in all categories are taken",
            "allocate.withheld_minimum" => $"no entry left reaches the minimum {Points("minimum")}",
            "allocate.withheld_in_all" => $"all {A("quota")} places in all categories are taken",
            "allocate.withheld_no_entry" => "no entry is left",
            _ => reason.ToString(),
        };
    }
}
