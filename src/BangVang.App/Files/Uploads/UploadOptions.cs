using System.ComponentModel.DataAnnotations;

namespace BangVang.App.Files.Uploads;

/// <summary>How files come in.</summary>
public sealed record UploadOptions
{
    /// <summary>The largest file of all, in bytes, whatever an edition allows. Default 4 GiB.</summary>
    [Range(1L, 1L << 40)] public long MaxBytes { get; init; } = 4L << 30;

    /// <summary>How long an unfinished upload is kept after its last byte. Default 7 days.</summary>
    [Range(typeof(TimeSpan), "00:10:00", "90.00:00:00")] public TimeSpan Lifetime { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Unfinished uploads of one person at a time. Default 50.</summary>
    [Range(1, 10_000)] public int MaxOpenPerPerson { get; init; } = 50;

    /// <summary>Bytes after which what came in is written through and counted. Default 4 MiB.</summary>
    [Range(1 << 16, 1 << 30)] public int SyncBytes { get; init; } = 4 << 20;

    /// <summary>Time after which what came in is written through and counted, on slow lines. Default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")] public TimeSpan SyncInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often expired uploads are cleared away. Default 1 h.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")] public TimeSpan SweepInterval { get; init; } = TimeSpan.FromHours(1);
}
