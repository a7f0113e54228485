using BangVang.Domain.Editions;
using BangVang.Domain.Enterprises;
using BangVang.Testing.Files;
using Microsoft.Playwright;
using NodaTime;
using Shouldly;

namespace BangVang.EndToEnd.Journey;

/// <summary>From the self-check to the receipt, and what is refused on that way: an ineligible product, a dossier one second late.</summary>
public sealed partial class JourneyTests
{
    private const string ApplicantEmail = "phu-trach@hanh-trinh.invalid", ApplicantName = "Nguyễn Thị Minh Họa";
    private const string Prose = "Trợ lý đọc hồ sơ người dân nộp, chỉ ra giấy tờ còn thiếu và soạn sẵn phiếu hẹn cho cán bộ một cửa của xã.";

    private string dossier = "";

    /// <summary>Told before any form, without an account: every category refuses, and none offers to begin.</summary>
    private async Task LearnThatAnIneligibleProductIsNotAdmittedAsync()
    {
        await GoAsync(visitor, $"/editions/{Edition}");
        await PressAsync(visitor, "Kiểm tra điều kiện");
        await ChooseAsync(visitor, "Đơn vị có vốn đầu tư nước ngoài không?", "Có");
        await WriteAsync(visitor, "Người Việt Nam sở hữu bao nhiêu phần trăm", "40");
        await PressAsync(visitor, "Xem kết quả");
        await SeesAsync(visitor, "Với câu trả lời này, sản phẩm chưa đạt điều kiện của hạng mục nào");
        (await visitor.TextContentAsync("#result .v-no"))!.ShouldContain("người Việt Nam sở hữu dưới 51%");
        (await visitor.GetByRole(AriaRole.Button, new() { Name = "Lập hồ sơ" }).CountAsync()).ShouldBe(0);
        await LookAsync(visitor, "ineligible", alsoNarrow: true);
    }

    private async Task<IPage> SignUpAsync(Visit visit)
    {
        var page = await visit.NewPageAsync();
        await GoAsync(page, $"/editions/{Edition}");
        await PressAsync(page, "Đăng nhập", page.Locator("header"));
        await PressAsync(page, "Tạo tài khoản");
        await WriteAsync(page, "Họ và tên", ApplicantName);
        await WriteAsync(page, "Địa chỉ thư điện tử", ApplicantEmail);
        await WriteAsync(page, "Mật khẩu", Password);
        await LookAsync(page, "sign-up");
        await PressAsync(page, "Tạo tài khoản");
        await SeesAsync(page, "một thư vừa được gửi tới đó");
        await GoAsync(page, await LinkMailedToAsync(page, ApplicantEmail, "/confirm/"));
        await WriteAsync(page, "Mật khẩu", Password);
        await PressAsync(page, "Xác nhận và đăng nhập");
        await LookAsync(page, "first-page");
        return page;
    }

    private async Task StartDossierAsync()
    {
        await PressAsync(applicant, $"Dự {EditionName}");
        await AnswerSelfCheckAsync();
        await PressAsync(applicant, "Xem kết quả");
        await SeesAsync(applicant, "Sản phẩm đạt mọi điều kiện của");
        await LookAsync(applicant, "eligible");
        await PressAsync(applicant, $"Lập hồ sơ ở hạng mục này {Category}");
        await PressAsync(applicant, "Đăng ký đơn vị");
        await RegisterEnterpriseAsync();
        await PressAsync(applicant, "Tiếp tục lập hồ sơ");
        await WriteAsync(applicant, "Tên sản phẩm", Product);
        await LookAsync(applicant, "start");
        await PressAsync(applicant, "Lập hồ sơ");
        dossier = new Uri(applicant.Url).AbsolutePath;
        await LookAsync(applicant, "hub-empty", alsoNarrow: true);
    }

    private async Task AnswerSelfCheckAsync()
    {
        await ChooseAsync(applicant, "Đơn vị của bạn thuộc loại nào?", "Doanh nghiệp");
        await ChooseAsync(applicant, "Đơn vị có được thành lập theo pháp luật Việt Nam không?", "Có");
        await ChooseAsync(applicant, "Đơn vị có vốn đầu tư nước ngoài không?", "Không");
        foreach (var stage in new[] { "Nghiên cứu", "Thiết kế", "Sáng tạo", "Sản xuất" })
            await ChooseAsync(applicant, "Những công đoạn nào được thực hiện tại Việt Nam?", stage);
        await ChooseAsync(applicant, "Công đoạn cốt lõi có do người Việt Nam thực hiện không?", "Có");
        await ChooseAsync(applicant, "Sản phẩm đã được đưa vào ứng dụng thực tế chưa?", "Có");
        await WriteAsync(applicant, "Sản phẩm ra mắt ngày nào?", "01/03/2025");
        await ChooseAsync(applicant, "Sản phẩm này từng đoạt giải của chương trình trong năm nào?", "Không mục nào trong số này");
        await WriteAsync(applicant, "Đơn vị còn dự giải bao nhiêu sản phẩm khác", "0");
        await ChooseAsync(applicant, "Điều sau có đúng không?", "Có");
    }

    private async Task RegisterEnterpriseAsync()
    {
        await WriteAsync(applicant, "Mã số thuế", $"991234567{TaxCode.CheckDigit("991234567")}");
        await PressAsync(applicant, "Tiếp tục");
        await WriteAsync(applicant, "Tên đơn vị", Enterprise);
        await ChooseAsync(applicant, "Doanh nghiệp khởi nghiệp sáng tạo", "Không");
        await ChooseAsync(applicant, "Lĩnh vực đăng ký kinh doanh chính", "Thương mại, dịch vụ");
        await WriteAsync(applicant, "Số lao động tham gia bảo hiểm xã hội", "40");
        await WriteAsync(applicant, "Tổng doanh thu năm trước", "12.000.000.000");
        await WriteAsync(applicant, "Tổng nguồn vốn năm trước", "8.000.000.000");
        await applicant.GetByLabel("Tỉnh, thành phố").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await LookAsync(applicant, "enterprise");
        await PressAsync(applicant, "Đăng ký đơn vị");
        await SeesAsync(applicant, "Bạn là người phụ trách của đơn vị này");
    }

    private async Task FillDossierAsync()
    {
        await PressAsync(applicant, "Thông tin đơn vị");
        await PressAsync(applicant, "Xác nhận thông tin còn đúng");
        await GoAsync(applicant, dossier);
        await PressAsync(applicant, "Giới thiệu sản phẩm");
        await WriteAsync(applicant, "Mô tả ngắn", Prose);
        await applicant.WaitForSelectorAsync("[data-field='a.summary'] .saved:has-text('Đã lưu')");
        await WriteAsync(applicant, "Bài toán được giải quyết", Prose);
        await LookAsync(applicant, "section", alsoNarrow: true);
        await PressAsync(applicant, "Lưu và sang phần tiếp");
        await WriteAsync(applicant, "Công nghệ cốt lõi và mức độ làm chủ", Prose);
        await PressAsync(applicant, "Lưu và sang phần tiếp");
        await WriteAsync(applicant, "Số người dùng", "3.200");
        await WriteAsync(applicant, "Doanh thu của sản phẩm năm gần nhất", "4.500.000.000");
        await WriteAsync(applicant, "Số thị trường nước ngoài", "0");
        await WriteAsync(applicant, "Khách hàng, dòng 1", "Xã Minh họa");
        await SelectAsync(applicant, "Khu vực, dòng 1", "Cơ quan nhà nước");
        await WriteAsync(applicant, "Tác động kinh tế, xã hội", Prose);
        await LookAsync(applicant, "section-table");
        await PressAsync(applicant, "Lưu và sang phần tiếp");
        await WriteAsync(applicant, "Công nghệ và kiến trúc", Prose);
        await PressAsync(applicant, "Lưu và sang phần tiếp");
        await UploadAsync();
        await PressAsync(applicant, "Lưu và sang phần tiếp");
        await SignDeclarationsAsync();
    }

    private async Task UploadAsync()
    {
        await applicant.SetInputFilesAsync("[data-file-field=description-file] input[type=file]",
            new FilePayload { Name = "Thuyết minh.pdf", MimeType = "application/pdf", Buffer = SampleFiles.Of(FileKind.Pdf) });
        await applicant.WaitForSelectorAsync("[data-files-of=description-file] a:has-text('Thuyết minh.pdf')");
        await LookAsync(applicant, "attachments");
    }

    private async Task SignDeclarationsAsync()
    {
        foreach (var declaration in new[] { "Cam kết về tính trung thực", "Cam kết về sở hữu trí tuệ" })
        {
            var group = applicant.GetByRole(AriaRole.Group, new() { Name = declaration });
            await group.GetByLabel("Họ và tên người ký").FillAsync(ApplicantName);
            await PressAsync(applicant, "Ký", group);
            (await group.InnerTextAsync()).ShouldContain($"{ApplicantName} đã ký lúc");
        }
        await LookAsync(applicant, "declarations");
    }

    /// <summary>A complete dossier whose own words break a rule: told so, sent all the same, refused with rule and remedy.</summary>
    private async Task LearnThatAnIneligibleDossierIsNotSubmittedAsync()
    {
        await GoAsync(applicant, $"{dossier}/section/made-in-viet-nam");
        await ChooseAsync(applicant, "Công đoạn cốt lõi do người Việt thực hiện", "Không");
        await PressAsync(applicant, "Lưu và sang phần tiếp");
        await GoAsync(applicant, $"{dossier}/check");
        await PressAsync(applicant, "Nộp hồ sơ");
        await IsRefusedAsync(applicant, "Công đoạn cốt lõi không do người Việt Nam thực hiện.");
        await IsRefusedAsync(applicant, "Quy chế mẫu, Điều 6 khoản 2");
        await LookAsync(applicant, "ineligible-dossier");
        await GoAsync(applicant, $"{dossier}/section/made-in-viet-nam");
        await ChooseAsync(applicant, "Công đoạn cốt lõi do người Việt thực hiện", "Có");
        await PressAsync(applicant, "Lưu và sang phần tiếp");
    }

    private async Task SubmitDossierAsync()
    {
        await GoAsync(applicant, dossier);
        await SeesAsync(applicant, "Hồ sơ đã đủ nhưng chưa được nộp");
        await LookAsync(applicant, "hub-complete", alsoNarrow: true);
        await PressAsync(applicant, "Kiểm tra lại và nộp");
        await SeesAsync(applicant, "Thuyết minh.pdf");
        await LookAsync(applicant, "check");
        await PressAsync(applicant, "Nộp hồ sơ");
        (await applicant.TextContentAsync("h1")).ShouldBe("Giấy biên nhận");
        await SeesAsync(applicant, "HS-");
        await LookAsync(applicant, "receipt", alsoNarrow: true);
        await LinkMailedToAsync(applicant, ApplicantEmail, $"{dossier}/receipt/1");
    }

    /// <summary>
    /// A made-up dossier of the same intake that lacks only the button. Its writer has the last page open when the intake ends;
    /// one second later the button is pressed.
    /// </summary>
    private async Task LearnThatOneSecondLateIsLateAsync(Visit visit)
    {
        const string added = "Câu này được viết sau khi hết hạn.";
        var late = await EnterAsync(visit, "applicant");
        var home = (await late.GetAttributeAsync("main tbody a", "href"))!;
        var form = await visit.NewPageAsync();
        await form.GotoAsync(server.SignIn("applicant"));
        await GoAsync(form, $"{home}/section/quality");
        await GoAsync(late, $"{home}/check");
        var end = (await PhaseAsync("intake")).Ends;
        await server.AdvanceToAsync(end + Duration.FromSeconds(1));
        await WaitForClockAsync(administrator, end);

        await form.GetByLabel("Công nghệ và kiến trúc").FillAsync(added);
        await form.WaitForSelectorAsync("[data-field='a.technology'] .saved:has-text('Đã lưu')");
        await PressAsync(late, "Nộp hồ sơ");
        await IsRefusedAsync(late, $"Đã hết hạn nhận hồ sơ: hết ngày {Written(LastDay(end))} (UTC+7)");
        await LookAsync(late, "one-second-late", alsoNarrow: true);
        await form.ReloadAsync();
        (await form.GetByLabel("Công nghệ và kiến trúc").InputValueAsync()).ShouldBe(added);
        await SeesAsync(form, "Nội dung bạn viết vẫn được lưu và giữ nguyên.");
    }
}
