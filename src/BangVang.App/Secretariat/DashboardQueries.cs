using BangVang.App.Dossiers;
using BangVang.App.Secretariat.Chasing;
using BangVang.App.Secretariat.Questions;
using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Screening;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Secretariat;

/// <summary>How far one round is, over the dossiers in this officer's care.</summary>
public sealed record RoundProgress(string RoundCode, int Assigned, int Done);

/// <summary>The state of an edition at a glance.</summary>
/// <param name="Drafts">Dossiers never submitted: a number, nothing of them is shown to staff.</param>
/// <param name="Submitted">Submitted and not withdrawn.</param>
/// <param name="Screening">How many stand at each step of screening.</param>
public sealed record Dashboard(
    int Drafts, int Submitted, int Withdrawn, IReadOnlyDictionary<ScreeningState, int> Screening, IReadOnlyList<RoundProgress> Rounds,
    IReadOnlyList<JurorProgress> SilentJurors, IReadOnlyList<UndeclaredJuror> UndeclaredJurors, int QuestionsWaiting, int NoticesToCome);

public static class DashboardQueries
{
    /// <summary>
    /// Null for everyone but the secretariat of the edition. All figures except drafts are counted over the dossiers in this
    /// officer's care: a dossier in conflict is in none of them.
    /// </summary>
    public static async Task<Dashboard?> DashboardAsync(this BangVangDb db, Actor actor, Edition edition, Instant now, CancellationToken ct)
    {
        if (!actor.Is(Role.Secretariat, edition.Key)) return null;
        var inCare = db.DossiersInCareOf(actor, edition.Key);
        var states = await inCare.GroupBy(d => d.State == DossierState.Withdrawn).Select(g => new { IsWithdrawn = g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.IsWithdrawn, g => g.Count, ct);
        var screening = await db.ScreeningCases.Where(c => inCare.Any(d => d.Id == c.DossierId && d.State != DossierState.Withdrawn))
            .GroupBy(c => c.State).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        var jurors = await db.JurorProgressAsync(actor, edition, ct);
        return new(
            await db.Dossiers.CountAsync(d => d.EditionKey == edition.Key && d.State == DossierState.Draft, ct),
            states.GetValueOrDefault(false), states.GetValueOrDefault(true), screening,
            [.. jurors.GroupBy(j => j.RoundCode).Select(g => new RoundProgress(g.Key, g.Sum(j => j.Assigned), g.Sum(j => j.Done)))],
            [.. jurors.Where(j => j.IsSilent(now))], await db.UndeclaredJurorsAsync(actor, edition, now, ct),
            await db.CountWaitingQuestionsAsync(actor, edition.Key, ct),
            await db.Notices.CountAsync(n => n.EditionKey == edition.Key && n.WithdrawnAt == null && n.VisibleFrom > now, ct));
    }
}
