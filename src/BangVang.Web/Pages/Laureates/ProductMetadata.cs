using System.Text.Json;
using System.Text.Json.Nodes;
using BangVang.App.Kernel;
using BangVang.App.Laureates;
using BangVang.Domain.Editions;

namespace BangVang.Web.Pages.Laureates;

/// <summary>What search engines read of a product: schema.org in JSON-LD. What no source states is left out.</summary>
internal static class ProductMetadata
{
    /// <summary>JSON in which nothing can end the script element it stands in.</summary>
    public static string Of(LaureateView laureate, Edition? edition, PublicUrl site)
    {
        var facts = laureate.Facts;
        var award = edition?.Name.Vi ?? laureate.EditionKey;
        var product = new JsonObject
        {
            ["@context"] = "https://schema.org", ["@type"] = "Product", ["@id"] = site.To(laureate.Path), ["url"] = site.To(laureate.Path),
            ["name"] = facts.ProductName, ["award"] = facts.Tier is null ? award : $"{facts.Tier.Name}, {award}",
        };
        if (facts.Summary is not null) product["description"] = facts.Summary;
        if (facts.Category is not null) product["category"] = facts.Category.Name;
        if (facts.Organisation is not null) product["manufacturer"] = new JsonObject { ["@type"] = "Organization", ["name"] = facts.Organisation };
        product["subjectOf"] = new JsonArray([.. facts.Sources.Select(SourceOf)]);
        return JsonSerializer.Serialize(product);
    }

    private static JsonNode SourceOf(Domain.Laureates.LaureateSource source)
    {
        var work = new JsonObject { ["@type"] = "CreativeWork", ["name"] = source.Title };
        if (source.Url is not null) work["url"] = source.Url;
        return work;
    }
}
