using NodaTime;

namespace BangVang.Testing;

/// <summary>The world's clock, standing still until a test moves it.</summary>
public sealed class FixedTime(Instant now) : TimeProvider
{
    public Instant Now { get; set; } = now;
    public override DateTimeOffset GetUtcNow() => Now.ToDateTimeOffset();
}
