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
    /// clearing it first. A node takes at most 40 connections, so that two fit into the 100 of a fresh server: in a rush
    /// requests wait in the node for their turn, where the server would turn them away.
    /// </summary>
    private const string Defaults = "Max Auto Prepare=200;Auto Prepare Min Usages=2;No Reset On Close=true;Maximum Pool Size=40;";

    public static IServiceCollection AddPostgresStorage(this IServiceCollection services, string connectionString) => services
        .AddSingleton(Engine)
        .AddDbContextPool<BangVangDb>(options => options.UseBangVangPostgres(connectionString));

    public static DbContextOptionsBuilder UseBangVangPostgres(this DbContextOptionsBuilder options, string connectionString) =>
        options.UseNpgsql(Defaults + connectionString).AddInterceptors(LogCommits.Instance);
}
