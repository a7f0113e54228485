using BangVang.App.Storage;
using BangVang.Domain.Panels;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BangVang.App.Panels;

internal sealed class PanelSeatMapping : IEntityTypeConfiguration<PanelSeat>
{
    public void Configure(EntityTypeBuilder<PanelSeat> e) => e.Property(x => x.Id).ValueGeneratedNever();
}

internal sealed class AssignmentMapping : IEntityTypeConfiguration<Assignment>
{
    public void Configure(EntityTypeBuilder<Assignment> e)
    {
        e.Property(x => x.Id).ValueGeneratedNever();
        // Saved in one act with its plan, which has to be there first.
        e.HasOne<AssignmentPlan>().WithMany().HasForeignKey(x => x.PlanId);
    }
}

internal sealed class AssignmentPlanMapping : IEntityTypeConfiguration<AssignmentPlan>
{
    public void Configure(EntityTypeBuilder<AssignmentPlan> e) => e.Property(x => x.Id).ValueGeneratedNever();
}

internal sealed class RoundEntryMapping : IEntityTypeConfiguration<RoundEntry>
{
    public void Configure(EntityTypeBuilder<RoundEntry> e) => e.HasKey(x => new { x.RoundCode, x.DossierId });
}

internal sealed class JurorProfileMapping : IEntityTypeConfiguration<JurorProfile>
{
    public void Configure(EntityTypeBuilder<JurorProfile> e)
    {
        e.HasKey(x => new { x.EditionKey, x.PersonId });
        e.Property(x => x.Areas).HasJson();
        e.Property(x => x.Version).IsConcurrencyToken();
    }
}

internal sealed class AffinityOverrideMapping : IEntityTypeConfiguration<AffinityOverride>
{
    public void Configure(EntityTypeBuilder<AffinityOverride> e) => e.HasKey(x => new { x.DossierId, x.PersonId });
}
