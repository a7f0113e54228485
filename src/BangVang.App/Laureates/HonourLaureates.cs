using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Domain.Laureates;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Laureates;

/// <summary>A dossier that a decision honours, as the board will show it.</summary>
public sealed record Honour(Guid DossierId, LaureateFacts Facts);

/// <summary>
/// The board's part of publishing a decision: called inside the act that publishes, which saves. Publishing again after an
/// amendment corrects the lines that differ, adds new ones and leaves the others alone; each correction is kept with its reason.
/// </summary>
public static class HonourLaureates
{
    /// <param name="reason">Why lines that are on the board already change, such as "Quyết định sửa đổi số …"; at least a few words.</param>
    /// <returns>The lines of the board in the order of <paramref name="honours"/>; not saved yet.</returns>
    /// <exception cref="ArgumentException">Facts that cannot go on the board (<see cref="LaureateFacts.Check"/>), or one dossier twice.</exception>
    public static async Task<IReadOnlyList<Laureate>> HonourAsync(
        this BangVangDb db, Actor actor, string editionKey, bool isDemonstration, IReadOnlyList<Honour> honours, string reason, Instant now, CancellationToken ct)
    {
        var dossiers = honours.Select(h => h.DossierId).ToList();
        if (dossiers.Distinct().Count() != dossiers.Count) throw new ArgumentException("A dossier is honoured twice.", nameof(honours));
        var present = await db.Laureates.Where(l => l.DossierId != null && dossiers.Contains(l.DossierId.Value)).ToDictionaryAsync(l => l.DossierId!.Value, ct);
        var slugs = (await db.Laureates.Where(l => l.EditionKey == editionKey).Select(l => l.Slug).ToListAsync(ct)).ToHashSet();
        return [.. honours.Select(h => Post(h, Demand(h.Facts)))];

        Laureate Post(Honour honour, LaureateFacts facts)
        {
            if (present.TryGetValue(honour.DossierId, out var line))
            {
                db.AddToHistory(actor, line, line.Restore(reason, null, actor.PersonId, now), now);
                db.AddToHistory(actor, line, line.Correct(facts, reason, facts.Sources[0], actor.PersonId, now), now);
                return line;
            }
            line = Laureate.New(editionKey, BoardRules.SlugFor(facts.ProductName, slugs), facts, now, isDemonstration, honour.DossierId);
            slugs.Add(line.Slug);
            db.AddToBoard(actor, line, now, "laureate.honoured");
            return line;
        }
    }

    /// <summary>Takes the lines of dossiers that are honoured no longer off the board; the caller saves. Their pages stay and say why.</summary>
    public static async Task RevokeHonoursAsync(this BangVangDb db, Actor actor, IReadOnlyCollection<Guid> dossierIds, string reason, Instant now, CancellationToken ct)
    {
        var lines = await db.Laureates.Where(l => l.DossierId != null && dossierIds.Contains(l.DossierId.Value)).ToListAsync(ct);
        foreach (var line in lines) db.AddToHistory(actor, line, line.Withdraw(reason, null, actor.PersonId, now), now);
    }

    private static LaureateFacts Demand(LaureateFacts facts)
    {
        var tidy = facts.Tidied();
        return tidy.Check() is [] ? tidy : throw new ArgumentException($"{tidy.ProductName}: {tidy.Check()[0].Code}");
    }
}
