using Shouldly;

namespace BangVang.EndToEnd.Journey;

/// <summary>An officer finds the dossier in the queue, reads what the system says of each rule, and accepts it.</summary>
public sealed partial class JourneyTests
{
    private async Task ScreenDossierAsync()
    {
        await GoAsync(officer, $"/manage/{Edition}");
        await PressAsync(officer, "Xét điều kiện hồ sơ");
        await LookAsync(officer, "screening-queue", alsoNarrow: true);
        await PressAsync(officer, Product);
        await PressAsync(officer, "Nhận hồ sơ để xét");
        await SeesAsync(officer, "Công đoạn cốt lõi do người Việt Nam thực hiện.");
        await LookAsync(officer, "screening-case", alsoNarrow: true);
        await PressAsync(officer, "Đủ tiêu chuẩn", officer.Locator("#decide"));
        await SeesAsync(officer, "Đã kết luận đủ tiêu chuẩn.");
        await GoAsync(applicant, dossier);
        await SeesAsync(applicant, "Đủ tiêu chuẩn");
        await LookAsync(applicant, "hub-accepted");
    }
}
