using Microsoft.Playwright;
using Shouldly;

namespace BangVang.EndToEnd.Journey;

/// <summary>The proposal, the meeting of the council with and without a quorum, the chair's approval, the one act that publishes.</summary>
public sealed partial class JourneyTests
{
    private const string Proposal = "Thông qua đề xuất trao giải của hạng mục chính phủ số.";

    private string meeting = "";

    private async Task ProposeDecisionAsync()
    {
        await MoveClockToAsync("council");
        await GoAsync(officer, $"/manage/{Edition}/results?round=final");
        await PressAsync(officer, "Lập đề xuất theo quy chế");
        await SeesAsync(officer, "9,00");
        await SeesAsync(officer, "Vàng");
        await LookAsync(officer, "proposal", alsoNarrow: true);
    }

    private async Task MeetAndVoteAsync()
    {
        await CallMeetingAsync();
        await LearnThatNothingOpensWithoutAQuorumAsync();
        await NoteAttendanceAsync(jurors.Count);
        await PressAsync(chair, "Khai mạc phiên họp");
        await PutMotionAsync();
        foreach (var member in jurors[..3].Append(chair)) await VoteAsync(member, "Tán thành");
        await LearnThatNoVoteCountsWithoutAQuorumAsync();
        await NoteAttendanceAsync(jurors.Count);
        await PressAsync(chair, "Kết thúc biểu quyết và kiểm phiếu");
        await SeesAsync(chair, "Tán thành 4, không tán thành 0, không có ý kiến 0; 4 thành viên có mặt.");
        await SeesAsync(chair, "Được thông qua");
        await LookAsync(chair, "meeting", alsoNarrow: true);
        await PressAsync(chair, "Bế mạc phiên họp");
    }

    private async Task CallMeetingAsync()
    {
        await GoAsync(officer, "/council");
        await SelectAsync(officer, "Kỳ giải", Edition);
        await WriteAsync(officer, "Tên phiên họp", "Phiên họp xét giải");
        await WriteAsync(officer, "Địa điểm", "Phòng họp Minh họa, Hà Nội");
        await WriteAsync(officer, "Thời gian", $"{Written(LastDay((await ClockAsync(officer)).Plus(NodaTime.Duration.FromDays(1))))} 09:00");
        await WriteAsync(officer, "Chương trình họp", "Nghe báo cáo kết quả chấm\nBiểu quyết đề xuất trao giải");
        await LookAsync(officer, "call-meeting");
        await PressAsync(officer, "Triệu tập phiên họp");
        meeting = new Uri(officer.Url).AbsolutePath;
    }

    /// <summary>Three of five are there, four are needed.</summary>
    private async Task LearnThatNothingOpensWithoutAQuorumAsync()
    {
        await NoteAttendanceAsync(3);
        await PressAsync(chair, "Khai mạc phiên họp");
        await IsRefusedAsync(chair, "Có mặt 3 trên 5 thành viên, cần ít nhất 4 (Quy chế mẫu, Điều 15).");
        await LookAsync(chair, "no-quorum");
    }

    /// <summary>Two have left before the count: the vote stays open, and counts once they are back.</summary>
    private async Task LearnThatNoVoteCountsWithoutAQuorumAsync()
    {
        await NoteAttendanceAsync(2);
        await PressAsync(chair, "Kết thúc biểu quyết và kiểm phiếu");
        await IsRefusedAsync(chair, "Có mặt 2 trên 5 thành viên, cần ít nhất 4 (Quy chế mẫu, Điều 15).");
        await SeesAsync(chair, "Đang biểu quyết");
    }

    /// <summary>The officer ticks the chair and the first jurors as present, and nobody else; the chair reads it.</summary>
    private async Task NoteAttendanceAsync(int present)
    {
        var there = Council.Where(c => c.Role == "juror").Take(present - 1).Select(c => c.Name).Append(Council[^1].Name).ToList();
        await GoAsync(officer, meeting);
        foreach (var member in Council)
            await officer.GetByLabel(member.Name).SetCheckedAsync(there.Contains(member.Name));
        await PressAsync(officer, "Lưu thành phần dự họp");
        await SeesAsync(officer, $"{present} trên {Council.Length} thành viên có mặt");
        await GoAsync(chair, meeting);
    }

    private async Task PutMotionAsync()
    {
        await UnfoldAsync(chair.Locator("main"), "Đưa ra kiến nghị");
        await ChooseAsync(chair, "Loại kiến nghị", "Thông qua đề xuất");
        await WriteAsync(chair, "Nội dung", Proposal);
        await PressAsync(chair, "Đưa ra biểu quyết");
        await SeesAsync(chair, Proposal);
    }

    private async Task VoteAsync(IPage member, string choice)
    {
        await GoAsync(member, "/council");
        await PressAsync(member, "Phiên họp xét giải");
        await PressAsync(member, choice, member.Locator(".ballot"));
        await SeesAsync(member, $"Bạn đã chọn: {choice}");
        if (member == jurors[0]) await LookAsync(member, "ballot", alsoNarrow: true);
    }

    private async Task ApproveDecisionAsync()
    {
        await GoAsync(chair, $"/manage/{Edition}/results");
        await PressAsync(chair, "Phê duyệt quyết định");
        await SeesAsync(chair, "Đã phê duyệt, chưa công bố");
    }

    private async Task PublishDecisionAsync()
    {
        await MoveClockToAsync("announcement");
        await GoAsync(officer, $"/manage/{Edition}/results");
        await PressAsync(officer, "Công bố kết quả");
        await WriteAsync(officer, "Số quyết định", "27/QĐ-MH");
        await WriteAsync(officer, "Ngày ký quyết định", Written(LastDay((await ClockAsync(officer)).Plus(NodaTime.Duration.FromDays(1)))));
        await LookAsync(officer, "publish", alsoNarrow: true);
        await PressAsync(officer, "Công bố kết quả", officer.Locator("form"));
        await SeesAsync(officer, "Kết quả đã được công bố.");
        await LookAsync(officer, "published");
    }
}
