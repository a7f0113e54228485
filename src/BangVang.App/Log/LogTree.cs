using BangVang.App.Log;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace BangVang.App.Log
{
    /// <summary>Hashes of the log's tree, 32 bytes each: tile <see cref="Place"/> of its level, as far as it goes.</summary>
    public sealed class LogTile
    {
        public required int Level { get; init; }
        public required long Place { get; init; }
        /// <summary>1 to 256 hashes.</summary>
        public required byte[] Hashes { get; set; }
    }

    /// <summary>What the log has signed at some size. Never changed: who has seen it may ask for it for ever.</summary>
    public sealed class LogCheckpoint
    {
        public required long Size { get; init; }
        public required Instant At { get; init; }
        /// <summary>The signed note.</summary>
        public required string Note { get; init; }
    }

    internal sealed class LogTileMapping : IEntityTypeConfiguration<LogTile>
    {
        public void Configure(EntityTypeBuilder<LogTile> e) => e.HasKey(x => new { x.Level, x.Place });
    }

    internal sealed class LogCheckpointMapping : IEntityTypeConfiguration<LogCheckpoint>
    {
        public void Configure(EntityTypeBuilder<LogCheckpoint> e)
        {
            e.HasKey(x => x.Size);
            e.Property(x => x.Size).ValueGeneratedNever();
        }
    }
}

namespace BangVang.App.Storage
{
    public sealed partial class BangVangDb
    {
        public DbSet<LogTile> LogTiles => Set<LogTile>();
        public DbSet<LogCheckpoint> LogCheckpoints => Set<LogCheckpoint>();
    }
}
