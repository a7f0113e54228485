using NodaTime;

namespace BangVang.Domain.Kernel;

/// <summary>Identifiers made by us, not by the database: UUID version 7 (RFC 9562), so that rows of one time lie together.</summary>
public static class Ids
{
    /// <summary>A new identifier whose leading 48 bits are <paramref name="now"/> in Unix milliseconds.</summary>
    public static Guid New(Instant now) => Guid.CreateVersion7(now.ToDateTimeOffset());
}
