using BangVang.App.Storage;
using BangVang.Domain.Screening;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BangVang.App.Screening;

internal sealed class ScreeningCaseMapping : IEntityTypeConfiguration<ScreeningCase>
{
    public void Configure(EntityTypeBuilder<ScreeningCase> e)
    {
        e.Ignore(x => x.IsDecided);
        e.HasKey(x => x.DossierId);
        e.Property(x => x.DossierId).ValueGeneratedNever();
        e.Property(x => x.Version).IsConcurrencyToken();
    }
}

internal sealed class RuleFindingMapping : IEntityTypeConfiguration<RuleFinding>
{
    public void Configure(EntityTypeBuilder<RuleFinding> e)
    {
        e.HasKey(x => new { x.DossierId, x.RuleCode });
        // The first finding of a case is saved together with the case, and after it.
        e.HasOne<ScreeningCase>().WithMany().HasForeignKey(x => x.DossierId);
    }
}

internal sealed class CategoryTransferMapping : IEntityTypeConfiguration<CategoryTransfer>
{
    public void Configure(EntityTypeBuilder<CategoryTransfer> e) => e.Property(x => x.Id).ValueGeneratedNever();
}

internal sealed class AppealMapping : IEntityTypeConfiguration<Appeal>
{
    public void Configure(EntityTypeBuilder<Appeal> e)
    {
        e.Property(x => x.Id).ValueGeneratedNever();
        e.Property(x => x.Version).IsConcurrencyToken();
        e.Property(x => x.Deciders).HasJson();
        e.Property(x => x.Files).HasJson();
    }
}
