using System.Reflection;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.Storage;

/// <summary>What the doctor found about one invariant.</summary>
/// <param name="Offenders">What breaks it, at most <see cref="Doctor.MostNamed"/>; empty when it holds.</param>
/// <param name="More">True when there are more than are named.</param>
public sealed record Finding(string Name, string Vietnamese, string English, IReadOnlyList<string> Offenders, bool More)
{
    public bool Holds => Offenders.Count == 0;
}

/// <summary>Checks every invariant of the database on one state of it; writers are not stopped.</summary>
public sealed class Doctor(BangVangDb db, DatabaseEngine engine)
{
    /// <summary>How many offenders of one invariant are named.</summary>
    public const int MostNamed = 20;

    /// <summary>The invariants of all words, ordered by name.</summary>
    /// <exception cref="InvalidOperationException">A class is called <c>…Invariants</c> and has no list <c>All</c>, or two invariants share a name.</exception>
    public static IReadOnlyList<Invariant> Invariants { get; } = Discover(typeof(Doctor).Assembly);

    /// <summary>One finding for each invariant that concerns this engine, broken or not.</summary>
    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        await db.Database.ExecuteSqlRawAsync(engine.BeginSnapshotSql, ct);
        try
        {
            var findings = new List<Finding>();
            foreach (var invariant in Invariants.Where(i => i.OnlyOn is null || i.OnlyOn == engine.Name))
            {
                var offenders = await invariant.OffendersAsync(db, MostNamed + 1, ct);
                findings.Add(new(invariant.Name, invariant.Vietnamese, invariant.English, [.. offenders.Take(MostNamed)], offenders.Count > MostNamed));
            }
            return findings;
        }
        finally
        {
            await db.Database.ExecuteSqlRawAsync("ROLLBACK", CancellationToken.None);
            await db.Database.CloseConnectionAsync();
        }
    }

    private static List<Invariant> Discover(Assembly assembly)
    {
        var all = assembly.GetTypes().Where(t => t.Name.EndsWith("Invariants", StringComparison.Ordinal)).SelectMany(ListOf).OrderBy(i => i.Name, StringComparer.Ordinal).ToList();
        return all.CountBy(i => i.Name).FirstOrDefault(n => n.Value > 1) is { Key: { } twice }
            ? throw new InvalidOperationException($"Two invariants are called {twice}.")
            : all;
    }

    private static IReadOnlyList<Invariant> ListOf(Type type) =>
        type.GetProperty("All", BindingFlags.Static | BindingFlags.Public)?.GetValue(null) as IReadOnlyList<Invariant>
        ?? throw new InvalidOperationException($"{type} has no static property All with its invariants.");
}
