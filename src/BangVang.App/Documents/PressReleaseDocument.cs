using System.Globalization;

namespace BangVang.App.Documents;

/// <summary>The checkpoint a press release prints: whoever keeps the paper can tell later whether the log still continues it.</summary>
/// <param name="Origin">Name of the log.</param>
/// <param name="Root">Hash of the whole log, base64.</param>
/// <param name="SignedAt">Local time of the edition.</param>
/// <param name="Witnesses">Names of the bodies that have signed it too.</param>
public sealed record PrintedCheckpoint(string Origin, long Size, string Root, NodaTime.LocalDateTime SignedAt, IReadOnlyList<string> Witnesses);

/// <summary>Thông cáo báo chí: room for the news, the published result in numbers, and the checkpoint of the day.</summary>
public sealed record PressReleaseDocument
{
    public string? ParentBody { get; init; }
    public required string IssuingBody { get; init; }
    public required string Place { get; init; }
    /// <summary>Giải thưởng "Sản phẩm công nghệ số Make in Viet Nam" năm 2026.</summary>
    public required string Award { get; init; }
    /// <summary>Tiers with their numbers of products, highest first; empty while nothing is published.</summary>
    public required IReadOnlyList<(string Tier, int Products)> Results { get; init; }
    public required PrintedCheckpoint Checkpoint { get; init; }
    /// <summary>Address of the log's page.</summary>
    public required string LogAddress { get; init; }
    public required SignatureBlock Signature { get; init; }

    public AdministrativeDocument ToDocument() => new()
    {
        ParentBody = ParentBody, IssuingBody = IssuingBody, Number = new(null, "TCBC"), Issued = new(Place, null), TypeName = "Thông cáo báo chí", Summary = $"Về {Award}",
        Body = [new Section("Nội dung"), .. News(), new Section("Điểm kiểm của sổ ghi công khai"), .. CheckpointOfTheDay()],
        Signature = Signature, Recipients = ["Các cơ quan báo chí"], ArchivedAt = "VT",
    };

    private IEnumerable<Block> News()
    {
        // Lines to write on, as a form has them.
        for (var line = 0; line < 3; line++) yield return new Paragraph(new string('.', 96));
        if (Results.Count == 0) yield break;
        yield return new Paragraph($"Kết quả {Award} đã được công bố, gồm {Results.Sum(r => r.Products):00} sản phẩm:");
        yield return new DashList([.. Results.Select((r, i) => $"{r.Tier}: {r.Products:00} sản phẩm{(i < Results.Count - 1 ? ";" : ".")}")]);
    }

    private IEnumerable<Block> CheckpointOfTheDay()
    {
        yield return new Paragraph("Mọi việc quan trọng của giải thưởng được ghi vào một sổ công khai. Điểm kiểm dưới đây xác định toàn bộ sổ cho đến lúc ký; nếu sau này sổ không còn nối tiếp điểm kiểm ấy thì sổ đã bị sửa.");
        yield return new TableBlock([new("Mục", 3), new("Giá trị", 7)],
        [
            ["Tên sổ", Checkpoint.Origin],
            ["Số mục", Checkpoint.Size.ToString("N0", VietnameseDates.Culture)],
            ["Mã băm của toàn bộ sổ", Checkpoint.Root],
            ["Ký lúc", Checkpoint.SignedAt.ToString("HH:mm:ss 'ngày' dd/MM/uuuu", CultureInfo.InvariantCulture)],
            ["Bên chứng kiến đã ký", Checkpoint.Witnesses.Count == 0 ? "Không có" : string.Join("; ", Checkpoint.Witnesses)],
        ]);
        yield return new Paragraph($"Đối chiếu tại {LogAddress}");
    }
}
