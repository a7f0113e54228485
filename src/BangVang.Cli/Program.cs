using BangVang.Cli.Kernel;
using BangVang.Storage.Postgres;
using BangVang.Storage.Sqlite;

// The composition root of the commands: storage is named here and nowhere else among them.
return await CommandLine.RunAsync(args, (services, options) =>
{
    if (options.Database.IsPostgres) services.AddPostgresStorage(options.Database.Postgres!);
    else services.AddSqliteStorage(options.SqliteFile);
});
