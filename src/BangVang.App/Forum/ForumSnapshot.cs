using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BangVang.App.Editions;
using BangVang.Domain.Editions;
using BangVang.Domain.Forum;
using BangVang.Proof;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace BangVang.App.Forum
{
    /// <summary>A forum as it was published: numbered, hashed, never changed.</summary>
    public sealed class ForumSnapshot
    {
        public Guid Id { get; init; }
        /// <summary>See <see cref="ForumEdition.Slug"/>.</summary>
        public required string Slug { get; init; }
        /// <summary>1 for the first publication, then one more with each change; unique per slug.</summary>
        public int Number { get; init; }
        /// <summary>SHA-256 of the UTF-8 bytes of <see cref="Content"/>, 64 lower-case hexadecimal digits.</summary>
        public required string Sha256 { get; init; }
        /// <summary>Canonical JSON from which the forum is rebuilt exactly.</summary>
        public required string Content { get; init; }
        public Instant PublishedAt { get; init; }
        /// <summary>Null when the installation itself published it.</summary>
        public Guid? PublishedBy { get; init; }

        /// <summary>The bytes a snapshot keeps, and their hash in lower-case hex.</summary>
        public static (byte[] Content, string Sha256) Freeze(ForumEdition forum)
        {
            var content = CanonicalJson.Bytes(JsonSerializer.SerializeToNode(forum, EditionJson.Options)!);
            return (content, Convert.ToHexStringLower(SHA256.HashData(content)));
        }

        /// <summary>The forum as it was published.</summary>
        public ForumEdition Thaw() => JsonSerializer.Deserialize<ForumEdition>(Content, EditionJson.Options)!;

        internal static ForumSnapshot Of(Guid id, ForumEdition forum, int number, Instant now, Guid? by)
        {
            var (content, sha256) = Freeze(forum);
            return new() { Id = id, Slug = forum.Slug, Number = number, Sha256 = sha256, Content = Encoding.UTF8.GetString(content), PublishedAt = now, PublishedBy = by };
        }
    }

    internal sealed class ForumSnapshotMapping : IEntityTypeConfiguration<ForumSnapshot>
    {
        public void Configure(EntityTypeBuilder<ForumSnapshot> e) => e.Property(x => x.Id).ValueGeneratedNever();
    }
}

namespace BangVang.App.Storage
{
    public sealed partial class BangVangDb
    {
        public DbSet<Forum.ForumSnapshot> ForumSnapshots => Set<Forum.ForumSnapshot>();
    }
}
