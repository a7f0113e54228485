using NodaTime;

namespace BangVang.App.Documents;

/// <summary>A member of the council as the minutes name them.</summary>
/// <param name="Absence">Why they were absent; null when they were present.</param>
public sealed record MinutesMember(string Name, string Post, bool IsPresent, string? Absence = null);

/// <summary>A motion as it was settled.</summary>
/// <param name="Present">Members present when it was settled.</param>
/// <param name="Outcome">In words: thông qua, không thông qua, rút.</param>
public sealed record MinutesMotion(int Number, string Text, string? Reason, int Present, int For, int Against, int Abstained, string Outcome);

/// <summary>One line of what the council settled.</summary>
/// <param name="Score">Hundredths of a point; null without a score.</param>
/// <param name="Raw">The score before calibration, hundredths of a point; null where scores count as they were given.</param>
public sealed record MinutesResult(string Category, int? Rank, string Reference, string Product, string Organisation, int? Score, string Tier, int? Raw = null);

/// <summary>Biên bản họp Hội đồng: who was there, quorum, agenda, motions with their votes, results; in the form of Decree 30/2020.</summary>
public sealed record CouncilMinutesDocument
{
    public string? ParentBody { get; init; }
    public required string IssuingBody { get; init; }
    public required DocumentNumber Number { get; init; }
    /// <summary>"Họp Hội đồng Giám khảo Giải thưởng … năm 2026, vòng chung khảo".</summary>
    public required string Summary { get; init; }
    /// <summary>In the zone of the award.</summary>
    public required LocalDateTime StartedAt { get; init; }
    public required LocalDateTime EndedAt { get; init; }
    public required string Place { get; init; }
    public required IReadOnlyList<MinutesMember> Members { get; init; }
    /// <summary>Name and post, one each.</summary>
    public IReadOnlyList<string> Guests { get; init; } = [];
    /// <summary>Name and post of who presides.</summary>
    public required MinutesMember Chair { get; init; }
    public required MinutesMember Secretary { get; init; }
    /// <summary>Members that had to be present, by the regulation.</summary>
    public required int QuorumNeeded { get; init; }
    /// <summary>Where the regulation says so; null when it does not.</summary>
    public string? QuorumArticle { get; init; }
    public required IReadOnlyList<string> Agenda { get; init; }
    /// <summary>What was discussed beside the motions, one paragraph each.</summary>
    public IReadOnlyList<string> Discussion { get; init; } = [];
    public IReadOnlyList<MinutesMotion> Motions { get; init; } = [];
    public IReadOnlyList<MinutesResult> Results { get; init; } = [];
    /// <summary>What must be known of the results, one paragraph each.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];
    public IReadOnlyList<string> Recipients { get; init; } = [];

    public AdministrativeDocument ToDocument() => new()
    {
        ParentBody = ParentBody, IssuingBody = IssuingBody, Number = Number, TypeName = "Biên bản", Summary = Summary,
        Body = [.. Opening(), .. Attendance(), .. Proceedings(), .. Outcome(), .. Closing()],
        Signature = new(SigningAuthority.Own, null, "Chủ tọa", Chair.Name), SecondSignature = new(SigningAuthority.Own, null, "Thư ký", Secretary.Name),
        Recipients = Recipients, ArchivedAt = "Hồ sơ",
    };

    private IEnumerable<Block> Opening() =>
    [
        new Paragraph($"Thời gian bắt đầu: {VietnameseDates.Long(StartedAt)}."),
        new Paragraph($"Địa điểm: {Place}."),
        new Paragraph($"Chủ tọa: {Person(Chair)}."),
        new Paragraph($"Thư ký (người ghi biên bản): {Person(Secretary)}."),
    ];

    private IEnumerable<Block> Attendance()
    {
        var present = Members.Where(m => m.IsPresent).ToList();
        var absent = Members.Where(m => !m.IsPresent).ToList();
        yield return new Section("Thành phần tham dự");
        yield return new Paragraph($"Thành viên Hội đồng có mặt: {present.Count:00}/{Members.Count:00}.");
        if (present.Count > 0) yield return new DashList([.. present.Select(m => $"{Person(m)};")]);
        if (absent.Count > 0)
        {
            yield return new Paragraph($"Thành viên vắng mặt: {absent.Count:00}.");
            yield return new DashList([.. absent.Select(m => $"{Person(m)}{(m.Absence is null ? "" : $" (lý do: {m.Absence})")};")]);
        }
        if (Guests.Count > 0)
        {
            yield return new Paragraph("Khách mời:");
            yield return new DashList([.. Guests.Select(g => $"{g};")]);
        }
        var article = QuorumArticle is null ? "theo quy định" : $"theo {QuorumArticle}";
        yield return new Paragraph(present.Count >= QuorumNeeded
            ? $"Số thành viên phải có mặt {article}: {QuorumNeeded:00}. Cuộc họp có đủ số thành viên để tiến hành."
            : $"Số thành viên phải có mặt {article}: {QuorumNeeded:00}. Cuộc họp không đủ số thành viên để biểu quyết.");
    }

    private IEnumerable<Block> Proceedings()
    {
        yield return new Section("Chương trình");
        yield return new DashList([.. Agenda.Select(a => $"{a};")]);
        yield return new Section("Diễn biến và biểu quyết");
        foreach (var text in Discussion) yield return new Paragraph(text);
        foreach (var motion in Motions)
        {
            yield return new Paragraph($"Biểu quyết số {motion.Number}: {motion.Text}");
            if (!string.IsNullOrWhiteSpace(motion.Reason)) yield return new Paragraph($"Lý do: {motion.Reason}");
            yield return new Paragraph($"Kết quả: có mặt {motion.Present:00}; tán thành {motion.For:00}; không tán thành {motion.Against:00}; không có ý kiến {motion.Abstained:00}. Kết luận: {motion.Outcome}.");
        }
        if (Discussion.Count == 0 && Motions.Count == 0) yield return new Paragraph("Không có nội dung biểu quyết.");
    }

    private IEnumerable<Block> Outcome()
    {
        if (Results.Count == 0) yield break;
        yield return new Section("Kết quả");
        foreach (var category in Results.GroupBy(r => r.Category))
        {
            yield return new Paragraph($"Hạng mục {category.Key}:");
            yield return new TableBlock(
                [new("Hạng", 8, Align.Centre), new("Mã hồ sơ", 14), new("Sản phẩm", 30), new("Tổ chức, doanh nghiệp", 28), new("Điểm", 10, Align.Right), new("Giải", 14, Align.Centre)],
                [.. category.Select(r => (IReadOnlyList<string>)[$"{r.Rank}", r.Reference, r.Product, r.Organisation, Scores(r), r.Tier])]);
        }
        foreach (var remark in Remarks) yield return new Paragraph(remark);
    }

    private IEnumerable<Block> Closing() =>
        [new Paragraph($"Biên bản được đọc lại cho các thành viên tham dự cùng nghe và nhất trí. Cuộc họp kết thúc vào {VietnameseDates.Long(EndedAt)}")];

    private static string Person(MinutesMember member) => member.Post.Length == 0 ? member.Name : $"{member.Name}, {member.Post}";

    private static string Scores(MinutesResult result) => result.Raw is { } raw ? $"{Points(result.Score)} (thô {Points(raw)})" : Points(result.Score);

    private static string Points(int? hundredths) => hundredths is { } h ? (h / 100m).ToString("0.00", VietnameseDates.Culture) : "";
}
