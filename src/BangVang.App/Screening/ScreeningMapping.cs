using BangVang.Domain.Screening;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BangVang.App.Screening;

internal sealed class ScreeningCaseMapping : IEntityTypeConfiguration<ScreeningCase>
{
    public void Configure(EntityTypeBuilder<ScreeningCase> e)
    {
        e.HasKey(x => x.DossierId);
        e.Property(x => x.DossierId).ValueGeneratedNever();
        e.Property(x => x.Version).IsConcurrencyToken();
    }
}

internal sealed class RuleFindingMapping : IEntityTypeConfiguration<RuleFinding>
{
    public void Configure(EntityTypeBuilder<RuleFinding> e) => e.HasKey(x => new { x.DossierId, x.RuleCode });
}
