using BangVang.App.Ports;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace BangVang.App.Storage;

/// <summary>A mail waiting to leave, or gone. Sent at least once, each time under the same Message-ID.</summary>
public sealed class OutboxMessage
{
    public Guid Id { get; init; }
    public Instant CreatedAt { get; init; }
    /// <summary>Not before this; moved on after a failure.</summary>
    public Instant DueAt { get; set; }
    public required MailMessage Mail { get; init; }
    /// <summary>What it is about (an id), for the log of mails; null when about nothing in particular.</summary>
    public string? About { get; init; }
    public int Attempts { get; set; }
    public Instant? SentAt { get; set; }
    /// <summary>When trying ended without success; null while there is hope.</summary>
    public Instant? GivenUpAt { get; set; }
    public string? LastError { get; set; }
}

internal sealed class OutboxMessageMapping : IEntityTypeConfiguration<OutboxMessage>
{
    public void Configure(EntityTypeBuilder<OutboxMessage> m)
    {
        m.ToTable("outbox");
        m.Property(x => x.Id).ValueGeneratedNever();
        m.Property(x => x.Mail).HasJson();
    }
}
