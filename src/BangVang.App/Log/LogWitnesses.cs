using BangVang.App.Log;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace BangVang.App.Log
{
    /// <summary>A witness's signature under a checkpoint. Never changed.</summary>
    public sealed class LogCosignature
    {
        /// <summary>Of the checkpoint.</summary>
        public required long Size { get; init; }
        /// <summary>The witness's key, "name+id+key".</summary>
        public required string Witness { get; init; }
        /// <summary>When the witness says it signed.</summary>
        public required Instant At { get; init; }
        /// <summary>As it stands under the note, "— name base64".</summary>
        public required string Line { get; init; }
    }

    /// <summary>How the last question to a witness went.</summary>
    public sealed class LogWitness
    {
        public required string Witness { get; init; }
        /// <summary>Entries of the log that the witness has seen, as it said itself.</summary>
        public required long Size { get; init; }
        /// <summary>When it signed last, by its own clock; null when it never has.</summary>
        public required Instant? SignedAt { get; init; }
        public required Instant AskedAt { get; init; }
        /// <summary>Null when it answered as it should, otherwise one of <see cref="WitnessFailures"/>.</summary>
        public required string? Failure { get; init; }
    }

    /// <summary>Why a witness did not sign.</summary>
    public static class WitnessFailures
    {
        /// <summary>Not reached, or no answer in time.</summary>
        public const string Unreachable = "unreachable";
        /// <summary>It does not know this log, or not by this key.</summary>
        public const string Unknown = "unknown";
        /// <summary>An answer that is none, or a signature that is not its own.</summary>
        public const string Answer = "answer";
        /// <summary>It has signed a larger log than this one: entries were lost, as by restoring an old copy.</summary>
        public const string Ahead = "ahead";
        /// <summary>It has signed another log than this one: somebody was shown another tree.</summary>
        public const string Contradicts = "contradicts";

        /// <summary>Not a matter of the line, but of what was signed.</summary>
        public static bool IsAlarm(string? failure) => failure is Ahead or Contradicts;
    }

    internal sealed class LogCosignatureMapping : IEntityTypeConfiguration<LogCosignature>
    {
        public void Configure(EntityTypeBuilder<LogCosignature> e) => e.HasKey(x => new { x.Size, x.Witness });
    }

    internal sealed class LogWitnessMapping : IEntityTypeConfiguration<LogWitness>
    {
        public void Configure(EntityTypeBuilder<LogWitness> e) => e.HasKey(x => x.Witness);
    }
}

namespace BangVang.App.Storage
{
    public sealed partial class BangVangDb
    {
        public DbSet<LogCosignature> LogCosignatures => Set<LogCosignature>();
        public DbSet<LogWitness> LogWitnesses => Set<LogWitness>();
    }
}
