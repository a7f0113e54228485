using Microsoft.EntityFrameworkCore;

namespace BangVang.App.Storage;

/// <summary>
/// Something that is true of every sound database. Each word lists its own in a static class <c>…Invariants</c> with a
/// static property <c>All</c>; <see cref="Doctor"/> finds them there.
/// </summary>
/// <param name="Name"><c>word.what_holds</c>; what scripts and the log of the nightly check call it.</param>
/// <param name="Vietnamese">The invariant as a sentence.</param>
/// <param name="English">The same sentence.</param>
public abstract record Invariant(string Name, string Vietnamese, string English)
{
    /// <summary>Name of the only engine it concerns; null for both.</summary>
    public string? OnlyOn { get; init; }

    /// <summary>At most <paramref name="limit"/> things that break it, each named so that a person finds it.</summary>
    internal abstract Task<List<string>> OffendersAsync(BangVangDb db, int limit, CancellationToken ct);
}

/// <summary>An invariant stated in SQL that both engines read.</summary>
/// <param name="Sql">A query with one text column called <c>value</c>, one row for each thing that breaks the invariant.</param>
public sealed record SqlInvariant(string Name, string Vietnamese, string English, string Sql) : Invariant(Name, Vietnamese, English)
{
    // The text is a constant of this program. Composing with LINQ instead would make every invariant write AS "Value".
#pragma warning disable EF1002
    internal override Task<List<string>> OffendersAsync(BangVangDb db, int limit, CancellationToken ct) =>
        db.Database.SqlQueryRaw<string>($"SELECT value FROM ({Sql}) AS found LIMIT {limit}").ToListAsync(ct);
#pragma warning restore EF1002
}

/// <summary>An invariant that SQL cannot state, such as a hash.</summary>
/// <param name="Find">Yields what breaks it, reading row after row.</param>
public sealed record ComputedInvariant(string Name, string Vietnamese, string English, Func<BangVangDb, IAsyncEnumerable<string>> Find)
    : Invariant(Name, Vietnamese, English)
{
    internal override async Task<List<string>> OffendersAsync(BangVangDb db, int limit, CancellationToken ct) =>
        await Find(db).Take(limit).ToListAsync(ct);
}
