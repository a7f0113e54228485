using BangVang.Domain.Laureates;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace BangVang.Testing;

/// <summary>Puts <see cref="MadeUpLaureates"/> on a board, quickly.</summary>
public static class ManyLaureates
{
    /// <summary>
    /// Adds <paramref name="count"/> laureates of the years 2020 to 2026, of a quarter as many organisations. From 140 on every
    /// year has every category and every tier, so that boards of different sizes differ in their size alone.
    /// </summary>
    public static async Task AddManyLaureatesAsync(this TestDb test, int count)
    {
        await using var db = test.Open();
        var columns = db.Model.FindEntityType(typeof(Laureate))!.GetProperties().ToList();
        foreach (var some in Enumerable.Range(0, count).Chunk(500))
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            foreach (var laureate in some.Select(MadeUpLaureates.Make))
            {
                await using var command = db.Database.GetDbConnection().CreateCommand();
                command.Transaction = transaction.GetDbTransaction();
                command.CommandText = $"INSERT INTO laureate ({string.Join(", ", columns.Select(c => c.GetColumnName()))}) VALUES ({string.Join(", ", columns.Select(c => $"@{c.Name}"))})";
                foreach (var column in columns)
                    command.Parameters.Add(column.GetRelationalTypeMapping().CreateParameter(command, $"@{column.Name}", column.GetGetter().GetClrValue(laureate), column.IsNullable));
                await command.ExecuteNonQueryAsync();
            }
            await transaction.CommitAsync();
        }
    }
}
