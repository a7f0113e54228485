using BangVang.App.Storage;
using BangVang.Domain.Forum;
using BangVang.Domain.Forum.Registration;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.Forum.Registration;

/// <summary>
/// Gives out the seats of one forum inside the caller's transaction. Whoever changes seats first touches the forum's line in
/// registration_head and holds it until the commit, so that arrivals, cancellations and promotions happen one after the
/// other in the order of the numbers; each stock of seats is still guarded by its own conditional statement.
/// </summary>
internal sealed class SeatDesk(BangVangDb db, ForumEdition forum, RegistrationRules rules)
{
    private string Key => forum.Key;

    /// <summary>Takes the turn without a new number.</summary>
    public Task OpenAsync(CancellationToken ct) => TurnAsync(0, ct);

    /// <summary>Takes the next numbers, so many of them.</summary>
    /// <returns>The last of them.</returns>
    public Task<int> NumberAsync(int count, CancellationToken ct) => TurnAsync(count, ct);

    private async Task<int> TurnAsync(int step, CancellationToken ct)
    {
        for (; ; )
        {
            var number = await db.Database.SqlQuery<int>($"UPDATE registration_head SET last_number = last_number + {step} WHERE forum_key = {Key} RETURNING last_number AS value").ToListAsync(ct);
            if (number.Count == 1) return number[0];
            await db.Database.ExecuteSqlAsync($"INSERT INTO registration_head (forum_key, last_number) VALUES ({Key}, 0) ON CONFLICT (forum_key) DO NOTHING", ct);
            await SizeAsync(ct);
        }
    }

    /// <summary>
    /// Brings the stocks to the size the published forum states. One that would fall below what is taken stays there and
    /// shrinks as seats come back: nobody loses a seat that was given.
    /// </summary>
    public async Task SizeAsync(CancellationToken ct)
    {
        var known = await db.SeatPools.AsNoTracking().Where(p => p.ForumKey == Key).ToDictionaryAsync(p => p.Code, ct);
        foreach (var (pool, capacity) in rules.Pools)
        {
            var now = known.GetValueOrDefault(pool);
            known.Remove(pool);
            if (now is null) await AddAsync(pool, capacity, ct);
            else if (now.Capacity != Math.Max(capacity, now.Taken))
                await db.Database.ExecuteSqlAsync($"UPDATE registration_pool SET capacity = CASE WHEN taken > {capacity} THEN taken ELSE {capacity} END WHERE forum_key = {Key} AND code = {pool}", ct);
        }
        foreach (var unlimited in known.Keys) await db.Database.ExecuteSqlAsync($"DELETE FROM registration_pool WHERE forum_key = {Key} AND code = {unlimited}", ct);
    }

    /// <summary>A limit that is new: who has a seat already counts.</summary>
    private async Task AddAsync(string pool, int capacity, CancellationToken ct)
    {
        var taken = await db.Parties.Where(p => p.ForumKey == Key && p.HoldsSeats && ("place:" + p.PlaceCode == pool || "kind:" + p.KindCode == pool)).SumAsync(p => p.Size, ct);
        var size = Math.Max(capacity, taken);
        await db.Database.ExecuteSqlAsync($"INSERT INTO registration_pool (forum_key, code, capacity, taken) VALUES ({Key}, {pool}, {size}, {taken})", ct);
    }

    /// <summary>Seats the party, or says what it waits for. It must be approved, and not seated yet.</summary>
    public async Task SeatOrWaitAsync(Party party, CancellationToken ct)
    {
        var pools = rules.PoolsOf(party.KindCode, party.PlaceCode);
        if (rules.Waiting is WaitingOrder.Strict)
            foreach (var pool in pools)
                if (await db.Parties.AnyAsync(p => p.ForumKey == Key && p.WaitsFor == pool && p.Number < party.Number && p.Id != party.Id, ct)) { party.Wait(pool); return; }
        if (await TakeAsync(pools, party.Size, ct) is { } full) party.Wait(full);
        else party.Seat();
    }

    /// <summary>
    /// The same for parties that have just come, by number: who gets a seat is worked out from what is free, since nobody else changes
    /// that meanwhile; what they get is then taken by one conditional statement for each stock.
    /// </summary>
    public async Task SeatOrWaitAsync(IReadOnlyList<Party> arrived, CancellationToken ct)
    {
        if (arrived.Count <= 1)
        {
            foreach (var party in arrived) await SeatOrWaitAsync(party, ct);
            return;
        }
        var free = await db.SeatPools.AsNoTracking().Where(p => p.ForumKey == Key).ToDictionaryAsync(p => p.Code, p => p.Capacity - p.Taken, ct);
        var (lines, taken) = (new HashSet<string>(StringComparer.Ordinal), new Dictionary<string, int>(StringComparer.Ordinal));
        if (rules.Waiting is WaitingOrder.Strict)
            foreach (var pool in arrived.SelectMany(p => rules.PoolsOf(p.KindCode, p.PlaceCode)).Distinct())
                if (await db.Parties.AnyAsync(p => p.ForumKey == Key && p.WaitsFor == pool, ct)) lines.Add(pool);
        foreach (var party in arrived)
        {
            var pools = rules.PoolsOf(party.KindCode, party.PlaceCode);
            if ((pools.FirstOrDefault(lines.Contains) ?? pools.FirstOrDefault(p => free.GetValueOrDefault(p) < party.Size)) is { } lacks)
            {
                party.Wait(lacks);
                if (rules.Waiting is WaitingOrder.Strict) lines.Add(lacks);
                continue;
            }
            foreach (var pool in pools) (free[pool], taken[pool]) = (free[pool] - party.Size, taken.GetValueOrDefault(pool) + party.Size);
            party.Seat();
        }
        foreach (var (pool, count) in taken)
            if (!await ChangeAsync(pool, count, ct)) throw new InvalidOperationException($"{count} seats of {pool} were free and are not.");
    }

    /// <summary>Takes the seats of a changed place for a party that has others; false leaves all as it was.</summary>
    public async Task<bool> ExchangeAsync(Party party, string place, CancellationToken ct)
    {
        var (old, wanted) = (rules.PoolsOf(party.KindCode, party.PlaceCode), rules.PoolsOf(party.KindCode, place));
        var added = wanted.Except(old).ToList();
        foreach (var pool in added)
            if (await db.Parties.AnyAsync(p => p.ForumKey == Key && p.WaitsFor == pool, ct)) return false;
        if (await TakeAsync(added, party.Size, ct) is not null) return false;
        foreach (var pool in old.Except(wanted)) await ChangeAsync(pool, -party.Size, ct);
        party.PlaceCode = place;
        return true;
    }

    /// <summary>Gives back the seats of a party that holds some.</summary>
    public async Task ReleaseAsync(Party party, CancellationToken ct)
    {
        if (!party.HoldsSeats) return;
        foreach (var pool in rules.PoolsOf(party.KindCode, party.PlaceCode)) await ChangeAsync(pool, -party.Size, ct);
        party.GiveUpSeats();
    }

    /// <summary>Seats whom the free seats reach, by number. Saves what it changes; doing it again does nothing.</summary>
    /// <returns>Those who got their seats now.</returns>
    public async Task<IReadOnlyList<Party>> MoveAsync(CancellationToken ct)
    {
        await db.SaveChangesAsync(ct);
        List<Party> seated = [];
        var limited = rules.Pools.Select(p => p.Pool).ToArray();
        foreach (var party in await db.Parties.Where(p => p.ForumKey == Key && p.WaitsFor != null && !limited.Contains(p.WaitsFor)).OrderBy(p => p.Number).ToListAsync(ct))
            await TryAsync(party, seated, ct);
        // Who turns out to lack seats of another stock changes lines, so that the lines are gone through until nobody does.
        for (var moved = true; moved;)
        {
            moved = false;
            foreach (var pool in limited) moved |= await MoveLineAsync(pool, seated, ct);
        }
        return seated;
    }

    /// <returns>True when somebody went over to another line.</returns>
    private async Task<bool> MoveLineAsync(string pool, List<Party> seated, CancellationToken ct)
    {
        var moved = false;
        for (var after = 0; await NextAsync(pool, after, ct) is { } next; after = next.Number)
        {
            await TryAsync(next, seated, ct);
            if (next.WaitsFor == pool && rules.Waiting is WaitingOrder.Strict) return moved;
            moved |= next.WaitsFor is not null && next.WaitsFor != pool;
        }
        return moved;
    }

    private async Task TryAsync(Party party, List<Party> seated, CancellationToken ct)
    {
        await SeatOrWaitAsync(party, ct);
        if (party.HoldsSeats) seated.Add(party);
        await db.SaveChangesAsync(ct);
    }

    /// <summary>The first in line for a stock that still has a seat.</summary>
    private async Task<Party?> NextAsync(string pool, int after, CancellationToken ct)
    {
        var free = await db.SeatPools.AsNoTracking().AnyAsync(p => p.ForumKey == Key && p.Code == pool && p.Taken < p.Capacity, ct);
        return !free ? null : await db.Parties.Where(p => p.ForumKey == Key && p.WaitsFor == pool && p.Number > after).OrderBy(p => p.Number).FirstOrDefaultAsync(ct);
    }

    /// <summary>Takes from all stocks or from none.</summary>
    /// <returns>The first stock that has too few; null when all were taken.</returns>
    private async Task<string?> TakeAsync(IReadOnlyList<string> pools, int count, CancellationToken ct)
    {
        for (var i = 0; i < pools.Count; i++)
        {
            if (await ChangeAsync(pools[i], count, ct)) continue;
            foreach (var taken in pools.Take(i)) await ChangeAsync(taken, -count, ct);
            return pools[i];
        }
        return null;
    }

    private async Task<bool> ChangeAsync(string pool, int count, CancellationToken ct) =>
        await db.Database.ExecuteSqlAsync($"UPDATE registration_pool SET taken = taken + {count} WHERE forum_key = {Key} AND code = {pool} AND taken + {count} <= capacity", ct) == 1;
}
