using BangVang.Domain.Secretariat;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BangVang.App.Secretariat.Slots
{
    internal sealed class PresentationSlotMapping : IEntityTypeConfiguration<PresentationSlot>
    {
        public void Configure(EntityTypeBuilder<PresentationSlot> s)
        {
            s.Property(x => x.Id).ValueGeneratedNever();
            s.Property(x => x.Version).IsConcurrencyToken();
            s.Ignore(x => x.TotalMinutes).Ignore(x => x.EndsAt).Ignore(x => x.TalkStartsAt).Ignore(x => x.QuestionsStartAt);
        }
    }
}

namespace BangVang.App.Storage
{
    public sealed partial class BangVangDb
    {
        public DbSet<PresentationSlot> PresentationSlots => Set<PresentationSlot>();
    }
}
