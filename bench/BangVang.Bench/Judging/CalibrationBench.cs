using System.Globalization;
using BangVang.Judging.Calibration;
using BangVang.Judging.Choices;
using BangVang.Judging.Ranks;
using BangVang.Judging.Simulation;

namespace BangVang.Bench.Judging;

/// <summary>Calibration, ranks with doubt and choices: differences from TAM, lme4, ordinal, BradleyTerry2 and PlackettLuce, and simulations whose truth is known.</summary>
internal sealed class CalibrationBench
{
    private readonly List<Measure> measures = [];
    private readonly List<string> notes;
    private readonly CancellationToken ct;

    private CalibrationBench(List<string> notes, CancellationToken ct) => (this.notes, this.ct) = (notes, ct);

    /// <param name="folder">Where the reference data are; null for simulations only.</param>
    public static IReadOnlyList<Measure> Run(string? folder, List<string> notes, CancellationToken ct)
    {
        var bench = new CalibrationBench(notes, ct);
        if (folder is not null && Directory.Exists(folder)) bench.Published(new(folder));
        else notes.Add("calibration: no reference data; give the folder that has ratings/ with --data");
        bench.Simulated();
        bench.Adaptive();
        return bench.measures;
    }

    private void Published(ReferenceTables tables)
    {
        if (tables.Has("data.ratings1"))
        {
            string[] items = ["k1", "k2", "k3", "k4", "k5"];
            Rasch(tables, "ratings1, rating scale", tables.Wide("data.ratings1/data.csv", items), RaschSteps.RatingScale, "data.ratings1/ref_TAM_RSM_item+rater+step.csv", 2573.618);
            Rasch(tables, "ratings1, partial credit", tables.Wide("data.ratings1/data.csv", items), RaschSteps.PartialCredit, "data.ratings1/ref_TAM_PCM_item.step+rater.csv", 2526.705);
            if (tables.Has("data.ratings2"))
                Rasch(tables, "ratings2", tables.Wide("data.ratings2/data.csv", items), RaschSteps.RatingScale, "data.ratings2/ref_TAM_RSM_item+rater+step.csv", 5769.76);
        }
        if (tables.Has("data.ratings3"))
            Rasch(tables, "ratings3", tables.Wide("data.ratings3/data.csv", "crit2", "crit3", "crit4", "crit6"), RaschSteps.RatingScale, "data.ratings3/ref_TAM_RSM_item+rater+step.csv", 27758.14);
        if (tables.Has("data.sim.mfr"))
        {
            var facets = tables.Rows("data.sim.mfr/facets.csv");
            var rows = tables.Rows("data.sim.mfr/data.csv").SelectMany((row, i) => row.Select(mark =>
                new Rating($"{i + 1}", facets[i]["rater"], ReferenceTables.N(mark.Value), mark.Key, 1, [facets[i]["topic"]])));
            Rasch(tables, "sim.mfr", new([.. rows], ["topic"]), RaschSteps.RatingScale, "data.sim.mfr/ref_TAM_ex9_item+rater+topic+step.csv", 1013.564);
        }
        if (tables.Has("data.immer09"))
            Mixed("immer09", new([.. tables.Rows("data.immer09/data.csv").Select(r => new Rating(r["idpaper"], r["idreviewer"], ReferenceTables.N(r["score"])))]), [1.16266, 0.361347, 1.10396], tables.Numbers("data.immer09/ref_lme4_REML_reviewer.csv", "reviewer", "blup"));
        if (tables.Has("diving2000")) Diving(tables);
        if (tables.Has("InstEval"))
        {
            var seconds = Mixed("InstEval", new([.. tables.Rows("InstEval/data.csv.gz").Select(r => new Rating(r["s"], r["d"], ReferenceTables.N(r["y"])))]), [0.325906, 0.523197, 1.177786], tables.Numbers("InstEval/ref_lme4_d.csv", "d", "blup"));
            measures.Add(Measure.Of("InstEval, fit (lme4: 37.6 s wall)", "s", [seconds]).AtMost(15));
        }
        if (tables.Has("wine-ordinal")) Wine(tables);
        if (tables.Has("baseball-bt")) Baseball(tables);
        if (tables.Has("citations-bt")) Citations(tables);
        if (tables.Has("nascar2002")) Nascar(tables);
    }

    private void Rasch(ReferenceTables tables, string name, Ratings ratings, RaschSteps steps, string file, double deviance)
    {
        ct.ThrowIfCancellationRequested();
        var reference = tables.Rows(file).Where(r => r["facet"] == "rater").ToDictionary(r => r["parameter"]["rater".Length..], r => ReferenceTables.N(r["xsi"]), StringComparer.Ordinal);
        var (fit, seconds) = Timed(() => Calibrator.Fit(ratings, new(CalibrationModel.Rasch, steps)));
        measures.Add(Measure.Of($"{name}: largest severity off TAM", "logit", [fit.Jurors.Max(j => Math.Abs(j.Severity - reference[j.Juror]))]).AtMost(0.02));
        measures.Add(Measure.Of($"{name}: deviance off TAM", "%", [100 * Math.Abs(fit.Deviance / deviance - 1)]).AtMost(0.05));
        Note($"{name}: deviance {fit.Deviance:0.000} (TAM {deviance:0.000}), variance {fit.Variances.Entry:0.0000}, {fit.Groups.Count} group(s), {seconds:0.00} s; {string.Join(' ', fit.Jurors.Take(3).Select(j => Invariant($"{j.Juror} {j.Severity:0.0000} ({reference[j.Juror]:0.0000})")))}");
    }

    private double Mixed(string name, Ratings ratings, double[] deviations, Dictionary<string, double> lenience)
    {
        ct.ThrowIfCancellationRequested();
        var (fit, seconds) = Timed(() => Calibrator.Fit(ratings));
        double[] found = [Math.Sqrt(fit.Variances.Entry!.Value), Math.Sqrt(fit.Variances.Juror!.Value), Math.Sqrt(fit.Variances.Residual!.Value)];
        measures.Add(Measure.Of($"{name}: largest deviation off lme4", "%", [found.Zip(deviations, (f, d) => 100 * Math.Abs(f / d - 1)).Max()]).AtMost(0.1));
        measures.Add(Measure.Of($"{name}: largest severity off lme4", "points", [fit.Jurors.Max(j => Math.Abs(j.Severity + lenience[j.Juror]))]).AtMost(0.002));
        Note($"{name}: deviations {string.Join(' ', found.Zip(deviations, (f, d) => Invariant($"{f:0.000000} ({d:0.000000})")))}, log-likelihood {fit.LogLikelihood:0.0000}, {seconds:0.00} s");
        return seconds;
    }

    private void Diving(ReferenceTables tables)
    {
        var rows = tables.Rows("diving2000/data.csv");
        Rating Of(Dictionary<string, string> r) => new($"{r["Event"]}|{r["Round"]}|{r["Diver"]}|{r["DiveNo"]}", r["Judge"], ReferenceTables.N(r["JScore"]));
        Mixed("diving", new([.. rows.Select(Of)]), [1.404628, 0.068331, 0.436672], tables.Numbers("diving2000/ref_lme4_judge.csv", "judge", "blup"));
        var nation = rows.Select(r => (r["Judge"], r["JCountry"])).Distinct().ToDictionary(n => n.Item1, n => n.Item2, StringComparer.Ordinal);
        var country = rows.Select(r => (Of(r).Entry, r["Country"])).Distinct().ToDictionary(n => n.Entry, n => n.Item2, StringComparer.Ordinal);
        var bias = SameGroupBias.Test(new([.. rows.Select(Of)]), r => nation[r.Juror] == country[r.Entry])!;
        measures.Add(Measure.Of("diving: same-nation favour off +0.294837", "points", [Math.Abs(bias.Effect - 0.294837)]).AtMost(0.001));
        Note($"diving: judges favour their own nation by {bias.Effect:+0.000000} (lme4 +0.294837), t = {bias.T:0.00} (11.07)");
    }

    private void Wine(ReferenceTables tables)
    {
        var fit = Calibrator.Fit(new([.. tables.Rows("wine-ordinal/data.csv").Select(r => new Rating(r["bottle"], r["judge"], ReferenceTables.N(r["rating"]), Facets: [r["temp"], r["contact"]]))], ["temp", "contact"]), new(CalibrationModel.Cumulative));
        double Effect(string level, string against) => fit.Effects.Single(e => e.Level == level).Estimate - fit.Effects.Single(e => e.Level == against).Estimate;
        double[] found = [Effect("warm", "cold"), Effect("yes", "no"), .. fit.Steps.Select(s => s.Estimate)], reference = [3.0630, 1.8349, -1.6237, 1.5134, 4.2285, 6.0888];
        measures.Add(Measure.Of("wine: largest coefficient off clmm", "logit", [found.Zip(reference, (f, r) => Math.Abs(f - r)).Max()]).AtMost(0.005));
        Note($"wine: {string.Join(' ', found.Zip(reference, (f, r) => Invariant($"{f:0.0000} ({r:0.0000})")))}, juror variance {fit.Variances.Juror:0.000} (1.279)");
    }

    private void Baseball(ReferenceTables tables) => Choices("baseball, Bradley and Terry",
        tables.Rows("baseball-bt/data.csv").SelectMany((r, i) => new[]
        {
            new Contest($"{i} home", [r["home.team"], r["away.team"]], ReferenceTables.N(r["home.wins"])),
            new Contest($"{i} away", [r["away.team"], r["home.team"]], ReferenceTables.N(r["away.wins"])),
        }),
        tables.Rows("baseball-bt/ref_BT.csv").ToDictionary(r => r[""]["team".Length..], r => ReferenceTables.N(r["Estimate"])));

    private void Citations(ReferenceTables tables) => Choices("citations, Bradley and Terry",
        tables.Rows("citations-bt/matrix.csv").SelectMany(r => r.Where(c => c.Key != "" && c.Key != r[""]).Select(c => new Contest($"{r[""]}>{c.Key}", [r[""], c.Key], ReferenceTables.N(c.Value)))),
        tables.Rows("citations-bt/ref_BT.csv").ToDictionary(r => r[""]["..".Length..], r => ReferenceTables.N(r["Estimate"])));

    private void Nascar(ReferenceTables tables)
    {
        var drivers = tables.Rows("nascar2002/drivers.csv").ToDictionary(r => r["id"], r => r["driver"]);
        using var races = BangVang.Judging.Csv.Open(tables.PathOf("nascar2002/orderings.csv"));
        // Drivers 84 to 87 were last in every race: they have no finite strength.
        var orders = BangVang.Judging.Csv.Read(races).Select((r, i) => new Contest($"{i}", [.. r.Fields.Where(d => int.Parse(d, CultureInfo.InvariantCulture) <= 83).Select(d => drivers[d])])).ToList();
        Choices("NASCAR, Luce and Plackett", orders, tables.Numbers("nascar2002/ref_PL_MM.csv", "driver", "lambda"));
    }

    private void Choices(string name, IEnumerable<Contest> contests, Dictionary<string, double> reference)
    {
        ct.ThrowIfCancellationRequested();
        var (fit, seconds) = Timed(() => ChoiceModel.Fit([.. contests]).Result!);
        measures.Add(Measure.Of($"{name}: largest estimate off", "logit", [fit.Entries.Max(e => Math.Abs(e.Estimate - reference.GetValueOrDefault(e.Entry)))]).AtMost(1e-4));
        Note($"{name}: {string.Join(' ', fit.Entries.Take(3).Select(e => Invariant($"{e.Entry} {e.Estimate:0.000000} ({reference.GetValueOrDefault(e.Entry):0.000000})")))}, log-likelihood {fit.LogLikelihood:0.000}, {seconds:0.00} s");
    }

    /// <summary>The simulation of the reference: worth 1, severity 0.5, noise 1.</summary>
    private void Simulated()
    {
        const int runs = 200;
        foreach (var (plan, mean, mixed, top) in new[]
        {
            (new SyntheticPanelPlan(200, 50, 3), 0.637, 0.657, 0.625), (new(1000, 100, 3), 0.636, 0.662, 0.638),
            (new(1000, 100, 5), 0.706, 0.729, 0.712), (new(1000, 100, 10), 0.783, 0.803, 0.792),
        })
        {
            var (tau, meanTau, hits, covered, squares) = (0.0, 0.0, 0.0, 0L, 0.0);
            for (var run = 0; run < runs; run++)
            {
                ct.ThrowIfCancellationRequested();
                var panel = SyntheticRatings.Of(plan, $"{run}");
                var fit = Calibrator.Fit(panel.Ratings);
                var each = Tau(panel, fit);
                (tau, squares) = (tau + each / runs, squares + each * each / runs);
                if (run < 40) meanTau += Tau(panel, Calibrator.Fit(panel.Ratings, new(CalibrationModel.Mean))) / 40;
                covered += fit.Entries.Count(e => Math.Abs(e.Estimate - panel.Worth[Number(e.Entry)]) < 1.6448536 * e.StandardError);
                var best = panel.TrueOrder().Take(plan.Entries / 10).ToHashSet();
                hits += fit.Entries.Take(plan.Entries / 10).Count(e => best.Contains(Number(e.Entry))) / (plan.Entries / 10.0) / runs;
            }
            var name = Invariant($"{plan.Entries} x {plan.Jurors} x {plan.PerEntry}");
            var cover = covered / (double)(runs * plan.Entries);
            measures.Add(Measure.Of($"simulation {name}: tau off {mixed.ToString(CultureInfo.InvariantCulture)}", "", [Math.Abs(tau - mixed)]).AtMost(0.003));
            measures.Add(Measure.Of($"simulation {name}: 90 % cover off 0.90", "", [Math.Abs(cover - 0.9)]).AtMost(0.02));
            Note($"simulation {name}, {runs} runs: tau {tau:0.0000} ± {Math.Sqrt(Math.Max(0, squares - tau * tau) / runs):0.0000} (reference {mixed:0.000}), of the mean {meanTau:0.000} ({mean:0.000}), top tenth {hits:0.000} ({top:0.000}), cover {cover:0.000}");
        }
        Chances();
    }

    /// <summary>Entries said to be in the first tenth with a chance of 0.3 to 0.7 are so as often; and the time of all of it for a large round.</summary>
    private void Chances()
    {
        var (expected, variance, seen, off, seconds) = (0.0, 0.0, 0, 0.0, new List<double>());
        for (var run = 0; run < 30; run++)
        {
            ct.ThrowIfCancellationRequested();
            var panel = SyntheticRatings.Of(new(1000, 100, 3), $"chance {run}");
            var (draws, took) = Timed(() =>
            {
                var all = RankDraws.Of(Calibrator.Fit(panel.Ratings));
                all.Ranking();
                return all;
            });
            if (run > 0) seconds.Add(took);
            var best = panel.TrueOrder().Take(100).Select(SyntheticRatings.Entry).ToHashSet();
            var chances = draws.PTop(100);
            off = Math.Max(off, Math.Abs(chances.Values.Sum() - 100));
            foreach (var (entry, p) in chances.Where(c => c.Value is >= 0.3 and <= 0.7))
                (expected, variance, seen) = (expected + p, variance + p * (1 - p), seen + (best.Contains(entry) ? 1 : 0));
        }
        measures.Add(Measure.Of("P(top 100) sums to 100, off by", "", [off]).AtMost(1e-9));
        measures.Add(Measure.Of("P(top 100) from 0.3 to 0.7, off what came true", "SE", [Math.Abs(seen - expected) / Math.Sqrt(variance)]).AtMost(3));
        measures.Add(Measure.Of("1000 x 100 x 3: calibrate and rank", "s", seconds).AtMost(2));
        Note($"P(top 100) between 0.3 and 0.7: {seen} came true, {expected:0.0} expected");
    }

    /// <summary>A tenth more marks, where they decide most or spread evenly.</summary>
    private void Adaptive()
    {
        const int runs = 80, top = 60;
        foreach (var (perEntry, adaptiveReference, evenReference) in new[] { (3, 0.6933, 0.6365), (5, 0.7592, 0.7102) })
        {
            var (before, adaptive, even) = (0.0, 0.0, 0.0);
            for (var run = 0; run < runs; run++)
            {
                ct.ThrowIfCancellationRequested();
                var panel = SyntheticRatings.Of(new(600, 60, perEntry), $"extra {run}");
                var truth = panel.TrueOrder().Take(top).ToHashSet();
                double Precision(IEnumerable<Rating> more) => Calibrator.Fit(new([.. panel.Ratings.Rows, .. more])).Entries.Take(top).Count(e => truth.Contains(Number(e.Entry))) / (double)top / runs;
                before += Precision([]);
                var plan = ExtraMarks.Plan(Calibrator.Fit(panel.Ratings), panel.Ratings, top, 60 * perEntry);
                adaptive += Precision([.. plan.Select(m => panel.Mark(Number(m.Entry), Number(m.Juror)))]);
                even += Precision([.. Enumerable.Range(0, 60 * perEntry).Select(_ => panel.AnyPair()).Select(p => panel.Mark(p.Entry, p.Juror))]);
            }
            measures.Add(Measure.Of(Invariant($"600 x 60 x {perEntry}: adaptive over even extra marks"), "", [adaptive - even]).AtLeast(0.03));
            Note($"600 x 60 x {perEntry}, a tenth more marks, {runs} runs: precision {before:0.0000}, adaptive {adaptive:0.0000} (reference {adaptiveReference:0.0000}), even {even:0.0000} ({evenReference:0.0000})");
        }
    }

    private static double Tau(SyntheticRatings panel, CalibrationResult fit)
    {
        var estimate = new double[panel.Worth.Length];
        foreach (var entry in fit.Entries) estimate[Number(entry.Entry)] = entry.Estimate;
        return Agreement.KendallTau(estimate, panel.Worth);
    }

    private static int Number(string name) => int.Parse(name.AsSpan(1), CultureInfo.InvariantCulture);

    /// <summary>With the CPU seconds it took.</summary>
    private static (T Result, double Seconds) Timed<T>(Func<T> act)
    {
        var before = Environment.CpuUsage.TotalTime;
        var result = act();
        return (result, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
    }

    private void Note(FormattableString text) => notes.Add(Invariant(text));

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
