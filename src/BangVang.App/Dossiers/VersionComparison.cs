using System.Text.Json.Nodes;
using BangVang.Domain.Dossiers;

namespace BangVang.App.Dossiers;

/// <summary>One thing that differs between two submitted versions.</summary>
/// <param name="What"><c>product</c>, <c>category</c>, <c>enterprise</c>, or the code of a field.</param>
/// <param name="Before">Null when it was not answered.</param>
/// <param name="After">Null when it is no longer answered.</param>
public sealed record VersionChange(string What, JsonNode? Before, JsonNode? After);

/// <summary>What an applicant changed from one version to another.</summary>
public static class VersionComparison
{
    public const string Product = "product";
    public const string Category = "category";
    public const string Enterprise = "enterprise";

    /// <summary>In the order: product, category, organisation, then fields by code. Files count as changed when another file stands there.</summary>
    public static IReadOnlyList<VersionChange> Of(DossierContent before, DossierContent after)
    {
        var changes = new List<VersionChange>();
        if (before.Product != after.Product) changes.Add(new(Product, before.Product, after.Product));
        if (before.Category != after.Category) changes.Add(new(Category, before.Category, after.Category));
        if (before.Enterprise != after.Enterprise) changes.Add(new(Enterprise, before.Enterprise.Profile.Name, after.Enterprise.Profile.Name));
        foreach (var code in before.Answers.Keys.Union(after.Answers.Keys).Order(StringComparer.Ordinal))
        {
            var (was, becomes) = (before.Answers.GetValueOrDefault(code), after.Answers.GetValueOrDefault(code));
            if (!JsonNode.DeepEquals(was, becomes)) changes.Add(new(code, was, becomes));
        }
        return changes;
    }
}
