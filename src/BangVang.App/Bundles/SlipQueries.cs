using System.Text;
using BangVang.App.Decisions;
using BangVang.App.Editions;
using BangVang.App.Log;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Scoring;
using BangVang.Proof.Receipts;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Bundles;

/// <summary>The applicant's slip: which sheets make up the published totals of an own dossier, and which ballots placed it.</summary>
public static class SlipQueries
{
    /// <summary>
    /// Totals are on it as far as the edition's matrix lets the applicant know them. Payloads, with marks and pseudonym of the juror, are on it
    /// where the public bundle opens them too, and nowhere else.
    /// </summary>
    /// <returns>The slip, or decisions.result_not_found, decisions.not_published, decisions.slip_not_in_log (no checkpoint covers a sheet yet), decisions.slip_empty (no sheet judged it).</returns>
    public static async Task<Result<SlipFile>> SlipAsync(this BangVangDb db, EditionBook editions, LogSigner signer, WitnessPolicy witnesses, Actor actor, Guid dossierId, Instant now, CancellationToken ct)
    {
        if (await db.ResultForApplicantAsync(editions, actor, dossierId, now, ct) is not { } result) return Problem.NotFound("decisions.result_not_found");
        if (result.PublishedAt is null) return Problem.NotNow("decisions.not_published");
        var isOpen = !await db.HasSmallPanelAsync(result.Edition, ct);
        var rounds = new List<SlipRound>();
        foreach (var round in result.Edition.JudgedRounds.Where(r => r.IsFor(result.CategoryCode)))
        {
            var entries = round is PairwiseRound ? await db.BallotEntriesAsync(result.Edition.Key, round.Code, dossierId, ct) : await db.SheetEntriesAsync(round.Code, dossierId, ct);
            if (entries.Count == 0) continue;
            var sheets = new List<SlipSheet>();
            foreach (var entry in entries)
            {
                if (await db.InclusionAsync(entry.Seq, witnesses, ct) is not { } proof) return Problem.NotNow("decisions.slip_not_in_log");
                sheets.Add(new(entry.Seq, Encoding.UTF8.GetString(entry.Entry), proof, isOpen ? Encoding.UTF8.GetString(entry.Payload) : null, isOpen ? entry.Salt : null));
            }
            rounds.Add(new(round.Code, result.Rounds.FirstOrDefault(r => r.Round.Code == round.Code)?.Score, sheets));
        }
        if (rounds.Count == 0) return Problem.NotFound("decisions.slip_empty");
        return new SlipFile(result.Edition.Key, result.Reference, rounds, signer.SignSlip(result.Edition.Key, result.Reference, rounds));
    }

    /// <summary>Entries of the sheets that count, each as last signed, in the order of the log.</summary>
    private static async Task<List<LogEvent>> SheetEntriesAsync(this BangVangDb db, string roundCode, Guid dossierId, CancellationToken ct)
    {
        var ids = await db.Scoresheets.Where(s => s.RoundCode == roundCode && s.DossierId == dossierId && s.State == ScoresheetState.Signed).Select(s => s.Id).ToListAsync(ct);
        return await db.LastEntriesAsync("scoresheet.signed", ids, ct);
    }

    /// <summary>Entries of the signed ballots in which the dossier was shown and counts, each as last signed, in the order of the log.</summary>
    private static async Task<List<LogEvent>> BallotEntriesAsync(this BangVangDb db, string editionKey, string roundCode, Guid dossierId, CancellationToken ct) =>
        await db.LastEntriesAsync("ballot.signed", await db.PairBallots.Where(b => b.EditionKey == editionKey && b.RoundCode == roundCode && b.SignedAt != null
            && db.PairActs.Any(a => a.BallotId == b.Id && a.Products.Any(p => p.DossierId == dossierId))
            && !db.PairExclusions.Any(x => x.BallotId == b.Id && x.DossierId == dossierId && x.ReadmittedAt == null)).Select(b => b.Id).ToListAsync(ct), ct);

    private static async Task<List<LogEvent>> LastEntriesAsync(this BangVangDb db, string kind, List<Guid> rows, CancellationToken ct)
    {
        var subjects = rows.Select(id => id.ToString()).ToList();
        var signed = await db.LogEvents.AsNoTracking().Where(e => subjects.Contains(e.Subject) && e.Kind == kind).ToListAsync(ct);
        return [.. signed.GroupBy(e => e.Subject).Select(g => g.MaxBy(e => e.Seq)!).OrderBy(e => e.Seq)];
    }

    /// <summary>Some panel is so small that marks could be told to persons: the bundle keeps all sheets of the edition closed.</summary>
    private static async Task<bool> HasSmallPanelAsync(this BangVangDb db, Edition edition, CancellationToken ct)
    {
        var fewest = edition.Bundle?.FewestJurors ?? BundleRules.UsualFewestJurors;
        var panels = await db.Assignments.Where(a => a.EditionKey == edition.Key).GroupBy(a => new { a.RoundCode, a.CategoryCode })
            .Select(g => new { g.Key.RoundCode, g.Key.CategoryCode, Jurors = g.Select(a => a.JurorId).Distinct().Count() }).ToListAsync(ct);
        return panels.Any(p => p.Jurors < fewest && edition.JudgedRounds.Any(r => r.Code == p.RoundCode && r.IsFor(p.CategoryCode)));
    }
}
