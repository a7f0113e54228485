using BangVang.App.Storage;
using BangVang.Domain.Forum.Exhibitors;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BangVang.App.Forum.Exhibitors
{
    internal sealed class ExhibitorMapping : IEntityTypeConfiguration<Exhibitor>
    {
        public void Configure(EntityTypeBuilder<Exhibitor> e)
        {
            e.Property(x => x.Id).ValueGeneratedNever();
            e.Ignore(x => x.Area);
            e.Property(x => x.Version).IsConcurrencyToken();
        }
    }

    internal sealed class ExhibitionHallMapping : IEntityTypeConfiguration<ExhibitionHall>
    {
        public void Configure(EntityTypeBuilder<ExhibitionHall> e)
        {
            e.Property(x => x.Id).ValueGeneratedNever();
            e.Property(x => x.Version).IsConcurrencyToken();
        }
    }
}

namespace BangVang.App.Storage
{
    public sealed partial class BangVangDb
    {
        public DbSet<Exhibitor> Exhibitors => Set<Exhibitor>();
        public DbSet<ExhibitionHall> ExhibitionHalls => Set<ExhibitionHall>();
    }
}
