using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests;

public sealed class MappingTests
{
    [Theory, Engines]
    public async Task Every_mapped_table_and_column_exists(Engine engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await using var db = test.Open();
        await db.Database.OpenConnectionAsync();
        var missing = new List<string>();
        foreach (var entity in db.Model.GetEntityTypes())
        {
            var sql = $"SELECT {string.Join(", ", entity.GetProperties().Select(p => $"\"{p.GetColumnName()}\""))} FROM \"{entity.GetTableName()}\" WHERE 1 = 0";
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = sql;
            try { await command.ExecuteNonQueryAsync(); }
            catch (System.Data.Common.DbException e) { missing.Add($"{entity.GetTableName()}: {e.Message}"); }
        }
        missing.ShouldBeEmpty();
    }
}
