using BangVang.App.Laureates;
using BangVang.Domain.Laureates;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.Storage;

public sealed partial class BangVangDb
{
    public DbSet<Laureate> Laureates => Set<Laureate>();
    public DbSet<LaureateChange> LaureateChanges => Set<LaureateChange>();
    public DbSet<ProgrammeFigure> ProgrammeFigures => Set<ProgrammeFigure>();
    /// <summary>Written by the database itself.</summary>
    public DbSet<LaureateTally> LaureateTallies => Set<LaureateTally>();
    /// <summary>Written by the database itself.</summary>
    public DbSet<OrganisationTally> OrganisationTallies => Set<OrganisationTally>();
}
