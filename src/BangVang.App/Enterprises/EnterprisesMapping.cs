using BangVang.Domain.Enterprises;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BangVang.App.Enterprises;

internal sealed class EnterpriseMapping : IEntityTypeConfiguration<Enterprise>
{
    public void Configure(EntityTypeBuilder<Enterprise> e)
    {
        e.Property(x => x.Id).ValueGeneratedNever();
        e.Property(x => x.Version).IsConcurrencyToken();
    }
}

internal sealed class EnterpriseMemberMapping : IEntityTypeConfiguration<EnterpriseMember>
{
    public void Configure(EntityTypeBuilder<EnterpriseMember> e) => e.HasKey(x => new { x.EnterpriseId, x.PersonId });
}

internal sealed class EnterpriseJoinRequestMapping : IEntityTypeConfiguration<EnterpriseJoinRequest>
{
    public void Configure(EntityTypeBuilder<EnterpriseJoinRequest> e) => e.Property(x => x.Id).ValueGeneratedNever();
}
