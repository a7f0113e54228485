using BangVang.Domain.Laureates;
using NodaTime;

namespace BangVang.Testing;

/// <summary>Made-up laureates in any number, the same each time: for measuring the board, never for showing it.</summary>
public static class MadeUpLaureates
{
    private static readonly string[] Kinds = ["Nền tảng", "Hệ thống", "Giải pháp", "Ứng dụng", "Phần mềm", "Thiết bị", "Dịch vụ", "Cổng"];
    private static readonly string[] Uses = ["quản lý bệnh viện", "dạy học trực tuyến", "giám sát nông nghiệp", "thanh toán số", "logistics đô thị", "an toàn thông tin", "đo đạc môi trường", "chứng thực điện tử"];
    private static readonly string[] Categories = ["Chính phủ số", "Kinh tế số", "Xã hội số", "Thị trường nước ngoài", "Tiềm năng"];
    private static readonly string[] Tiers = ["Vàng", "Bạc", "Đồng", "Top 10"];

    /// <summary>The <paramref name="i"/>-th of them, from 0.</summary>
    public static Laureate Make(int i)
    {
        var (year, category, tier) = (2020 + (i % 7), i / 7 % Categories.Length, i / 35 % Tiers.Length);
        var facts = new LaureateFacts
        {
            ProductName = $"{Kinds[i % Kinds.Length]} {Uses[i / 8 % Uses.Length]} Minh họa {i:00000}",
            Organisation = i % 13 == 0 ? null : $"Công ty Minh họa {i / 4:0000}",
            Category = new($"category-{category}", Categories[category], null, category + 1),
            Tier = new($"tier-{tier}", Tiers[tier], null, tier + 1),
            Sources = [new("Dữ liệu bịa để đo", null, null)],
        };
        var at = Instant.FromUtc(2026, 1, 1, 0, 0) + Duration.FromSeconds(i);
        return Laureate.New($"demo/{year}", $"minh-hoa-{i:00000}", facts, at, isDemonstration: true);
    }
}
