using BangVang.Domain.Panels;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.Storage;

public sealed partial class BangVangDb
{
    public DbSet<PanelSeat> PanelSeats => Set<PanelSeat>();
    public DbSet<RoundEntry> RoundEntries => Set<RoundEntry>();
    public DbSet<Assignment> Assignments => Set<Assignment>();
    public DbSet<AssignmentPlan> AssignmentPlans => Set<AssignmentPlan>();
    public DbSet<JurorProfile> JurorProfiles => Set<JurorProfile>();
    public DbSet<AffinityOverride> AffinityOverrides => Set<AffinityOverride>();
}
