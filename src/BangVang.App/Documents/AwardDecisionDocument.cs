namespace BangVang.App.Documents;

/// <summary>A product that is honoured, as the list behind the decision prints it.</summary>
public sealed record HonouredProduct(string Product, string Organisation, string Category, string Tier);

/// <summary>Quyết định công nhận, tặng giải: who is honoured, in the form of Decree 30/2020 with the list as its annex.</summary>
public sealed record AwardDecisionDocument
{
    public string? ParentBody { get; init; }
    public required string IssuingBody { get; init; }
    public required DocumentNumber Number { get; init; }
    public required PlaceAndDate Issued { get; init; }
    /// <summary>Bộ trưởng Bộ Khoa học và Công nghệ.</summary>
    public required string Authority { get; init; }
    /// <summary>Giải thưởng "Sản phẩm công nghệ số Make in Viet Nam" năm 2026.</summary>
    public required string Award { get; init; }
    /// <summary>Laws and decisions it rests on: "Căn cứ …", in order.</summary>
    public required IReadOnlyList<string> Grounds { get; init; }
    /// <summary>At whose proposal; printed as the last ground, "Theo đề nghị của …".</summary>
    public required string Proposer { get; init; }
    /// <summary>In the order in which they are printed; tiers are counted in the order in which they first occur.</summary>
    public required IReadOnlyList<HonouredProduct> Products { get; init; }
    /// <summary>What laureates get, as the regulation says; null leaves the article out.</summary>
    public string? Benefits { get; init; }
    /// <summary>Who carries it out: "Chánh Văn phòng Bộ, Cục trưởng …".</summary>
    public required string CarriedOutBy { get; init; }
    public required SignatureBlock Signature { get; init; }
    public IReadOnlyList<string> Recipients { get; init; } = [];
    public required string ArchivedAt { get; init; }

    public AdministrativeDocument ToDocument()
    {
        var counts = Products.GroupBy(p => p.Tier).Select(t => $"{t.Key}: {t.Count():00} sản phẩm").ToList();
        var tiers = counts.Select((c, i) => new Clause(i < counts.Count - 1 ? $"{c};" : $"{c}.")).ToList();
        var articles = new List<Block> { new Article($"Công nhận và trao {Award} cho {Products.Count:00} sản phẩm (danh sách tại Phụ lục kèm theo), gồm:", [.. tiers]) };
        if (Benefits is not null) articles.Add(new Article(Benefits));
        articles.Add(new Article("Quyết định này có hiệu lực thi hành kể từ ngày ký."));
        articles.Add(new Article($"{CarriedOutBy} và các tổ chức, doanh nghiệp có tên tại Phụ lục chịu trách nhiệm thi hành Quyết định này."));
        return new()
        {
            ParentBody = ParentBody, IssuingBody = IssuingBody, Number = Number, Issued = Issued, TypeName = "Quyết định",
            Summary = $"Về việc công nhận và trao {Award}", Authority = Authority, Grounds = [.. Grounds, $"Theo đề nghị của {Proposer}"], Enacting = "Quyết định:",
            Body = articles, Signature = Signature, Recipients = Recipients, ArchivedAt = ArchivedAt,
            Annexes = [new($"Danh sách sản phẩm được công nhận và trao {Award}", $"Kèm theo Quyết định số {Number} {VietnameseDates.Long(Issued.Date)} của {Authority}", [Table()])],
        };
    }

    private TableBlock Table() => new(
        [new("STT", 6, Align.Centre), new("Sản phẩm", 28), new("Tổ chức, doanh nghiệp", 30), new("Hạng mục", 24), new("Giải", 12, Align.Centre)],
        [.. Products.Select((p, i) => (IReadOnlyList<string>)[$"{i + 1}", p.Product, p.Organisation, p.Category, p.Tier])]);
}
