using System.ComponentModel.DataAnnotations;

namespace BangVang.App.Signing;

/// <summary>A time-stamp authority (RFC 3161), which vouches that something existed at a time.</summary>
public sealed record TimeStampOptions
{
    /// <summary>Its address. Receipts and certificates get its time-stamps. Absent: they have none. Default absent.</summary>
    [Url] public string? Url { get; init; }

    /// <summary>PEM file with the certificates that are trusted to have made a time-stamp, or to vouch for who did. Needed with an address. Default absent.</summary>
    public string? Certificates { get; init; }

    /// <summary>For one answer; authorities of states are known to take two minutes. Default 3 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")] public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(3);
}
