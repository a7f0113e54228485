using BangVang.App.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BangVang.Storage.Postgres;

/// <summary>PostgreSQL 15 or later.</summary>
public static class PostgresStorage
{
    public static readonly DatabaseEngine Engine = new(
        "postgres", typeof(PostgresStorage).Assembly, "SELECT pg_advisory_xact_lock(7201937)", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");

    /// <summary>
    /// What a connection string may say otherwise. Statements met again are prepared, so that the server plans them once per
    /// connection; and since no statement here leaves anything behind in its session, a connection is handed on without
    /// clearing it first.
    /// </summary>
    private const string Defaults = "Max Auto Prepare=200;Auto Prepare Min Usages=2;No Reset On Close=true;";

    public static IServiceCollection AddPostgresStorage(this IServiceCollection services, string connectionString) => services
        .AddSingleton(Engine)
        .AddDbContextPool<BangVangDb>(options => options.UseBangVangPostgres(connectionString));

    public static DbContextOptionsBuilder UseBangVangPostgres(this DbContextOptionsBuilder options, string connectionString) =>
        options.UseNpgsql(Defaults + connectionString).AddInterceptors(LogCommits.Instance);
}
