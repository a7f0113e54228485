using NodaTime;

namespace BangVang.App.Kernel;

/// <summary>
/// Two clocks: <see cref="IClock"/> is the award's (in the demonstration it is moved forward), <see cref="TimeProvider"/> is
/// the world's. Sessions, links in mails, throttles and the outbox live by the world's.
/// </summary>
public static class TimeProviderExtensions
{
    public static Instant Now(this TimeProvider time) => Instant.FromDateTimeOffset(time.GetUtcNow());
}
