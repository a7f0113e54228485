namespace BangVang.Domain.Editions;

/// <summary>A text in the two languages of the platform.</summary>
public sealed record LocalizedText(string Vi, string En)
{
    /// <summary>The text in <paramref name="language"/> ("vi", "en", "en-GB" …); Vietnamese for every other language.</summary>
    public string In(string language) => language.StartsWith("en", StringComparison.OrdinalIgnoreCase) ? En : Vi;

    public override string ToString() => Vi;
}
