using BangVang.App.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace BangVang.App.Files.Sealing
{
    /// <summary>A stored file whose bytes are kept encrypted: until the opening the store holds these alone, afterwards both.</summary>
    public sealed class SealedFile
    {
        public Guid FileId { get; init; }
        public required string EditionKey { get; init; }
        /// <summary>Of the age file in the store; that of the content stays in <see cref="StoredFile.Sha256"/>.</summary>
        public required string Sha256 { get; init; }
        /// <summary>Of the age file.</summary>
        public long Bytes { get; init; }
        public Instant SealedAt { get; init; }
        public Instant? OpenedAt { get; set; }
        /// <summary>Why it could not be opened, the code of a refusal; null while nothing is wrong.</summary>
        public string? Problem { get; set; }
    }

    internal sealed class SealedFileMapping : IEntityTypeConfiguration<SealedFile>
    {
        public void Configure(EntityTypeBuilder<SealedFile> f)
        {
            f.HasKey(x => x.FileId);
            f.Property(x => x.FileId).ValueGeneratedNever();
            // So that the file's own row is written first.
            f.HasOne<StoredFile>().WithOne().HasForeignKey<SealedFile>(x => x.FileId).OnDelete(DeleteBehavior.NoAction);
        }
    }
}

namespace BangVang.App.Storage
{
    public sealed partial class BangVangDb
    {
        public DbSet<Files.Sealing.SealedFile> SealedFiles => Set<Files.Sealing.SealedFile>();
    }
}
