using System.Globalization;
using BangVang.App.Editions;
using BangVang.App.Scoring;
using BangVang.Domain.Editions;

namespace BangVang.App.Simulation;

/// <summary>The report of a simulation in words: for the terminal, and as the text file that is kept beside each shipped edition.</summary>
public sealed class SimulationText
{
    private readonly EditionSimulation found;
    private readonly string language;
    private readonly List<string> lines = [];

    private SimulationText(EditionSimulation found, string language) => (this.found, this.language) = (found, language);

    /// <summary>The report, line by line, in "vi" or "en".</summary>
    public static IReadOnlyList<string> Of(EditionSimulation found, string language)
    {
        var text = new SimulationText(found, language);
        text.Head();
        text.Screening();
        text.Unsettled();
        text.Course();
        text.Calendar();
        if (found.Judging is { } judging)
        {
            text.Work(judging);
            text.Prizes(judging);
            text.Doubt(judging);
            text.Objectives(judging);
            text.Alternatives(judging);
        }
        return text.lines;
    }

    private void Head()
    {
        var plan = found.Plan;
        Say($"Chạy thử {found.Edition}: {found.Name.Vi}", $"Simulation of {found.Edition}: {found.Name.En}");
        Say($"{plan.Dossiers} hồ sơ giả định, {plan.Jurors} giám khảo, số gieo {plan.Seed}, {plan.Draws} lượt chấm thử, mỗi lượt hai hội đồng.",
            $"{plan.Dossiers} made-up dossiers, {plan.Jurors} jurors, seed {plan.Seed}, {plan.Draws} draws, each with two panels.");
        var model = plan.Model;
        Say($"Giả định về điểm, theo phần trăm độ rộng thang điểm: trung bình {Percent(model.Mean)}; độ lệch chuẩn của chất lượng hồ sơ {Percent(model.Entry)}, của từng dòng điểm {Percent(model.Line)}, của độ nghiêm {Percent(model.Severity)}, của phiếu {Percent(model.Sheet)} (người không biết lĩnh vực: thêm {Percent(model.Unfamiliar)}), của một điểm {Percent(model.Mark)}. Giao hồ sơ: {Way(plan.Objective)}.",
            $"Assumed marks, in percent of the width of the scale: mean {Percent(model.Mean)}; standard deviation of the quality of dossiers {Percent(model.Entry)}, of a line {Percent(model.Line)}, of severity {Percent(model.Severity)}, of a sheet {Percent(model.Sheet)} (who does not know the field: {Percent(model.Unfamiliar)} more), of a mark {Percent(model.Mark)}. Dossiers are given to jurors: {Way(plan.Objective)}.");
    }

    private void Screening()
    {
        Part("Điều kiện", "Eligibility");
        Say($"Đủ điều kiện {found.Accepted} trên {found.Received} hồ sơ.", $"{found.Accepted} of {found.Received} dossiers are eligible.");
        foreach (var c in found.Categories) Row(c.Name.In(language), $"{c.Accepted}/{c.Received}");
        Say("Tỷ lệ không đạt theo từng điều kiện (trong ngoặc: chỉ vì điều kiện này):", "Share failing, rule by rule (in brackets: for this rule alone):");
        foreach (var rule in found.Rules)
        {
            var where = rule.Category is { } code ? $"{code}: " : "";
            var name = EditionWords.Choice(rule.Kind).In(language) + (rule.Rule == rule.Kind ? "" : $" [{rule.Rule}]");
            var unknown = rule.Unknown == 0 ? "" : T($"; chưa xác định được {rule.Unknown}", $"; undecided {rule.Unknown}");
            Row($"{where}{name}{(rule.Article is { } article ? $" ({article})" : "")}", $"{Percent(rule.Share)}  {rule.Failed}/{rule.Asked} ({rule.FailedAlone}){unknown}");
        }
    }

    private void Unsettled()
    {
        if (found.Unsettled.Count == 0) return;
        Part("Giá trị chưa có", "Values that are missing");
        if (!found.IsPlayed)
            Say("Không chạy thử được phần chấm điểm và xét giải: quy chế chưa nêu những giá trị cần thiết, và không giá trị nào được tự đặt ra.",
                "Rounds and prizes cannot be played: the rules do not state values they need, and none is made up.");
        foreach (var value in found.Unsettled) lines.Add($"  {Sentence(value).In(language)}");
    }

    /// <summary>What an unsettled value prevents.</summary>
    public static LocalizedText Sentence(UnsettledValue value)
    {
        var (vi, en) = value.Disputed ? ("các nguồn nêu khác nhau", "disputed") : ("chưa công bố", "unpublished");
        var (whoVi, whoEn) = value.Phase is { } phase ? ($"Giai đoạn {phase}", $"Phase {phase}") : ("Phần chấm điểm và xét giải", "Judging and prizes");
        return value.Needed
            ? new($"{whoVi} không chạy thử được: {value.Path} {vi}", $"{whoEn} cannot be played: {value.Path} is {en}")
            : new($"{whoVi} chưa mở được: {value.Path} {vi}", $"{whoEn} cannot open yet: {value.Path} is {en}");
    }

    private void Course()
    {
        if (found.Course.Count == 0) return;
        Part("Diễn biến trên đồng hồ chạy nhanh", "The course on a fast clock");
        foreach (var step in found.Course)
        {
            var act = step.Opens ? T("mở", "opens") : T("đóng", "closes");
            var shut = step.IsOpen ? "" : step.Opens ? T(", nhưng chưa mở được", ", but cannot open") : T(", đã không mở được", ", was never open");
            var count = step.Counted switch
            {
                CourseCount.DossiersReceived => T($": {step.Count} hồ sơ đã nộp", $": {step.Count} dossiers submitted"),
                CourseCount.DossiersAccepted => T($": {step.Count} hồ sơ đủ điều kiện", $": {step.Count} dossiers eligible"),
                CourseCount.SheetsSigned => T($": {step.Count} phiếu đã ký", $": {step.Count} sheets signed"),
                CourseCount.PrizesProposed => T($": {step.Count} giải được đề xuất", $": {step.Count} prizes proposed"),
                _ => "",
            };
            lines.Add($"  {T("ngày", "day")} {step.Day,3}  {step.Name.In(language)}: {act}{shut}{count}");
        }
    }

    private void Work(JudgingForecast judging)
    {
        Part("Công chấm", "Work of the jurors");
        foreach (var r in judging.Rounds)
        {
            lines.Add($"  {r.Name.In(language)}");
            if (r.IsPairwise) Pairs(r);
            else Say($"    {Number(r.Entrants)} hồ sơ × {r.PanelSize} giám khảo = {Number(r.Sheets)} phiếu; mỗi giám khảo (ít nhất – trung bình – nhiều nhất) {Spread(r.Load)} phiếu; giả định {r.Minutes} phút một hồ sơ",
                $"    {Number(r.Entrants)} dossiers × {r.PanelSize} jurors = {Number(r.Sheets)} sheets; each juror (least – mean – most) {Spread(r.Load)} sheets; assumed {r.Minutes} minutes for a dossier");
            Say($"    bằng điểm {Number(r.EqualScores)} hồ sơ, còn bằng nhau sau các bước phân hạng {Number(r.Tied)}; đi tiếp {Number(r.Passed)}",
                $"    equal scores {Number(r.EqualScores)} dossiers, still tied after the tie chain {Number(r.Tied)}; going on {Number(r.Passed)}");
        }
        Row(T("Tổng số giờ", "Hours in all"), Number(judging.TotalHours));
        Row(T("Số giờ một giám khảo", "Hours of one juror"), Spread(judging.JurorHours));
        Row(T("Giám khảo phải mời từ tiểu ban khác do xung đột lợi ích", "Jurors called from another panel because of conflicts"), Number(judging.Called));
        if (judging.Unassigned > 0) Row(T("Hạng mục không phân công được do xung đột lợi ích", "Categories that could not be assigned because of conflicts"), Number(judging.Unassigned));
    }

    private void Pairs(RoundForecast r)
    {
        var (howVi, howEn, whatVi, whatEn, oneEn) = r.ProductsAtOnce > PairwiseRound.Pair
            ? ($"cả tiểu ban xếp thứ tự {r.ProductsAtOnce} hồ sơ một lượt", $"put into order by the whole panel, {r.ProductsAtOnce} at a time", "lượt xếp", "orders", "an order")
            : ("cả tiểu ban so sánh từng cặp", "compared in pairs by the whole panel", "lựa chọn", "choices", "a choice");
        Say($"    {Number(r.Entrants)} hồ sơ, {howVi}: {Number(r.Sheets)} {whatVi}; mỗi giám khảo (ít nhất – trung bình – nhiều nhất) {Spread(r.Load)} {whatVi}, {r.Minutes} phút một {whatVi}; sát nút với hồ sơ kế tiếp {Share(r.TooClose)}",
            $"    {Number(r.Entrants)} dossiers, {howEn}: {Number(r.Sheets)} {whatEn}; each juror (least – mean – most) {Spread(r.Load)} {whatEn}, {r.Minutes} minutes for {oneEn}; too close to the next {Share(r.TooClose)}");
    }

    /// <summary>Whether the calendar holds.</summary>
    private void Calendar()
    {
        if (found.Calendar.Count == 0) return;
        Part("Lịch có đủ không (giờ mỗi ngày của một giám khảo khi làm đều mọi ngày: trung bình – nhiều việc nhất)", "Whether the calendar holds (hours a day of one juror who works evenly on every day: mean – busiest)");
        foreach (var p in found.Calendar)
        {
            var work = p.HoursPerDay is { } h ? T($"; {Number(p.Hours!.Value)} giờ, mỗi ngày {Number(h.Mean)} – {Number(h.Most)}", $"; {Number(p.Hours!.Value)} hours, a day {Number(h.Mean)} – {Number(h.Most)}") : "";
            var last = p.LastDayShare is { } share ? T($"; ngày cuối {Percent(share)}", $"; last day {Percent(share)}") : "";
            var tight = p.IsTight ? T($"; QUÁ {Number(PhaseLoad.Comfortable)} GIỜ MỘT NGÀY", $"; OVER {Number(PhaseLoad.Comfortable)} HOURS A DAY") : "";
            lines.Add($"  {p.Name.In(language)}: {T("ngày", "day")} {p.FirstDay} – {p.LastDay} ({p.Days} {T("ngày", p.Days == 1 ? "day" : "days")}){work}{last}{tight}");
        }
    }

    private void Prizes(JudgingForecast judging)
    {
        Part("Giải", "Prizes");
        foreach (var tier in judging.Tiers) Row(tier.Name.In(language), Number(tier.Given));
        Row(T("Hồ sơ chờ Hội đồng quyết định vì bằng nhau", "Dossiers the council has to settle as equals"), Number(judging.CouncilDecides));
    }

    private void Doubt(JudgingForecast judging)
    {
        Part("Kết quả chắc đến đâu (± một sai số chuẩn)", "How sure the result is (± one standard error)");
        var r = judging.Reliability;
        Row(T("Hạng mục có giải cao nhất được trao", "Categories whose highest prize is given"), Share(r.GoldGiven));
        Row(T("Giải cao nhất đúng là hồ sơ tốt nhất", "The highest prize goes to the truly best"), Share(r.GoldTrulyBest));
        Row(T("Hội đồng thứ hai trao giải cao nhất cho cùng hồ sơ", "A second panel gives the same highest prize"), Share(r.SameGold));
        Row(T("Mười hồ sơ đầu trùng với hội đồng thứ hai", "First ten shared with a second panel"), Share(r.TopTenSame));
        Row(T("Mười hồ sơ đầu đúng là mười hồ sơ tốt nhất", "First ten who truly are the ten best"), Share(r.TopTenTrue));
        if (judging.Extreme is not { } x) return;
        Say($"  Nếu một giám khảo của mỗi tiểu ban cho mọi điểm thấp hơn {Percent(found.Plan.Model.Extreme)} thang điểm:",
            $"  If one juror of each panel marks everything lower by {Percent(found.Plan.Model.Extreme)} of the scale:");
        Row(T("Giải cao nhất đổi chủ hoặc không trao", "The highest prize changes hands or is not given"), Share(x.GoldChanged));
        Row(T("Rơi khỏi mười hồ sơ đầu", "Fall out of the first ten"), Share(x.TopTenChanged));
        Row(T("Số bậc một hồ sơ dịch chuyển, trung bình và lớn nhất", "Places a dossier moves, mean and most"), $"{Number(x.PlacesMoved)} / {Number(x.MostPlacesMoved)}");
    }

    private void Objectives(JudgingForecast judging)
    {
        Part("Cách giao hồ sơ cho giám khảo (độ am hiểu lĩnh vực của giám khảo: 0 đến 100)", "Ways of giving dossiers to jurors (how well jurors know the field: 0 to 100)");
        Say("  cách giao · am hiểu trung bình · hồ sơ thiệt nhất · giờ của người nhiều việc nhất · đúng là tốt nhất · hội đồng thứ hai trao cùng giải cao nhất · mười hồ sơ đầu trùng nhau",
            "  way · knowledge, mean · worst-off dossier · hours of the busiest juror · truly best · second panel gives the same · first ten shared");
        foreach (var o in judging.Objectives)
            lines.Add($"  {Way(o.Objective),-32}  {Number(o.Fit),5}  {Number(o.LowestFit),5}  {Number(o.MostHours),7}  {Share(o.Reliability.GoldTrulyBest)}  {Share(o.Reliability.SameGold)}  {Share(o.Reliability.TopTenSame)}");
    }

    private string Way(PanelObjective objective) => objective is PanelObjective.LargestTotal ? T("tổng độ phù hợp lớn nhất", "largest total affinity") : T("chia đều, bốc thăm", "spread evenly by lot");

    private void Alternatives(JudgingForecast judging)
    {
        Part("Số giám khảo một hồ sơ và cách tổng hợp điểm", "Jurors per dossier and aggregation");
        Say("  giám khảo · cách tổng hợp · giờ mỗi giám khảo · giải cao nhất được trao · đúng là tốt nhất · hội đồng thứ hai trao cùng giải cao nhất · mười hồ sơ đầu trùng nhau",
            "  jurors · aggregation · hours of a juror · highest prize given · truly best · second panel gives the same · first ten shared");
        foreach (var a in judging.Alternatives)
            lines.Add($"  {a.JurorsPerDossier}  {Way(a.Aggregation),-32}  {Number(a.JurorHours),7}  {Share(a.Reliability.GoldGiven)}  {Share(a.Reliability.GoldTrulyBest)}  {Share(a.Reliability.SameGold)}  {Share(a.Reliability.TopTenSame)}");
    }

    private string Way(string aggregation) => aggregation switch
    {
        "mean" => T("trung bình", "mean"),
        "median" => T("trung vị", "median"),
        "trimmed_mean" => T("trung bình bỏ cao nhất, thấp nhất", "mean without highest and lowest"),
        "drop_highest" => T("trung bình bỏ cao nhất", "mean without highest"),
        "calibrated" => T("trung bình đã hiệu chỉnh độ nghiêm", "mean with severity given back"),
        _ => throw new ArgumentOutOfRangeException(nameof(aggregation), aggregation, "There is no such aggregation."),
    };

    private void Part(string vi, string en)
    {
        lines.Add("");
        Say(vi, en);
    }

    private void Say(string vi, string en) => lines.Add(T(vi, en));

    private void Row(string name, string value) => lines.Add($"  {name}: {value}");

    private string T(string vi, string en) => language == "vi" ? vi : en;

    /// <summary>With a decimal comma in Vietnamese.</summary>
    private string Number(double value) => Point(value.ToString("0.0", CultureInfo.InvariantCulture));

    private string Percent(double share) => Point((100 * share).ToString("0.0", CultureInfo.InvariantCulture)) + " %";

    private string Share(Chance? chance) => chance is null ? "–" : $"{Percent(chance.Share)} ± {Point((100 * chance.StandardError).ToString("0.0", CultureInfo.InvariantCulture))}";

    private string Spread(Spread spread) => $"{Number(spread.Least)} – {Number(spread.Mean)} – {Number(spread.Most)}";

    private string Point(string number) => language == "vi" ? number.Replace('.', ',') : number;
}
