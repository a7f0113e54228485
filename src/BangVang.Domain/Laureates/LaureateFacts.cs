using BangVang.Domain.Kernel;

namespace BangVang.Domain.Laureates;

/// <summary>A category or tier as the edition names it.</summary>
/// <param name="Ordinal">Place in the edition's list, from 1.</param>
public sealed record NamedCode(string Code, string Name, string? NameEn, int Ordinal = 0)
{
    internal static NamedCode? Of(string? code, string? name, string? nameEn, int ordinal = 0) =>
        code is null || name is null ? null : new(code, name, nameEn, ordinal);
}

/// <summary>What the board says of a product. Null means that no source states it; nothing is put in its place.</summary>
public sealed record LaureateFacts
{
    /// <summary>Place of a tier that is not stated: behind all others.</summary>
    public const int TierUnstated = 99;
    public const int MaxSources = 5;
    private const int MaxName = 300;
    private const int MaxText = 1_000;

    public required string ProductName { get; init; }
    public string? ProductNameEn { get; init; }
    public string? Summary { get; init; }
    public string? SummaryEn { get; init; }
    public string? Organisation { get; init; }
    public NamedCode? Category { get; init; }
    public NamedCode? Tier { get; init; }
    public IReadOnlyList<LaureateSource> Sources { get; init; } = [];

    /// <summary>The same facts as they are stored: blanks trimmed, empty texts null.</summary>
    public LaureateFacts Tidied() => this with
    {
        ProductName = ProductName.Trim().Normalize(),
        ProductNameEn = Tidy(ProductNameEn),
        Summary = Tidy(Summary),
        SummaryEn = Tidy(SummaryEn),
        Organisation = Tidy(Organisation),
        Sources = [.. Sources.Select(s => s.Tidied()).Where(s => s.Title.Length > 0 || s.Url is not null || s.Quote is not null)],
    };

    /// <summary>Everything that is wrong with them, in the order of the form; empty when they may go on the board.</summary>
    public IReadOnlyList<Problem> Check()
    {
        var problems = new List<Problem>();
        if (ProductName.Length is < 2 or > MaxName || !ProductName.Any(char.IsLetterOrDigit)) problems.Add(Problem.Invalid("laureates.product_name_length", nameof(ProductName)).With("max", MaxName));
        Demand(problems, ProductNameEn, MaxName, nameof(ProductNameEn));
        Demand(problems, Summary, MaxText, nameof(Summary));
        Demand(problems, SummaryEn, MaxText, nameof(SummaryEn));
        Demand(problems, Organisation, MaxName, nameof(Organisation));
        if (Sources.Count == 0) problems.Add(Problem.Invalid("laureates.source_missing", nameof(Sources)));
        if (Sources.Count > MaxSources) problems.Add(Problem.Invalid("laureates.too_many_sources", nameof(Sources)).With("max", MaxSources));
        problems.AddRange(Sources.SelectMany((s, i) => CheckSource(s, i)));
        return problems;
    }

    /// <summary>What is wrong with a source; the field is <c>Sources[index].…</c>.</summary>
    public static IEnumerable<Problem> CheckSource(LaureateSource source, int index)
    {
        var field = $"{nameof(Sources)}[{index}].";
        if (source.Title.Length is < 3 or > MaxName) yield return Problem.Invalid("laureates.source_title_length", field + nameof(source.Title)).With("max", MaxName);
        if (source.Url is not null && !IsWebAddress(source.Url)) yield return Problem.Invalid("laureates.source_url_invalid", field + nameof(source.Url));
        if (source.Quote?.Length > MaxText) yield return Problem.Invalid("laureates.text_too_long", field + nameof(source.Quote)).With("max", MaxText);
    }

    /// <summary>The fields in which <paramref name="other"/> differs, with both values; texts as a person reads them.</summary>
    public IReadOnlyList<FieldChange> DifferencesTo(LaureateFacts other) =>
        [.. Readable().Zip(other.Readable(), (before, after) => new FieldChange(before.Field, before.Value, after.Value)).Where(c => c.Before != c.After)];

    private IEnumerable<(string Field, string? Value)> Readable() =>
    [
        (nameof(ProductName), ProductName), (nameof(ProductNameEn), ProductNameEn), (nameof(Summary), Summary), (nameof(SummaryEn), SummaryEn),
        (nameof(Organisation), Organisation), (nameof(Category), Category?.Name), (nameof(Tier), Tier?.Name),
        (nameof(Sources), string.Join('\n', Sources.Select(s => string.Join(" | ", new[] { s.Title, s.Url, s.Quote }.Where(p => p is not null))))),
    ];

    private static void Demand(List<Problem> problems, string? text, int max, string field)
    {
        if (text?.Length > max) problems.Add(Problem.Invalid("laureates.text_too_long", field).With("max", max));
    }

    internal static string? Tidy(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim().Normalize();

    private static bool IsWebAddress(string url) =>
        url.Length <= 2_000 && Uri.TryCreate(url, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp);
}
