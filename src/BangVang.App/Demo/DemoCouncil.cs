using BangVang.App.Decisions;
using BangVang.App.Scoring;
using BangVang.App.Storage;
using BangVang.Domain.Decisions;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using static BangVang.App.Demo.DemoStage;

namespace BangVang.App.Demo;

/// <summary>
/// The council of the past edition: it meets on the lines that the sheets leave open. At the least sure one it shares the
/// prize, at the others it keeps the order of scores; then it accepts the proposal and the chair approves it.
/// </summary>
public sealed class DemoCouncil(
    BangVangDb db, DemoStage stage, ProposeDecision propose, CallMeeting call, NoteAttendance attend, OpenOrCloseMeeting preside, ProposeMotion put, CastVote vote, CloseMotion close,
    ApproveDecision approve, ReleaseComments release)
{
    private const string Phase = "council";
    private static readonly string[] Against = ["juror-3"], Abstaining = ["juror-5"];

    public async Task RunAsync(DemoCast cast, Edition edition, CancellationToken ct)
    {
        var (secretary, chair) = (cast.Of("secretariat"), cast.Of("chair"));
        stage.At(edition.After(Phase, 0, 9));
        Value(await propose.RunAsync(secretary, edition.Key, ct));
        var open = await db.CouncilAgendaAsync(chair, edition, edition.After(Phase, 0, 9), ct);

        stage.At(edition.After(Phase, 0, 10));
        string[] agenda = ["Báo cáo kết quả chấm vòng chung khảo", .. open.Select(l => $"Vạch giải {TierOf(edition, l)}: {Named(l, Closest(l).Above)} và {Named(l, Closest(l).Below)}"), "Thông qua dự kiến xếp giải"];
        var meeting = Value(await call.RunAsync(secretary, edition.Key, "Phiên họp toàn thể Hội đồng Giám khảo", "Hà Nội", edition.After(Phase, 3, 14), agenda, members: null, ct));

        stage.At(edition.After(Phase, 3, 14));
        string[] present = ["chair", .. DemoPast.Jurors.Where(j => j != DemoPast.Absent)];
        Demand(await attend.RunAsync(secretary, meeting, [.. present.Select(k => cast.Ids[k])], ct));
        Demand(await preside.RunAsync(chair, meeting, open: true, ct));
        var leastSure = open.MinBy(l => Closest(l).Chance);
        foreach (var (line, n) in open.Select((l, n) => (l, n)))
        {
            stage.At(edition.After(Phase, 3, 14, 20 * (n + 1)));
            await DecideAsync(cast, meeting, present, await DraftAsync(edition, line, line == leastSure, ct), line == leastSure, ct);
        }
        stage.At(edition.After(Phase, 3, 16, 30));
        await DecideAsync(cast, meeting, present, new(MotionKind.AcceptProposal, "Thông qua dự kiến xếp giải cùng các thay đổi đã biểu quyết", "", null, null, null), isDisputed: false, ct);
        Demand(await approve.RunAsync(chair, edition.Key, ct));
        Demand(await preside.RunAsync(chair, meeting, open: false, ct));

        stage.At(edition.After(Phase, 4, 9));
        foreach (var round in edition.ScoringRounds) Value(await release.RunAsync(chair, edition.Key, round.Code, dossierId: null, ct));
    }

    private async Task<MotionDraft> DraftAsync(Edition edition, AgendaLine line, bool isShared, CancellationToken ct)
    {
        var (tier, pair) = (TierOf(edition, line), Closest(line));
        var reason = $"Xác suất {Named(line, pair.Above)} đứng trên {Named(line, pair.Below)} là {pair.Chance * 100:0} %, dưới ngưỡng 90 %. (Nội dung minh họa.)";
        if (!isShared) return new(MotionKind.Other, $"Giữ thứ tự theo điểm ở vạch giải {tier}: {Named(line, pair.Above)} đứng trên {Named(line, pair.Below)}", reason, line.Line.CategoryCode, null, null);
        var dossier = await db.Dossiers.Where(d => d.EditionKey == edition.Key && d.Reference == pair.Below).Select(d => d.Id).SingleAsync(ct);
        return new(MotionKind.ChangeTier, $"Đồng trao giải {tier} cho {Named(line, pair.Below)}", reason, line.Line.CategoryCode, dossier, line.Line.TierCode);
    }

    /// <summary>Who has a conflict with the dossier has no vote on it.</summary>
    private async Task DecideAsync(DemoCast cast, Guid meeting, IReadOnlyList<string> present, MotionDraft draft, bool isDisputed, CancellationToken ct)
    {
        var motion = Value(await put.RunAsync(cast.Of("chair"), meeting, draft, ct));
        var barred = await db.Conflicts.Where(c => c.DossierId == draft.DossierId).Select(c => c.PersonId).ToListAsync(ct);
        foreach (var member in present.Where(m => !barred.Contains(cast.Ids[m])))
        {
            var choice = isDisputed && Against.Contains(member) ? VoteChoice.Against : isDisputed && Abstaining.Contains(member) ? VoteChoice.Abstain : VoteChoice.For;
            Demand(await vote.RunAsync(cast.Of(member), motion, choice, ct));
        }
        Value(await close.RunAsync(cast.Of("chair"), motion, ct));
    }

    private static Domain.Scoring.UnsettledPair Closest(AgendaLine line) => line.Line.Pairs[0];

    private static string Named(AgendaLine line, string reference) => $"{line.Names[reference]} ({reference})";

    private static string TierOf(Edition edition, AgendaLine line) => edition.Tier(line.Line.TierCode!)!.Name.Vi;
}
