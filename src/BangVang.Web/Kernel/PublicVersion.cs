using System.Data.Common;
using BangVang.App.Laureates;
using BangVang.App.Storage;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace BangVang.Web.Kernel;

/// <summary>
/// The state of everything the public can see, as a number that the database raises with each change. Read again at most
/// twice a second, and after every save of this node: what another node changes is seen within <see cref="Fresh"/>.
/// </summary>
public sealed class PublicVersion(IServiceScopeFactory scopes, TimeProvider time)
{
    public static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(500);

    private sealed record Reading(PublicState State, long At, int Generation);
    private volatile Reading? last;
    private int generation;

    public ValueTask<PublicState> CurrentAsync(CancellationToken ct) =>
        last is { } known && known.Generation == Volatile.Read(ref generation) && time.GetElapsedTime(known.At) < Fresh ? new(known.State) : new(ReadAsync(ct));

    /// <summary>Something was saved: the next reader asks the database.</summary>
    public void Forget() => Interlocked.Increment(ref generation);

    private async Task<PublicState> ReadAsync(CancellationToken ct)
    {
        // Taken before the question: a save that comes in between makes this reading old at once.
        var (now, asked) = (time.GetTimestamp(), Volatile.Read(ref generation));
        await using var scope = scopes.CreateAsyncScope();
        var state = await scope.ServiceProvider.GetRequiredService<BangVangDb>().PublicStateAsync(ct);
        last = new(state, now, asked);
        return state;
    }
}

/// <summary>Tells <see cref="PublicVersion"/> of every save, with or without a transaction around it.</summary>
internal sealed class ForgetAfterSave(PublicVersion version) : SaveChangesInterceptor
{
    public override ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData data, int result, CancellationToken ct = default)
    {
        version.Forget();
        return ValueTask.FromResult(result);
    }
}

/// <inheritdoc cref="ForgetAfterSave"/>
internal sealed class ForgetAfterCommit(PublicVersion version) : DbTransactionInterceptor
{
    public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData data, CancellationToken ct = default)
    {
        version.Forget();
        return Task.CompletedTask;
    }
}
