using BangVang.App.Log;
using BangVang.App.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace BangVang.App.Log
{
    /// <summary>
    /// The checkpoint of a deadline: what the edition had received by then stands under it. An entry behind it that says to have been
    /// before the deadline was put there afterwards, and everybody can see that.
    /// </summary>
    public sealed class LogDeadline
    {
        public required string EditionKey { get; init; }
        /// <summary>Code of the phase that closed.</summary>
        public required string Phase { get; init; }
        /// <summary>First instant at which it was too late. A phase that was extended after its end has a deadline for each.</summary>
        public required Instant ClosesAt { get; init; }
        /// <summary>Of the checkpoint.</summary>
        public required long Size { get; init; }
        /// <summary>When it was noted, by the award's clock.</summary>
        public required Instant MarkedAt { get; init; }
    }

    internal sealed class LogDeadlineMapping : IEntityTypeConfiguration<LogDeadline>
    {
        public void Configure(EntityTypeBuilder<LogDeadline> e) => e.HasKey(x => new { x.EditionKey, x.Phase, x.ClosesAt });
    }

    /// <summary>A deadline with its checkpoint, for people.</summary>
    /// <param name="SignedAt">When the checkpoint was signed, by the world's clock.</param>
    /// <param name="Root">Hash of the whole tree, base64.</param>
    public sealed record DeadlineCheckpoint(string EditionKey, string Phase, Instant ClosesAt, long Size, Instant SignedAt, string Root);

    /// <summary>Reads of the deadlines' checkpoints. All of it is public.</summary>
    public static class DeadlineQueries
    {
        /// <summary>The newest first.</summary>
        /// <param name="editionKey">Null for those of all editions.</param>
        public static async Task<List<DeadlineCheckpoint>> DeadlineCheckpointsAsync(this BangVangDb db, string? editionKey, int count, CancellationToken ct)
        {
            var rows = await db.LogDeadlines.AsNoTracking().Where(d => editionKey == null || d.EditionKey == editionKey)
                .OrderByDescending(d => d.ClosesAt).ThenBy(d => d.EditionKey).ThenBy(d => d.Phase).Take(count)
                .Join(db.LogCheckpoints, d => d.Size, c => c.Size, (d, c) => new { Deadline = d, c.At, c.Note }).ToListAsync(ct);
            return
            [
                .. rows.OrderByDescending(r => r.Deadline.ClosesAt).ThenBy(r => r.Deadline.EditionKey, StringComparer.Ordinal).ThenBy(r => r.Deadline.Phase, StringComparer.Ordinal)
                    .Select(r => new DeadlineCheckpoint(r.Deadline.EditionKey, r.Deadline.Phase, r.Deadline.ClosesAt, r.Deadline.Size, r.At, r.Note.Split('\n')[2])),
            ];
        }
    }
}

namespace BangVang.App.Storage
{
    public sealed partial class BangVangDb
    {
        public DbSet<LogDeadline> LogDeadlines => Set<LogDeadline>();
    }
}
