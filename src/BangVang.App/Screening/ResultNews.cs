using BangVang.App.Storage;
using NodaTime;

namespace BangVang.App.Screening;

/// <summary>What the later words tell of the result; screening itself knows nothing of decisions. Registered as a service of the installation.</summary>
/// <param name="PublishedAtAsync">When the result of an edition was published; null before.</param>
/// <param name="DecidersAsync">Who took part in the result of a dossier: its jurors, those who voted on it, who approved and published it.</param>
public sealed record ResultNews(
    Func<BangVangDb, string, CancellationToken, Task<Instant?>> PublishedAtAsync,
    Func<BangVangDb, Guid, CancellationToken, Task<IReadOnlyList<Guid>>> DecidersAsync);
