using BangVang.App.Log;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace BangVang.App.Log
{
    /// <summary>The time-stamp of one entry of the log, given or still to be fetched.</summary>
    public sealed class TimeStamp
    {
        public long Seq { get; init; }
        /// <summary>Times the authority was asked in vain.</summary>
        public int Attempts { get; set; }
        /// <summary>By the world's clock: not to be asked before. Moved on while somebody asks.</summary>
        public Instant NextAt { get; set; }
        /// <summary>Why the last attempt failed.</summary>
        public string? Failure { get; set; }
        /// <summary>RFC 3161 token over the SHA-256 of the entry; null while there is none.</summary>
        public byte[]? Token { get; set; }
        public Instant? StampedAt { get; set; }
    }

    internal sealed class TimeStampMapping : IEntityTypeConfiguration<TimeStamp>
    {
        public void Configure(EntityTypeBuilder<TimeStamp> t)
        {
            t.HasKey(x => x.Seq);
            t.Property(x => x.Seq).ValueGeneratedNever();
        }
    }
}

namespace BangVang.App.Storage
{
    public sealed partial class BangVangDb
    {
        public DbSet<TimeStamp> TimeStamps => Set<TimeStamp>();
    }
}
