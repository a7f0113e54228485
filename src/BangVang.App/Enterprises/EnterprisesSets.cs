using BangVang.Domain.Enterprises;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.Storage;

public sealed partial class BangVangDb
{
    public DbSet<Enterprise> Enterprises => Set<Enterprise>();
    public DbSet<EnterpriseMember> EnterpriseMembers => Set<EnterpriseMember>();
    public DbSet<EnterpriseJoinRequest> EnterpriseJoinRequests => Set<EnterpriseJoinRequest>();
}
