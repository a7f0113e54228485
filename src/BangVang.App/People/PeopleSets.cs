using BangVang.App.People;
using BangVang.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.Storage;

public sealed partial class BangVangDb
{
    public DbSet<Person> People => Set<Person>();
    public DbSet<RoleGrant> RoleGrants => Set<RoleGrant>();
    public DbSet<Session> Sessions => Set<Session>();
    public DbSet<Invitation> Invitations => Set<Invitation>();
    public DbSet<PendingAccount> PendingAccounts => Set<PendingAccount>();
    public DbSet<ResetLink> ResetLinks => Set<ResetLink>();
    public DbSet<SignInThrottle> SignInThrottles => Set<SignInThrottle>();
}
