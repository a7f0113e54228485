using BangVang.App.Editions;

namespace BangVang.App.Laureates;

public static class BoardNamesQueries
{
    /// <summary>Names of the edition of that key; null when it is not published here.</summary>
    public static async Task<BoardNames?> BoardNamesAsync(this EditionBook editions, string editionKey, CancellationToken ct) =>
        await editions.CurrentAsync(editionKey, ct) is { } published ? BoardNames.Of(published.Edition) : null;

    /// <summary>Names of all published editions, newest year first.</summary>
    public static async Task<IReadOnlyList<BoardNames>> BoardNamesAsync(this EditionBook editions, CancellationToken ct) =>
        [.. (await editions.AllAsync(ct)).Select(p => BoardNames.Of(p.Edition))];
}
