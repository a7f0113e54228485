using BangVang.App.Panels;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.Demo;

/// <summary>What the made-up jurors of the demonstration say to know, written through the action that real jurors use. Doing it again changes nothing.</summary>
public sealed class DemoJurors(BangVangDb db, DescribeJuror describe)
{
    private static readonly (string Key, string Expertise, string[] Areas)[] All =
    [
        ("juror-1", "Chính phủ số: dịch vụ công trực tuyến, một cửa điện tử, dữ liệu mở của chính quyền.", ["digital-government"]),
        ("juror-2", "Y tế số: bệnh án điện tử, khám bệnh từ xa, hệ thống thông tin bệnh viện.", ["digital-society"]),
        ("juror-3", "An toàn thông tin mạng: phát hiện mã độc, mật mã, chữ ký số.", ["foreign-market", "digital-government"]),
        ("juror-4", "Nông nghiệp thông minh: truy xuất nguồn gốc, cảm biến, Internet vạn vật.", ["digital-economy"]),
        ("juror-5", "Giáo dục số: lớp học trực tuyến, học liệu số, đánh giá người học.", ["digital-society", "potential"]),
        ("juror-6", "Digital payments, electronic invoices, banking software for small businesses.", ["digital-economy"]),
        ("juror-7", "Đô thị thông minh: bản đồ số, dữ liệu đất đai, quan trắc môi trường.", ["digital-government", "potential"]),
        ("juror-8", "Trí tuệ nhân tạo: nhận dạng tiếng nói, dịch máy, trợ lý ảo.", ["foreign-market", "potential"]),
        ("juror-9", "Logistics, e-commerce, supply chains and export markets.", ["foreign-market", "digital-economy"]),
    ];

    /// <summary>Of those who judge in the edition, with the areas that are categories of it.</summary>
    /// <exception cref="InvalidOperationException">The edition refuses what was made for it.</exception>
    public async Task RunAsync(DemoCast cast, Edition edition, CancellationToken ct)
    {
        var described = await db.JurorProfiles.Where(p => p.EditionKey == edition.Key).Select(p => p.PersonId).ToHashSetAsync(ct);
        var jurors = await db.RoleGrants.Where(g => g.EditionKey == edition.Key && g.Role == Role.Juror).Select(g => g.PersonId).ToHashSetAsync(ct);
        foreach (var (key, expertise, areas) in All.Where(j => jurors.Contains(cast.Ids[j.Key]) && !described.Contains(cast.Ids[j.Key])))
        {
            var own = areas.Where(a => edition.Category(a) is not null).ToList();
            if (await describe.RunAsync(cast.Of(key), edition.Key, cast.Ids[key], $"{expertise} (Nội dung minh họa.)", own, version: 0, ct) is { } problem) throw new InvalidOperationException(problem.Code);
        }
    }
}
