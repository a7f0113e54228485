using BangVang.App.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BangVang.Storage.Postgres;

/// <summary>PostgreSQL 15 or later.</summary>
public static class PostgresStorage
{
    public static readonly DatabaseEngine Engine = new(
        "postgres", typeof(PostgresStorage).Assembly, "SELECT pg_advisory_xact_lock(7201937)", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");

    public static IServiceCollection AddPostgresStorage(this IServiceCollection services, string connectionString) => services
        .AddSingleton(Engine)
        .AddDbContextPool<BangVangDb>(options => options.UseNpgsql(connectionString));
}
