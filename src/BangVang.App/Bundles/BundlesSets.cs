using BangVang.App.Bundles;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.Storage;

public sealed partial class BangVangDb
{
    public DbSet<TakenAuditAnswer> AuditAnswers => Set<TakenAuditAnswer>();
}
