using BangVang.Domain.Kernel;
using BangVang.Domain.Laureates;

namespace BangVang.App.Laureates;

/// <summary>A line of the board as a form or a file gives it.</summary>
/// <param name="Category">Code or name of a category of the edition; empty when the source states none.</param>
/// <param name="Tier">Code or name of a tier; empty when the source states none.</param>
public sealed record LaureateInput(
    string? ProductName, string? ProductNameEn, string? Summary, string? SummaryEn, string? Organisation,
    string? Category, string? Tier, IReadOnlyList<LaureateSource> Sources)
{
    /// <summary>The facts, and everything that is wrong with them.</summary>
    public (LaureateFacts Facts, IReadOnlyList<Problem> Problems) Resolve(BoardNames names)
    {
        var (category, tier) = (Category?.Trim() ?? "", Tier?.Trim() ?? "");
        var facts = new LaureateFacts
        {
            ProductName = ProductName ?? "", ProductNameEn = ProductNameEn, Summary = Summary, SummaryEn = SummaryEn, Organisation = Organisation,
            Category = category.Length == 0 ? null : names.Category(category), Tier = tier.Length == 0 ? null : names.Tier(tier), Sources = Sources,
        }.Tidied();
        var problems = facts.Check().ToList();
        if (category.Length > 0 && facts.Category is null) problems.Add(Unknown("laureates.category_unknown", nameof(Category), category, names.Categories));
        if (tier.Length > 0 && facts.Tier is null) problems.Add(Unknown("laureates.tier_unknown", nameof(Tier), tier, names.Tiers));
        return (facts, problems);
    }

    private static Problem Unknown(string code, string field, string written, IReadOnlyList<NamedCode> names) =>
        Problem.Invalid(code, field).With("written", written).With("known", names.Count == 0 ? "–" : string.Join("; ", names.Select(n => n.Name)));
}

/// <summary>Rules that every change of the board obeys.</summary>
public static class BoardRules
{
    private const int MaxSlug = 80;
    private const int MaxReason = 1_000;

    /// <summary>True for the administrator and for the secretariat of that edition.</summary>
    public static bool MayChangeBoard(this Actor actor, string editionKey) => actor.IsAdministrator || actor.Is(Role.Secretariat, editionKey);

    /// <summary>What is wrong with the reason and the source of a change; empty when both say something.</summary>
    public static IReadOnlyList<Problem> CheckSupport(string? reason, LaureateSource source)
    {
        var problems = LaureateFacts.CheckSource(source, 0).Select(p => p with { Field = $"Source.{p.Field!.Split('.')[^1]}" });
        return CheckReason(reason) is { } unfounded ? [unfounded, .. problems] : [.. problems];
    }

    /// <summary>Null when the reason says something.</summary>
    public static Problem? CheckReason(string? reason) => reason?.Trim().Length is not (>= 5 and <= MaxReason)
        ? Problem.Invalid("laureates.reason_length", "Reason").With("max", MaxReason) : null;

    /// <summary>The address of a product: its name, cut at a word when it is long, with a number when another product has it.</summary>
    public static string SlugFor(string productName, IReadOnlySet<string> taken)
    {
        var slug = VietnameseText.Slug(productName);
        if (slug.Length > MaxSlug) slug = slug[..(slug.LastIndexOf('-', MaxSlug) is > 0 and var cut ? cut : MaxSlug)];
        if (!taken.Contains(slug)) return slug;
        return Enumerable.Range(2, taken.Count + 1).Select(n => $"{slug}-{n}").First(s => !taken.Contains(s));
    }

    /// <summary>True when it can be part of an address as it is.</summary>
    public static bool IsSlug(string written) => written.Length is > 0 and <= MaxSlug && written == VietnameseText.Slug(written) && written.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
}
