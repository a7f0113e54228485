using BangVang.App.Storage;
using BangVang.Judging;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace BangVang.App.Tests.Bundles;

/// <summary>Whoever can write into the database itself, past every trigger, is found by the doctor.</summary>
public sealed class DatabaseTamperingTests(ITestOutputHelper output)
{
    /// <summary>What is asked of each kind; a doctor's visit takes its time.</summary>
    private const int Each = 8;

    [Fact]
    public async Task Changes_made_behind_the_back_of_the_program_are_found()
    {
        await using var past = await PastAward.CreateAsync(Engine.Sqlite);
        await using var db = past.Test.Open();
        await db.Database.ExecuteSqlRawAsync("DROP TRIGGER log_event_is_not_changed; DROP TRIGGER log_event_is_not_deleted");
        var triggers = await db.Database.SqlQueryRaw<string>("SELECT name AS \"Value\" FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ('edition_snapshot', 'dossier_version')").ToListAsync();
        foreach (var trigger in triggers) await db.Database.ExecuteSqlRawAsync(string.Concat("DROP TRIGGER ", trigger));
        (await BrokenAsync(db)).ShouldBeEmpty("the negative control");

        var random = new SeededRandom("database 20261122");
        var (found, missed) = (0, new List<string>());
        foreach (var (table, change) in Changes)
        {
            for (var n = 0; n < Each; n++)
            {
                var digit = 1 + random.Next(8);
                var row = random.Next(1_000);
                var sql = change.Replace("{n}", $"{digit}", StringComparison.Ordinal).Replace("{row}", $"(SELECT rowid FROM {table} WHERE {Where(table)} ORDER BY rowid LIMIT 1 OFFSET {row} % (SELECT COUNT(*) FROM {table} WHERE {Where(table)}))", StringComparison.Ordinal);
                await using var transaction = await db.Database.BeginTransactionAsync();
                (await db.Database.ExecuteSqlRawAsync(sql.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal))).ShouldBeGreaterThan(0, sql);
                if ((await BrokenAsync(db)).Count == 0) missed.Add(sql);
                else found++;
                await transaction.RollbackAsync();
            }
        }
        output.WriteLine($"{found} changes found");
        missed.ShouldBeEmpty();
        (await BrokenAsync(db)).ShouldBeEmpty();
        past.Test.IsBrokenOnPurpose = true;
    }

    private static string Where(string table) => table switch
    {
        "scoresheet" => "state = 'Signed'",
        "motion" => "state IN ('Carried', 'Rejected')",
        _ => "1 = 1",
    };

    /// <summary>One field of one row each, and what an attacker would do to keep the rest of the row plausible.</summary>
    private static readonly (string Table, string Change)[] Changes =
    [
        ("scoresheet", "UPDATE scoresheet SET score = score + {n} WHERE rowid = {row}"),
        ("dossier_version", "UPDATE dossier_version SET sha256 = CASE WHEN substr(sha256, 1, 1) = '{n}' THEN 'f' ELSE '{n}' END || substr(sha256, 2) WHERE rowid = {row}"),
        ("screening_case", "UPDATE screening_case SET state = 'Refused' WHERE rowid = {row}"),
        ("edition_snapshot", "UPDATE edition_snapshot SET content = replace(content, '\"quorum\":', '\"quorum\":{n}') WHERE rowid = {row}"),
        ("motion", "UPDATE motion SET tier_code = 'x{n}' WHERE rowid = {row}"),
        ("assignment_plan", "UPDATE assignment_plan SET seed = CASE WHEN substr(seed, 1, 1) = '{n}' THEN 'f' ELSE '{n}' END || substr(seed, 2) WHERE rowid = {row}"),
        ("log_event", "UPDATE log_event SET at = at + {n} WHERE rowid = {row}"),
        ("log_event", "UPDATE log_event SET salt = zeroblob(32) WHERE rowid = {row}"),
        ("log_event", "DELETE FROM log_event WHERE rowid = {row}"),
        ("log_event", "UPDATE log_event SET entry = (SELECT entry FROM log_event o WHERE o.seq = 0) WHERE seq > 0 AND rowid = max(1, {row})"),
    ];

    /// <summary>The invariants that are about the log and what it fixes.</summary>
    private static async Task<List<string>> BrokenAsync(BangVangDb db)
    {
        var broken = new List<string>();
        foreach (var invariant in Doctor.Invariants.OfType<ComputedInvariant>().Where(i => i.Name.StartsWith("log.", StringComparison.Ordinal)))
        {
            await foreach (var _ in invariant.Find(db))
            {
                broken.Add(invariant.Name);
                break;
            }
        }
        return broken;
    }
}
