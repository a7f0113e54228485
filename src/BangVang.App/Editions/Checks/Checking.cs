using BangVang.Domain.Editions;

namespace BangVang.App.Editions.Checks;

/// <summary>What the checks of all parts share.</summary>
internal static class Checking
{
    public static readonly LocalizedText Category = new("hạng mục", "category");
    public static readonly LocalizedText Phase = new("giai đoạn", "phase");
    public static readonly LocalizedText Form = new("biểu mẫu", "form");
    public static readonly LocalizedText Rubric = new("bộ tiêu chí", "rubric");
    public static readonly LocalizedText Round = new("vòng trước đó", "earlier round");
    public static readonly LocalizedText Tier = new("bậc giải", "tier");
    public static readonly LocalizedText Criterion = new("tiêu chí", "criterion");
    public static readonly LocalizedText Topic = new("lĩnh vực", "topic");
    public static readonly LocalizedText Rule = new("điều kiện declares", "declares rule");
    public static readonly LocalizedText Source = new("nguồn", "source");

    /// <summary>Each item with the path at which it is written.</summary>
    public static IEnumerable<(T Item, string Path)> At<T>(this IReadOnlyList<T> items, string path) =>
        items.Select((item, i) => (item, $"{path}[{i}]"));

    /// <summary>Reports a code that nothing has; true when something has it.</summary>
    public static bool Refers(this Findings findings, string path, string? code, IEnumerable<string> known, LocalizedText what)
    {
        var all = known.ToList();
        if (code is null || all.Contains(code)) return true;
        var near = Nearest.To(code, all);
        findings.Report(path, near is null ? "edition.reference_unknown" : "edition.reference_unknown_near",
            ("what", what.Vi), ("what_en", what.En), ("code", code), ("near", near ?? ""));
        return false;
    }

    public static void Refer(this Findings findings, string path, IReadOnlyList<string> codes, IEnumerable<string> known, LocalizedText what)
    {
        foreach (var (code, at) in codes.At(path)) findings.Refers(at, code, known, what);
    }

    /// <summary>Reports a smallest value above the largest.</summary>
    public static void Range(this Findings findings, string path, string minKey, string maxKey, long? min, long? max)
    {
        if (min > max) findings.Report($"{path}.{minKey}", "edition.range_reversed", [("min", min), ("max", max)], $"{path}.{maxKey}");
    }

    public static void Url(this Findings findings, string path, string? url)
    {
        if (url is not null && !(Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"))
            findings.Report(path, "edition.url_malformed", ("value", url));
    }

    /// <summary>Hundredths as an author writes them: 750 is 7.5.</summary>
    public static string Points(long hundredths) => (hundredths / 100m).ToString("0.##", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The word of a choice as edition.yaml writes it.</summary>
    public static string Word(Enum choice) => Shape.KeyOf(choice.ToString());
}
