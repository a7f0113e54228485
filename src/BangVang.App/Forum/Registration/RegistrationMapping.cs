using BangVang.App.Storage;
using BangVang.Domain.Forum.Registration;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BangVang.App.Forum.Registration
{
    internal sealed class PartyMapping : IEntityTypeConfiguration<Party>
    {
        public void Configure(EntityTypeBuilder<Party> p)
        {
            p.Property(x => x.Id).ValueGeneratedNever();
            p.Property(x => x.Answers).HasJson();
            p.Property(x => x.Version).IsConcurrencyToken();
            p.Ignore(x => x.IsOpen);
        }
    }

    internal sealed class AttendeeMapping : IEntityTypeConfiguration<Attendee>
    {
        public void Configure(EntityTypeBuilder<Attendee> a)
        {
            a.Property(x => x.Id).ValueGeneratedNever();
            a.HasOne<Party>().WithMany().HasForeignKey(x => x.PartyId);
        }
    }

    internal sealed class PartyConsentMapping : IEntityTypeConfiguration<PartyConsent>
    {
        public void Configure(EntityTypeBuilder<PartyConsent> c)
        {
            c.HasKey(x => new { x.PartyId, x.Purpose, x.GivenAt });
            c.HasOne<Party>().WithMany().HasForeignKey(x => x.PartyId);
        }
    }

    internal sealed class ForumGuestMapping : IEntityTypeConfiguration<ForumGuest>
    {
        public void Configure(EntityTypeBuilder<ForumGuest> g) => g.Property(x => x.Id).ValueGeneratedNever();
    }

    internal sealed class RegistrationRequestMapping : IEntityTypeConfiguration<RegistrationRequest>
    {
        public void Configure(EntityTypeBuilder<RegistrationRequest> r)
        {
            r.HasKey(x => x.TokenHash);
            r.Property(x => x.Form).HasJson();
        }
    }

    /// <summary>A limited stock of seats, as it stands.</summary>
    /// <param name="Code">See <see cref="RegistrationRules.PoolsOf"/>.</param>
    public sealed record SeatPool(string ForumKey, string Code, int Capacity, int Taken);

    internal sealed class SeatPoolMapping : IEntityTypeConfiguration<SeatPool>
    {
        public void Configure(EntityTypeBuilder<SeatPool> p)
        {
            p.ToTable("registration_pool");
            p.HasKey(x => new { x.ForumKey, x.Code });
        }
    }
}

namespace BangVang.App.Storage
{
    public sealed partial class BangVangDb
    {
        public DbSet<Party> Parties => Set<Party>();
        public DbSet<Attendee> Attendees => Set<Attendee>();
        public DbSet<PartyConsent> PartyConsents => Set<PartyConsent>();
        public DbSet<ForumGuest> ForumGuests => Set<ForumGuest>();
        public DbSet<RegistrationRequest> RegistrationRequests => Set<RegistrationRequest>();
        public DbSet<Forum.Registration.SeatPool> SeatPools => Set<Forum.Registration.SeatPool>();
    }
}
