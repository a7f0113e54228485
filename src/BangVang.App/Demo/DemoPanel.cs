using System.Security.Cryptography;
using System.Text;
using BangVang.App.Decisions;
using BangVang.App.Panels;
using BangVang.App.Scoring;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using static BangVang.App.Demo.DemoStage;

namespace BangVang.App.Demo;

/// <summary>The jury of the past edition at work: seated, declared, assigned by what each knows, and each sheet signed in its juror's own time.</summary>
public sealed class DemoPanel(
    BangVangDb db, DemoStage stage, AppointJuror appoint, DeclareConflicts declare, AssignJurors assign, CopyPanel copy, SignScoresheet sign, FixShortlist shortlist)
{
    private const string Preliminary = "preliminary", Final = "final";

    /// <summary>What jurors write, from the weakest to the strongest; each juror another sentence of a dossier, a strict one a weaker.</summary>
    private static readonly string[] Comments =
    [
        "Sản phẩm còn ở bước đầu, hồ sơ chưa có số liệu sử dụng.", "Cần làm rõ điểm mới so với giải pháp đã có.", "Quy mô ứng dụng còn nhỏ, nên theo dõi thêm một năm.",
        "Ý tưởng rõ nhưng minh chứng về hiệu quả còn mỏng.", "Tính năng đủ dùng, khả năng kết nối với hệ thống khác còn hạn chế.", "Nên bổ sung kết quả đo độ ổn định.",
        "Đáp ứng tốt nhu cầu; nên công bố cách tính chi phí.", "Quy trình chất lượng bài bản, thị phần còn khiêm tốn.", "Trả lời câu hỏi đúng trọng tâm, số liệu có căn cứ.",
        "Công nghệ vững, người dùng tăng đều, hướng phát triển rõ.", "Giá trị mang lại cho người dùng đã được kiểm chứng.", "Kiến trúc tốt, nên sớm chuẩn hóa giao diện lập trình.",
        "Làm chủ công nghệ lõi, tác động đã thấy ở nhiều địa phương.", "Sản phẩm nổi bật trong nhóm, mô hình kinh doanh bền vững.", "Hồ sơ đầy đủ, phần trình bày thuyết phục.",
    ];

    /// <summary>From the appointment of the panel during screening to the shortlist.</summary>
    public async Task PreliminaryAsync(DemoCast cast, Edition edition, CancellationToken ct)
    {
        stage.At(edition.After("screening", 7, 9));
        foreach (var category in edition.Categories)
            foreach (var juror in DemoPast.Jurors) Demand(await appoint.RunAsync(cast.Of("secretariat"), edition.Key, Preliminary, category.Code, cast.Ids[juror], ct));
        await DeclareAsync(cast, edition, edition.After("screening", 8, 8), ct);
        stage.At(edition.After("screening", 9, 15));
        await AssignAsync(cast, edition, Preliminary, PanelObjective.LargestTotal, ct);
        await SignAsync(cast, edition, Preliminary, ct);

        stage.At(edition.After(Final, 0, 9));
        Demand(await shortlist.RunAsync(cast.Of("secretariat"), edition.Key, Preliminary, new Dictionary<Guid, string>(), withoutScore: null, ct));
    }

    /// <summary>The same panel hears the finalists, each of them by more jurors.</summary>
    public async Task FinalAsync(DemoCast cast, Edition edition, CancellationToken ct)
    {
        stage.At(edition.After(Final, 0, 10));
        foreach (var category in edition.Categories)
            Value(await copy.RunAsync(cast.Of("secretariat"), edition.Key, Preliminary, Final, category.Code, [.. DemoPast.Jurors.Select(j => cast.Ids[j])], ct));
        await DeclareAsync(cast, edition, edition.After(Final, 0, 11), ct);
        stage.At(edition.After(Final, 0, 16));
        await AssignAsync(cast, edition, Final, PanelObjective.Fair, ct);
        await SignAsync(cast, edition, Final, ct);
    }

    private async Task DeclareAsync(DemoCast cast, Edition edition, Instant from, CancellationToken ct)
    {
        var advised = await db.Dossiers.Where(d => d.EditionKey == edition.Key && d.ProductName == DemoEntry.NameOf(DemoPast.Advised)).Select(d => d.Id).SingleAsync(ct);
        foreach (var (juror, n) in DemoPast.Jurors.Select((j, n) => (j, n)))
        {
            stage.At(from + Duration.FromMinutes(25 * n));
            var own = juror == DemoPast.Adviser ? new Dictionary<Guid, string> { [advised] = "Từng tư vấn cho đơn vị này. (Nội dung minh họa.)" } : [];
            Demand(await declare.RunAsync(cast.Of(juror), edition.Key, own, ct));
        }
    }

    private async Task AssignAsync(DemoCast cast, Edition edition, string round, PanelObjective objective, CancellationToken ct)
    {
        foreach (var category in edition.Categories)
        {
            var wish = new PanelWish(objective, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{edition.Key}/{round}/{category.Code}"))));
            var preview = Value(await assign.PreviewAsync(cast.Of("secretariat"), edition.Key, round, category.Code, wish, ct));
            Value(await assign.RunAsync(cast.Of("secretariat"), edition.Key, round, category.Code, preview.Wish, preview.Fingerprint, ct));
        }
    }

    private async Task SignAsync(DemoCast cast, Edition edition, string roundCode, CancellationToken ct)
    {
        var round = (ScoringRound)edition.Round(roundCode)!;
        foreach (var (sheet, at) in await PlanAsync(cast, edition, round, ct))
        {
            stage.At(at);
            var past = DemoPast.Entries.Single(e => e.Entry.ProductName == sheet.Product);
            var marks = DemoMarks.Of(edition.RubricFor(round, sheet.Category)!, $"{edition.Key}/{roundCode}", sheet.Juror, DemoPast.Habits[sheet.Juror], sheet.Product, past.Worth);
            var comment = CommentOf(sheet.Juror, past.Worth);
            Value(await sign.RunAsync(cast.Of(sheet.Juror), sheet.Assignment, ct, new(marks, new Dictionary<string, string> { [""] = $"{comment} (Nội dung minh họa.)" }, Note: null)));
        }
    }

    private static string CommentOf(string juror, int worth)
    {
        var lenience = DemoPast.Jurors.Count(j => DemoPast.Habits[j].Severity > DemoPast.Habits[juror].Severity);
        var last = Comments.Length - DemoPast.Jurors.Count;
        return Comments[Math.Clamp((worth - 600) * last / 250, 0, last) + lenience];
    }

    /// <summary>Each juror signs their sheets in their reading order, one every day or two.</summary>
    private async Task<IReadOnlyList<(SheetToSign Sheet, Instant At)>> PlanAsync(DemoCast cast, Edition edition, ScoringRound round, CancellationToken ct)
    {
        var sheets = new List<(SheetToSign, Instant)>();
        foreach (var (juror, n) in DemoPast.Jurors.Select((j, n) => (j, n)))
        {
            var id = cast.Ids[juror];
            var own = await (from a in db.Assignments join d in db.Dossiers on a.DossierId equals d.Id
                             where a.EditionKey == edition.Key && a.RoundCode == round.Code && a.JurorId == id && a.EndedAt == null
                             orderby a.CategoryCode, a.Ordinal select new SheetToSign(a.Id, juror, d.ProductName, a.CategoryCode)).ToListAsync(ct);
            sheets.AddRange(own.Select((sheet, i) => (sheet, edition.After(round.Phase!, 1 + 3 * i / 2, 8 + (3 * i + 2 * n) % 9, 53 * n % 60))));
        }
        return [.. sheets.OrderBy(s => s.Item2)];
    }

    private sealed record SheetToSign(Guid Assignment, string Juror, string Product, string Category);
}
