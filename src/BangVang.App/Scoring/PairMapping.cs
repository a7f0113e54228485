using BangVang.Domain.Scoring;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BangVang.App.Scoring;

internal sealed class PairBallotMapping : IEntityTypeConfiguration<PairBallot>
{
    public void Configure(EntityTypeBuilder<PairBallot> e)
    {
        e.Property(x => x.Id).ValueGeneratedNever();
        e.Property(x => x.Version).IsConcurrencyToken();
    }
}

internal sealed class PairActMapping : IEntityTypeConfiguration<PairAct>
{
    public void Configure(EntityTypeBuilder<PairAct> e)
    {
        e.Property(x => x.Id).ValueGeneratedNever();
        e.HasOne<PairBallot>().WithMany().HasForeignKey(x => x.BallotId);
    }
}

internal sealed class PairExclusionMapping : IEntityTypeConfiguration<PairExclusion>
{
    public void Configure(EntityTypeBuilder<PairExclusion> e) => e.Property(x => x.Id).ValueGeneratedNever();
}
