using System.Security.Cryptography;
using System.Text.Json.Nodes;
using BangVang.App.Decisions;
using BangVang.App.Editions;
using BangVang.App.Forum;
using BangVang.App.Forum.Programme;
using BangVang.App.Laureates;
using BangVang.App.Storage;
using BangVang.Domain.Ceremony;
using BangVang.Domain.Decisions;
using BangVang.Domain.Editions;
using BangVang.Domain.Forum;
using BangVang.Domain.Forum.Programme;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Ceremony;

/// <param name="Forum">Slug.</param>
/// <param name="Session">Code of a released session of the kind ceremony.</param>
/// <param name="StageTiers">Codes of the tiers given category by category; at least one. The others are read out in the roll.</param>
public sealed record CeremonyInput(string Forum, string Session, IReadOnlyList<string> StageTiers, string DocumentNumber, LocalDate? DocumentDate);

/// <summary>
/// The secretariat closes the approved decision into envelopes, one per category and one for the roll, and makes the run of show from the
/// categories alone. Envelopes that nobody has confirmed yet are replaced.
/// </summary>
public sealed class CloseEnvelopes(BangVangDb db, EditionBook editions, ForumBook forums, ProgrammeBook programmes, CeremonyKey keys, IClock clock)
{
    /// <returns>
    /// The id of the ceremony, or: editions.not_found, decisions.only_secretariat, decisions.not_approved, decisions.already_published, decisions.dossier_gone,
    /// decisions.document_number_missing, decisions.document_date_wrong, ceremony.confirmed_already, ceremony.unknown_forum, ceremony.other_award,
    /// ceremony.forum_taken, ceremony.unknown_session, ceremony.before_announcement {start}, ceremony.no_tiers.
    /// </returns>
    public async Task<Result<Guid>> RunAsync(Actor actor, string editionKey, CeremonyInput input, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        if (await editions.CurrentAsync(editionKey, ct) is not { Edition: { } edition }) return Problem.NotFound("editions.not_found");
        if (!actor.Is(Role.Secretariat, editionKey)) return Problem.Forbidden("decisions.only_secretariat");
        if (await db.DecisionsVisibleTo(actor).SingleOrDefaultAsync(d => d.EditionKey == editionKey, ct) is not { } decision) return Problem.NotNow("decisions.not_approved");
        if (!(await SessionAsync(edition, input, ct)).TryGet(out var session, out var refusal)) return refusal;
        if (decision.MayBecomePublic(edition, session.StartsAt) is { } closed) return closed.Code == "decisions.announcement_not_begun" ? closed with { Code = "ceremony.before_announcement" } : closed;
        if (AwardDecision.DocumentProblem(input.DocumentNumber, input.DocumentDate, session.StartsAt.InZone(edition.TimeZone).Date) is { } number) return number;
        var staged = edition.SettledTiers.Where(t => input.StageTiers.Contains(t.Code)).Select(t => t.Code).ToList();
        if (staged.Count == 0) return Problem.Invalid("ceremony.no_tiers", nameof(input.StageTiers));
        var old = await db.Ceremonies.SingleOrDefaultAsync(c => c.EditionKey == editionKey, ct);
        if (old?.ConfirmedAt is not null) return Problem.Conflict("ceremony.confirmed_already");
        if (await db.Ceremonies.AnyAsync(c => c.ForumKey == ForumEdition.KeyOf(input.Forum) && c.EditionKey != editionKey, ct)) return Problem.Conflict("ceremony.forum_taken");

        var honoured = decision.Lines.Where(l => l.Tier is not null).ToList();
        if (!(await PublishDecision.HonoursAsync(db, edition, honoured, input.DocumentNumber, input.DocumentDate!.Value, ct)).TryGet(out var honours, out var gone)) return gone;
        var id = Ids.New(now);
        var results = ResultsOf(edition, staged, [.. honoured.Zip(honours, (line, honour) => (line, honour))]);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (old is not null)
        {
            db.Ceremonies.Remove(old);
            await db.SaveChangesAsync(ct);
        }
        db.Ceremonies.Add(new()
        {
            Id = id, EditionKey = editionKey, ForumKey = ForumEdition.KeyOf(input.Forum), SessionCode = session.Code, StageTiers = staged, DocumentNumber = input.DocumentNumber.Trim(),
            DocumentDate = input.DocumentDate.Value, StartsAt = session.StartsAt, ClosedAt = now, ClosedBy = actor.PersonId!.Value,
            Cues = [.. RunOfShow.Generate($"{editionKey} {id}", session.StartsAt, edition.Categories.Select(c => c.Code), hasRoll: staged.Count < edition.SettledTiers.Count).Cues],
        });
        db.CeremonyEnvelopes.AddRange(results.Select(r => EnvelopeOf(id, editionKey, r)));
        db.Audit(actor, now, "ceremony.closed", id, editionKey, $"{input.Forum} {session.Code}");
        if (!await db.TrySaveAsync(ct)) return Problem.Conflict("ceremony.changed_meanwhile");
        await transaction.CommitAsync(ct);
        return id;
    }

    /// <summary>The released session, checked against the award.</summary>
    private async Task<Result<ReleasedSession>> SessionAsync(Edition edition, CeremonyInput input, CancellationToken ct)
    {
        if (await forums.CurrentAsync(input.Forum, ct) is not { Forum: { } forum }) return Problem.Invalid("ceremony.unknown_forum", nameof(input.Forum));
        if (forum.Award != edition.Key) return Problem.Invalid("ceremony.other_award", nameof(input.Forum));
        var session = (await programmes.CurrentAsync(input.Forum, ct))?.Programme.Session(input.Session);
        return session is { Kind: SessionKind.Ceremony, IsCancelled: false } ? session : Problem.Invalid("ceremony.unknown_session", nameof(input.Session));
    }

    /// <summary>An envelope for each category of the edition, and the roll; the lowest tier is called first, the highest last.</summary>
    private static IReadOnlyList<CategoryResult> ResultsOf(Edition edition, IReadOnlyList<string> staged, IReadOnlyList<(DecisionLine Line, Honour Honour)> honours)
    {
        var tiers = edition.SettledTiers.Select((t, place) => (t.Code, place)).ToDictionary(t => t.Code, t => t.place);
        var categories = edition.Categories.Select((c, place) => (c.Code, place)).ToDictionary(c => c.Code, c => c.place);
        var called = honours.OrderByDescending(h => tiers[h.Line.Tier!]).ThenBy(h => categories[h.Line.CategoryCode]).ThenBy(h => VietnameseText.SortKey(h.Honour.Facts.ProductName)).ThenBy(h => h.Line.Reference, StringComparer.Ordinal)
            .Select(h => (h.Line, Winner: new CeremonyWinner(h.Line.Reference, h.Line.Tier!, h.Honour.Facts.ProductName, h.Honour.Facts.Organisation!))).ToList();
        var results = edition.Categories.Select(c => new CategoryResult(c.Code, [.. called.Where(h => h.Line.CategoryCode == c.Code && staged.Contains(h.Line.Tier!)).Select(h => h.Winner)])).ToList();
        if (staged.Count < edition.SettledTiers.Count) results.Add(new(null, [.. called.Where(h => !staged.Contains(h.Line.Tier!)).Select(h => h.Winner)]));
        return results;
    }

    private CeremonyEnvelope EnvelopeOf(Guid ceremony, string editionKey, CategoryResult result)
    {
        var salt = RandomNumberGenerator.GetBytes(CategoryResult.SaltBytes);
        return new()
        {
            CeremonyId = ceremony, CategoryCode = result.CategoryCode ?? "", Commitment = result.Commitment(editionKey, salt),
            Closed = Envelope.Close(result, editionKey, salt, keys.Of(ceremony), RandomNumberGenerator.GetBytes(Envelope.NonceBytes)),
        };
    }
}

/// <summary>A second person, of the secretariat or the chair, confirms the envelopes: their commitments go into the log, and the decision becomes public by the cues alone.</summary>
public sealed class ConfirmEnvelopes(BangVangDb db, IClock clock)
{
    /// <returns>ceremony.only_secretariat, ceremony.none, ceremony.confirmed_already, ceremony.another_confirms, ceremony.changed_meanwhile; null when done.</returns>
    public async Task<Problem?> RunAsync(Actor actor, string editionKey, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        if (!actor.Is(Role.Secretariat, editionKey) && !actor.Is(Role.Chair, editionKey)) return Problem.Forbidden("ceremony.only_secretariat");
        if (await db.Ceremonies.SingleOrDefaultAsync(c => c.EditionKey == editionKey, ct) is not { } ceremony) return Problem.NotFound("ceremony.none");
        if (ceremony.Confirm(actor.PersonId!.Value, now) is { } problem) return problem;
        var decision = await db.AwardDecisions.SingleAsync(d => d.EditionKey == editionKey, ct);
        (decision.Stage, decision.Version) = (ceremony.ForumKey, decision.Version + 1);
        var envelopes = await db.CeremonyEnvelopes.AsNoTracking().Where(e => e.CeremonyId == ceremony.Id).OrderBy(e => e.CategoryCode).ToListAsync(ct);
        db.Log(now, "ceremony.closed", ceremony.ForumKey, ceremony.Id, FactsOf(ceremony, envelopes));
        db.Audit(actor, now, "ceremony.confirmed", ceremony.Id, editionKey);
        return await db.TrySaveAsync(ct) ? null : Problem.Conflict("ceremony.changed_meanwhile");
    }

    /// <summary>What the log fixes before the doors open.</summary>
    internal static JsonObject FactsOf(AwardCeremony ceremony, IEnumerable<CeremonyEnvelope> envelopes) => new()
    {
        ["edition"] = ceremony.EditionKey, ["session"] = ceremony.SessionCode, ["stage_tiers"] = new JsonArray([.. ceremony.StageTiers.Select(t => (JsonNode)t)]),
        ["envelopes"] = new JsonArray([.. envelopes.Select(e => new JsonObject { ["category"] = e.CategoryCode, ["commitment"] = e.Commitment })]),
    };
}

/// <summary>The secretariat calls the ceremony off while no name is public; the decision is then published in the ordinary way, or the envelopes are closed anew.</summary>
public sealed class CancelCeremony(BangVangDb db, IClock clock)
{
    /// <returns>decisions.only_secretariat, ceremony.none, ceremony.revealed_stays, ceremony.changed_meanwhile; null when done.</returns>
    public async Task<Problem?> RunAsync(Actor actor, string editionKey, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        if (!actor.Is(Role.Secretariat, editionKey)) return Problem.Forbidden("decisions.only_secretariat");
        if (await db.Ceremonies.SingleOrDefaultAsync(c => c.EditionKey == editionKey, ct) is not { } ceremony) return Problem.NotFound("ceremony.none");
        if (ceremony.HasRevealed) return Problem.Conflict("ceremony.revealed_stays");
        if (ceremony.ConfirmedAt is not null)
        {
            var decision = await db.AwardDecisions.SingleAsync(d => d.EditionKey == editionKey, ct);
            (decision.Stage, decision.Version) = (null, decision.Version + 1);
            db.Log(now, "ceremony.cancelled", ceremony.ForumKey, ceremony.Id, new() { ["edition"] = editionKey });
        }
        db.Ceremonies.Remove(ceremony);
        db.Audit(actor, now, "ceremony.cancelled", ceremony.Id, editionKey);
        return await db.TrySaveAsync(ct) ? null : Problem.Conflict("ceremony.changed_meanwhile");
    }
}

/// <summary>The secretariat notes who comes on stage for a winner: it stays inside the envelope until its cue, and the commitment does not change.</summary>
public sealed class NoteWhoComes(BangVangDb db, CeremonyKey keys, IClock clock)
{
    /// <returns>decisions.only_secretariat, ceremony.none, ceremony.unknown_winner, ceremony.changed_meanwhile; null when done.</returns>
    public async Task<Problem?> RunAsync(Actor actor, string editionKey, string reference, Attendance comes, CancellationToken ct)
    {
        if (!actor.Is(Role.Secretariat, editionKey)) return Problem.Forbidden("decisions.only_secretariat");
        if (await db.Ceremonies.SingleOrDefaultAsync(c => c.EditionKey == editionKey, ct) is not { } ceremony) return Problem.NotFound("ceremony.none");
        var key = keys.Of(ceremony.Id);
        foreach (var envelope in await db.CeremonyEnvelopes.Where(e => e.CeremonyId == ceremony.Id && e.OpenedAt == null).ToListAsync(ct))
        {
            var (result, salt) = Envelope.Open(envelope.Closed, editionKey, envelope.Category, key);
            if (result.Winners.All(w => w.Reference != reference)) continue;
            var noted = result with { Winners = [.. result.Winners.Select(w => w.Reference == reference ? w with { Comes = comes } : w)] };
            envelope.Closed = Envelope.Close(noted, editionKey, salt, key, RandomNumberGenerator.GetBytes(Envelope.NonceBytes));
            ceremony.Version++;
            db.Audit(actor, clock.GetCurrentInstant(), "ceremony.who_comes", ceremony.Id, editionKey, $"{reference}: {comes}");
            return await db.TrySaveAsync(ct) ? null : Problem.Conflict("ceremony.changed_meanwhile");
        }
        return Problem.NotFound("ceremony.unknown_winner");
    }
}
