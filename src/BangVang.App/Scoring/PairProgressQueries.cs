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
        var standing = ballots.ToDictionary(b => b.Id, b => PairBallot.Standing(acts[b.Id]));
        var chosen = ballots.SelectMany(b => standing[b.Id].Where(a => a.Kind is PairActKind.Chosen).SelectMany(a => PairBallot.Rest(a, d => !excluded[b.Id].Contains(d)))).CountBy(d => d).ToDictionary();
        // Without a number that the round asks for, all that can be shown is to be answered.
        var asked = round.ChoicesPerJuror.IsSettled ? round : round with { ChoicesPerJuror = int.MaxValue };

        return view with
        {
            Seats = [.. view.Seats.Select(s =>
            {
                var own = ballots.SingleOrDefault(b => b.JurorId == s.PersonId && b.CategoryCode == s.CategoryCode);
                var tally = PairBallot.Tally(own is null ? [] : standing[own.Id], d => !excluded[own!.Id].Contains(d), s.Load, asked);
                return s with { Load = tally.Asked, Signed = tally.Made, LastSaved = own?.SavedAt, BallotSignedAt = own?.SignedAt, BallotId = own?.Id };
            })],
            Dossiers = [.. view.Dossiers.Select(d => d with { Choices = chosen.GetValueOrDefault(d.DossierId) })],
        };
    }
}
