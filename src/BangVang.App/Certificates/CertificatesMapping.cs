using BangVang.App.Storage;
using BangVang.Domain.Certificates;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BangVang.App.Certificates
{
    internal sealed class CertificateMapping : IEntityTypeConfiguration<Certificate>
    {
        public void Configure(EntityTypeBuilder<Certificate> e)
        {
            e.Property(x => x.Id).ValueGeneratedNever();
            e.Property(x => x.Version).IsConcurrencyToken();
            e.Property(x => x.Claim).HasJson();
            e.HasOne<CertificateOrder>().WithMany().HasForeignKey(x => x.OrderId);
        }
    }

    internal sealed class CertificateFileMapping : IEntityTypeConfiguration<CertificateFile>
    {
        public void Configure(EntityTypeBuilder<CertificateFile> e)
        {
            e.HasKey(x => x.CertificateId);
            e.HasOne<Certificate>().WithOne().HasForeignKey<CertificateFile>(x => x.CertificateId);
        }
    }

    internal sealed class CertificateOrderMapping : IEntityTypeConfiguration<CertificateOrder>
    {
        public void Configure(EntityTypeBuilder<CertificateOrder> e)
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
        public DbSet<Certificate> Certificates => Set<Certificate>();
        public DbSet<CertificateFile> CertificateFiles => Set<CertificateFile>();
        public DbSet<CertificateOrder> CertificateOrders => Set<CertificateOrder>();
    }
}
