using NodaTime;

namespace BangVang.App.Demo;

/// <summary>The next opening or closing of any edition after a given time; null when nothing more is planned.</summary>
public delegate Task<Instant?> NextDemoMoment(Instant after, CancellationToken ct);
