using System.Globalization;
using BangVang.Domain.Editions;
using BangVang.Domain.Scoring;
using BangVang.Judging;
using BangVang.Judging.Numbers;

namespace BangVang.App.Simulation;

/// <summary>A sheet, with the numbers of its dossier and juror.</summary>
internal sealed record SignedSheet(int Dossier, int Juror, CountedSheet Sheet);

/// <summary>One category in one round: who judges what, and every sheet.</summary>
/// <param name="Sheets">Empty when the panel could not be assigned.</param>
/// <param name="Loads">Signed sheets by number of the juror, for those on the panel.</param>
/// <param name="Called">Jurors called from other panels because conflicts left too few.</param>
/// <param name="IsAssigned">False when conflicts leave too few jurors even then.</param>
internal sealed record CategoryJudging(
    IReadOnlyList<SignedSheet> Sheets, IReadOnlyDictionary<int, int> Loads, int Called, bool IsAssigned);

/// <summary>Draws panels as the platform does and lets them mark.</summary>
/// <param name="largestPanel">Most jurors per dossier of all rounds: nobody's panel is smaller.</param>
internal sealed class PanelRoom(Edition edition, SimulationPlan plan, IReadOnlyList<SyntheticDossier> dossiers, int largestPanel)
{
    private readonly Dictionary<string, int> categoryAt = edition.Categories.Select((c, i) => (c.Code, i)).ToDictionary(c => c.Code, c => c.i, StringComparer.Ordinal);
    private readonly Dictionary<string, string[]> linesOf = edition.Rubrics.ToDictionary(r => r.Code, r => r.Lines.Select(l => l.Code).ToArray(), StringComparer.Ordinal);
    private readonly bool hasConflicts = edition.Conflicts.Any(c => c.Effect is ConflictEffect.Blocks);

    /// <summary>Assigns the dossiers by the balanced draw and gives every sheet its marks.</summary>
    /// <param name="numbers">Of the dossiers of the category in this round.</param>
    public CategoryJudging Judge(ScoringRound round, string category, int[] numbers, Quality quality, PanelDraw panel)
    {
        // Editions that differ in their aggregation alone are judged by the same sheets: they are drawn once.
        var key = string.Join(',', numbers.Prepend(largestPanel).Prepend(round.PanelSize.Value).Select(n => n.ToString(CultureInfo.InvariantCulture)).Prepend(category).Prepend(round.Code));
        if (!panel.Judged.TryGetValue(key, out var judged)) panel.Judged[key] = judged = Draw(round, category, numbers, quality, panel);
        return judged;
    }

    private CategoryJudging Draw(ScoringRound round, string category, int[] numbers, Quality quality, PanelDraw panel)
    {
        var members = Members(category);
        var planned = members.Count;
        var result = Assign(round, category, numbers, members, panel.Seed);
        while (result.Shortage is not null && members.Count < plan.Jurors)
        {
            members.Add((members[^1] + 1) % plan.Jurors);
            result = Assign(round, category, numbers, members, panel.Seed);
        }
        if (result.Shortage is not null) return new([], new Dictionary<int, int>(), members.Count - planned, IsAssigned: false);

        var rubric = edition.RubricFor(round, category)!;
        var byReference = numbers.ToDictionary(n => dossiers[n].Reference, StringComparer.Ordinal);
        SignedSheet[] signed = [.. result.Pairs.GroupBy(p => byReference[p.Entry]).SelectMany(of => Mark(of.Key, of.Select(p => NumberOf(p.Juror)), rubric, round, quality, panel))];
        var counted = signed.CountBy(s => s.Juror).ToDictionary();
        return new(signed, members.ToDictionary(m => m, m => counted.GetValueOrDefault(m)), members.Count - planned, IsAssigned: true);
    }

    /// <summary>The category's panel: the jurors are dealt evenly, and sit on several panels where they would be too few.</summary>
    private List<int> Members(string category)
    {
        var (at, categories) = (categoryAt[category], categoryAt.Count);
        var first = at * plan.Jurors / categories;
        var count = Math.Min(plan.Jurors, Math.Max(largestPanel, (at + 1) * plan.Jurors / categories - first));
        return [.. Enumerable.Range(first, count).Select(j => j % plan.Jurors)];
    }

    private PanelResult Assign(ScoringRound round, string category, int[] numbers, List<int> members, string seed)
    {
        var size = round.PanelSize.Value;
        return BalancedAssignment.Random(new PanelRequest(
            [.. numbers.Select(n => new EntryDemand(dossiers[n].Reference, size))],
            [.. members.Select(m => new JurorLoad(CodeOf(m), 0, numbers.Length))],
            hasConflicts ? [.. numbers.SelectMany(n => ConflictsOf(n, members, seed))] : [], []), new($"{seed}/{round.Code}/{category}/assignment"));
    }

    /// <summary>The same in every round: a tie between a dossier and a juror does not go away.</summary>
    private IEnumerable<PanelPair> ConflictsOf(int dossier, List<int> members, string seed)
    {
        var random = new NormalRandom($"{seed}/{dossiers[dossier].Reference}/conflicts");
        return members.Where(_ => random.NextUniform() < plan.Model.Conflicts).Select(m => new PanelPair(dossiers[dossier].Reference, CodeOf(m))).ToList();
    }

    private IEnumerable<SignedSheet> Mark(int dossier, IEnumerable<int> jurors, Rubric rubric, ScoringRound round, Quality quality, PanelDraw panel)
    {
        var random = new NormalRandom($"{panel.Seed}/{round.Code}/{dossiers[dossier].Reference}/marks");
        var lines = linesOf[rubric.Code];
        foreach (var juror in jurors)
        {
            var seen = plan.Model.Sheet * random.Next() - panel.Severity[juror];
            var marks = new Dictionary<string, int>(lines.Length, StringComparer.Ordinal);
            for (var line = 0; line < lines.Length; line++)
                marks[lines[line]] = Snap(rubric.Scale, quality.Of(dossier, rubric, line) + seen + plan.Model.Mark * random.Next());
            yield return new(dossier, juror, new(marks, rubric.WeightedScore(marks), new(juror, 0, 0, new byte[8])));
        }
    }

    /// <summary>The nearest mark of the scale, in hundredths of a point.</summary>
    private static int Snap(Scale scale, double share)
    {
        var steps = (scale.Max - scale.Min) / scale.Step;
        return scale.Min + scale.Step * (int)Math.Clamp(Math.Round(share * steps), 0, steps);
    }

    private static string CodeOf(int juror) => $"J{juror:0000}";

    private static int NumberOf(string juror) => int.Parse(juror.AsSpan(1), CultureInfo.InvariantCulture);
}
