using BangVang.App.Storage;
using BangVang.Domain.Editions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BangVang.App.Secretariat.Notices
{
    internal sealed class NoticeMapping : IEntityTypeConfiguration<Notice>
    {
        public void Configure(EntityTypeBuilder<Notice> n)
        {
            n.Property(x => x.Id).ValueGeneratedNever();
            n.Property(x => x.Version).IsConcurrencyToken();
        }
    }
}

namespace BangVang.App.Storage
{
    public sealed partial class BangVangDb
    {
        public DbSet<Notice> Notices => Set<Notice>();
    }
}
