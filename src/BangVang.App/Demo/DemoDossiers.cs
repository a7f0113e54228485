using System.Text;
using System.Text.Json.Nodes;
using BangVang.App.Dossiers;
using BangVang.App.Editions;
using BangVang.App.Enterprises;
using BangVang.App.Files;
using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Enterprises;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;

namespace BangVang.App.Demo;

/// <summary>How far a made-up dossier has come.</summary>
public enum DemoProgress { Begun, Complete, Submitted }

/// <summary>A made-up dossier.</summary>
/// <param name="Applicant">Number of the applicant and of the organisation, from 1.</param>
/// <param name="Product">Number of the product, from 1; what is written about it follows from the number.</param>
/// <param name="Category">Null to go through the edition's categories in turn.</param>
public sealed record DemoEntry(int Applicant, int Product, string? Category, DemoProgress Progress)
{
    public string ApplicantKey => Applicant == 1 ? "applicant" : $"applicant-{Applicant}";
    public string ProductName => NameOf(Product);

    public static string NameOf(int product) => $"Sản phẩm Minh họa {product:00}";

    /// <summary>The call that is open: twelve submitted, the first applicant's lacks only the button, the last one is hardly begun.</summary>
    public static readonly IReadOnlyList<DemoEntry> OfOpenCall =
        [.. Enumerable.Range(1, 14).Select(n => new DemoEntry(n, n, null, n == 1 ? DemoProgress.Complete : n == 14 ? DemoProgress.Begun : DemoProgress.Submitted))];
}

/// <summary>
/// Plainly made-up organisations and dossiers for the demonstration, brought in through the same actions as real ones. They
/// know nothing of an edition but its form and its rules.
/// </summary>
public sealed class DemoDossiers(
    BangVangDb db, RegisterEnterprise register, StartDossier start, SaveAnswers save, SignDeclaration sign, ConfirmProfile confirm, ReceiveForm receive,
    AttachFile attach, SubmitDossier submit, IClock clock)
{
    private static readonly string[] Sentences =
    [
        "Đây là nội dung minh họa, không mô tả sản phẩm có thật.", "Sản phẩm giúp người dùng xử lý công việc nhanh hơn và ít sai sót hơn.",
        "Nhóm phát triển trong nước làm chủ thiết kế và mã nguồn.", "Dữ liệu được lưu tại Việt Nam và trao đổi qua giao diện lập trình mở.",
        "Người dùng có thể bắt đầu trong một ngày mà không cần đào tạo dài.", "Kết quả được đo hằng quý và so với năm trước.",
    ];

    /// <summary>What each dossier is about, so that there is something to tell who knows it.</summary>
    private static readonly string[] Subjects =
    [
        "Một cửa điện tử và dịch vụ công trực tuyến cấp xã.", "Truy xuất nguồn gốc nông sản và nhật ký canh tác.", "Bệnh án điện tử cho bệnh viện tuyến huyện.",
        "Hợp đồng điện tử và chữ ký số cho doanh nghiệp xuất khẩu.", "Trợ lý học tập dùng trí tuệ nhân tạo cho học sinh.", "Bản đồ số và dữ liệu đất đai cho đô thị.",
        "Thanh toán số và hóa đơn điện tử cho hộ kinh doanh.", "Lớp học trực tuyến và ngân hàng câu hỏi.", "Giám sát an toàn thông tin và phát hiện mã độc.",
        "Cảm biến quan trắc môi trường nước và không khí.", "Cổng dữ liệu mở của chính quyền địa phương.", "Quản lý kho vận và giao nhận hàng hóa.",
        "Khám bệnh từ xa và đơn thuốc điện tử.", "Dịch máy và nhận dạng tiếng nói.",
    ];

    /// <exception cref="InvalidOperationException">The edition refuses what was made for it.</exception>
    public async Task RunAsync(DemoCast cast, Edition edition, DemoEntry entry, CancellationToken ct)
    {
        var actor = cast.Of(entry.ApplicantKey);
        var taxCode = TaxCodeOf(entry.Applicant);
        var enterprise = await db.Enterprises.Where(e => e.TaxCode == taxCode).Select(e => (Guid?)e.Id).SingleOrDefaultAsync(ct)
            ?? Value(await register.RunAsync(actor, taxCode, Profile(entry.Applicant), ct));
        var dossier = await StartAsync(actor, edition, enterprise, entry, ct);
        if (entry.Progress is DemoProgress.Begun) return;
        await FillAsync(actor, edition, enterprise, dossier, entry.Product, ct);
        if (entry.Progress is DemoProgress.Submitted) Value(await submit.RunAsync(actor, dossier, ct));
    }

    private async Task<Guid> StartAsync(Actor actor, Edition edition, Guid enterprise, DemoEntry entry, CancellationToken ct)
    {
        var category = entry.Category is { } code ? edition.Category(code)! : edition.Categories[(entry.Product - 1) % edition.Categories.Count];
        var questions = FactQuestions.ForDossier(edition, category, edition.FormFor(Intake(edition).Code, category.Code));
        var answers = questions.ToDictionary(q => q.FieldCode, q => ValueOf(edition, q.Field, entry.Product));
        return Value(await start.RunAsync(actor, new(edition.Key, enterprise, category.Code, entry.ProductName, answers), ct));
    }

    private async Task FillAsync(Actor actor, Edition edition, Guid enterprise, Guid dossier, int n, CancellationToken ct)
    {
        var version = await db.Enterprises.Where(e => e.Id == enterprise).Select(e => e.Version).SingleAsync(ct);
        Demand(await confirm.RunAsync(actor, dossier, version, ct));
        var category = await db.Dossiers.Where(d => d.Id == dossier).Select(d => d.CategoryCode).SingleAsync(ct);
        var fields = edition.FormFor(Intake(edition).Code, category)!.Fields.ToList();
        var typed = fields.Where(f => f is not (FileField or DeclarationField)).Select(f => new FieldSave(f.Code, ValueOf(edition, f, n), null)).ToList();
        var saved = await save.RunAsync(actor, dossier, typed, ct);
        if (!saved.TryGet(out _, out var problem)) Demand(problem);

        foreach (var field in fields.OfType<FileField>().Where(f => f.Required && f.Accepts.Contains(FileKind.Pdf)))
        {
            await using var content = new MemoryStream(Pdf($"Tai lieu minh hoa {n:00}"));
            var received = await receive.RunAsync(actor, new(AttachFile.Purpose, dossier, field.Code), $"thuyet-minh-{n:00}.pdf", content, ct);
            if (!received.TryGet(out var file, out var refused)) { Demand(refused); continue; }
            Demand(await attach.RunAsync(actor, dossier, field.Code, file.Id, replaces: null, ct));
        }
        foreach (var field in fields.OfType<DeclarationField>()) Demand(await sign.RunAsync(actor, dossier, field.Code, actor.Name, ct));
    }

    /// <summary>A value that the field accepts and no rule of a demonstration edition refuses.</summary>
    private JsonNode? ValueOf(Edition edition, FormField field, int n) => field switch
    {
        TextField text => Text(text, n),
        NumberField number => JsonValue.Create(Math.Clamp(100L * (number.Max is { } max && max < 100_000 || number.Unit?.En == "%" ? 6 : 1_000 * n), number.Min ?? 0, number.Max ?? long.MaxValue)),
        MoneyField => JsonValue.Create(1_500_000_000L * n),
        DateField => JsonValue.Create(LocalDatePattern.Iso.Format(clock.GetCurrentInstant().InUtc().Date.PlusDays(-400 - n))),
        ChoiceField { Fact: Fact.LaureateYears } => null,
        ChoiceField { Multiple: true } several => new JsonArray([.. several.Options.Take(several.Fact is Fact.StagesInVietNam ? 4 : several.MaxChoices ?? 2).Select(o => JsonValue.Create(o.Code))]),
        ChoiceField one => JsonValue.Create(one.Options[0].Code),
        TableField table => new JsonArray([.. Enumerable.Range(0, Math.Max(1, table.MinRows ?? 1)).Select(row => Row(table, n, row))]),
        UrlField => JsonValue.Create($"https://san-pham-{n:00}.demo.invalid/"),
        _ => null,
    };

    private JsonObject Row(TableField table, int n, int row) => new(table.Columns.Select(c => KeyValuePair.Create<string, JsonNode?>(c.Code, c.Kind switch
    {
        ColumnKind.Text => JsonValue.Create($"{c.Label.Vi} minh họa {n:00}-{row + 1}"),
        ColumnKind.Choice => JsonValue.Create(c.Options[(n + row) % c.Options.Count].Code),
        ColumnKind.Date => JsonValue.Create(LocalDatePattern.Iso.Format(clock.GetCurrentInstant().InUtc().Date.PlusDays(-300))),
        ColumnKind.Number => JsonValue.Create(5_000L * n),
        _ => JsonValue.Create(200_000_000L * n),
    })));

    private static JsonValue Text(TextField field, int n)
    {
        var wanted = Math.Min(Math.Max(field.MinWords ?? 0, field.Lines is 1 ? 6 : 40), field.MaxWords ?? int.MaxValue);
        var sentences = Enumerable.Range(n, Sentences.Length * 100).Select(i => Sentences[i % Sentences.Length]);
        var (words, text) = (0, new StringBuilder());
        foreach (var sentence in field.Lines is 1 ? sentences : sentences.Prepend(Subjects[(n - 1) % Subjects.Length]))
        {
            var length = sentence.Split(' ').Length;
            if (words > 0 && (words >= wanted || words + length > (field.MaxWords ?? int.MaxValue))) break;
            text.Append(words > 0 ? " " : "").Append(sentence);
            words += length;
        }
        return JsonValue.Create(text.ToString());
    }

    private static EnterpriseProfile Profile(int n) => new()
    {
        Name = $"Công ty Minh họa {n:00}", NameEn = $"Illustration Company {n:00}", Kind = ApplicantKind.Enterprise, LegalForm = LegalForm.JointStock,
        EstablishedOn = new LocalDate(2016, 1, 1).PlusDays(97 * n), IsUnderVietnameseLaw = true, HasForeignCapital = n % 4 == 0, VietnameseShare = n % 4 == 0 ? 6_000 : null,
        Sector = EnterpriseSector.Services, Employees = 12 + (3 * n), Revenue = 4_000_000_000L * n, Capital = 2_000_000_000, IsInnovativeStartup = n % 5 == 0, ProvinceCode = "01",
        Address = "Phố Minh họa, Hà Nội", Website = $"https://minh-hoa-{n:00}.demo.invalid/",
    };

    /// <summary>A code with a right check digit in a range that begins with 99, which is no part of the country.</summary>
    private static string TaxCodeOf(int n)
    {
        for (var nine = 990_000_000 + (n * 10); ; nine++)
            if (TaxCode.CheckDigit($"{nine}") is { } digit) return $"{nine}{digit}";
    }

    private static Phase Intake(Edition edition) => edition.PhaseOf(PhaseKind.Intake)!;

    /// <summary>A one-page PDF with one line of ASCII text.</summary>
    private static byte[] Pdf(string line)
    {
        var content = $"BT /F1 18 Tf 72 770 Td ({line}) Tj ET";
        string[] objects =
        [
            "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
            $"<< /Length {content.Length} >>\nstream\n{content}\nendstream", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ];
        var (pdf, offsets) = (new StringBuilder("%PDF-1.4\n"), new List<int>());
        for (var i = 0; i < objects.Length; i++)
        {
            offsets.Add(pdf.Length);
            pdf.Append($"{i + 1} 0 obj\n{objects[i]}\nendobj\n");
        }
        var xref = pdf.Length;
        pdf.Append($"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n");
        foreach (var offset in offsets) pdf.Append($"{offset:0000000000} 00000 n \n");
        pdf.Append($"trailer\n<< /Size {objects.Length + 1} /Root 1 0 R >>\nstartxref\n{xref}\n%%EOF\n");
        return Encoding.ASCII.GetBytes(pdf.ToString());
    }

    private static T Value<T>(Outcome<T> outcome) => outcome.TryGet(out var value, out var problems) ? value
        : throw new InvalidOperationException(string.Join("; ", problems.Select(p => $"{p.Code} {p.Field} {string.Join(", ", p.Args.Select(a => $"{a.Key}={a.Value}"))}")));

    private static void Demand(Problem? problem)
    {
        if (problem is not null) throw new InvalidOperationException($"{problem.Code} {problem.Field} {string.Join(", ", problem.Args.Select(a => $"{a.Key}={a.Value}"))}");
    }
}
