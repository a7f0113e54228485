using System.ComponentModel.DataAnnotations;
using BangVang.App.Files.Uploads;
using BangVang.App.Log;
using BangVang.App.Mail;
using BangVang.App.Signing;

namespace BangVang.App.Kernel;

/// <summary>The settings of one installation, the same for the server and the commands. Checked when the server starts.</summary>
public sealed record InstallationOptions
{
    /// <summary>Directory of everything this node keeps: database file, uploaded files, mail, keys. Absolute after loading. Default <c>var/data</c>.</summary>
    [Required] public string DataDirectory { get; init; } = "var/data";

    public DatabaseOptions Database { get; init; } = new();

    /// <summary>The address under which the public reaches this installation; links in mails start with it, and other host names than its own and loopback's are refused. Default <c>http://127.0.0.1:5080</c>.</summary>
    [Required, Url] public string PublicUrl { get; init; } = "http://127.0.0.1:5080";

    /// <summary>What stands under the name in every page's head: the award or body this installation serves. Default absent: a general line.</summary>
    public TaglineOptions Tagline { get; init; } = new();

    /// <summary>Runs on demonstration data, with a clock that can be moved forward and a banner on every page. Set by the command <c>demo</c>. Default false.</summary>
    public bool Demo { get; init; }

    /// <summary>Addresses of the reverse proxies in front, whose forwarded headers are believed. Default none: forwarded headers are ignored.</summary>
    public string[] Proxies { get; init; } = [];

    /// <summary>Lets a monitor read <c>/metrics</c> from elsewhere than loopback, as <c>Authorization: Bearer …</c>. At least 32 characters. Default absent: loopback only.</summary>
    [MinLength(32)] public string? MetricsToken { get; init; }

    public MailOptions Mail { get; init; } = new();

    public UploadOptions Uploads { get; init; } = new();

    public LimitOptions Limits { get; init; } = new();

    public LogOptions Log { get; init; } = new();

    public SigningOptions Signing { get; init; } = new();

    public TimeStampOptions TimeStamp { get; init; } = new();

    /// <summary>The embedded database; unused when <see cref="DatabaseOptions.Postgres"/> is set.</summary>
    public string SqliteFile => Path.Combine(DataDirectory, "bangvang.db");

    /// <summary>Uploaded files, named by their SHA-256.</summary>
    public string FilesDirectory => Path.Combine(DataDirectory, "files");

    /// <summary>Mails as files, where no mail server is set.</summary>
    public string MailDirectory => Path.Combine(DataDirectory, "mail");

    /// <summary>Keys that protect the forms of this installation; its owner alone may read them.</summary>
    public string KeysDirectory => Path.Combine(DataDirectory, "keys");
}

public sealed record DatabaseOptions
{
    /// <summary>Npgsql connection string. Empty or absent: the embedded SQLite file is used. Default absent.</summary>
    public string? Postgres { get; init; }

    public bool IsPostgres => !string.IsNullOrWhiteSpace(Postgres);
}

/// <summary>A line in two languages.</summary>
public sealed record TaglineOptions
{
    /// <summary>Vietnamese. Default absent.</summary>
    public string? Vi { get; init; }

    /// <summary>English. Absent: the Vietnamese one is shown. Default absent.</summary>
    public string? En { get; init; }
}

/// <summary>What the server bears before it refuses.</summary>
public sealed record LimitOptions
{
    /// <summary>Connections open at once. Default 2,000.</summary>
    [Range(10, 100_000)] public int Connections { get; init; } = 2_000;

    /// <summary>Bytes of one request's body; uploads of files have a limit of their own. Default 4 MiB.</summary>
    [Range(1_024, 1_073_741_824)] public long BodyBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Time in which a request's headers must have arrived. Default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")] public TimeSpan Headers { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long an idle connection stays open. Default 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")] public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(60);
}
