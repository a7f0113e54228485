using System.Security.Cryptography;
using System.Text;
using BangVang.App.Dossiers;
using BangVang.App.Panels;
using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Scoring;
using BangVang.Judging;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Scoring;

/// <summary>What an assignment of one category in one round rests on. Entries are references of dossiers, jurors ids of people.</summary>
/// <param name="Request">With running pairs pinned and conflicts kept out; every juror may have every dossier.</param>
/// <param name="Points">Of each entry each juror in the order of <paramref name="Request"/>, 0 to 100.</param>
/// <param name="Visible">References the officer may know of; others are assigned with them and not shown.</param>
/// <param name="Undescribed">Jurors who have not described what they know.</param>
public sealed record PanelFacts(
    PanelRequest Request, int[] Points, IReadOnlyDictionary<string, Guid> DossierByReference, IReadOnlySet<PanelPair> Kept, IReadOnlyDictionary<Guid, string> Names,
    IReadOnlySet<string> Visible, IReadOnlySet<PanelPair> ByHand, IReadOnlySet<Guid> Undescribed)
{
    private readonly Dictionary<string, int> entries = Request.Entries.Select((e, i) => (e.Entry, i)).ToDictionary(x => x.Entry, x => x.i, StringComparer.Ordinal);
    private readonly Dictionary<string, int> jurors = Request.Jurors.Select((j, i) => (j.Juror, i)).ToDictionary(x => x.Juror, x => x.i, StringComparer.Ordinal);

    public int PointsOf(PanelPair pair) => Points[entries[pair.Entry] * jurors.Count + jurors[pair.Juror]];

    public bool Knows(PanelPair pair) => entries.ContainsKey(pair.Entry) && jurors.ContainsKey(pair.Juror);

    /// <summary>Changes when any of this does.</summary>
    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n',
        Request.Entries.Select(e => $"{e.Entry} {e.Demand}").Concat(Request.Jurors.Select(j => $"{j.Juror} {j.Group}")).Concat(Request.Conflicts.Select(c => $"- {c.Entry} {c.Juror}"))
            .Concat(Request.Pinned.Select(p => $"+ {p.Entry} {p.Juror}")).Append(string.Join(' ', Points))))))[..16];
}

internal static class PanelFactsReading
{
    /// <summary>For the secretariat of the edition; otherwise why there is nothing to assign.</summary>
    public static async Task<Result<PanelFacts>> PanelFactsAsync(this BangVangDb db, Actor actor, Edition? edition, string roundCode, string categoryCode, Instant now, CancellationToken ct)
    {
        if (edition is null) return Problem.NotFound("editions.not_found");
        if (!actor.Is(Role.Secretariat, edition.Key)) return Problem.Forbidden("panels.only_secretariat");
        if (edition.Round(roundCode) is not ScoringRound round || !round.IsFor(categoryCode)) return Problem.Invalid("panels.round_unknown");
        if (edition.PanelProblem(round, now) is { } over) return over;
        if (!round.PanelSize.TryGet(out var size)) return Problem.NotNow("panels.size_unpublished");

        var dossiers = await db.DossiersInRound(edition, round).Where(d => d.CategoryCode == categoryCode)
            .Select(d => new { d.Id, d.Reference, IsVisible = db.DossiersVisibleTo(actor).Any(v => v.Id == d.Id) }).ToListAsync(ct);
        if (dossiers.Count == 0) return Problem.NotNow("panels.no_dossiers");
        var jurors = await (from s in db.PanelSeats join p in db.People on s.PersonId equals p.Id
                            where s.EditionKey == edition.Key && s.RoundCode == roundCode && s.CategoryCode == categoryCode && s.EndedAt == null
                            select new { p.Id, p.FullName, p.Organisation }).ToListAsync(ct);
        if (jurors.Count == 0) return Problem.NotNow("panels.no_jurors");
        (dossiers, jurors) = ([.. dossiers.OrderBy(d => d.Reference, StringComparer.Ordinal)], [.. jurors.OrderBy(j => j.Id)]);

        var (dossierIds, jurorIds) = (dossiers.Select(d => d.Id).ToArray(), jurors.Select(j => j.Id).ToArray());
        var references = dossiers.ToDictionary(d => d.Id, d => d.Reference);
        PanelPair Pair(Guid dossier, Guid juror) => new(references[dossier], juror.ToString());
        var conflicts = await db.Conflicts.Where(c => dossierIds.Contains(c.DossierId) && jurorIds.Contains(c.PersonId) && c.State != ConflictState.Dismissed)
            .Select(c => new { c.DossierId, c.PersonId }).Distinct().ToListAsync(ct);
        var running = await db.Assignments.Where(a => a.RoundCode == roundCode && dossierIds.Contains(a.DossierId) && a.EndedAt == null).Select(a => new { a.DossierId, a.JurorId }).ToListAsync(ct);
        var unscored = await db.Scoresheets.Where(s => s.RoundCode == roundCode && dossierIds.Contains(s.DossierId) && jurorIds.Contains(s.JurorId)
            && (s.State == ScoresheetState.Abstained || s.State == ScoresheetState.Recused)).Select(s => new { s.DossierId, s.JurorId }).ToListAsync(ct);

        var tied = conflicts.Select(c => Pair(c.DossierId, c.PersonId)).ToHashSet();
        var kept = running.Where(a => jurorIds.Contains(a.JurorId)).Select(a => Pair(a.DossierId, a.JurorId)).Where(p => !tied.Contains(p)).ToHashSet();
        // Who abstained and was taken off is not drawn again for the same dossier.
        tied.UnionWith(unscored.Select(u => Pair(u.DossierId, u.JurorId)).Where(p => !kept.Contains(p)));
        // A juror who left the panel keeps the dossiers signed before: those sheets count, so nobody is drawn in their place.
        var left = running.Where(a => !jurorIds.Contains(a.JurorId)).CountBy(a => references[a.DossierId]).ToDictionary(StringComparer.Ordinal);

        var request = new PanelRequest(
            [.. dossiers.Select(d => new EntryDemand(d.Reference, Math.Max(size - left.GetValueOrDefault(d.Reference), kept.Count(p => p.Entry == d.Reference))))],
            [.. jurors.Select(j => new JurorLoad(j.Id.ToString(), 0, dossiers.Count, GroupOf(j.Organisation)))], [.. tied.Order()], [.. kept.Order()]);
        var affinities = await db.PanelAffinitiesAsync(edition.Key, categoryCode, dossierIds, jurorIds, ct);
        return new PanelFacts(request, affinities.Points, dossiers.ToDictionary(d => d.Reference, d => d.Id, StringComparer.Ordinal), kept, jurors.ToDictionary(j => j.Id, j => j.FullName),
            dossiers.Where(d => d.IsVisible).Select(d => d.Reference).ToHashSet(StringComparer.Ordinal), affinities.ByHand.Select(p => Pair(p.Dossier, p.Juror)).ToHashSet(), affinities.Undescribed);
    }

    /// <summary>Organisations by their letters and digits, so that spelling does not part one in two; null where none is named.</summary>
    private static string? GroupOf(string? organisation) => VietnameseText.SearchKey(organisation ?? "") is { Length: > 0 } key ? key : null;
}
