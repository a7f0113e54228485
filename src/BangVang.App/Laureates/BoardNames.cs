using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Laureates;

namespace BangVang.App.Laureates;

/// <summary>The categories and tiers under which products of an edition may stand on the board.</summary>
public sealed record BoardNames(string EditionKey, bool IsDemonstration, IReadOnlyList<NamedCode> Categories, IReadOnlyList<NamedCode> Tiers)
{
    /// <summary>Where sources disagree on the tiers, the names of each of them count.</summary>
    public static BoardNames Of(Edition edition) => new(
        edition.Key, edition.Sample,
        [.. edition.Categories.Select((c, i) => new NamedCode(c.Code, c.Name.Vi, c.Name.En, i + 1))],
        [.. edition.Tiers.Variants.SelectMany(v => v.Value.Select((t, i) => new NamedCode(t.Code, t.Name.Vi, t.Name.En, i + 1))).DistinctBy(t => t.Code)]);

    /// <summary>The category of that code or Vietnamese name; accents and capitals do not matter. Null when the edition has none.</summary>
    public NamedCode? Category(string written) => Find(Categories, written);

    /// <inheritdoc cref="Category"/>
    public NamedCode? Tier(string written) => Find(Tiers, written);

    private static NamedCode? Find(IReadOnlyList<NamedCode> names, string written)
    {
        var key = VietnameseText.SearchKey(written);
        return names.FirstOrDefault(n => n.Code == written) ?? names.FirstOrDefault(n => VietnameseText.SearchKey(n.Name) == key);
    }
}
