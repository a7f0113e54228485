using BangVang.App.Editions;
using BangVang.Domain.Editions;
using BangVang.Domain.Scoring;
using BangVang.Domain.Tests.Editions;
using BangVang.Judging;
using NodaTime;

namespace BangVang.Domain.Tests.Scoring;

/// <summary>Made-up sheets of the last round of the complete edition: the same mark on every line, so that it is the score.</summary>
internal static class Panel
{
    public static readonly Edition Raw = Counting(null);
    public static readonly Edition Mixed = Counting(SeverityModel.Mixed);
    public static readonly Edition Additive = Counting(SeverityModel.Additive);

    public static ScoringRound Round(this Edition edition) => (ScoringRound)edition.Round("two")!;

    /// <summary>The complete edition with the mean of at least two sheets, on a scale of 0 to 100 in steps of 0.01, and no tie chain.</summary>
    public static Edition Counting(SeverityModel? model, AggregationMethod method = AggregationMethod.Mean, params TieBreak[] ties)
    {
        var complete = EditionReader.Read(Path.Combine(Shipped.Root, "tests/Domain.Tests/Editions/complete")).Edition!;
        return complete with
        {
            Rubrics = [.. complete.Rubrics.Select(r => r with { Scale = new() { Min = 0, Max = 10_000, Step = 1 } })],
            Rounds = Published.Of<IReadOnlyList<Round>>([.. complete.Rounds.Value.Select(r => r is ScoringRound { Code: "two" } two
                ? two with { Quorum = 2, Aggregate = new Domain.Editions.Aggregation { Method = method }, Ties = Published.Of<IReadOnlyList<TieBreak>>(ties), Calibrate = model is { } m ? new() { Model = m } : null } : r)]),
        };
    }

    public static Guid Juror(int number) => new(number, 0, 0, new byte[8]);

    public static Entrant Entrant(int number, params (int Juror, int Score)[] sheets) => Entrant(number, "tools", sheets);

    public static Entrant Entrant(int number, string category, params (int Juror, int Score)[] sheets) => new(
        new(number, 1, 0, new byte[8]), $"HS-{number:000}", category, Instant.FromUnixTimeSeconds(number), [.. sheets.Select(s => Sheet(s.Juror, s.Score))], new Dictionary<string, int>());

    public static CountedSheet Sheet(int juror, int score) => new(Raw.Rubrics[0].Lines.ToDictionary(l => l.Code, _ => score), score, Juror(juror));

    /// <summary>A panel of jurors who differ in severity, drawn by a seed; each dossier is scored by <paramref name="each"/> of them.</summary>
    public static List<Entrant> Drawn(string seed, int dossiers = 12, int jurors = 6, int each = 3)
    {
        var random = new SeededRandom(seed);
        int[] severity = [.. Enumerable.Range(0, jurors).Select(_ => random.Next(200) - 100)];
        return [.. Enumerable.Range(1, dossiers).Select(n =>
        {
            var worth = 5_000 + random.Next(2_000);
            var first = random.Next(jurors);
            return Entrant(n, [.. Enumerable.Range(0, each).Select(k => (first + k * (1 + n % 2)) % jurors).Distinct().Select(j => (j, worth - severity[j] + random.Next(300) - 150))]);
        })];
    }

    public static IReadOnlyList<DossierScore> Scores(this Edition edition, IReadOnlyCollection<Entrant> entrants) =>
        RoundScores.OfRound(edition, edition.Round(), entrants, RoundCalibration.Of(edition, edition.Round(), entrants));
}
