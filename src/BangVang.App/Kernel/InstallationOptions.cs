namespace BangVang.App.Kernel;

/// <summary>Where one installation keeps what it has, the same for the server and the commands.</summary>
public sealed record InstallationOptions
{
    /// <summary>Directory of everything this node keeps: database file, uploaded files, mail, keys. Absolute after loading. Default <c>var/data</c>.</summary>
    public string DataDirectory { get; init; } = "var/data";

    public DatabaseOptions Database { get; init; } = new();

    /// <summary>The embedded database; unused when <see cref="DatabaseOptions.Postgres"/> is set.</summary>
    public string SqliteFile => Path.Combine(DataDirectory, "bangvang.db");

    /// <summary>Uploaded files, named by their SHA-256.</summary>
    public string FilesDirectory => Path.Combine(DataDirectory, "files");
}

public sealed record DatabaseOptions
{
    /// <summary>Npgsql connection string. Empty or absent: the embedded SQLite file is used. Default absent.</summary>
    public string? Postgres { get; init; }

    public bool IsPostgres => !string.IsNullOrWhiteSpace(Postgres);
}
