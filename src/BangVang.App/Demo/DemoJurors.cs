using BangVang.App.Panels;
using BangVang.App.Storage;
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

    /// <param name="people">Ids by <see cref="DemoPerson.Key"/>.</param>
    /// <exception cref="InvalidOperationException">The demonstration edition refuses what was made for it.</exception>
    public async Task RunAsync(IReadOnlyDictionary<string, Guid> people, CancellationToken ct)
    {
        var described = await db.JurorProfiles.Where(p => p.EditionKey == DemoPeople.EditionKey).Select(p => p.PersonId).ToHashSetAsync(ct);
        foreach (var (key, expertise, areas) in All.Where(j => !described.Contains(people[j.Key])))
        {
            var juror = new Actor(people[key], DemoPeople.All.Single(p => p.Key == key).FullName, false, new HashSet<RoleInEdition> { new(DemoPeople.EditionKey, Role.Juror) });
            if (await describe.RunAsync(juror, DemoPeople.EditionKey, people[key], $"{expertise} (Nội dung minh họa.)", areas, version: 0, ct) is { } problem) throw new InvalidOperationException(problem.Code);
        }
    }
}
