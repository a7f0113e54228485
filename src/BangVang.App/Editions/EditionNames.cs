namespace BangVang.App.Editions;

public static class EditionNames
{
    /// <summary>What the edition is called in <paramref name="language"/>; its key while nothing is published, empty for no edition.</summary>
    public static async Task<string> NameAsync(this EditionBook book, string? editionKey, string language, CancellationToken ct) =>
        editionKey is null ? "" : (await book.CurrentAsync(editionKey, ct))?.Edition.Name.In(language) ?? editionKey;
}
