using NodaTime;

namespace BangVang.App.Documents;

/// <summary>
/// An administrative document as Decree 30/2020/NĐ-CP, Appendix I, has it; <see cref="AdministrativeDocx"/> sets it.
/// Texts are given in mixed case and set in capitals where the decree wants capitals. What is not known yet (number, date)
/// leaves room to be filled in.
/// </summary>
public sealed record AdministrativeDocument
{
    /// <summary>The body above the issuing one (cơ quan chủ quản); null when there is none.</summary>
    public string? ParentBody { get; init; }
    public required string IssuingBody { get; init; }
    public required DocumentNumber Number { get; init; }
    /// <summary>Null for a document whose form has no line of place and date, as minutes.</summary>
    public PlaceAndDate? Issued { get; init; }
    /// <summary>Tên loại: Quyết định, Biên bản.</summary>
    public required string TypeName { get; init; }
    /// <summary>Trích yếu nội dung.</summary>
    public required string Summary { get; init; }
    /// <summary>Who decides, above the grounds: Bộ trưởng Bộ Khoa học và Công nghệ; null where nobody does.</summary>
    public string? Authority { get; init; }
    /// <summary>Căn cứ, in order, without punctuation at the end.</summary>
    public IReadOnlyList<string> Grounds { get; init; } = [];
    /// <summary>The words between grounds and articles, "Quyết định:"; null where there are none.</summary>
    public string? Enacting { get; init; }
    public required IReadOnlyList<Block> Body { get; init; }
    /// <summary>Right of the page; of minutes that of the chair.</summary>
    public required SignatureBlock Signature { get; init; }
    /// <summary>Left of it, as the secretary of a meeting; null otherwise.</summary>
    public SignatureBlock? SecondSignature { get; init; }
    /// <summary>Nơi nhận, without punctuation at the end.</summary>
    public IReadOnlyList<string> Recipients { get; init; } = [];
    /// <summary>The unit that drafted it, behind "Lưu: VT,"; for minutes usually "Hồ sơ".</summary>
    public required string ArchivedAt { get; init; }
    public IReadOnlyList<Annex> Annexes { get; init; } = [];
}

/// <param name="Number">From 1 each year; null while the document has none.</param>
/// <param name="Symbol">Type and bodies: QĐ-BKHCN.</param>
public sealed record DocumentNumber(int? Number, string Symbol)
{
    /// <summary>"07/QĐ-BKHCN": numbers below 10 get a zero; blanks stand for a number not given yet.</summary>
    public override string ToString() => $"{(Number is { } n ? $"{n:00}" : "        ")}/{Symbol}";
}

/// <param name="Date">Null while the document is not signed.</param>
public sealed record PlaceAndDate(string Place, LocalDate? Date)
{
    public override string ToString() => $"{Place}, {VietnameseDates.Long(Date)}";
}

/// <summary>In whose name somebody signs (Decree 30/2020, Article 13).</summary>
public enum SigningAuthority
{
    /// <summary>In one's own: the head of a body with one head.</summary>
    Own,
    /// <summary>TM. Thay mặt: for a collective body.</summary>
    OnBehalf,
    /// <summary>Q. Quyền: acting head.</summary>
    Acting,
    /// <summary>KT. Ký thay: the deputy for the head.</summary>
    Deputy,
    /// <summary>TL. Thừa lệnh: by order of the head.</summary>
    ByOrder,
    /// <summary>TUQ. Thừa ủy quyền: by power given by the head.</summary>
    Delegated,
}

/// <summary>Who signs and as what.</summary>
/// <param name="Head">The body or head signed for: Hội đồng Giám khảo, Bộ trưởng. With <see cref="SigningAuthority.Own"/> and <see cref="SigningAuthority.Acting"/> unused.</param>
/// <param name="Post">The signer's own post: Thứ trưởng, Chủ tịch.</param>
/// <param name="Name">Without academic or honorary title, which the decree does not want here; one that is given is left out.</param>
public sealed record SignatureBlock(SigningAuthority Authority, string? Head, string Post, string Name)
{
    private static readonly string[] Titles = ["GS", "PGS", "TS", "TSKH", "ThS", "Th.S", "CN", "KS", "BS", "Ông", "Bà", "Giáo sư", "Phó Giáo sư", "Tiến sĩ", "Thạc sĩ"];

    /// <summary>The lines above the signature, in capitals.</summary>
    public IReadOnlyList<string> Lines => Authority switch
    {
        SigningAuthority.Own => [Upper(Post)],
        SigningAuthority.Acting => [$"Q. {Upper(Post)}"],
        _ => [$"{Prefix} {Upper(Head ?? "")}".TrimEnd(), Upper(Post)],
    };

    /// <summary>The name as it is set.</summary>
    public string PlainName
    {
        get
        {
            var name = Name.Trim();
            for (var title = LeadingTitle(name); title > 0; title = LeadingTitle(name)) name = name[title..].TrimStart(' ', '.', ',', '-');
            return name;
        }
    }

    private string Prefix => Authority switch
    {
        SigningAuthority.OnBehalf => "TM.",
        SigningAuthority.Deputy => "KT.",
        SigningAuthority.ByOrder => "TL.",
        _ => "TUQ.",
    };

    private static int LeadingTitle(string name) =>
        Titles.Where(t => name.StartsWith(t, StringComparison.Ordinal) && name.Length > t.Length && name[t.Length] is '.' or ' ' or ',').Select(t => t.Length).DefaultIfEmpty(0).Max();

    private static string Upper(string text) => text.ToUpper(VietnameseDates.Culture);
}

/// <summary>A piece of the body, in reading order. Numbers are given when it is set.</summary>
public abstract record Block;

/// <summary>Điều, numbered through the document.</summary>
public sealed record Article(string Text, params IReadOnlyList<Clause> Clauses) : Block;

/// <summary>Khoản, numbered within its article.</summary>
/// <param name="Points">Điểm: a), b), c), d), đ), e), g).</param>
public sealed record Clause(string Text, params IReadOnlyList<string> Points);

/// <summary>A part of minutes or of an annex, numbered in Roman: I, II, III.</summary>
public sealed record Section(string Title) : Block;

public sealed record Paragraph(string Text) : Block;

/// <summary>Lines that begin with a dash.</summary>
public sealed record DashList(params IReadOnlyList<string> Items) : Block;

/// <summary>How the cells of a column stand.</summary>
public enum Align { Left, Centre, Right }

/// <param name="Share">Width relative to the other columns.</param>
public sealed record TableColumn(string Title, int Share, Align Align = Align.Left);

/// <summary>A ruled table whose head is repeated on each page.</summary>
public sealed record TableBlock(IReadOnlyList<TableColumn> Columns, IReadOnlyList<IReadOnlyList<string>> Rows) : Block;

/// <summary>Phụ lục, on pages of its own with numbers of its own; numbered in Roman when there are several.</summary>
/// <param name="AttachedTo">What it belongs to, in brackets under the title: "Kèm theo Quyết định số 07/QĐ-BKHCN …".</param>
public sealed record Annex(string Title, string AttachedTo, IReadOnlyList<Block> Body);
