using System.Text.Json.Nodes;
using BangVang.App.Editions;
using BangVang.App.Scoring;
using BangVang.App.Storage;
using BangVang.Domain.Decisions;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Decisions;

/// <summary>Lets the best of a round through to the next one, for all categories at once, after the round has closed.</summary>
public sealed class FixShortlist(BangVangDb db, EditionBook editions, IClock clock)
{
    /// <param name="chosen">For dossiers that are equal at the limit: which of them go on, with the reason the secretariat gives.</param>
    /// <param name="withoutScore">Why dossiers with too few signed sheets are left behind; null refuses while there are any.</param>
    public async Task<Problem?> RunAsync(Actor actor, string editionKey, string roundCode, IReadOnlyDictionary<Guid, string> chosen, string? withoutScore, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var found = await LoadAsync(actor, editionKey, roundCode, now, ct);
        if (!found.TryGet(out var at, out var refusal)) return refusal;
        if (await db.Shortlists.AnyAsync(s => s.EditionKey == editionKey && s.RoundCode == roundCode, ct)) return Problem.Conflict("decisions.shortlist_fixed");

        if (await db.WaitingForMarksAsync(editionKey, now, ct) is { } until) return Problem.NotNow("decisions.extra_marks_open").With("until", until);

        var scored = await db.ScoresAsync(at.Edition, at.Round, ct);
        var scores = scored.Scores;
        var unscored = scores.Count(s => s.Rank is null);
        if (unscored > 0 && string.IsNullOrWhiteSpace(withoutScore)) return Problem.NotNow("decisions.sheets_missing").With("count", unscored);

        var names = await db.PseudonymsAsync(editionKey, ct);
        foreach (var (category, lines) in Shortlisting.Apply(at.Round.Shortlist!.Value, scores))
        {
            var settled = lines.Select(l => l.Reason == Shortlisting.TieAtLimit && chosen.TryGetValue(l.DossierId, out var note)
                ? l with { IsIn = true, Note = note } : l.Rank is null ? l with { Note = withoutScore } : l).ToList();
            db.Shortlists.Add(new() { Id = Ids.New(now), EditionKey = editionKey, RoundCode = roundCode, CategoryCode = category, FixedAt = now, FixedBy = actor.PersonId!.Value, Lines = settled });
            foreach (var line in settled.Where(l => l.IsIn))
                db.RoundEntries.Add(new() { EditionKey = editionKey, RoundCode = at.Next.Code, CategoryCode = category, DossierId = line.DossierId, EnteredAt = now });
            db.Log(now, "shortlist.fixed", editionKey, $"{roundCode}/{category}", new JsonObject
            {
                ["round"] = roundCode, ["category"] = category,
                ["lines"] = new JsonArray([.. settled.Select(l => l.ToJson())]),
                ["calibration"] = scored.Calibration?.ToJson(category, names.Of),
            }, new() { ["notes"] = new JsonObject([.. settled.Where(l => l.Note is not null).Select(l => KeyValuePair.Create(l.Reference, (JsonNode?)l.Note))]) });
        }
        await db.CloseExtraMarksAsync(editionKey, now, ct);
        db.Audit(actor, now, "decisions.shortlist_fixed", roundCode, editionKey);
        await db.SaveChangesAsync(ct);
        return null;
    }

    private async Task<Result<(Edition Edition, JudgedRound Round, JudgedRound Next)>> LoadAsync(Actor actor, string editionKey, string roundCode, Instant now, CancellationToken ct)
    {
        if (await editions.CurrentAsync(editionKey, ct) is not { } published) return Problem.NotFound("editions.not_found");
        var edition = published.Edition;
        if (!actor.Is(Role.Secretariat, editionKey)) return Problem.Forbidden("decisions.only_secretariat");
        if (edition.Round(roundCode) is not JudgedRound round) return Problem.NotFound("decisions.round_unknown");
        var next = edition.JudgedRounds.SkipWhile(r => r.Code != roundCode).Skip(1).FirstOrDefault();
        if (next is null || round.Shortlist is not { IsSettled: true }) return Problem.Invalid("decisions.round_has_no_shortlist");
        if (RoundProblem(edition, round, now) is { } problem) return problem;
        return (edition, round, next);
    }

    /// <summary>Scores of a round are final when its phase has closed.</summary>
    internal static Problem? RoundProblem(Edition edition, JudgedRound round, Instant now) =>
        edition.WindowOf(round.Phase ?? "") is not { } window ? Problem.NotNow("decisions.round_not_scheduled")
        : !window.HasEnded(now) ? Problem.NotNow("decisions.round_open").With("until", window.End!.Value)
        : null;
}
