using System.Globalization;
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
    private const int Each = 60;

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task Changes_made_behind_the_back_of_the_program_are_found(Engine engine)
    {
        await using var past = await PastAward.CreateAsync(engine);
        await FindAllAsync(past, engine, Changes);
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task Changes_of_ballots_are_found(Engine engine)
    {
        await using var past = await PastAward.InPairsAsync(engine, atOnce: 3);
        await FindAllAsync(past, engine, OfBallots);
    }

    private async Task FindAllAsync(PastAward past, Engine engine, IReadOnlyList<Change> changes)
    {
        await using var db = past.Test.Open();
        await LiftAsync(db, engine);
        (await BrokenAsync(db)).ShouldBeEmpty("the negative control");

        var random = new SeededRandom("database 20261122");
        var (found, missed) = (new Dictionary<string, int>(), new List<string>());
        foreach (var change in changes)
        {
            var keys = await db.Database.SqlQueryRaw<string>(string.Concat("SELECT CAST(", change.Key, " AS text) AS \"Value\" FROM ", change.Table, " WHERE ", change.Where, " ORDER BY 1")).ToListAsync();
            keys.ShouldNotBeEmpty(change.Table);
            for (var n = 0; n < Each; n++)
            {
                var (key, other) = (keys[random.Next(keys.Count)], keys[random.Next(keys.Count)]);
                if (change.Sql.Contains("{other}", StringComparison.Ordinal) && key == other) continue;
                var sql = change.Sql.Replace("{n}", (1 + random.Next(8)).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
                    .Replace("{key}", key, StringComparison.Ordinal).Replace("{other}", other, StringComparison.Ordinal);
                await using var transaction = await db.Database.BeginTransactionAsync();
                (await db.Database.ExecuteSqlRawAsync(sql)).ShouldBeGreaterThan(0, sql);
                var broken = await BrokenAsync(db);
                if (broken.Count == 0) missed.Add(sql);
                else found[change.What] = found.GetValueOrDefault(change.What) + 1;
                await transaction.RollbackAsync();
            }
        }
        output.WriteLine($"{found.Values.Sum()} changes found: {string.Join(", ", found.Select(f => $"{f.Key} {f.Value}"))}");
        missed.ShouldBeEmpty();
        (await BrokenAsync(db)).ShouldBeEmpty();
        past.Test.IsBrokenOnPurpose = true;
    }

    /// <summary>Takes the triggers away that keep rows from being changed.</summary>
    private static async Task LiftAsync(BangVangDb db, Engine engine)
    {
        string[] tables = ["log_event", "edition_snapshot", "dossier_version", "pair_act", "shown_product"];
        var names = engine is Engine.Sqlite
            ? "SELECT name AS \"Value\" FROM sqlite_master WHERE type = 'trigger' AND tbl_name = {0}"
            : "SELECT tgname::text AS \"Value\" FROM pg_trigger WHERE NOT tgisinternal AND tgrelid = CAST({0} AS regclass)";
        foreach (var table in tables)
            foreach (var trigger in await db.Database.SqlQueryRaw<string>(names, table).ToListAsync())
                await db.Database.ExecuteSqlRawAsync(string.Concat("DROP TRIGGER ", trigger, engine is Engine.Sqlite ? "" : $" ON {table}"));
    }

    /// <summary>One field of one row, and what an attacker would do to keep the rest of the row plausible.</summary>
    private sealed record Change(string What, string Table, string Sql, string Key = "id", string Where = "1 = 1");

    private const string Signed = "state = 'Signed'", Voted = "state IN ('Carried', 'Rejected')";

    private static readonly Change[] Changes =
    [
        new("score", "scoresheet", "UPDATE scoresheet SET score = score + {n} WHERE id = '{key}'", Where: Signed),
        new("marks", "scoresheet", "UPDATE scoresheet SET marks = replace(marks, ':', ':{n}') WHERE id = '{key}'", Where: Signed),
        new("dossier hash", "dossier_version", "UPDATE dossier_version SET sha256 = CASE WHEN substr(sha256, 1, 1) = '{n}' THEN 'f' ELSE '{n}' END || substr(sha256, 2) WHERE id = '{key}'"),
        new("verdict", "screening_case", "UPDATE screening_case SET state = CASE WHEN state = 'Refused' THEN 'Accepted' ELSE 'Refused' END, reason = 'x{n}' WHERE dossier_id = '{key}'", "dossier_id", "state IN ('Accepted', 'Refused')"),
        new("rulebook", "edition_snapshot", "UPDATE edition_snapshot SET content = replace(content, '\"quorum\":', '\"quorum\":{n}') WHERE id = '{key}'"),
        new("motion", "motion", "UPDATE motion SET tier_code = 'x{n}' WHERE id = '{key}'", Where: Voted),
        new("votes", "motion", "UPDATE motion SET present = present + {n}, against = against + {n} WHERE id = '{key}'", Where: Voted),
        new("seed", "assignment_plan", "UPDATE assignment_plan SET seed = CASE WHEN substr(seed, 1, 1) = '{n}' THEN 'f' ELSE '{n}' END || substr(seed, 2) WHERE id = '{key}'"),
        new("decision", "award_decision", "UPDATE award_decision SET lines = replace(lines, '\"score\":', '\"score\":{n}') WHERE id = '{key}'"),
        new("event's time", "log_event", "UPDATE log_event SET at = at + {n} WHERE seq = '{key}'", "seq"),
        new("event's salt", "log_event", "UPDATE log_event SET salt = (SELECT o.salt FROM log_event o WHERE o.seq = '{other}') WHERE seq = '{key}'", "seq"),
        new("event's payload", "log_event", "UPDATE log_event SET payload = (SELECT o.payload FROM log_event o WHERE o.seq = '{other}') WHERE seq = '{key}'", "seq"),
        new("event's entry", "log_event", "UPDATE log_event SET entry = (SELECT o.entry FROM log_event o WHERE o.seq = '{other}') WHERE seq = '{key}'", "seq"),
        // A whole event instead of another, sound in itself: only the tree knows.
        new("event repeated", "log_event", "UPDATE log_event SET (at, kind, edition_key, payload, salt, entry, hidden) = (SELECT o.at, o.kind, o.edition_key, o.payload, o.salt, o.entry, o.hidden FROM log_event o WHERE o.seq = '{other}') WHERE seq = '{key}'", "seq"),
        new("order of events", "log_event", "UPDATE log_event SET seq = 999999 WHERE seq = '{key}'; UPDATE log_event SET seq = '{key}' WHERE seq = '{other}'; UPDATE log_event SET seq = '{other}' WHERE seq = 999999", "seq"),
        new("deleted event", "log_event", "DELETE FROM log_event WHERE seq = '{key}'", "seq"),
        // The entry stays what it is and is about another row: then this one has none.
        new("event's row", "log_event", "UPDATE log_event SET subject = 'x{n}' WHERE seq = '{key}'", "seq", "kind IN ('edition.published', 'screening.verdict', 'assignment.sealed', 'scoresheet.signed', 'council.motion')"),
    ];

    private static readonly Change[] OfBallots =
    [
        new("order", "pair_act", "UPDATE shown_product SET place = 5 WHERE act_id = '{key}' AND place = 1; UPDATE shown_product SET place = 1 WHERE act_id = '{key}' AND place = 2; UPDATE shown_product SET place = 2 WHERE act_id = '{key}' AND place = 5", Where: "kind = 'Chosen'"),
        new("sides", "pair_act", "UPDATE shown_product SET position = 5 WHERE act_id = '{key}' AND position = 1; UPDATE shown_product SET position = 1 WHERE act_id = '{key}' AND position = 2; UPDATE shown_product SET position = 2 WHERE act_id = '{key}' AND position = 5", Where: "kind <> 'Undone'"),
        new("skip", "pair_act", "UPDATE shown_product SET place = NULL WHERE act_id = '{key}'; UPDATE pair_act SET kind = 'Skipped', reason = 'x{n}' WHERE id = '{key}'", Where: "kind = 'Chosen'"),
        new("seed of a ballot", "pair_ballot", "UPDATE pair_ballot SET seed = CASE WHEN substr(seed, 1, 1) = '{n}' THEN 'f' ELSE '{n}' END || substr(seed, 2) WHERE id = '{key}'"),
        new("signature", "pair_ballot", "UPDATE pair_ballot SET signed_at = NULL WHERE id = '{key}'"),
        new("conflict dropped", "pair_exclusion", "UPDATE pair_exclusion SET readmitted_at = excluded_at + {n} WHERE id = '{key}'", Where: "readmitted_at IS NULL"),
        new("conflict kept", "pair_exclusion", "UPDATE pair_exclusion SET readmitted_at = NULL WHERE id = '{key}'", Where: "readmitted_at IS NOT NULL"),
        new("event's row", "log_event", "UPDATE log_event SET subject = 'x{n}' WHERE seq = '{key}'", "seq", "(kind = 'ballot.set_aside' AND NOT EXISTS (SELECT 1 FROM log_event o WHERE o.subject = log_event.subject AND o.kind = 'ballot.counted_again')) OR (kind = 'ballot.signed' AND seq = (SELECT MAX(o.seq) FROM log_event o WHERE o.subject = log_event.subject AND o.kind = 'ballot.signed'))"),
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
