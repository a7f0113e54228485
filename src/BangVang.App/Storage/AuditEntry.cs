using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace BangVang.App.Storage;

/// <summary>Who did what, when. Written in the transaction of the change; never changed afterwards.</summary>
public sealed class AuditEntry
{
    public long Id { get; private set; }
    public Instant At { get; init; }
    /// <summary>Null for the installation itself (jobs, console).</summary>
    public Guid? PersonId { get; init; }
    /// <summary>Name of the person at that time.</summary>
    public required string Who { get; init; }
    /// <summary><c>word.happened</c>.</summary>
    public required string Action { get; init; }
    /// <summary>Null when the act concerns no edition.</summary>
    public string? EditionKey { get; init; }
    /// <summary>Id of the row concerned.</summary>
    public required string Subject { get; init; }
    /// <summary>What a reader of the trail needs beside it, as a short sentence or value; never a secret.</summary>
    public string? Detail { get; init; }
}

internal sealed class AuditEntryMapping : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> e) => e.HasKey(x => x.Id);
}
