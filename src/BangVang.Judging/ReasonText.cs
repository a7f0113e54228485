using System.Globalization;

namespace BangVang.Judging;

/// <summary>The reasons why no assignment exists, in English, for the command line. Screens translate the code.</summary>
public static class ReasonText
{
    /// <summary>A sentence without a full stop; for codes of other words, the code and its arguments.</summary>
    public static string English(Reason reason)
    {
        string A(string name) => string.Create(CultureInfo.InvariantCulture, $"{reason[name]}");
        return reason.Code switch
        {
            "assign.loads_below_demands" => $"juror loads sum to {A("loads")}, demands to {A("demands")}",
            "assign.least_loads_above_demands" => $"least juror loads sum to {A("loads")}, demands to {A("demands")}",
            "assign.entry_short" => $"entry {A("entry")} has {A("have")} jurors without conflict, needs {A("need")}",
            "assign.juror_short" => $"juror {A("juror")} has {A("have")} entries without conflict, needs {A("need")}",
            "assign.entries_short" => $"entries {A("entries")} need {A("need")} places together, their jurors without conflict have {A("have")}",
            "assign.jurors_short" => $"jurors {A("jurors")} need {A("need")} entries together, those without conflict have {A("have")}",
            "assign.pinned_above_demand" => $"entry {A("entry")} has {A("pinned")} pinned jurors, needs {A("demand")}",
            "assign.pinned_above_load" => $"juror {A("juror")} has {A("pinned")} pinned entries, may have {A("load")}",
            "assign.pinned_above_cap" => $"entry {A("entry")} has {A("pinned")} pinned jurors of {A("group")}, may have {A("cap")}",
            "assign.floor_unreachable" => $"entry {A("entry")} can reach {A("most")}, the floor is {A("floor")}",
            "assign.floor_not_found" => $"no assignment with every entry at {A("floor")} or above was found, the best has a lowest of {A("lowest")}",
            "assign.cap_too_low" => $"entries {A("entries")} can expect {A("have")} places together when no probability is above {A("cap")}, they need {A("need")}",
            "assign.cap_too_low_jurors" => $"jurors {A("jurors")} can expect {A("have")} entries together when no probability is above {A("cap")}, they need {A("need")}",
            "assign.too_large_for_diversity" => $"{A("entries")} entries and {A("jurors")} jurors are too many for diversity; at most {A("most")} together",
            "assign.exchange_absent" => $"entry {A("entry")} and juror {A("juror")} are not assigned",
            "assign.exchange_present" => $"entry {A("entry")} and juror {A("juror")} are assigned already",
            "assign.exchange_conflict" => $"entry {A("entry")} and juror {A("juror")} are in conflict",
            "assign.exchange_pinned" => $"entry {A("entry")} and juror {A("juror")} are pinned",
            "assign.exchange_demand" => $"entry {A("entry")} would have {A("have")} jurors, needs {A("need")}",
            "assign.exchange_load" => $"juror {A("juror")} would have {A("load")} entries, may have {A("min")} to {A("max")}",
            "assign.exchange_group" => $"entry {A("entry")} would have {A("have")} jurors of {A("group")}, may have {A("cap")}",
            _ => reason.ToString(),
        };
    }
}
