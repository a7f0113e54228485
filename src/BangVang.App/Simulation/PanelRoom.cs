using System.Collections.Frozen;
using System.Globalization;
using BangVang.App.Scoring;
using BangVang.Domain.Editions;
using BangVang.Domain.Scoring;
using BangVang.Judging;
using BangVang.Judging.Assignment;
using BangVang.Judging.Choices;
using BangVang.Judging.Numbers;

namespace BangVang.App.Simulation;

/// <summary>A sheet, with the numbers of its dossier and juror.</summary>
internal sealed record SignedSheet(int Dossier, int Juror, CountedSheet Sheet);

/// <summary>One category in one round: who judges what, and every sheet.</summary>
/// <param name="Sheets">Empty when the panel could not be assigned.</param>
/// <param name="Loads">Signed sheets by number of the juror, for those on the panel.</param>
/// <param name="Called">Jurors called from other panels because conflicts left too few.</param>
/// <param name="IsAssigned">False when conflicts leave too few jurors even then.</param>
/// <param name="Fit">How well the jurors of a dossier know its field, 0 to 1, on average; <paramref name="LowestFit"/> of the dossier that is worst off.</param>
internal sealed record CategoryJudging(
    IReadOnlyList<SignedSheet> Sheets, IReadOnlyDictionary<int, int> Loads, int Called, bool IsAssigned, double Fit, double LowestFit);

/// <summary>Who judges what in one category of one round, by their numbers.</summary>
/// <param name="Pairs">Null when conflicts leave too few jurors.</param>
internal sealed record AssignedPanel(IReadOnlyList<int> Members, int Called, IReadOnlyList<(int Dossier, int[] Jurors)>? Pairs);

/// <summary>What one juror chose, or put into order, among the dossiers of a category.</summary>
/// <param name="Seen">Dossiers the juror judged: all of the category without conflict.</param>
internal sealed record PlayedBallot(int Juror, int Seen, IReadOnlyList<CountedOrder> Orders);

/// <summary>Draws panels as the platform does and lets them mark.</summary>
/// <param name="largestPanel">Most jurors per dossier of all rounds: nobody's panel is smaller.</param>
internal sealed class PanelRoom(Edition edition, SimulationPlan plan, IReadOnlyList<SyntheticDossier> dossiers, int largestPanel, PanelObjective objective)
{
    private readonly Dictionary<string, int> categoryAt = edition.Categories.Select((c, i) => (c.Code, i)).ToDictionary(c => c.Code, c => c.i, StringComparer.Ordinal);
    private readonly Dictionary<string, FrozenDictionary<string, int>> linesOf = edition.Rubrics.ToDictionary(
        r => r.Code, r => r.Lines.Index().ToFrozenDictionary(l => l.Item.Code, l => l.Index, StringComparer.Ordinal), StringComparer.Ordinal);
    private readonly bool hasConflicts = edition.Conflicts.Any(c => c.Effect is ConflictEffect.Blocks);

    /// <summary>Assigns the dossiers and gives every sheet its marks.</summary>
    /// <param name="numbers">Of the dossiers of the category in this round.</param>
    public CategoryJudging Judge(ScoringRound round, string category, int[] numbers, Quality quality, PanelDraw panel)
    {
        // Editions that differ in their aggregation alone are judged by the same sheets: they are drawn once.
        var key = string.Join(',', numbers.Prepend(largestPanel).Prepend(round.PanelSize.Value).Select(n => n.ToString(CultureInfo.InvariantCulture)).Prepend(category).Prepend(round.Code).Prepend(objective.ToString()));
        if (!panel.Judged.TryGetValue(key, out var judged)) panel.Judged[key] = judged = Draw(round, category, numbers, quality, panel, key);
        return judged;
    }

    public static Guid IdOf(int dossier) => new(dossier, 0, 0, new byte[8]);

    /// <summary>The whole panel of the category chooses between pairs or puts several into order, each juror as often as the round asks for, shown for the most information as on the platform.</summary>
    public IReadOnlyList<PlayedBallot> Choose(PairwiseRound round, string category, int[] numbers, Quality quality, PanelDraw panel)
    {
        // Severity plays no part in a choice, so a panel with extremes chooses as the usual one does.
        var key = string.Join(',', numbers.Prepend(round.Together(numbers.Length)).Prepend(largestPanel).Select(n => n.ToString(CultureInfo.InvariantCulture)).Prepend(category).Prepend(round.Code));
        if (!panel.Chosen.TryGetValue(key, out var chosen))
        {
            var members = Members(category);
            var apart = hasConflicts ? numbers.SelectMany(n => ConflictsOf(n, members, panel.Seed)).ToHashSet() : [];
            panel.Chosen[key] = chosen = [.. members.Select(m => ChooseAll(round, [.. numbers.Where(n => !apart.Contains(new(dossiers[n].Reference, CodeOf(m))))], m, quality, panel)).Where(b => b.Orders.Count > 0)];
        }
        return chosen;
    }

    /// <param name="numbers">Of the dossiers the juror may judge.</param>
    private PlayedBallot ChooseAll(PairwiseRound round, int[] numbers, int juror, Quality quality, PanelDraw panel)
    {
        var known = numbers.ToDictionary(n => dossiers[n].Reference, StringComparer.Ordinal);
        if (known.Count < 2) return new(juror, known.Count, []);
        var seed = $"{panel.Seed}/{round.Code}/{juror}/choices";
        var (random, judging, orders) = (new NormalRandom(seed), new PairwiseJudging([.. known.Keys], seed), new List<CountedOrder>());
        for (var asked = PairBallot.Tally([], _ => true, known.Count, round).Asked; orders.Count < asked && judging.Next("own", round.Together(known.Count)) is { } shown;)
        {
            string[] order = shown is [var left, var right]
                ? random.NextUniform() < Preferring(known[left], known[right], juror, quality, panel) ? [left, right] : [right, left]
                : InOrder(shown, known, juror, quality, panel, random);
            judging.Add(new(shown, "own", order, null));
            orders.Add(new([.. order.Select(r => IdOf(known[r]))]));
        }
        return new(juror, known.Count, orders);
    }

    /// <summary>
    /// Several as the juror finds them: quality with noise of Gumbel's distribution, whose standard deviation is that of the juror's sheet. Where all are
    /// equally familiar that is Luce and Plackett's model, and between any two of them the choice has the odds of <see cref="Preferring"/>.
    /// </summary>
    private string[] InOrder(IReadOnlyList<string> shown, Dictionary<string, int> known, int juror, Quality quality, PanelDraw panel, NormalRandom random)
    {
        const double eulersConstant = 0.57721566490153286;
        var found = shown.ToDictionary(r => r, r =>
        {
            var gumbel = -Math.Log(-Math.Log(Math.Max(double.Epsilon, random.NextUniform()))) - eulersConstant;
            return quality.LevelOf(known[r]) + Math.Sqrt(6 * NoiseOf(known[r], juror, panel)) / Math.PI * gumbel;
        }, StringComparer.Ordinal);
        return [.. shown.OrderByDescending(r => found[r])];
    }

    /// <summary>
    /// P(one is chosen before the other): Bradley and Terry's model, the difference in quality divided by the noise that the two sheets of this juror would have
    /// had, on the logistic curve of the same variance. Quality is that of the dossier itself, without a rubric.
    /// </summary>
    private double Preferring(int one, int other, int juror, Quality quality, PanelDraw panel)
    {
        var difference = quality.LevelOf(one) - quality.LevelOf(other);
        var noise = Math.Sqrt(NoiseOf(one, juror, panel) + NoiseOf(other, juror, panel));
        return noise > 0 ? 1 / (1 + Math.Exp(-Math.PI / Math.Sqrt(3) * difference / noise)) : difference > 0 ? 1 : difference < 0 ? 0 : 0.5;
    }

    /// <summary>Variance of what the juror sees in a dossier.</summary>
    private double NoiseOf(int dossier, int juror, PanelDraw panel)
    {
        var strange = plan.Model.Unfamiliar * (1 - panel.Knows(juror, dossiers[dossier].Field));
        return plan.Model.Sheet * plan.Model.Sheet + strange * strange;
    }

    private CategoryJudging Draw(ScoringRound round, string category, int[] numbers, Quality quality, PanelDraw panel, string key)
    {
        if (!panel.Assigned.TryGetValue(key, out var assigned)) panel.Assigned[key] = assigned = Assign(round, category, numbers, panel);
        if (assigned.Pairs is null) return new([], new Dictionary<int, int>(), assigned.Called, IsAssigned: false, 0, 0);
        var rubric = edition.RubricFor(round, category)!;
        SignedSheet[] signed = [.. assigned.Pairs.SelectMany(of => Mark(of.Dossier, of.Jurors, rubric, round, quality, panel))];
        var counted = signed.CountBy(s => s.Juror).ToDictionary();
        var fits = assigned.Pairs.Select(of => of.Jurors.Average(j => panel.Knows(j, dossiers[of.Dossier].Field))).ToList();
        return new(signed, assigned.Members.ToDictionary(m => m, m => counted.GetValueOrDefault(m)), assigned.Called, IsAssigned: true, fits.Average(), fits.Min());
    }

    /// <summary>The category's panel: the jurors are dealt evenly, and sit on several panels where they would be too few.</summary>
    private List<int> Members(string category)
    {
        var (at, categories) = (categoryAt[category], categoryAt.Count);
        var first = at * plan.Jurors / categories;
        var count = Math.Min(plan.Jurors, Math.Max(largestPanel, (at + 1) * plan.Jurors / categories - first));
        return [.. Enumerable.Range(first, count).Select(j => j % plan.Jurors)];
    }

    private AssignedPanel Assign(ScoringRound round, string category, int[] numbers, PanelDraw panel)
    {
        var members = Members(category);
        var planned = members.Count;
        var pairs = Assign(round, category, numbers, members, panel);
        while (pairs is null && members.Count < plan.Jurors)
        {
            members.Add((members[^1] + 1) % plan.Jurors);
            pairs = Assign(round, category, numbers, members, panel);
        }
        var byReference = numbers.ToDictionary(n => dossiers[n].Reference, StringComparer.Ordinal);
        return new(members, members.Count - planned, pairs is null ? null : [.. pairs.GroupBy(p => byReference[p.Entry]).Select(of => (of.Key, of.Select(p => NumberOf(p.Juror)).ToArray()))]);
    }

    /// <summary>As the panel screen assigns; null when conflicts leave too few jurors.</summary>
    private IReadOnlyList<PanelPair>? Assign(ScoringRound round, string category, int[] numbers, List<int> members, PanelDraw panel)
    {
        var size = round.PanelSize.Value;
        var request = new PanelRequest(
            [.. numbers.Select(n => new EntryDemand(dossiers[n].Reference, size))],
            [.. members.Select(m => new JurorLoad(CodeOf(m), 0, numbers.Length))],
            hasConflicts ? [.. numbers.SelectMany(n => ConflictsOf(n, members, panel.Seed))] : [], []);
        if (objective is PanelObjective.BalancedRandom)
        {
            var drawn = BalancedAssignment.Rehearse(request, $"{panel.Seed}/{round.Code}/{category}/assignment");
            return drawn.Shortage is null ? drawn.Pairs : null;
        }
        double[] affinity = [.. numbers.SelectMany(n => members.Select(m => Math.Round(100 * panel.Knows(m, dossiers[n].Field))))];
        for (var most = (numbers.Length * size + members.Count - 1) / members.Count; most <= numbers.Length; most++)
        {
            var found = Assigner.Solve(new(request with { Jurors = [.. request.Jurors.Select(j => j with { MaxLoad = most })] }, affinity), new());
            if (found.Shortage is null) return [.. found.Pairs.Select(p => new PanelPair(p.Entry, p.Juror))];
        }
        return null;
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
        var (lines, worth) = (linesOf[rubric.Code], quality.LinesOf(dossier, rubric));
        foreach (var juror in jurors)
        {
            var strange = plan.Model.Unfamiliar * (1 - panel.Knows(juror, dossiers[dossier].Field));
            var seen = Math.Sqrt(plan.Model.Sheet * plan.Model.Sheet + strange * strange) * random.Next() - panel.Severity[juror];
            var marks = new int[lines.Count];
            for (var line = 0; line < marks.Length; line++) marks[line] = Snap(rubric.Scale, worth[line] + seen + plan.Model.Mark * random.Next());
            var sheet = new LineMarks(lines, marks);
            yield return new(dossier, juror, new(sheet, rubric.WeightedScore(sheet), new(juror, 0, 0, new byte[8])));
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
