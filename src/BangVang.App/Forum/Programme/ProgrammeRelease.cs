using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BangVang.App.Kernel;
using BangVang.Domain.Forum.Programme;
using BangVang.Proof;
using NodaTime;

namespace BangVang.App.Forum.Programme;

/// <summary>A programme as it was released: named, numbered, hashed, never changed.</summary>
public sealed class ProgrammeRelease
{
    public Guid Id { get; init; }
    /// <summary>See <see cref="Domain.Forum.ForumEdition.Key"/>.</summary>
    public required string ForumKey { get; init; }
    /// <summary>1 for the first release, then one more with each; unique per forum.</summary>
    public int Number { get; init; }
    /// <summary>What the organisers call it: "1.0", "Bản in"; unique per forum. Feeds show it as the version.</summary>
    public required string Name { get; init; }
    /// <summary>SHA-256 of the UTF-8 bytes of <see cref="Content"/>, 64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }
    /// <summary>Canonical JSON from which the programme is rebuilt exactly.</summary>
    public required string Content { get; init; }
    public Instant ReleasedAt { get; init; }
    /// <summary>Null when the installation itself released it.</summary>
    public Guid? ReleasedBy { get; init; }

    /// <summary>The bytes a release keeps, and their hash in lower-case hex.</summary>
    public static (byte[] Content, string Sha256) Freeze(ReleasedProgramme programme)
    {
        var content = CanonicalJson.Bytes(JsonSerializer.SerializeToNode(programme, Json.Options)!);
        return (content, Convert.ToHexStringLower(SHA256.HashData(content)));
    }

    public ReleasedProgramme Thaw() => JsonSerializer.Deserialize<ReleasedProgramme>(Content, Json.Options)!;

    internal static ProgrammeRelease Of(Guid id, string forumKey, int number, string name, ReleasedProgramme programme, Instant now, Guid? by)
    {
        var (content, sha256) = Freeze(programme);
        return new() { Id = id, ForumKey = forumKey, Number = number, Name = name, Sha256 = sha256, Content = Encoding.UTF8.GetString(content), ReleasedAt = now, ReleasedBy = by };
    }
}
