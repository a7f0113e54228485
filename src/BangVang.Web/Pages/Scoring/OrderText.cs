namespace BangVang.Web.Pages.Scoring;

/// <summary>An order of products in one line.</summary>
public static class OrderText
{
    /// <summary>"1. A; 2. B; 3. C".</summary>
    /// <param name="products">From the best down.</param>
    public static string Of(IReadOnlyList<string> products) => string.Join("; ", products.Index().Select(p => $"{p.Index + 1}. {p.Item}"));
}
