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
        e.HasMany(x => x.Products).WithOne().HasForeignKey(p => p.ActId);
        // An act without its products says nothing.
        e.Navigation(x => x.Products).AutoInclude();
        e.Ignore(x => x.Shown);
        e.Ignore(x => x.Order);
    }
}

internal sealed class ShownProductMapping : IEntityTypeConfiguration<ShownProduct>
{
    public void Configure(EntityTypeBuilder<ShownProduct> e) => e.HasKey(x => new { x.ActId, x.Position });
}

internal sealed class PairExclusionMapping : IEntityTypeConfiguration<PairExclusion>
{
    public void Configure(EntityTypeBuilder<PairExclusion> e) => e.Property(x => x.Id).ValueGeneratedNever();
}
