using System.Security.Cryptography;
using System.Text;
using BangVang.Domain.Editions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace BangVang.App.Editions;

/// <summary>An edition as it was published: numbered, hashed, never changed. Dossiers point at it.</summary>
public sealed class EditionSnapshot
{
    public Guid Id { get; init; }
    /// <summary><c>programme/year</c>.</summary>
    public required string EditionKey { get; init; }
    /// <summary>1 for the first publication, then one more with each amendment; unique per key.</summary>
    public int Number { get; init; }
    /// <summary>SHA-256 of the UTF-8 bytes of <see cref="Content"/>, 64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }
    /// <summary>Canonical JSON from which the edition is rebuilt exactly.</summary>
    public required string Content { get; init; }
    public Instant PublishedAt { get; init; }
    /// <summary>Null when the installation itself published it.</summary>
    public Guid? PublishedBy { get; init; }
    /// <summary>What an amendment tells everyone; null on the first publication.</summary>
    public string? NoticeVi { get; init; }
    public string? NoticeEn { get; init; }

    /// <summary>The bytes a snapshot keeps, and their hash in lower-case hex.</summary>
    public static (byte[] Content, string Sha256) Freeze(Edition edition)
    {
        var content = EditionJson.Bytes(edition);
        return (content, Convert.ToHexStringLower(SHA256.HashData(content)));
    }

    /// <summary>The edition as it was published.</summary>
    public Edition Thaw() => EditionJson.Read(Content);

    internal static EditionSnapshot Of(Guid id, Edition edition, int number, Instant now, Guid? by, LocalizedText? notice)
    {
        var (content, sha256) = Freeze(edition);
        return new()
        {
            Id = id, EditionKey = edition.Key, Number = number, Sha256 = sha256, Content = Encoding.UTF8.GetString(content),
            PublishedAt = now, PublishedBy = by, NoticeVi = notice?.Vi, NoticeEn = notice?.En,
        };
    }
}

/// <summary>A file that snapshots carry, kept once by its hash.</summary>
public sealed class EditionAttachment
{
    /// <summary>64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }
    public required byte[] Content { get; init; }
}

internal sealed class EditionSnapshotMapping : IEntityTypeConfiguration<EditionSnapshot>
{
    public void Configure(EntityTypeBuilder<EditionSnapshot> snapshot)
    {
        snapshot.Property(x => x.Id).ValueGeneratedNever();
        snapshot.HasIndex(x => new { x.EditionKey, x.Number }).IsUnique();
    }
}

internal sealed class EditionAttachmentMapping : IEntityTypeConfiguration<EditionAttachment>
{
    public void Configure(EntityTypeBuilder<EditionAttachment> attachment) => attachment.HasKey(x => x.Sha256);
}
