using BangVang.App.Storage;
using BangVang.Domain.Ceremony;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BangVang.App.Ceremony
{
    internal sealed class AwardCeremonyMapping : IEntityTypeConfiguration<AwardCeremony>
    {
        public void Configure(EntityTypeBuilder<AwardCeremony> e)
        {
            e.Property(x => x.Id).ValueGeneratedNever();
            e.Property(x => x.Version).IsConcurrencyToken();
            e.Property(x => x.StageTiers).HasJson();
            e.Property(x => x.Cues).HasJson();
            e.Ignore(x => x.Show);
        }
    }

    internal sealed class CeremonyEnvelopeMapping : IEntityTypeConfiguration<CeremonyEnvelope>
    {
        public void Configure(EntityTypeBuilder<CeremonyEnvelope> e)
        {
            e.HasKey(x => new { x.CeremonyId, x.CategoryCode });
            e.Property(x => x.Winners).HasJson();
            e.Ignore(x => x.Category);
            e.Ignore(x => x.Result);
        }
    }
}

namespace BangVang.App.Storage
{
    public sealed partial class BangVangDb
    {
        public DbSet<AwardCeremony> Ceremonies => Set<AwardCeremony>();
        public DbSet<CeremonyEnvelope> CeremonyEnvelopes => Set<CeremonyEnvelope>();
    }
}
