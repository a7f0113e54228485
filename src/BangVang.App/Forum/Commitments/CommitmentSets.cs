using BangVang.App.Storage;
using BangVang.Domain.Forum.Commitments;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BangVang.App.Forum.Commitments
{
    internal sealed class CommitmentMapping : IEntityTypeConfiguration<Commitment>
    {
        public void Configure(EntityTypeBuilder<Commitment> e)
        {
            e.ToTable("forum_commitment").Property(x => x.Id).ValueGeneratedNever();
            e.Property(x => x.Version).IsConcurrencyToken();
        }
    }

    internal sealed class CommitmentReportMapping : IEntityTypeConfiguration<CommitmentReport>
    {
        public void Configure(EntityTypeBuilder<CommitmentReport> e) => e.Property(x => x.Id).ValueGeneratedNever();
    }
}

namespace BangVang.App.Storage
{
    public sealed partial class BangVangDb
    {
        public DbSet<Commitment> Commitments => Set<Commitment>();
        public DbSet<CommitmentReport> CommitmentReports => Set<CommitmentReport>();
    }
}
