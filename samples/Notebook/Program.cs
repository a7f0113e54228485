// %% [markdown] # A small award, judged from beginning to end
// Everything below is `BangVang.Judging` alone: no database, no clock, no network. Ten products meet six jurors; all of them are made up.
// README.md beside this file is this program with what it prints; a test keeps the two together. Run it: `dotnet run --project samples/Notebook`.
using System.Globalization;
using BangVang.Judging;
using BangVang.Judging.Affinity;
using BangVang.Judging.Assignment;
using BangVang.Judging.Calibration;
using BangVang.Judging.Numbers;
using BangVang.Judging.Ranks;
using BangVang.Judging.Simulation;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

(string Entry, string About)[] products =
[
    ("P01", "Bệnh án điện tử, khám bệnh từ xa và chẩn đoán hình ảnh cho bệnh viện tuyến huyện"),
    ("P02", "Electronic medical records and telemedicine for community clinics"),
    ("P03", "Truy xuất nguồn gốc nông sản và nhật ký canh tác"),
    ("P04", "Smart agriculture: irrigation sensors and yield forecasts for farms"),
    ("P05", "Phát hiện mã độc, giám sát an toàn thông tin mạng"),
    ("P06", "Digital signatures and cryptography for online public services"),
    ("P07", "Giáo dục trực tuyến: lớp học số và học liệu số cho trường phổ thông"),
    ("P08", "Online education and assessment of students at universities"),
    ("P09", "Dịch vụ công trực tuyến và một cửa điện tử cấp xã"),
    ("P10", "Open data portal of a local government"),
];
(string Juror, string About)[] jurors =
[
    ("J1", "Hospital information systems, electronic medical records, telemedicine"),
    ("J2", "Nông nghiệp thông minh, cảm biến, truy xuất nguồn gốc"),
    ("J3", "Cybersecurity, malware analysis, cryptography"),
    ("J4", "Giáo dục trực tuyến, học liệu số, đánh giá sinh viên"),
    ("J5", "E-government, public services, open data"),
    ("J6", "An toàn thông tin, chữ ký số, dịch vụ công"),
];

// %% [markdown] ## 1. Who knows what
// Texts in Vietnamese and English are compared with each other: words by how rare they are, ideas of the field across the languages.
// For each product, the three nearest jurors, from 0 (nothing in common) to 1.
Console.WriteLine("# Who knows what");
var near = TextAffinity.Of([.. products.Select(p => p.About)], [.. jurors.Select(j => j.About)]);
double Near(int product, int juror) => near[product * jurors.Length + juror];
for (var p = 0; p < products.Length; p++)
{
    var best = Enumerable.Range(0, jurors.Length).OrderByDescending(j => Near(p, j)).ThenBy(j => j).Take(3);
    Console.WriteLine($"{products[p].Entry}  {string.Join("  ", best.Select(j => $"{jurors[j].Juror} {Near(p, j):0.00}"))}");
}

// %% [markdown] ## 2. Who judges what
// Three jurors for each product, four to six products for each juror; J6 has worked for the makers of P06. The largest total is exact: the bound
// proves that no assignment does better. `fair` looks for the largest total that leaves no product behind.
Console.WriteLine("# Who judges what");
var panel = new PanelRequest(
    [.. products.Select(p => new EntryDemand(p.Entry, 3))], [.. jurors.Select(j => new JurorLoad(j.Juror, 4, 6))], Conflicts: [new("P06", "J6")], Pinned: []);
var problem = new AssignmentProblem(panel, near);
var assigned = Assigner.Solve(problem, new());
foreach (var (name, report) in new[] { ("largest total", assigned.Report!), ("fair", Assigner.Solve(problem, new(Objective.Fair)).Report!) })
    Console.WriteLine($"{name}: total {report.TotalAffinity:0.00} of at most {report.DualBound:0.00}, lowest product {report.MinEntryAffinity:0.00}, loads {report.Loads.Min} to {report.Loads.Max}");
foreach (var product in assigned.Pairs.GroupBy(p => p.Entry)) Console.WriteLine($"{product.Key}  {string.Join(" ", product.Select(p => p.Juror))}");

// %% [markdown] Where jurors do not suffice there is no half result but a smallest reason.
Console.WriteLine("# When it cannot be");
var impossible = Assigner.Solve(problem with { Panel = panel with { Conflicts = [.. new[] { "J1", "J2", "J3", "J6" }.Select(j => new PanelPair("P06", j))] } }, new());
Console.WriteLine(ReasonText.English(impossible.Shortage!));

// %% [markdown] ## 3. What they mark
// Marks from 0 to 10 in steps of a half. We make them up, so we know the truth: each product has a worth, each juror a severity, and every mark some chance.
// A juror who does not mark has no row; a missing mark is never a zero.
Console.WriteLine("# What they mark");
var random = new NormalRandom("notebook");
double[] worth = [.. products.Select(_ => 6.5 + 0.7 * random.Next())], severity = [.. jurors.Select(_ => 0.9 * random.Next())];
var ratings = new Ratings([.. assigned.Pairs.Select(pair =>
{
    var (p, j) = (Array.FindIndex(products, x => x.Entry == pair.Entry), Array.FindIndex(jurors, x => x.Juror == pair.Juror));
    return new Rating(pair.Entry, pair.Juror, Math.Clamp(Math.Round(2 * (worth[p] - severity[j] + 0.7 * random.Next())) / 2, 0, 10));
})]);
foreach (var product in ratings.Rows.GroupBy(r => r.Entry)) Console.WriteLine($"{product.Key}  {string.Join("  ", product.Select(r => $"{r.Juror} {r.Score:0.0}"))}");

// %% [markdown] ## 4. How strict each juror is
// The mixed model takes severity out as far as the marks can be believed: much for who marks much, little for who marks little. Severity is told
// against the mean of the panel, the true one too.
Console.WriteLine("# How strict each juror is");
var calibration = Calibrator.Fit(ratings);
foreach (var juror in calibration.Jurors)
    Console.WriteLine($"{juror.Juror}  severity {juror.Severity,5:0.00} ± {juror.StandardError:0.00}  true {severity[Array.FindIndex(jurors, j => j.Juror == juror.Juror)] - severity.Average(),5:0.00}  {juror.Count} marks");
double[] Truth(IEnumerable<string> entries) => [.. entries.Select(e => worth[Array.FindIndex(products, p => p.Entry == e)])];
var raw = Agreement.KendallTau([.. calibration.Entries.Select(e => e.RawMean)], Truth(calibration.Entries.Select(e => e.Entry)));
var calibrated = Agreement.KendallTau([.. calibration.Entries.Select(e => e.Estimate)], Truth(calibration.Entries.Select(e => e.Entry)));
Console.WriteLine($"agreement with the truth (Kendall's tau): means {raw:0.00}, calibrated {calibrated:0.00}");

// %% [markdown] ## 5. How sure the ranking is
// Ten thousand draws of how things may truly be. A rank stands with its 90 % interval and the chance of being first.
Console.WriteLine("# How sure the ranking is");
var draws = RankDraws.Of(calibration);
foreach (var entry in draws.Ranking()) Console.WriteLine($"{entry.Rank,2}  {entry.Entry}  {entry.RankLow} to {entry.RankHigh}  first {entry.PTop1:0.00}  first three {entry.PTop3:0.00}");
Console.WriteLine("too close to call: " + string.Join("; ", TooClose.Of(draws, [1, 3]).Take(4).Select(c => $"{c.Above} before {c.Below} only with {c.PBefore:0.00}")));
Console.WriteLine("marks that would decide most: " + string.Join("; ", ExtraMarks.Plan(calibration, ratings, places: 1, count: 3, new([new("P06", "J6")])).Select(m => $"{m.Juror} for {m.Entry}")));

// %% [markdown] ## 6. Who gets what
// Points are whole hundredths here, so that equal is equal on every machine. One Gold from 7.50 on, two Silver, three Bronze; the reason stands on every line.
Console.WriteLine("# Who gets what");
var rules = new PrizeRules([new("gold"), new("silver"), new("bronze")], [new("all", "gold", 1, 750), new("all", "silver", 2), new("all", "bronze", 3)]);
var proposal = PrizeAllocation.Propose(rules, [.. calibration.Entries.Select(e => new PrizeContender(e.Entry, "all", [(long)Math.Round(100 * e.Estimate, MidpointRounding.AwayFromZero)]))]);
foreach (var line in proposal.Lines) Console.WriteLine($"{line.Entry}  {line.Tier ?? "–",-6}  {PrizeText.English(line.Reason)}{(line.WhyNotHigher is { } why ? $"; {PrizeText.English(why)}" : "")}");

// %% [markdown] ## 7. Would another panel have said the same
// The wind tunnel in miniature: 200 awards of 40 products and 12 jurors, each judged by two panels. How often is the first one truly the best, and
// how often do both panels have the same first?
Console.WriteLine("# Would another panel have said the same");
const int awards = 200;
foreach (var perEntry in new[] { 3, 5, 7 })
{
    var (best, same) = (0, 0);
    for (var award = 0; award < awards; award++)
    {
        var one = SyntheticRatings.Of(new(40, 12, perEntry), $"award {award}");
        var other = one.Again($"second panel {award}");
        var (first, second) = (Calibrator.Fit(one.Ratings).Entries[0].Entry, Calibrator.Fit(other.Ratings).Entries[0].Entry);
        if (first == SyntheticRatings.Entry(one.TrueOrder()[0])) best++;
        if (first == second) same++;
    }
    Console.WriteLine($"{perEntry} jurors: truly the best {100.0 * best / awards:0} %, the same first {100.0 * same / awards:0} %");
}
