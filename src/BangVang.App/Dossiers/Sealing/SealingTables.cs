using BangVang.App.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace BangVang.App.Dossiers.Sealing
{
    /// <summary>A share that a trustee handed in at the opening.</summary>
    public sealed class SealingShare
    {
        public required string EditionKey { get; init; }
        /// <summary>Which trustee of the edition, from 1.</summary>
        public int Number { get; init; }
        /// <summary>The line itself (<see cref="Proof.Age.TrusteeShare"/>).</summary>
        public required string Share { get; init; }
        public Instant HandedAt { get; init; }
        /// <summary>The officer at whose screen it was.</summary>
        public Guid HandedBy { get; init; }
    }

    /// <summary>Enough trustees have come together: the files of the edition are being opened, or are open.</summary>
    public sealed class SealingOpening
    {
        public required string EditionKey { get; init; }
        public Instant OpenedAt { get; init; }
        public Guid OpenedBy { get; init; }
        /// <summary>When the last file was dealt with.</summary>
        public Instant? FinishedAt { get; set; }
        /// <summary>Until then one node works on it; by the world's clock.</summary>
        public Instant? ClaimedUntil { get; set; }
    }

    internal sealed class SealingShareMapping : IEntityTypeConfiguration<SealingShare>
    {
        public void Configure(EntityTypeBuilder<SealingShare> s) => s.HasKey(x => new { x.EditionKey, x.Number });
    }

    internal sealed class SealingOpeningMapping : IEntityTypeConfiguration<SealingOpening>
    {
        public void Configure(EntityTypeBuilder<SealingOpening> o) => o.HasKey(x => x.EditionKey);
    }
}

namespace BangVang.App.Storage
{
    public sealed partial class BangVangDb
    {
        public DbSet<Dossiers.Sealing.SealingShare> SealingShares => Set<Dossiers.Sealing.SealingShare>();
        public DbSet<Dossiers.Sealing.SealingOpening> SealingOpenings => Set<Dossiers.Sealing.SealingOpening>();
    }
}
