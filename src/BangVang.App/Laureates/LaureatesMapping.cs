using BangVang.App.Storage;
using BangVang.Domain.Laureates;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BangVang.App.Laureates;

internal sealed class LaureateMapping : IEntityTypeConfiguration<Laureate>
{
    public void Configure(EntityTypeBuilder<Laureate> e)
    {
        e.Property(x => x.Id).ValueGeneratedNever();
        e.Property(x => x.Version).IsConcurrencyToken();
        e.Property(x => x.Sources).HasJson();
    }
}
