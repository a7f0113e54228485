using BangVang.App.Forum.Streams;
using BangVang.Domain.Forum.Streams;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace BangVang.App.Forum.Streams
{
    /// <summary>Where an encoder may send a stream.</summary>
    public sealed class StreamIngest
    {
        public required string ForumSlug { get; init; }
        public required string Stream { get; init; }
        /// <summary>Hash of the key that stands in the encoder's address; the key itself is shown once and not kept.</summary>
        public required string KeyHash { get; set; }
        public Instant MadeAt { get; set; }
        /// <summary>When somebody said that nothing more comes; null while it may.</summary>
        public Instant? EndedAt { get; set; }
        public int Version { get; set; }
    }

    /// <summary>A file an encoder sent: received, and told to listeners once a playlist of the encoder names it.</summary>
    public sealed class StreamSegment
    {
        public Guid Id { get; init; }
        public required string ForumSlug { get; init; }
        public required string Stream { get; init; }
        public required string Rendition { get; init; }
        /// <summary>As the encoder named it; unique within the rendition.</summary>
        public required string Name { get; init; }
        /// <summary>"ts", "aac" or "vtt".</summary>
        public required string Extension { get; init; }
        public required string Sha256 { get; init; }
        public long Bytes { get; init; }
        public Instant ReceivedAt { get; init; }
        /// <summary>From 1 in the order in which listeners are told; null while no playlist has named it.</summary>
        public long? Number { get; set; }
        /// <summary>Microseconds.</summary>
        public long? LengthUs { get; set; }
        public Instant? StartsAt { get; set; }
        public bool IsDiscontinuity { get; set; }
        /// <summary>It was filled in after the live time had passed it: in the replay, not in the live list.</summary>
        public bool IsLate { get; set; }
    }

    /// <summary>What the encoder said of a rendition's picture and sound.</summary>
    public sealed class StreamVariant
    {
        public required string ForumSlug { get; init; }
        public required string Stream { get; init; }
        public required string Rendition { get; init; }
        public string? Codecs { get; set; }
        public string? Resolution { get; set; }
        public string? FrameRate { get; set; }

        public EncodedVariant Encoded => new(Rendition, Codecs, Resolution, FrameRate);
    }

    /// <summary>The list an encoder sent last, kept while it names segments that are not here yet: they may come after it, on another connection.</summary>
    public sealed class StreamAwaited
    {
        public required string ForumSlug { get; init; }
        public required string Stream { get; init; }
        public required string Rendition { get; init; }
        public required string Playlist { get; set; }
    }

    internal sealed class StreamAwaitedMapping : IEntityTypeConfiguration<StreamAwaited>
    {
        public void Configure(EntityTypeBuilder<StreamAwaited> e) => e.HasKey(x => new { x.ForumSlug, x.Stream, x.Rendition });
    }

    internal sealed class StreamIngestMapping : IEntityTypeConfiguration<StreamIngest>
    {
        public void Configure(EntityTypeBuilder<StreamIngest> e)
        {
            e.HasKey(x => new { x.ForumSlug, x.Stream });
            e.Property(x => x.Version).IsConcurrencyToken();
        }
    }

    internal sealed class StreamSegmentMapping : IEntityTypeConfiguration<StreamSegment>
    {
        public void Configure(EntityTypeBuilder<StreamSegment> e) => e.Property(x => x.Id).ValueGeneratedNever();
    }

    internal sealed class StreamVariantMapping : IEntityTypeConfiguration<StreamVariant>
    {
        public void Configure(EntityTypeBuilder<StreamVariant> e)
        {
            e.HasKey(x => new { x.ForumSlug, x.Stream, x.Rendition });
            e.Ignore(x => x.Encoded);
        }
    }
}

namespace BangVang.App.Storage
{
    public sealed partial class BangVangDb
    {
        public DbSet<StreamIngest> StreamIngests => Set<StreamIngest>();
        public DbSet<StreamSegment> StreamSegments => Set<StreamSegment>();
        public DbSet<StreamAwaited> StreamsAwaited => Set<StreamAwaited>();
        public DbSet<StreamVariant> StreamVariants => Set<StreamVariant>();
    }
}
