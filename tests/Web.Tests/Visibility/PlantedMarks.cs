using BangVang.Domain.Editions;
using BangVang.Domain.Scoring;
using BangVang.Testing;

namespace BangVang.Web.Tests.Visibility;

/// <summary>
/// What three jurors give the planted dossier in two rounds: marks on the scale of the rubric whose scores are no number that
/// anything else of the server shows, each a number of its own.
/// </summary>
internal sealed class PlantedMarks
{
    private static readonly Rubric Rubric = AwardWorld.Edition.RubricFor(Round("preliminary"), AwardWorld.Category)!;
    private readonly Dictionary<(string Round, int Juror), Dictionary<string, int>> marks = [];

    public PlantedMarks()
    {
        var random = new Random(20_261_122);
        do
        {
            foreach (var (round, juror) in from round in new[] { "preliminary", "final" } from juror in Enumerable.Range(0, 3) select (round, juror))
                marks[(round, juror)] = Rubric.Lines.ToDictionary(l => l.Code, _ => 750 + (50 * random.Next(5)));
        }
        while (Parts.Any(p => p.Count == 0) || All.Any(p => p % 50 == 0) || All.Distinct().Count() != All.Count || Parts.SelectMany(p => p.Distinct()).GroupBy(p => p).Any(p => p.Count() > 1) || Parts.SelectMany(p => p).Any(All.Contains) || OfCriteria.Any(c => All.Contains(c) || Calibrated.Contains(c))
            || Calibrated.Any(p => p % 50 == 0 || All.Contains(p)) || Calibrated.Distinct().Count() < Calibrated.Count || Severities.Any(s => Math.Abs(s) < 500) || Severities.Select(Math.Abs).Distinct().Count() < Severities.Count);
    }

    /// <summary>Hundredths of a point by line. Juror 0 is the one who looks, 1 the one looked for.</summary>
    public IReadOnlyDictionary<string, int?> Of(string round, int juror) => marks[(round, juror)].ToDictionary(m => m.Key, m => (int?)m.Value);

    public IReadOnlyList<int> Own => [ScoreOf("preliminary", 0), ScoreOf("final", 0)];
    public IReadOnlyList<int> Others => [.. from round in new[] { "preliminary", "final" } from juror in new[] { 1, 2 } select ScoreOf(round, juror)];
    /// <summary>What the other two dossiers get, each juror the same on every line: from juror 2 and two who score nothing else of the first, 3 and 4; the last from juror 1 as well.</summary>
    public static IReadOnlyList<(int Dossier, int Juror, int Mark)> ByOthers { get; } = [(1, 2, 750), (1, 3, 750), (1, 4, 750), (2, 1, 700), (2, 2, 650), (2, 3, 600)];

    public int CalibratedPreliminary => CalibratedIn("preliminary");
    public int CalibratedFinal => CalibratedIn("final");

    /// <summary>How severe a juror was: on pages with its interval, since two decimals alone may be anybody's; in files in full.</summary>
    public string SeverityOf(int juror) => string.Join('|', from round in new[] { "preliminary", "final" }
                                                            let found = Calibration(round).Of(IdOf(juror))!
                                                            select $"{string.Join("[^0-9]{1,60}", new double[] { found.Severity, found.Interval.Low, found.Interval.High }.Select(Shown))}(?![0-9])|(?<![0-9]){Math.Abs(found.Severity) / 10_000}[.,]{Math.Abs(found.Severity) % 10_000:0000}(?![0-9])");

    private static string Shown(double severity)
    {
        var hundredths = (int)Math.Round(Math.Abs(severity) / 100, MidpointRounding.AwayFromZero);
        return $"{hundredths / 100}[.,]{hundredths % 100:00}";
    }

    public int Preliminary => Aggregate("preliminary");
    public int Final => Aggregate("final");

    /// <summary>Of the criteria, the scores with two decimals, which are unlike a mark.</summary>
    public IReadOnlyList<int> Criteria => [.. OfCriteria.Where(score => score % 10 != 0)];

    private IReadOnlyList<int> OfCriteria => [.. from round in new[] { "preliminary", "final" } from criterion in Rubric.Criteria select RoundScores.OfCriterion(Rubric, Round(round).Aggregate.Value, criterion, Sheets(round))];

    /// <summary>What one juror gave the criteria, from the marks of their lines, where that has two decimals.</summary>
    public IReadOnlyList<int> CriteriaOf(int juror) => [.. from round in new[] { "preliminary", "final" } from criterion in Rubric.Criteria
                                                           let score = RoundScores.OfCriterion(Rubric, new() { Method = AggregationMethod.Mean }, criterion, [Sheet(round, juror)]) where score % 10 != 0 select score];

    /// <summary>The beginning of one juror's sheet as a table or a file would give it: mark after mark, no other number between.</summary>
    public string BeginningOf(int juror) => string.Join('|', from round in new[] { "preliminary", "final" }
                                                             select string.Join("[^0-9]{1,200}", Rubric.Lines.Take(6).Select(l => Written(marks[(round, juror)][l.Code]))));

    private static string Written(int mark) => $"(?<![0-9.,]){mark / 100}{(mark % 100 == 0 ? "(?:[.,]00?)?" : $"[.,]{mark % 100 / 10}0?")}(?![0-9]|[.,][0-9])";

    private IReadOnlyList<int> Calibrated => [CalibratedPreliminary, CalibratedFinal];
    private IReadOnlyList<int> Severities => [.. from round in new[] { "preliminary", "final" } from juror in Enumerable.Range(0, 5) select Calibration(round).Of(IdOf(juror))!.Severity];

    private int CalibratedIn(string round)
    {
        var corrected = Enumerable.Range(0, 3).Average(juror => (double)Calibration(round).Corrected(Sheet(round, juror)));
        return (int)Math.Round(corrected / RoundCalibration.Parts, MidpointRounding.AwayFromZero);
    }

    private ScaleCalibration Calibration(string round) => RoundCalibration.Of(AwardWorld.Edition, Round(round),
    [
        new(IdOf(100), "HS-1", AwardWorld.Category, default, Sheets(round), new Dictionary<string, int>()),
        .. ByOthers.GroupBy(o => o.Dossier).Select(d => new Entrant(IdOf(100 + d.Key), $"HS-{d.Key + 1}", AwardWorld.Category, default,
            [.. d.Select(o => new CountedSheet(new Dictionary<string, int>(), o.Mark, IdOf(o.Juror)))], new Dictionary<string, int>())),
    ]).Scales.Single();

    private static Guid IdOf(int number) => new(number, 0, 0, new byte[8]);

    private IReadOnlyList<IReadOnlyList<int>> Parts => [Criteria, CriteriaOf(1)];
    private List<int> All => [.. Own, .. Others, Preliminary, Final];

    private int Aggregate(string round) => Round(round).Aggregate.Value.Of(Sheets(round).Select(s => s.Score));
    private int ScoreOf(string round, int juror) => Rubric.WeightedScore(marks[(round, juror)]);
    private IReadOnlyList<CountedSheet> Sheets(string round) => [.. Enumerable.Range(0, 3).Select(juror => Sheet(round, juror))];
    private CountedSheet Sheet(string round, int juror) => new(marks[(round, juror)], ScoreOf(round, juror), IdOf(juror));
    private static ScoringRound Round(string code) => (ScoringRound)AwardWorld.Edition.Round(code)!;
}
