using System.ComponentModel.DataAnnotations;

namespace BangVang.App.Mail;

/// <summary>How the connection to the mail server is protected.</summary>
public enum SmtpSecurity
{
    /// <summary>Plain text; only for a server on this machine.</summary>
    None,
    /// <summary>Begins plain and changes to TLS before anything is said (STARTTLS, port 587). A server that cannot is refused.</summary>
    StartTls,
    /// <summary>TLS from the first byte (port 465).</summary>
    Tls,
}

/// <summary>How mail leaves.</summary>
public sealed record MailOptions : IValidatableObject
{
    /// <summary>Host name of the SMTP server. Absent: each mail becomes a file under <c>mail</c> of the data directory. Default absent.</summary>
    public string? SmtpHost { get; init; }

    /// <summary>Default 587.</summary>
    [Range(1, 65535)] public int SmtpPort { get; init; } = 587;

    /// <summary>Default <c>StartTls</c>. The server's certificate must be valid for <see cref="SmtpHost"/>.</summary>
    public SmtpSecurity SmtpSecurity { get; init; } = SmtpSecurity.StartTls;

    /// <summary>PEM file of the authority that vouches for an organisation's own mail server. Absent: the authorities the system trusts. Default absent.</summary>
    public string? SmtpTrustFile { get; init; }

    /// <summary>Absent: nothing is said about who sends. Default absent.</summary>
    public string? SmtpUser { get; init; }

    public string? SmtpPassword { get; init; }

    /// <summary>How long one mail may take from connecting to the server's yes. Default 45 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")] public TimeSpan SmtpTimeout { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>Address of the sender of every mail. Default <c>bang-vang@localhost</c>.</summary>
    [Required, EmailAddress] public string From { get; init; } = "bang-vang@localhost";

    /// <summary>Name shown beside <see cref="From"/>. Default <c>Bảng Vàng</c>.</summary>
    [Required, MaxLength(100)] public string FromName { get; init; } = "Bảng Vàng";

    /// <summary>How long the outbox sleeps between rounds. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")] public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Mails of one round. Default 50.</summary>
    [Range(1, 1_000)] public int BatchSize { get; init; } = 50;

    /// <summary>Time until a mail that failed is tried again; doubled after each failure. Also the time after which a mail is tried again that a killed process had in hand. Default 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:02", "01:00:00")] public TimeSpan FirstRetry { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The longest time between two tries. Default 6 h.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "2.00:00:00")] public TimeSpan LongestRetry { get; init; } = TimeSpan.FromHours(6);

    /// <summary>Tries after which a mail is given up. Default 20, about three days.</summary>
    [Range(1, 100)] public int MaxAttempts { get; init; } = 20;

    /// <summary>How often it is asked whom to remind, and whether the mail of the day is due. Default 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")] public TimeSpan ReminderInterval { get; init; } = TimeSpan.FromMinutes(1);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        // Otherwise a second round takes a mail that the first is still sending.
        if (FirstRetry <= SmtpTimeout) yield return new("Mail:FirstRetry must be longer than Mail:SmtpTimeout.", [nameof(FirstRetry)]);
        if (SmtpTrustFile is not null && !File.Exists(SmtpTrustFile)) yield return new($"Mail:SmtpTrustFile {SmtpTrustFile} does not exist.", [nameof(SmtpTrustFile)]);
        if (SmtpUser is not null && SmtpPassword is null) yield return new("Mail:SmtpUser needs Mail:SmtpPassword.", [nameof(SmtpPassword)]);
        if (SmtpUser is not null && SmtpSecurity is SmtpSecurity.None && SmtpHost is not ("localhost" or "127.0.0.1" or "::1"))
            yield return new("A password is sent to a mail server over TLS only: set Mail:SmtpSecurity.", [nameof(SmtpSecurity)]);
    }
}
