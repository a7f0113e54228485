using BangVang.App.Storage;
using BangVang.Domain.Scoring;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BangVang.App.Scoring;

internal sealed class ScoresheetMapping : IEntityTypeConfiguration<Scoresheet>
{
    public void Configure(EntityTypeBuilder<Scoresheet> e)
    {
        e.Property(x => x.Id).ValueGeneratedNever();
        e.Property(x => x.Version).IsConcurrencyToken();
        e.Property(x => x.Marks).HasJson();
        e.Property(x => x.Comments).HasJson();
    }
}

internal sealed class ScoresheetUnlockMapping : IEntityTypeConfiguration<ScoresheetUnlock>
{
    public void Configure(EntityTypeBuilder<ScoresheetUnlock> e) => e.Property(x => x.Id).ValueGeneratedNever();
}

internal sealed class CommentReleaseMapping : IEntityTypeConfiguration<CommentRelease>
{
    public void Configure(EntityTypeBuilder<CommentRelease> e) => e.HasKey(x => new { x.RoundCode, x.DossierId });
}
