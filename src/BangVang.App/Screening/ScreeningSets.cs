using BangVang.Domain.Screening;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.Storage;

public sealed partial class BangVangDb
{
    public DbSet<ScreeningCase> ScreeningCases => Set<ScreeningCase>();
    public DbSet<RuleFinding> RuleFindings => Set<RuleFinding>();
    public DbSet<CategoryTransfer> CategoryTransfers => Set<CategoryTransfer>();
    public DbSet<Appeal> Appeals => Set<Appeal>();
}
