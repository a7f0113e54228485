using BangVang.App.Editions;
using BangVang.Domain.Simulation;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BangVang.App.Simulation
{
    internal sealed class RehearsalMapping : IEntityTypeConfiguration<Rehearsal>
    {
        public void Configure(EntityTypeBuilder<Rehearsal> e) => e.Property(x => x.Id).ValueGeneratedNever();
    }
}

namespace BangVang.App.Storage
{
    public sealed partial class BangVangDb
    {
        public DbSet<Rehearsal> Rehearsals => Set<Rehearsal>();
    }
}
