using BangVang.App.Storage;
namespace BangVang.App.Laureates;
public static class BoardNamesQueries
{
    public static async Task<BoardNames?> BoardNamesAsync(this BangVangDb db, string editionKey, CancellationToken ct) => (await db.AllBoardNamesAsync(ct)).FirstOrDefault(n => n.EditionKey == editionKey);
    public static Task<IReadOnlyList<BoardNames>> AllBoardNamesAsync(this BangVangDb db, CancellationToken ct) => throw new NotSupportedException();
}
