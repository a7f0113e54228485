using Microsoft.Playwright;
using NodaTime;
using Shouldly;

namespace BangVang.EndToEnd.Journey;

/// <summary>Panels, conflicts, assignment, two rounds of scoring by keyboard; a juror in conflict and a round with an unsigned sheet.</summary>
public sealed partial class JourneyTests
{
    /// <summary>Of the three sheets of the first round, by juror: what nobody else may see before signing, and no applicant before publication.</summary>
    private const string FirstScore = "8,00";

    private string sheet = "";

    private async Task SeatPanelAsync(string round, IReadOnlyCollection<IPage> seats)
    {
        await GoAsync(officer, $"/manage/{Edition}/panels?round={round}");
        foreach (var name in Council.Where(c => c.Role == "juror").Take(seats.Count).Select(c => c.Name))
            await Panel().GetByLabel(name, new() { Exact = true }).PressAsync(" ");
        await PressAsync(officer, "Thêm vào tiểu ban", Panel());
        await SeesAsync(officer, "Đã thêm giám khảo vào tiểu ban.");
    }

    /// <summary>Three declare that they have none; the fourth worked for the applicant.</summary>
    private async Task DeclareConflictsAsync()
    {
        await DeclareNoConflictAsync("preliminary");
        var tied = jurors[3];
        await GoAsync(tied, "/judging");
        await PressAsync(tied, "Kê khai xung đột lợi ích");
        await WriteAsync(tied, "Quan hệ với đơn vị này", "Từng làm cố vấn cho đơn vị đến tháng 6 năm 2025.");
        await LookAsync(tied, "declare", alsoNarrow: true);
        await PressAsync(tied, "Xác nhận kê khai");
    }

    private async Task DeclareNoConflictAsync(string round)
    {
        foreach (var juror in jurors[..3])
        {
            await GoAsync(juror, "/judging");
            await PressAsync(juror, "Kê khai xung đột lợi ích");
            await PressAsync(juror, "Xác nhận kê khai");
            await SeesNotAsync(juror, "Hãy kê khai xung đột lợi ích trước khi chấm.");
        }
        await GoAsync(officer, $"/manage/{Edition}/panels?round={round}");
    }

    /// <summary>Drawn at random, looked at, applied; the juror in conflict is not drawn.</summary>
    private async Task AssignPanelAsync(string round)
    {
        await GoAsync(officer, $"/manage/{Edition}/panels?round={round}");
        await PressAsync(officer, "Xem trước phân công ngẫu nhiên", Panel());
        var drawn = await officer.Locator("#preview table").Last.InnerTextAsync();
        foreach (var juror in Council[..3]) drawn.ShouldContain(juror.Name);
        drawn.ShouldNotContain(Council[3].Name);
        await LookAsync(officer, $"assign-{round}");
        await PressAsync(officer, "Áp dụng đúng như trên");
        await SeesAsync(officer, "Đã phân công.");
        await LookAsync(officer, $"panels-{round}", alsoNarrow: true);
    }

    /// <summary>Nothing in the queue, no sheet and no file by address, and the secretariat cannot assign it either.</summary>
    private async Task LearnThatAConflictedJurorSeesNothingAsync()
    {
        await GoAsync(jurors[0], "/judging");
        await PressAsync(jurors[0], Product);
        sheet = new Uri(jurors[0].Url).AbsolutePath;
        var file = (await jurors[0].GetAttributeAsync("main a:has-text('Thuyết minh.pdf')", "href"))!;
        var tied = jurors[3];
        await GoAsync(tied, "/judging");
        await SeesNotAsync(tied, Product);
        await SeesAsync(tied, "Chưa có hồ sơ được phân công trong vòng này.");
        foreach (var path in new[] { sheet, dossier, $"/manage/{Edition}/results" }) (await tied.GotoAsync(server.Url + path))!.Status.ShouldBeOneOf(403, 404);
        (await tied.APIRequest.GetAsync(server.Url + file)).Status.ShouldBe(404);
        (await jurors[0].APIRequest.GetAsync(server.Url + file)).Status.ShouldBe(200);

        await GoAsync(officer, $"/manage/{Edition}/panels?round=preliminary");
        await UnfoldAsync(Panel(), "Giao thêm giám khảo");
        await Panel().GetByLabel("Giám khảo", new() { Exact = true }).SelectOptionAsync(Council[3].Name);
        await PressAsync(officer, "Giao hồ sơ", Panel());
        await IsRefusedAsync(officer, "Giám khảo có xung đột lợi ích với hồ sơ này.");
    }

    /// <summary>Every line gets the same mark by its key, then the sheet is signed. Others' scores are there only afterwards.</summary>
    private async Task ScoreAsync(IPage juror, string round, string mark)
    {
        await GoAsync(juror, "/judging");
        await PressAsync(juror, Product, juror.Locator($"section[aria-labelledby='r-{round}']"));
        await SeesNotAsync(juror, "Phiếu của các giám khảo khác");
        var lines = await juror.Locator("[data-key-scale]").CountAsync();
        for (var line = 0; line < lines; line++) await juror.Keyboard.PressAsync(mark);
        (await juror.Locator($"[data-key-scale] input[value='{mark}']:checked").CountAsync()).ShouldBe(lines);
        await juror.WaitForSelectorAsync($".total:has-text('{mark},00')");
        await juror.GetByLabel("Nhận xét chung").FillAsync("Sản phẩm đã chạy ở nhiều xã, cần thêm số liệu so sánh.");
        if (juror == jurors[0]) await LookAsync(juror, $"sheet-{round}", alsoNarrow: true);
        await PressAsync(juror, "Ký phiếu");
        await SeesAsync(juror, $"Phiếu đã ký: {mark},00 điểm.");
    }

    /// <summary>
    /// Two of three have signed when the round closes: its list is not fixed. The secretariat extends the round by a day with
    /// a notice, and the third juror, who could not sign any more, can.
    /// </summary>
    private async Task LearnThatUnsignedSheetsHoldTheRoundAsync()
    {
        await GoAsync(jurors[1], "/judging");
        await PressAsync(jurors[1], Product);
        await SeesAsync(jurors[1], FirstScore);
        var end = (await PhaseAsync("preliminary")).Ends;
        await MoveClockToAsync("final");
        await GoAsync(jurors[2], "/judging");
        await PressAsync(jurors[2], Product);
        await SeesAsync(jurors[2], "Vòng chấm chưa mở hoặc đã kết thúc; phiếu chỉ để xem.");

        await GoAsync(officer, $"/manage/{Edition}/results?round=preliminary");
        await SeesAsync(officer, "Chưa đủ phiếu");
        await PressAsync(officer, "Chốt danh sách");
        await IsRefusedAsync(officer, "Còn 1 hồ sơ chưa đủ phiếu đã ký.");
        await LookAsync(officer, "unsigned", alsoNarrow: true);

        await GoAsync(officer, $"/manage/{Edition}/amend");
        await SelectAsync(officer, "Giai đoạn", "Chấm vòng sơ loại");
        await WriteAsync(officer, "Ngày cuối mới", Written(LastDay(end).PlusDays(1)));
        await WriteAsync(officer, "Lý do (tiếng Việt)", "Một giám khảo ốm, chưa kịp ký phiếu.");
        await officer.GetByLabel("Lùi các giai đoạn sau cùng số ngày").PressAsync(" ");
        await PressAsync(officer, "Gia hạn và thông báo");
        await SeesAsync(officer, "Đã gia hạn và đăng thông báo.");
        (await PhaseAsync("preliminary")).Ends.ShouldBe(end + Duration.FromDays(1));
    }

    private async Task LetThroughAsync()
    {
        await MoveClockToAsync("final");
        await GoAsync(officer, $"/manage/{Edition}/results?round=preliminary");
        await SeesAsync(officer, "8,67");
        await PressAsync(officer, "Chốt danh sách");
        await SeesAsync(officer, "Vào vòng trong");
        await LookAsync(officer, "shortlist");
    }

    private ILocator Panel() => officer.Locator($"section[aria-labelledby='c-{CategoryCode}']");
}
