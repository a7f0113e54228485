using BangVang.App.Scoring;
using BangVang.Judging;
using BangVang.Judging.Affinity;
using BangVang.Judging.Calibration;
using BangVang.Judging.Numbers;
using BangVang.Judging.Ranks;

namespace BangVang.Bench.Judging;

/// <summary>What the panel screen waits for on a large panel: nearness of texts, a proposal with all its objectives compared, calibration and ranks.</summary>
internal static class PanelBench
{
    private const int Dossiers = 1000, Jurors = 100, PerDossier = 3, Rounds = 3;

    private static readonly string[] Words =
    [
        "bệnh án điện tử", "khám bệnh từ xa", "truy xuất nguồn gốc", "nông nghiệp thông minh", "an toàn thông tin", "chữ ký số", "lớp học trực tuyến", "học liệu số", "dịch vụ công",
        "dữ liệu mở", "thanh toán số", "hóa đơn điện tử", "bản đồ số", "quan trắc môi trường", "trí tuệ nhân tạo", "nhận dạng tiếng nói", "chuỗi cung ứng", "thương mại điện tử",
    ];

    public static IReadOnlyList<Measure> Run(List<string> notes, CancellationToken ct)
    {
        var random = new NormalRandom("panel bench");
        string Text() => string.Join(". ", Enumerable.Range(0, 12).Select(_ => Words[random.Next(Words.Length)]));
        var (dossiers, jurors) = (Enumerable.Range(0, Dossiers).Select(_ => Text()).ToList(), Enumerable.Range(0, Jurors).Select(_ => Text()).ToList());
        var (near, propose, judge, all) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round <= Rounds; round++)
        {
            ct.ThrowIfCancellationRequested();
            var (points, nearing) = Timed(() => TextAffinity.Of(dossiers, jurors).Select(n => (int)Math.Round(100 * n)).ToArray());
            var facts = FactsOf(points);
            var (proposal, proposing) = Timed(() => PanelProposal.Of(facts, new(PanelObjective.LargestTotal), new string('0', 64)).TryGet(out var found, out var problem) ? found : throw new InvalidOperationException(problem.Code));
            var ratings = Marked(proposal.Pairs);
            var (_, judging) = Timed(() => RankDraws.Of(Calibrator.Fit(ratings)).Ranking());
            if (round == 0) continue;
            near.Add(nearing);
            propose.Add(proposing);
            judge.Add(judging);
            all.Add(proposing + judging);
            if (round == Rounds) notes.Add($"{Dossiers} x {Jurors} x {PerDossier}: total {proposal.Figures.Total} of at most {proposal.Figures.TotalBound}, lowest {proposal.Figures.Lowest}, loads {proposal.Figures.LeastLoad} to {proposal.Figures.MostLoad}");
        }
        return
        [
            .. Asked(FactsOf([.. TextAffinity.Of(dossiers, jurors).Select(n => (int)Math.Round(100 * n))]), ct),
            Measure.Of($"{Dossiers} x {Jurors}: nearness of the texts", "s", near), Measure.Of($"{Dossiers} x {Jurors} x {PerDossier}: propose the largest total, beside the balanced draw", "s", propose),
            Measure.Of($"{Dossiers} x {Jurors} x {PerDossier}: calibrate (mixed) and rank", "s", judge), Measure.Of($"{Dossiers} x {Jurors} x {PerDossier}: propose, calibrate and rank", "s", all).AtMost(2),
        ];
    }

    /// <summary>What takes a search is computed only when it is asked for.</summary>
    private static IEnumerable<Measure> Asked(PanelFacts facts, CancellationToken ct)
    {
        (string Name, PanelWish Wish)[] wishes =
        [
            ("fair", new(PanelObjective.Fair)), ("highest lowest", new(PanelObjective.HighestLowest)), ("lot under a cap of 50 %", new(PanelObjective.CappedRandom)),
            ("largest total, 1 % given up for comparability", new(PanelObjective.LargestTotal) { GiveUpPermille = 10 }),
        ];
        foreach (var (name, wish) in wishes)
        {
            ct.ThrowIfCancellationRequested();
            var times = Enumerable.Range(0, Rounds).Select(_ => Timed(() => PanelProposal.Of(facts, wish, new string('0', 64)).TryGet(out var found, out var problem) ? found : throw new InvalidOperationException(problem.Code)).Seconds).ToList();
            yield return Measure.Of($"{Dossiers} x {Jurors} x {PerDossier}: propose when asked, {name}", "s", times).AtMost(2);
        }
    }

    private static PanelFacts FactsOf(int[] points)
    {
        var (entries, jurors) = (Enumerable.Range(0, Dossiers).Select(d => $"HS-{d:0000}").ToList(), Enumerable.Range(0, Jurors).Select(j => new Guid(j + 1, 0, 0, new byte[8])).ToList());
        return new(
            new([.. entries.Select(e => new EntryDemand(e, PerDossier))], [.. jurors.Select(j => new JurorLoad($"{j}", 0, Dossiers))], [], []), points,
            entries.ToDictionary(e => e, _ => Guid.NewGuid()), new HashSet<PanelPair>(), jurors.ToDictionary(j => j, j => $"{j}"), entries.ToHashSet(), new HashSet<PanelPair>(), new HashSet<Guid>());
    }

    private static Ratings Marked(IReadOnlyList<PanelPair> pairs)
    {
        var random = new NormalRandom("panel bench marks");
        var worth = pairs.Select(p => p.Entry).Distinct().ToDictionary(e => e, _ => random.Next());
        var severity = pairs.Select(p => p.Juror).Distinct().ToDictionary(j => j, _ => 0.5 * random.Next());
        return new([.. pairs.Select(p => new Rating(p.Entry, p.Juror, worth[p.Entry] - severity[p.Juror] + random.Next()))]);
    }

    private static (T Found, double Seconds) Timed<T>(Func<T> work)
    {
        var before = Environment.CpuUsage.TotalTime;
        var found = work();
        return (found, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
    }
}
