using System.Globalization;

namespace BangVang.Judging;

/// <summary>The reasons why no assignment exists and what is wrong with a file, in English. Screens and commands word the code in the reader's language.</summary>
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
            _ => OfFile(reason, A),
        };
    }

    /// <summary>What is wrong with a line of a file.</summary>
    private static string OfFile(Reason reason, Func<string, string> A) => reason.Code switch
    {
        "csv.too_long" => $"the file has more than {A("most")} lines",
        "csv.quote_open" => "a quote is opened and never closed",
        "csv.quote_inside" => "a quote stands inside a field that is not quoted",
        "csv.after_quote" => "something follows a closing quote",
        "csv.columns" => $"{A("have")} columns, expected {A("need")}",
        "csv.empty_field" => $"the column {A("column")} is empty",
        "csv.first_empty" => "the first column is empty",
        "csv.empty" => $"the file is empty, expected the header \"{A("header")}\"",
        "csv.encoding" => "the text is not UTF-8",
        "csv.compression" => "the file is not in gzip format",
        "csv.header" => $"the header is \"{A("header")}\", expected \"{A("expected")}\"",
        "csv.column_unknown" => $"the column \"{A("column")}\" is unknown, expected \"{A("expected")}\"",
        "csv.column_twice" => $"the column \"{A("column")}\" stands twice",
        "csv.column_missing" => $"the column \"{A("column")}\" is missing, expected \"{A("expected")}\"",
        "allocate.entry_twice" => $"{A("entry")} occurs twice",
        "allocate.category_unknown" => $"the edition has no category {A("category")}, it has {A("categories")}",
        "allocate.number" => $"{A("column")} \"{A("text")}\" is not a number from -1000000 to 1000000",
        "allocate.chance" => $"p_top1 \"{A("text")}\" is not a number from 0 to 1",
        "allocate.no_entries" => "the file has no entries",
        "calibrate.score" => $"the score \"{A("text")}\" is not a finite number; an abstention is an absent row",
        "calibrate.weight" => $"the weight \"{A("text")}\" is not a number from 0",
        "calibrate.no_ratings" => "the file has no ratings",
        "choices.place" => $"the place \"{A("text")}\" is not a whole number from 1",
        "choices.count" => $"the count \"{A("text")}\" is not a number from 0",
        "choices.none" => "the file has no choices",
        "choices.entry_twice" => $"{A("entry")} occurs twice in contest {A("contest")}",
        "choices.tie" => $"{A("entry")} and {A("other")} share place {A("place")} of contest {A("contest")}: a choice has no ties",
        "choices.counts" => $"contest {A("contest")} has two counts, {A("first")} and {A("second")}",
        "choices.alone" => $"contest {A("contest")} has one entry, a choice needs two",
        "choices.not_a_pair" => $"contest {A("contest")} has {A("entries")} entries: bradley-terry compares two, use plackett-luce",
        "assign.demand" => $"the demand \"{A("text")}\" is not a whole number from 0 to 1000000",
        "assign.least_load" => $"the least load \"{A("text")}\" is not a whole number from 0 to 1000000",
        "assign.largest_load" => $"the largest load \"{A("text")}\" is not a whole number from 0 to 1000000",
        "assign.loads_crossed" => $"the least load {A("least")} is above the largest load {A("largest")}",
        "assign.entry_twice" => $"{A("code")} occurs twice",
        "assign.juror_twice" => $"{A("code")} occurs twice",
        "assign.entry_unknown" => $"entry {A("entry")} is not in the list of entries",
        "assign.juror_unknown" => $"juror {A("juror")} is not in the list of jurors",
        "assign.pinned_conflict" => $"entry {A("entry")} and juror {A("juror")} are pinned and in conflict",
        "assign.too_large" => $"{A("entries")} entries times {A("jurors")} jurors are too many pairs",
        "assign.rows" => $"{A("have")} rows of affinities, expected {A("need")}, one for each entry",
        "assign.rows_more" => $"more rows of affinities than the {A("need")} entries",
        "assign.columns" => $"{A("have")} columns, expected {A("need")}, one for each juror",
        "assign.number" => $"\"{A("text")}\" is not a finite number",
        "assign.number_at" => $"column {A("column")}: \"{A("text")}\" is not a finite number",
        "assign.pair_twice" => $"entry {A("entry")} and juror {A("juror")} occur twice",
        _ => reason.ToString(),
    };
}
