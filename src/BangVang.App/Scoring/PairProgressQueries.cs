using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Scoring;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Scoring;

internal static class PairProgressQueries
{
    /// <summary>The panels of a round of pairs with how many choices each juror made of those asked, and how many there are of each dossier; nothing of what was chosen.</summary>
    internal static async Task<PanelsView> WithPairsAsync(this BangVangDb db, PanelsView view, Edition edition, PairwiseRound round, CancellationToken ct)
    {
        var ballots = await db.PairBallots.AsNoTracking().Where(b => b.EditionKey == edition.Key && b.RoundCode == round.Code).ToListAsync(ct);
        var ids = ballots.Select(b => b.Id).ToArray();
        var acts = (await db.PairActs.AsNoTracking().Where(a => ids.Contains(a.BallotId)).ToListAsync(ct)).ToLookup(a => a.BallotId);
        var excluded = (await db.PairExclusions.AsNoTracking().Where(x => ids.Contains(x.BallotId) && x.ReadmittedAt == null).Select(x => new { x.BallotId, x.DossierId }).ToListAsync(ct))
            .ToLookup(x => x.BallotId, x => x.DossierId);
        var standing = ballots.ToDictionary(b => b.Id, b => PairBallot.Standing(acts[b.Id]).Where(a => !excluded[b.Id].Any(a.Concerns)).ToList());
        var chosen = standing.Values.SelectMany(s => s).Where(a => a.Kind is PairActKind.Chosen).SelectMany(a => new[] { a.LeftId, a.RightId }).CountBy(d => d).ToDictionary();
        var most = round.ChoicesPerJuror.TryGet(out var asked) ? asked : int.MaxValue;

        return view with
        {
            Seats = [.. view.Seats.Select(s =>
            {
                var own = ballots.SingleOrDefault(b => b.JurorId == s.PersonId && b.CategoryCode == s.CategoryCode);
                var done = own is null ? [] : standing[own.Id];
                var pairs = (s.Load * (s.Load - 1) / 2) - done.Count(a => a.Kind is PairActKind.Skipped);
                return s with { Load = Math.Max(0, Math.Min(most, pairs)), Signed = done.Count(a => a.Kind is PairActKind.Chosen), LastSaved = own?.SavedAt, BallotSignedAt = own?.SignedAt, BallotId = own?.Id };
            })],
            Dossiers = [.. view.Dossiers.Select(d => d with { Choices = chosen.GetValueOrDefault(d.DossierId) })],
        };
    }
}
