using BangVang.App.Editions;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Domain.Laureates;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Laureates;

/// <summary>Where a line of the board stands after a change, or everything that was wrong.</summary>
/// <param name="Path">The public address; null when refused.</param>
public sealed record BoardOutcome(string? Path, IReadOnlyList<Problem> Problems)
{
    public static implicit operator BoardOutcome(Problem problem) => new(null, [problem]);
}

/// <summary>Puts a product of a past edition on the board, from a source.</summary>
public sealed class AddLaureate(BangVangDb db, EditionBook editions, IClock clock)
{
    public async Task<BoardOutcome> RunAsync(Actor actor, string editionKey, LaureateInput input, CancellationToken ct)
    {
        if (!actor.MayChangeBoard(editionKey)) return Problem.Forbidden("laureates.may_not_change");
        if (await editions.BoardNamesAsync(editionKey, ct) is not { } names) return Problem.NotFound("laureates.edition_unknown").With("edition", editionKey);
        var (facts, problems) = input.Resolve(names);
        if (problems.Count > 0) return new(null, problems);

        var present = await db.Laureates.Where(l => l.EditionKey == editionKey).Select(l => new { l.Slug, l.ProductName }).ToListAsync(ct);
        var key = VietnameseText.SearchKey(facts.ProductName);
        if (present.Any(l => VietnameseText.SearchKey(l.ProductName) == key)) return Problem.Conflict("laureates.already_on_board").With("product", facts.ProductName);

        var now = clock.GetCurrentInstant();
        var laureate = Laureate.New(editionKey, BoardRules.SlugFor(facts.ProductName, present.Select(l => l.Slug).ToHashSet()), facts, now, names.IsDemonstration);
        db.AddToBoard(actor, laureate, now);
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateException)
        {
            // Somebody took the same address in between: the one line both wanted is there.
            db.ChangeTracker.Clear();
            if (!await db.Laureates.AnyAsync(l => l.EditionKey == editionKey && l.Slug == laureate.Slug, ct)) throw;
            return Problem.Conflict("laureates.already_on_board").With("product", facts.ProductName);
        }
        return new($"/laureates/{editionKey}/{laureate.Slug}", []);
    }
}

/// <summary>Corrects what the board says of a product. What it said before stays readable, with the reason and the source.</summary>
public sealed class CorrectLaureate(BangVangDb db, EditionBook editions, IClock clock)
{
    /// <param name="version">Of the line as the person saw it.</param>
    /// <param name="source">What the correction rests on.</param>
    public async Task<BoardOutcome> RunAsync(
        Actor actor, Guid id, int version, LaureateInput input, string? reason, LaureateSource source, CancellationToken ct)
    {
        source = source.Tidied();
        var found = await db.LineToChangeAsync(actor, id, version, ct);
        if (!found.TryGet(out var line, out var refusal)) return refusal;
        if (await editions.BoardNamesAsync(line.EditionKey, ct) is not { } names) return Problem.NotFound("laureates.edition_unknown").With("edition", line.EditionKey);

        var (facts, problems) = input.Resolve(names);
        problems = [.. problems, .. BoardRules.CheckSupport(reason, source)];
        if (problems.Count > 0) return new(null, problems);

        var now = clock.GetCurrentInstant();
        var change = line.Correct(facts, reason!, source, actor.PersonId, now);
        if (change is null) return Problem.Invalid("laureates.nothing_changed");
        db.AddToHistory(actor, line, change, now);
        return await db.SaveLineAsync(line, ct);
    }
}

/// <summary>Takes a product off the board, or puts it back; its page stays and says why.</summary>
public sealed class WithdrawLaureate(BangVangDb db, IClock clock)
{
    /// <param name="back">True puts a withdrawn product back.</param>
    public async Task<BoardOutcome> RunAsync(Actor actor, Guid id, int version, bool back, string? reason, LaureateSource source, CancellationToken ct)
    {
        source = source.Tidied();
        var found = await db.LineToChangeAsync(actor, id, version, ct);
        if (!found.TryGet(out var line, out var refusal)) return refusal;
        if (BoardRules.CheckSupport(reason, source) is { Count: > 0 } problems) return new(null, problems);

        var now = clock.GetCurrentInstant();
        var change = back ? line.Restore(reason!, source, actor.PersonId, now) : line.Withdraw(reason!, source, actor.PersonId, now);
        if (change is null) return Problem.Conflict(back ? "laureates.not_withdrawn" : "laureates.already_withdrawn");
        db.AddToHistory(actor, line, change, now);
        return await db.SaveLineAsync(line, ct);
    }
}

internal static class BoardLines
{
    public static async Task<Result<Laureate>> LineToChangeAsync(this BangVangDb db, Actor actor, Guid id, int version, CancellationToken ct)
    {
        if (await db.Laureates.SingleOrDefaultAsync(l => l.Id == id, ct) is not { } line) return Problem.NotFound("laureates.not_found");
        if (!actor.MayChangeBoard(line.EditionKey)) return Problem.Forbidden("laureates.may_not_change");
        return line.Version == version ? line : Problem.Conflict("laureates.changed_meanwhile");
    }

    public static async Task<BoardOutcome> SaveLineAsync(this BangVangDb db, Laureate line, CancellationToken ct)
    {
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateException)
        {
            // Either the row has another version, or its history has this number already: somebody was faster.
            db.ChangeTracker.Clear();
            if (!await db.Laureates.AnyAsync(l => l.Id == line.Id && l.Version >= line.Version, ct)) throw;
            return Problem.Conflict("laureates.changed_meanwhile");
        }
        return new($"/laureates/{line.EditionKey}/{line.Slug}", []);
    }
}
