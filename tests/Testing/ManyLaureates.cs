using BangVang.Domain.Laureates;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using NodaTime;

namespace BangVang.Testing;

/// <summary>Made-up laureates in any number, the same each time: for measuring the board, never for showing it.</summary>
public static class ManyLaureates
{
    private static readonly string[] Kinds = ["Nền tảng", "Hệ thống", "Giải pháp", "Ứng dụng", "Phần mềm", "Thiết bị", "Dịch vụ", "Cổng"];
    private static readonly string[] Uses = ["quản lý bệnh viện", "dạy học trực tuyến", "giám sát nông nghiệp", "thanh toán số", "logistics đô thị", "an toàn thông tin", "đo đạc môi trường", "chứng thực điện tử"];
    private static readonly string[] Categories = ["Chính phủ số", "Kinh tế số", "Xã hội số", "Thị trường nước ngoài", "Tiềm năng"];
    private static readonly string[] Tiers = ["Vàng", "Bạc", "Đồng", "Top 10"];

    /// <summary>
    /// Adds <paramref name="count"/> laureates of the years 2020 to 2026, of a quarter as many organisations. From 140 on every
    /// year has every category and every tier, so that boards of different sizes differ in their size alone.
    /// </summary>
    public static async Task AddManyLaureatesAsync(this TestDb test, int count)
    {
        await using var db = test.Open();
        var columns = db.Model.FindEntityType(typeof(Laureate))!.GetProperties().ToList();
        foreach (var some in Enumerable.Range(0, count).Chunk(500))
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.Transaction = transaction.GetDbTransaction();
            command.CommandText = $"INSERT INTO laureate ({string.Join(", ", columns.Select(c => c.GetColumnName()))}) VALUES ({string.Join(", ", columns.Select(c => $"@{c.Name}"))})";
            foreach (var laureate in some.Select(Make))
            {
                command.Parameters.Clear();
                foreach (var column in columns)
                    command.Parameters.Add(column.GetRelationalTypeMapping().CreateParameter(command, $"@{column.Name}", column.GetGetter().GetClrValue(laureate), column.IsNullable));
                await command.ExecuteNonQueryAsync();
            }
            await transaction.CommitAsync();
        }
    }

    private static Laureate Make(int i)
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
