using BangVang.App.Kernel;
using BangVang.App.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Log;

/// <summary>
/// Says which checkpoint the witnesses are asked about next. All are asked about the same one, whatever each needs to answer: were each
/// asked about the newest, no checkpoint of a busy log would ever have two signatures.
/// </summary>
public sealed class BeginWitnessRound(BangVangDb db, TimeProvider time)
{
    /// <param name="pace">A round lasts at least so long.</param>
    /// <returns>Its size; null when there is nothing to ask about, or a round is on, perhaps of another node.</returns>
    public async Task<long?> RunAsync(Duration pace, CancellationToken ct)
    {
        if (await db.LogCheckpoints.MaxAsync(c => (long?)c.Size, ct) is not { } newest || newest == 0) return null;
        var (now, began) = (time.Now().ToUnixTimeMilliseconds(), time.Now().Minus(pace).ToUnixTimeMilliseconds());
        // A beginning in the future is that of a clock which was wrong: it holds nobody up.
        var begins = await db.Database.ExecuteSqlAsync($"UPDATE log_round SET size = {newest}, at = {now} WHERE id = 1 AND (at <= {began} OR at > {now})", ct);
        return begins > 0 ? newest : null;
    }
}
