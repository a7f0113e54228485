using System.Globalization;
using BangVang.App.Documents;
using BangVang.App.Editions;
using BangVang.App.Mail;
using BangVang.App.Storage;
using BangVang.Domain.Decisions;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Scoring;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Decisions;

/// <summary>
/// The papers of the council, for those who prepare, take or audit the decision. A paper has to be whole: whoever must not
/// know of a dossier in it gets none, where a table of scores simply leaves the dossier out.
/// </summary>
public static class DecisionPapers
{
    private const string CouncilName = "Hội đồng Giám khảo";

    /// <summary>The minutes of a meeting that is over.</summary>
    public static async Task<Result<CouncilMinutesDocument>> MinutesAsync(this BangVangDb db, EditionBook editions, Actor actor, Guid meetingId, Instant now, CancellationToken ct)
    {
        if (await db.MeetingViewAsync(actor, meetingId, now, ct) is not { } view || await editions.CurrentAsync(view.Meeting.EditionKey, ct) is not { Edition: { } edition })
            return Problem.NotFound("decisions.meeting_not_found");
        if (view.Meeting is not { OpenedAt: { } opened, ClosedAt: { } closed }) return Problem.NotNow("decisions.minutes_after_close");
        if (await db.Motions.CountAsync(m => m.MeetingId == meetingId, ct) != view.Motions.Count) return Problem.Forbidden("decisions.paper_conflict");
        var decision = await db.DecisionViewAsync(actor, edition.Key, now, ct);
        if (decision is not null && decision.Rows.Count != decision.Decision.Lines.Count) return Problem.Forbidden("decisions.paper_conflict");
        var extra = decision is null ? [] : await db.ExtraMarksAsync(actor, edition.Key, now, ct);
        if (decision is not null && await db.ExtraMarksRequests.CountAsync(r => r.EditionKey == edition.Key, ct) != extra.Count) return Problem.Forbidden("decisions.paper_conflict");

        var secretary = await db.People.AsNoTracking().Where(p => p.Id == view.Meeting.CreatedBy).Select(p => p.FullName).SingleAsync(ct);
        var members = view.Members.Select(m => new MinutesMember(m.Name, m.IsChair ? $"Chủ tịch {CouncilName}" : "Thành viên", m.IsPresent)).ToList();
        var council = edition.Council!;
        return new CouncilMinutesDocument
        {
            ParentBody = Name(edition, OrganiserPart.Host), IssuingBody = CouncilName, Number = new(null, "BB-HĐGK"), Summary = $"{view.Meeting.Title}, {edition.Name.Vi}",
            StartedAt = opened.InZone(edition.TimeZone).LocalDateTime, EndedAt = closed.InZone(edition.TimeZone).LocalDateTime, Place = view.Meeting.Place, Members = members,
            Chair = members.FirstOrDefault(m => m.Post.StartsWith("Chủ tịch", StringComparison.Ordinal)) ?? new("", "", true), Secretary = new(secretary, "", true),
            QuorumNeeded = council.Quorum.Value.Needed(members.Count), QuorumArticle = council.Article, Agenda = view.Meeting.Agenda,
            Motions = [.. view.Motions.Select(m => new MinutesMotion(m.Motion.Number, m.DossierReference is null ? m.Motion.Text : $"{m.Motion.Text} (hồ sơ {m.DossierReference})",
                m.Motion.Reason, m.Motion.Present ?? 0, m.Motion.For ?? 0, m.Motion.Against ?? 0, m.Motion.Abstained ?? 0, OutcomeOf(m.Motion.State)))],
            Results = [.. (decision?.Rows ?? []).Where(r => r.Line.Tier is not null).Select(r => new MinutesResult(
                edition.Category(r.Line.CategoryCode)?.Name.Vi ?? r.Line.CategoryCode, r.Line.Rank, r.Line.Reference, r.ProductName, r.Organisation, r.Line.Score, TierName(edition, r.Line.Tier!), r.Line.Both is { CountsCalibrated: true } both ? both.Raw : null))],
            Remarks = [.. extra.Where(x => x.Request.AskedAt < closed).Reverse().Select(x => RemarkOn(edition, x)), .. RemarksOn(edition, decision)], Recipients = ["Các thành viên Hội đồng"],
        };
    }

    /// <summary>The award decision as approved, ready to be signed; number and date once they are known.</summary>
    public static async Task<Result<AwardDecisionDocument>> DecisionPaperAsync(this BangVangDb db, EditionBook editions, Actor actor, string editionKey, Instant now, CancellationToken ct)
    {
        var officiates = actor.Is(Role.Secretariat, editionKey) || actor.Is(Role.Chair, editionKey) || actor.Is(Role.Auditor, editionKey);
        if (!officiates || await editions.CurrentAsync(editionKey, ct) is not { Edition: { } edition } || await db.DecisionViewAsync(actor, editionKey, now, ct) is not { } view) return Problem.NotFound("decisions.not_proposed");
        if (view.Decision.State is DecisionState.Proposed) return Problem.NotNow("decisions.not_approved");
        if (view.Rows.Count != view.Decision.Lines.Count) return Problem.Forbidden("decisions.paper_conflict");

        var host = Name(edition, OrganiserPart.Host) ?? edition.Name.Vi;
        var head = host.StartsWith("Bộ ", StringComparison.Ordinal) ? $"Bộ trưởng {host}" : $"Thủ trưởng {host}";
        var tiers = edition.SettledTiers.Select((t, i) => (t.Code, i)).ToDictionary(t => t.Code, t => t.i, StringComparer.Ordinal);
        var standing = Name(edition, OrganiserPart.StandingBody);
        return new AwardDecisionDocument
        {
            IssuingBody = host, Number = NumberOf(view.Decision.DocumentNumber), Issued = new("Hà Nội", view.Decision.DocumentDate), Authority = head, Award = edition.Name.Vi,
            Grounds = [.. edition.LegalBasis.Select(b => $"Căn cứ {b.Text.Vi}")], Proposer = standing is null ? $"Chủ tịch {CouncilName}" : $"Chủ tịch {CouncilName} và {standing}",
            Products = [.. view.Rows.Where(r => r.Line.Tier is not null).OrderBy(r => tiers[r.Line.Tier!]).Select(r => new HonouredProduct(
                r.ProductName, r.Organisation, edition.Category(r.Line.CategoryCode)?.Name.Vi ?? r.Line.CategoryCode, TierName(edition, r.Line.Tier!)))],
            Benefits = edition.Benefits.Count == 0 ? null : $"Tổ chức, doanh nghiệp có sản phẩm được trao giải được hưởng: {string.Join("; ", edition.Benefits.Select(b => b.Text.Vi))}.",
            CarriedOutBy = standing ?? host, Signature = new(SigningAuthority.Own, null, head, ""), Recipients = ["Như trên"], ArchivedAt = "VT",
        };
    }

    /// <summary>The table of a round after it closed, without dossiers the viewer has a conflict with.</summary>
    public static async Task<Result<ScoreTable>> ScoreTableAsync(this BangVangDb db, Actor actor, Edition edition, JudgedRound round, Instant now, CancellationToken ct)
    {
        if (await db.RoundResultsAsync(actor, edition, round, now, ct) is not { } results) return Problem.NotFound("decisions.round_unknown");
        if (!results.HasEnded) return Problem.NotNow("decisions.scores_after_close");
        if (round is PairwiseRound) return PairTable(edition, results);
        return new ScoreTable(round.Name.Vi, ["Hạng mục", "Xếp hạng", "Mã hồ sơ", "Sản phẩm", "Tổ chức, doanh nghiệp", "Số phiếu đã ký", "Số giám khảo", "Điểm", "Điểm thô", "Điểm hiệu chỉnh", "Điểm được tính"],
            [.. results.Rows.Select(r => (IReadOnlyList<ScoreCell>)
            [
                ScoreCell.Of(edition.Category(r.CategoryCode)?.Name.Vi ?? r.CategoryCode), ScoreCell.Of(r.Rank), ScoreCell.Of(r.Reference), ScoreCell.Of(r.ProductName), ScoreCell.Of(r.Organisation),
                ScoreCell.Of(r.Signed), ScoreCell.Of(r.Assigned), ScoreCell.Points(r.Score), ScoreCell.Points(r.Both?.Raw), ScoreCell.Points(r.Both?.Calibrated),
                ScoreCell.Of(r.Both is null ? null : r.Both.CountsCalibrated ? "điểm hiệu chỉnh" : "điểm thô"),
            ])]);
    }

    /// <summary>
    /// The severities of a round in full precision, as the calibrated scores rest on them; null for whoever does not read them on their page
    /// (<see cref="SeverityQueries.SeverityOfRoundAsync"/>), in a round of pairs, and where none is known.
    /// </summary>
    public static async Task<ScoreTable?> SeverityTableAsync(this BangVangDb db, Actor actor, Edition edition, JudgedRound round, Instant now, CancellationToken ct)
    {
        if (round is not ScoringRound scored || await db.SeverityOfRoundAsync(actor, edition, scored, now, ct) is not { } view) return null;
        var rows = view.Scales.SelectMany(s => s.Rows.Where(r => r.Severity is not null).Select(r => (s.Calibration.Scale, r.Name, Severity: r.Severity!, r.Habits.Sheets, r.Assigned))).ToList();
        return rows.Count == 0 ? null : new ScoreTable("Độ nghiêm của giám khảo",
            ["Giám khảo", "Thang điểm từ", "đến", "Độ nghiêm (điểm)", "Sai số chuẩn", "Cận dưới 90 %", "Cận trên 90 %", "Độ khớp", "Số phiếu đã ký", "Số hồ sơ được giao"],
            [.. rows.Select(r => (IReadOnlyList<ScoreCell>)
            [
                ScoreCell.Of(r.Name), ScoreCell.Points(r.Scale.Min), ScoreCell.Points(r.Scale.Max), ScoreCell.Precise(r.Severity.Severity), ScoreCell.Precise(r.Severity.StandardError),
                ScoreCell.Precise(r.Severity.Interval.Low), ScoreCell.Precise(r.Severity.Interval.High), ScoreCell.Precise(r.Severity.Fit * 10_000), ScoreCell.Of(r.Sheets), ScoreCell.Of(r.Assigned),
            ])]);
    }

    private static string RemarkOn(Edition edition, ExtraMarksView extra)
    {
        var request = extra.Request;
        var category = request.CategoryCode is { } code ? $", hạng mục {edition.Category(code)?.Name.Vi ?? code}" : "";
        return $"Chấm bổ sung ở {(request.IsMinimum ? "mức điểm tối thiểu của" : "vạch")} giải {TierName(edition, request.TierCode)}{category}: đề nghị {extra.Asked} phiếu, đã ký {extra.Signed} phiếu, hạn "
            + $"{MailWriting.Moment(request.ClosesAt, edition.TimeZone)}. Lý do: {request.Reason.TrimEnd('.')}.";
    }

    /// <summary>What a reader of the results must know of their scores, where an edition counts calibrated ones.</summary>
    private static IReadOnlyList<string> RemarksOn(Edition edition, DecisionView? decision)
    {
        var honoured = (decision?.Rows ?? []).Where(r => r.Line.Tier is not null && r.Line.Both is not null && edition.DecidingRound(r.Line.CategoryCode) is ScoringRound { Calibrate: not null }).ToList();
        var raw = honoured.Where(r => !r.Line.Both!.CountsCalibrated).Select(r => edition.Category(r.Line.CategoryCode)?.Name.Vi ?? r.Line.CategoryCode).Distinct().ToList();
        return
        [
            .. honoured.Any(r => r.Line.Both!.CountsCalibrated) ? ["Điểm được tính là điểm hiệu chỉnh theo quy chế: độ nghiêm ước lượng của từng giám khảo được trả lại cho phiếu trước khi tổng hợp; điểm thô ghi trong ngoặc."] : (string[])[],
            .. raw.Count > 0 ? [$"Điểm thô được tính ở hạng mục {string.Join("; ", raw)}, vì không đủ cơ sở so sánh độ nghiêm của các giám khảo."] : (string[])[],
        ];
    }

    /// <summary>A round of pairs has no points: strengths in logits with their standard errors, and what they rest on.</summary>
    private static ScoreTable PairTable(Edition edition, RoundResults results) => new(
        results.Round.Name.Vi,
        ["Hạng mục", "Xếp hạng", "Mã hồ sơ", "Sản phẩm", "Tổ chức, doanh nghiệp", .. results.Round is PairwiseRound { IsOfOrders: true } ? (string[])["Số lượt xếp", "Đứng đầu"] : ["Số lựa chọn", "Được chọn"], "Độ mạnh (logit)", "Sai số chuẩn", "Xác suất đứng trước hồ sơ kế tiếp (%)", "Ghi chú"],
        [.. results.Rows.Select(r => (IReadOnlyList<ScoreCell>)
        [
            ScoreCell.Of(edition.Category(r.CategoryCode)?.Name.Vi ?? r.CategoryCode), ScoreCell.Of(r.Rank), ScoreCell.Of(r.Reference), ScoreCell.Of(r.ProductName), ScoreCell.Of(r.Organisation),
            ScoreCell.Of(r.Pairs?.Choices), ScoreCell.Of(r.Pairs?.Won), ScoreCell.Points(r.Pairs is { IsMeasured: true } m ? Hundredths(m.Strength) : null),
            ScoreCell.Points(r.Pairs is { IsMeasured: true } s ? Hundredths(s.StandardError) : null), ScoreCell.Of(r.Pairs?.BeforeNext is { } p ? (long)Math.Round(p * 100) : null), ScoreCell.Of(NoteOf(r.Pairs)),
        ])]);

    /// <summary>From thousandths, half away from zero.</summary>
    private static int? Hundredths(int? thousandths) => thousandths is { } t ? (int)Math.Round(t / 10m, MidpointRounding.AwayFromZero) : null;

    private static string? NoteOf(PairStanding? pairs) => pairs is null ? null : string.Join("; ", new[]
    {
        pairs.Doubt switch
        {
            PairDoubt.TooFew => "chưa đủ số lựa chọn tối thiểu",
            PairDoubt.NotConnected => "không so sánh được với nhóm khác",
            PairDoubt.NeverLost => "chưa từng thua hồ sơ khác nhóm, độ mạnh không có cận trên",
            PairDoubt.NeverWon => "chưa từng thắng hồ sơ khác nhóm, độ mạnh không có cận dưới",
            _ => null,
        },
        pairs.IsTooClose ? "sát nút với hồ sơ kế tiếp" : null,
    }.OfType<string>());

    private static string? Name(Edition edition, OrganiserPart part) => edition.Organisers.FirstOrDefault(o => o.Part == part)?.Name.Vi;

    private static string TierName(Edition edition, string code) => edition.Tier(code)?.Name.Vi ?? code;

    private static string OutcomeOf(MotionState state) => state switch { MotionState.Carried => "thông qua", MotionState.Rejected => "không thông qua", _ => "rút" };

    /// <summary>"12/QĐ-MH" taken apart; a number without a symbol, or none, is left to be written by hand.</summary>
    private static DocumentNumber NumberOf(string? number)
    {
        var cut = number?.IndexOf('/') ?? -1;
        return cut > 0 && int.TryParse(number![..cut], NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? new(n, number[(cut + 1)..]) : new(null, number ?? "QĐ");
    }
}
