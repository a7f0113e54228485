using BangVang.App.Log;
using BangVang.App.Storage;
using BangVang.Proof.Notes;
using BangVang.Proof.Receipts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace BangVang.App.Log
{
    /// <summary>A key that the log has signed with and signs with no more.</summary>
    public sealed class RetiredLogKey
    {
        /// <summary>Of the last checkpoint it has signed.</summary>
        public required long Size { get; init; }
        /// <summary>"name+id+key".</summary>
        public required string Retired { get; init; }
        /// <summary>The key that follows it.</summary>
        public required string Successor { get; init; }
        public required Instant At { get; init; }
        /// <summary>Its word on the successor, a signed note (<see cref="Trust.SuccessionOf"/>): who trusts the one may trust the other.</summary>
        public required string Succession { get; init; }
    }

    internal sealed class RetiredLogKeyMapping : IEntityTypeConfiguration<RetiredLogKey>
    {
        public void Configure(EntityTypeBuilder<RetiredLogKey> e)
        {
            e.ToTable("log_key");
            e.HasKey(x => x.Size);
            e.Property(x => x.Size).ValueGeneratedNever();
        }
    }

    /// <summary>A retired key as <c>/trust.json</c> names it.</summary>
    /// <param name="Size">Of its last checkpoint: what it signed beyond counts for nothing.</param>
    /// <param name="Checkpoint">That checkpoint, a signed note.</param>
    /// <param name="Succession">Its word on the key that follows, a signed note.</param>
    public sealed record PublishedRetiredKey(string Key, long Size, string Checkpoint, string Succession);

    /// <summary>Reads of the keys the log had before. All of it is public.</summary>
    public static class RetiredKeyQueries
    {
        /// <summary>The oldest first.</summary>
        public static async Task<List<PublishedRetiredKey>> RetiredLogKeysAsync(this BangVangDb db, CancellationToken ct)
        {
            var keys = await db.RetiredLogKeys.AsNoTracking().OrderBy(k => k.Size).ToListAsync(ct);
            var found = new List<PublishedRetiredKey>(keys.Count);
            foreach (var key in keys) found.Add(new(key.Retired, key.Size, (await db.SignedAsync((await db.CheckpointAtAsync(key.Size, ct))!, ct)).ToString(), key.Succession));
            return found;
        }
    }
}

namespace BangVang.App.Storage
{
    public sealed partial class BangVangDb
    {
        public DbSet<RetiredLogKey> RetiredLogKeys => Set<RetiredLogKey>();
    }
}
