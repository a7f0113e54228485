using BangVang.App.Forum.Door;
using BangVang.Domain.Forum.Door;
using BangVang.Domain.Forum.Registration;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace BangVang.App.Forum.Door
{
    /// <summary>A device that decides at a gate. Its private key never leaves it; the ledger of the server itself has none.</summary>
    public sealed class DoorDevice
    {
        public Guid Id { get; init; }
        public required string ForumKey { get; init; }
        /// <summary>As the organisers call it: "Máy 3, cửa A".</summary>
        public required string Name { get; init; }
        /// <summary>Where it was enrolled for; null of the server's own ledger.</summary>
        public string? ListCode { get; init; }
        public string? GateCode { get; init; }
        /// <summary>ECDSA P-256, SubjectPublicKeyInfo, base64.</summary>
        public string? PublicKey { get; init; }
        /// <summary>Who enrolled it with the code and works with it: without the role, the device counts no longer either.</summary>
        public Guid? PersonId { get; init; }
        public Instant EnrolledAt { get; init; }
        /// <summary>Who made the code.</summary>
        public Guid? EnrolledBy { get; init; }
        public Instant? RevokedAt { get; set; }
        public Guid? RevokedBy { get; set; }
        public string? RevokedReason { get; set; }
        /// <summary>When it last spoke with the server, by the world's clock.</summary>
        public Instant? SeenAt { get; set; }
        /// <summary>Milliseconds by which its clock was ahead of the world's then.</summary>
        public long? SkewMs { get; set; }
        /// <summary>Percent, as it said then.</summary>
        public int? Battery { get; set; }
        /// <summary>Entries it still had to send, as it said then.</summary>
        public int? Pending { get; set; }
    }

    /// <summary>A one-time code by which one device is enrolled.</summary>
    public sealed class DoorEnrolment
    {
        public required string CodeHash { get; init; }
        public required string ForumKey { get; init; }
        public required string Name { get; init; }
        public required string ListCode { get; init; }
        public required string GateCode { get; init; }
        public Instant MadeAt { get; init; }
        public Guid? MadeBy { get; init; }
        public Instant ExpiresAt { get; init; }
        public Instant? UsedAt { get; set; }
        public Guid? DeviceId { get; set; }
    }

    /// <summary>An entry of a ledger as it was received: what the device signed, its signature, and whose ticket it is.</summary>
    public sealed class DoorEntryRow
    {
        public Guid DeviceId { get; init; }
        public long Counter { get; init; }
        public required string ForumKey { get; init; }
        /// <summary>Of all entries of the forum, in the order in which they were received, from 1 without a gap.</summary>
        public long Sequence { get; init; }
        public Instant At { get; init; }
        public long OffsetMs { get; init; }
        /// <summary>By the world's clock.</summary>
        public Instant ReceivedAt { get; init; }
        public DoorKind Kind { get; init; }
        public required string ListCode { get; init; }
        public required string GateCode { get; init; }
        public required string CodeHash { get; init; }
        public required string Nonce { get; init; }
        public Guid? UndoesDevice { get; init; }
        public long? UndoesCounter { get; init; }
        public string? Reason { get; init; }
        public string? Note { get; init; }
        public string? GroupCode { get; init; }
        public string? CardSha256 { get; init; }
        /// <summary>ECDSA over SHA-256 of the signed bytes, r and s, base64; null where the server decided.</summary>
        public string? Signature { get; init; }
        /// <summary>Who asked the server to decide; null where a device did.</summary>
        public Guid? PersonId { get; init; }
        /// <summary>Null for walk-ins and codes that were none of the forum when the entry came.</summary>
        public Guid? AttendeeId { get; init; }

        public DoorEntry Entry => new(DeviceId, Counter, At, Kind, ListCode, GateCode, CodeHash, Nonce,
            UndoesDevice is { } device ? new EntryName(device, UndoesCounter!.Value) : null, Reason)
        { OffsetMs = OffsetMs, Note = Note, Group = GroupCode, Card = CardSha256 };

        public static DoorEntryRow Of(DoorEntry entry, string forumKey, long sequence, Instant receivedAt, string? signature, Guid? personId, Guid? attendeeId) => new()
        {
            DeviceId = entry.Device, Counter = entry.Counter, ForumKey = forumKey, Sequence = sequence, At = entry.At, OffsetMs = entry.OffsetMs, ReceivedAt = receivedAt, Kind = entry.Kind,
            ListCode = entry.List, GateCode = entry.Gate, CodeHash = entry.CodeHash, Nonce = entry.Nonce, UndoesDevice = entry.Undoes?.Device, UndoesCounter = entry.Undoes?.Counter,
            Reason = entry.Reason, Note = entry.Note, GroupCode = entry.Group, CardSha256 = entry.Card, Signature = signature, PersonId = personId, AttendeeId = attendeeId,
        };
    }

    /// <summary>The name card of somebody who came without a registration.</summary>
    public sealed class DoorWalkIn
    {
        public Guid DeviceId { get; init; }
        public long Counter { get; init; }
        public required string Name { get; init; }
        public required string Organisation { get; init; }
        public required string KindCode { get; init; }
    }

    internal sealed class DoorDeviceMapping : IEntityTypeConfiguration<DoorDevice>
    {
        public void Configure(EntityTypeBuilder<DoorDevice> d) => d.Property(x => x.Id).ValueGeneratedNever();
    }

    internal sealed class DoorEnrolmentMapping : IEntityTypeConfiguration<DoorEnrolment>
    {
        public void Configure(EntityTypeBuilder<DoorEnrolment> e) => e.HasKey(x => x.CodeHash);
    }

    internal sealed class DoorEntryMapping : IEntityTypeConfiguration<DoorEntryRow>
    {
        public void Configure(EntityTypeBuilder<DoorEntryRow> e)
        {
            e.ToTable("door_entry");
            e.HasKey(x => new { x.DeviceId, x.Counter });
            e.Property(x => x.CardSha256).HasColumnName("card_sha256");
            e.HasOne<DoorDevice>().WithMany().HasForeignKey(x => x.DeviceId);
            e.HasOne<Attendee>().WithMany().HasForeignKey(x => x.AttendeeId);
            e.Ignore(x => x.Entry);
        }
    }

    internal sealed class DoorWalkInMapping : IEntityTypeConfiguration<DoorWalkIn>
    {
        public void Configure(EntityTypeBuilder<DoorWalkIn> w)
        {
            w.HasKey(x => new { x.DeviceId, x.Counter });
            w.HasOne<DoorEntryRow>().WithOne().HasForeignKey<DoorWalkIn>(x => new { x.DeviceId, x.Counter });
        }
    }
}

namespace BangVang.App.Storage
{
    public sealed partial class BangVangDb
    {
        public DbSet<DoorDevice> DoorDevices => Set<DoorDevice>();
        public DbSet<DoorEnrolment> DoorEnrolments => Set<DoorEnrolment>();
        public DbSet<DoorEntryRow> DoorEntries => Set<DoorEntryRow>();
        public DbSet<DoorWalkIn> DoorWalkIns => Set<DoorWalkIn>();
    }
}
