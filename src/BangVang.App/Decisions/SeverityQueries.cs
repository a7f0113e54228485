using BangVang.App.Panels;
using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Scoring;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Decisions;

/// <summary>A juror of a round.</summary>
/// <param name="Severity">Null where too few dossiers are scored to tell.</param>
/// <param name="Habits">Of the sheets on dossiers the viewer may know of.</param>
/// <param name="Assigned">Dossiers to score, of those the viewer may know of.</param>
public sealed record SeverityRow(Guid JurorId, string Name, JurorSeverity? Severity, JurorHabits Habits, int Assigned);

/// <summary>The jurors scoring on one scale.</summary>
/// <param name="Rows">From the strictest to the most lenient; without a severity by name.</param>
/// <param name="Agreement">By category, of the sheets on dossiers the viewer may know of.</param>
/// <param name="Own">Of jurors with a tie to the applicant that was found to be no conflict; null where there is no such sheet.</param>
public sealed record ScaleSeverity(ScaleCalibration Calibration, IReadOnlyList<SeverityRow> Rows, IReadOnlyList<CategoryAgreement> Agreement, OwnOrganisation? Own);

/// <summary>How the jurors of a round marked, as those see it who decide on it.</summary>
/// <param name="HasEnded">Nothing is shown before.</param>
/// <param name="HasUnsigned">The viewer has sheets of the round to sign: nothing of the others' is shown before.</param>
public sealed record SeverityView(ScoringRound Round, bool HasEnded, bool HasUnsigned, RoundCalibration? Calibration, IReadOnlyList<UncalibratedCategory> Uncalibrated, IReadOnlyList<ScaleSeverity> Scales);

/// <summary>A juror's own severity in a round.</summary>
/// <param name="Severities">One for each scale the juror scored on.</param>
public sealed record OwnSeverity(ScoringRound Round, IReadOnlyList<(Scale Scale, JurorSeverity Severity)> Severities, JurorHabits Habits);

public static class SeverityQueries
{
    /// <summary>With fewer jurors on a scale, one's own severity would tell what a colleague gave.</summary>
    public const int FewestJurors = 3;

    /// <summary>
    /// The jurors of a round after it closed; null for whoever has no part in deciding. Sheets on dossiers that the viewer must not know of
    /// are left out of every count and spread, and a juror who has none but such is not listed; severities are those the scores rest on.
    /// </summary>
    public static async Task<SeverityView?> SeverityOfRoundAsync(this BangVangDb db, Actor actor, Edition edition, ScoringRound round, Instant now, CancellationToken ct)
    {
        if (await db.RoundResultsAsync(actor, edition, round, now, ct) is not { } results) return null;
        var hasUnsigned = await db.HasUnsignedAsync(actor.PersonId, edition.Key, round, ct);
        if (results.Calibration is not { } calibration || hasUnsigned) return new(round, results.HasEnded, hasUnsigned, null, [], []);

        var sheets = await db.SignedMarksAsync(edition, round, juror: null, results.Hidden, ct);
        var jurors = sheets.Select(s => s.Marks.JurorId).Distinct().ToArray();
        var names = await db.People.AsNoTracking().Where(p => jurors.Contains(p.Id)).Select(p => new { p.Id, p.FullName, p.SortKey }).ToDictionaryAsync(p => p.Id, ct);
        var hidden = results.Hidden.ToArray();
        var assigned = await db.Assignments.Where(a => a.EditionKey == edition.Key && a.RoundCode == round.Code && a.EndedAt == null && !hidden.Contains(a.DossierId))
            .GroupBy(a => a.JurorId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        var opens = edition.WindowOf(round.Phase!)!.Value.Start!.Value;
        var ties = await db.DismissedTiesAsync(edition.Key, hidden, ct);
        return new(round, results.HasEnded, hasUnsigned, calibration, results.Uncalibrated, [.. calibration.Scales.Select(scale =>
        {
            var scored = sheets.Where(s => s.Marks.Rubric.Scale == scale.Scale).ToList();
            return new ScaleSeverity(scale,
            [
                .. from habits in JurorHabits.Of([.. scored.Select(s => s.Marks)], opens)
                   let severity = scale.Of(habits.JurorId)
                   orderby severity is null, severity?.Severity descending, names[habits.JurorId].SortKey, habits.JurorId
                   select new SeverityRow(habits.JurorId, names[habits.JurorId].FullName, severity, habits, assigned.GetValueOrDefault(habits.JurorId)),
            ], CategoryAgreement.Of(scored), OwnOrganisation.Of(scored, ties));
        })]);
    }

    /// <summary>Jurors and dossiers with an organisation in common that was found to be no conflict, so that the juror scored.</summary>
    private static async Task<IReadOnlySet<(Guid, Guid)>> DismissedTiesAsync(this BangVangDb db, string editionKey, Guid[] hidden, CancellationToken ct) =>
        (await db.Conflicts.AsNoTracking().Where(c => c.EditionKey == editionKey && c.State == ConflictState.Dismissed && c.Source != ConflictSource.Declared && !hidden.Contains(c.DossierId))
            .Select(c => new { c.DossierId, c.PersonId }).ToListAsync(ct)).Select(c => (c.DossierId, c.PersonId)).ToHashSet();

    /// <summary>
    /// What a juror may know of their own severity: after the round closed and all their sheets are signed, and only where enough others
    /// scored that nobody's marks can be told from it. Null otherwise. Nothing of anybody else is in it.
    /// </summary>
    public static async Task<OwnSeverity?> OwnSeverityAsync(this BangVangDb db, Actor actor, Edition edition, ScoringRound round, Instant now, CancellationToken ct)
    {
        if (actor.PersonId is not { } person || !actor.Is(Role.Juror, edition.Key)) return null;
        if (!edition.HasEnded(round, now) || await db.HasUnsignedAsync(person, edition.Key, round, ct)) return null;
        var own = await db.SignedMarksAsync(edition, round, person, new HashSet<Guid>(), ct);
        if (own.Count == 0) return null;
        var standing = await db.StandingAsync(await db.ResultsStateAsync(actor, edition.Key, now, ct), edition, round, hasEnded: true, ct);
        var severities = (standing.Calibration?.Scales ?? []).Where(s => s.Jurors.Count >= FewestJurors)
            .Select(s => (s.Scale, Severity: s.Of(person))).Where(s => s.Severity is not null).Select(s => (s.Scale, s.Severity!)).ToList();
        return severities.Count == 0 ? null : new(round, severities, JurorHabits.Of([.. own.Select(s => s.Marks)], edition.WindowOf(round.Phase!)!.Value.Start!.Value).Single());
    }

    /// <summary>True while the person has a dossier to judge in the round whose sheet is neither signed nor declined.</summary>
    private static Task<bool> HasUnsignedAsync(this BangVangDb db, Guid? person, string editionKey, ScoringRound round, CancellationToken ct) =>
        db.Assignments.AnyAsync(a => a.EditionKey == editionKey && a.RoundCode == round.Code && a.JurorId == person && a.EndedAt == null
            && db.Dossiers.Any(d => d.Id == a.DossierId && d.State == DossierState.Accepted)
            && !db.Conflicts.Any(c => c.DossierId == a.DossierId && c.PersonId == person && c.State != ConflictState.Dismissed)
            && !db.Scoresheets.Any(s => s.RoundCode == a.RoundCode && s.DossierId == a.DossierId && s.JurorId == a.JurorId
                && (s.State == ScoresheetState.Signed || s.State == ScoresheetState.Abstained || s.State == ScoresheetState.Recused || s.State == ScoresheetState.SetAside)), ct);

    /// <summary>The signed sheets of a round, of one juror or of all.</summary>
    private static async Task<IReadOnlyList<DossierMarks>> SignedMarksAsync(this BangVangDb db, Edition edition, ScoringRound round, Guid? juror, IReadOnlySet<Guid> hidden, CancellationToken ct)
    {
        var rows = await (
            from s in db.Scoresheets.AsNoTracking()
            where s.EditionKey == edition.Key && s.RoundCode == round.Code && s.State == ScoresheetState.Signed && (juror == null || s.JurorId == juror)
            select new
            {
                s.DossierId, s.JurorId, s.CategoryCode, s.Marks, Score = s.Score!.Value, SignedAt = s.SignedAt!.Value,
                Assigned = db.Assignments.Where(a => a.RoundCode == s.RoundCode && a.DossierId == s.DossierId && a.JurorId == s.JurorId).Select(a => a.AssignedAt).ToList(),
            }).ToListAsync(ct);
        return [.. from row in rows
                   where !hidden.Contains(row.DossierId)
                   let rubric = edition.RubricFor(round, row.CategoryCode)
                   where rubric is not null
                   select new DossierMarks(row.DossierId, row.CategoryCode, new(row.JurorId, rubric, row.Marks, row.Score, row.Assigned.DefaultIfEmpty(row.SignedAt).Max(), row.SignedAt))];
    }
}
