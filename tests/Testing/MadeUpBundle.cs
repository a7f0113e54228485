using System.Text;
using System.Text.Json.Nodes;
using BangVang.App.Bundles;
using BangVang.App.Editions;
using BangVang.App.Log;
using BangVang.App.Storage;
using BangVang.Domain.Decisions;
using BangVang.Domain.Editions;
using BangVang.Domain.Scoring;
using BangVang.Judging;
using BangVang.Proof;
using NodaTime;

namespace BangVang.Testing;

/// <summary>The log of a made-up award of any size, as its own actions would have written it, and the bundle of it: all dossiers go to both rounds, by lot to as many jurors.</summary>
public static class MadeUpBundle
{
    private const string Key = "demo/2026", Category = AwardWorld.Category;
    private static readonly Instant At = Instant.FromUtc(2026, 9, 1, 2, 0);

    /// <param name="each">Jurors per dossier in each of the two rounds.</param>
    public static WrittenBundle Of(int dossiers, int each, int jurors, LogSigner signer)
    {
        var edition = EditionOf(each);
        var (content, sha256) = EditionSnapshot.Freeze(edition);
        var events = new List<LogEvent>();
        void Log(string kind, JsonObject payload) => events.Add(LogEvent.Of(At + Duration.FromSeconds(events.Count), kind, Key, "", payload));

        Log("edition.published", new() { ["number"] = 1, ["sha256"] = sha256 });
        string[] references = [.. Enumerable.Range(1, dossiers).Select(n => $"HS-{n:0000}")];
        foreach (var reference in references) Log("dossier.submitted", new() { ["reference"] = reference, ["version"] = 1, ["sha256"] = new string('a', 64), ["snapshot"] = sha256 });
        var rules = edition.RulesOf(edition.Category(Category)!).Select(r => r.CodeOrKind).ToList();
        foreach (var reference in references)
            Log("screening.verdict", new() { ["dossier"] = reference, ["category"] = Category, ["verdict"] = "accepted", ["rules"] = new JsonArray([.. rules.Select(r => new JsonObject { ["rule"] = r, ["machine"] = "Pass", ["officer"] = null })]) });

        var sheets = new Dictionary<string, List<(string Round, CountedSheet Sheet)>>(StringComparer.Ordinal);
        foreach (var round in edition.ScoringRounds)
        {
            Judge(edition, round, references, jurors, each, sheets, Log);
            if (round.Shortlist is not null) Shortlist(edition, round, references, sheets, Log);
        }
        Decide(edition, references, sheets, Log);

        var edge = new MerkleEdge();
        for (var i = 0; i < events.Count; i++) edge.Append(MerkleHash.Leaf(events[i].Entry));
        var rulebooks = new Dictionary<string, string> { [sha256] = Encoding.UTF8.GetString(content) };
        var numbered = events.Select((e, i) => Numbered(e, i)).ToList();
        return WriteBundle.Write(Key, rulebooks, 0, new(), numbered, signer.Sign(edge.Size, edge.Root()).ToString()).TryGet(out var written, out var problem) ? written
            : throw new InvalidOperationException($"{problem.Code} {string.Join(", ", problem.Args.Select(a => $"{a.Key}={a.Value}"))}");
    }

    private static LogEvent Numbered(LogEvent e, long seq)
    {
        typeof(LogEvent).GetProperty(nameof(LogEvent.Seq))!.SetValue(e, seq);
        return e;
    }

    /// <summary>The demonstration's with raw scores in the first round, everybody let through, and the tie chain without the council.</summary>
    private static Edition EditionOf(int each) => AwardWorld.Edition with
    {
        Rounds = Published.Of<IReadOnlyList<Round>>([.. AwardWorld.Edition.Rounds.Value.Select(r => r is not ScoringRound scoring ? r : scoring with
        {
            PanelSize = each, Quorum = each, Shortlist = scoring.Shortlist is null ? null : Published.Of(new ShortlistRule { MinScore = 0 }),
            Ties = Published.Of<IReadOnlyList<TieBreak>>([new() { By = TieBreakKind.Median }, new() { By = TieBreakKind.SubmittedEarlier }]),
        })]),
    };

    private static void Judge(Edition edition, ScoringRound round, string[] references, int jurors, int each, Dictionary<string, List<(string, CountedSheet)>> sheets, Action<string, JsonObject> log)
    {
        string NameOf(int j) => $"J-{j:x16}";
        var seed = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(round.Code)));
        var request = new PanelRequest([.. references.Select(r => new EntryDemand(r, each))], [.. Enumerable.Range(0, jurors).Select(j => new JurorLoad(NameOf(j), 0, references.Length))], [], []);
        var pairs = BalancedAssignment.Random(request, SeededRandom.FromHex(seed)).Pairs;
        log("assignment.sealed", new()
        {
            ["round"] = round.Code, ["category"] = Category, ["method"] = "balanced_random", ["seed"] = seed, ["pairs"] = new JsonArray([.. pairs.Select(p => (JsonNode)new JsonArray(p.Entry, p.Juror))]),
            ["panel"] = new JsonObject
            {
                ["entries"] = new JsonArray([.. request.Entries.Select(e => (JsonNode)new JsonArray(e.Entry, e.Demand))]),
                ["jurors"] = new JsonArray([.. request.Jurors.Select(j => (JsonNode)new JsonArray(j.Juror, j.MinLoad, j.MaxLoad, null))]), ["conflicts"] = new JsonArray(), ["pinned"] = new JsonArray(), ["group_cap"] = null,
            },
        });
        var rubric = edition.RubricFor(round, Category)!;
        var random = new SeededRandom($"marks {round.Code}");
        foreach (var pair in pairs)
        {
            var marks = rubric.Lines.ToDictionary(l => l.Code, _ => rubric.Scale.Min + rubric.Scale.Step * random.Next((rubric.Scale.Max - rubric.Scale.Min) / rubric.Scale.Step + 1));
            var sheet = new CountedSheet(marks, rubric.WeightedScore(marks), IdOf(pair.Juror));
            if (!sheets.TryGetValue(pair.Entry, out var own)) sheets[pair.Entry] = own = [];
            own.Add((round.Code, sheet));
            log("scoresheet.signed", new()
            {
                ["round"] = round.Code, ["category"] = Category, ["dossier"] = pair.Entry, ["juror"] = pair.Juror, ["signing"] = 1, ["score"] = sheet.Score,
                ["marks"] = new JsonObject(marks.Select(m => KeyValuePair.Create<string, JsonNode?>(m.Key, m.Value))),
            });
        }
    }

    private static Guid IdOf(string juror) => new(Convert.ToInt32(juror[2..], 16), 0, 0, new byte[8]);

    private static string NameOf(Guid juror) => $"J-{BitConverter.ToInt32(juror.ToByteArray()):x16}";

    private static (IReadOnlyList<DossierScore> Scores, RoundCalibration Calibration) ScoresOf(Edition edition, ScoringRound round, string[] references, Dictionary<string, List<(string Round, CountedSheet Sheet)>> sheets)
    {
        var entrants = references.Select((r, i) => new Entrant(Guid.NewGuid(), r, Category, At + Duration.FromSeconds(1 + i), [.. sheets[r].Where(s => s.Round == round.Code).Select(s => s.Sheet)], new Dictionary<string, int>())).ToList();
        var calibration = RoundCalibration.Of(edition, round, entrants);
        return (RoundScores.OfRound(edition, round, entrants, calibration), calibration);
    }

    private static JsonObject Written(RoundCalibration calibration)
    {
        var scale = calibration.Of(Category)!;
        JsonNode Number(double? value) => value!.Value.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        return new()
        {
            ["model"] = "mixed", ["gap"] = null, ["severities"] = new JsonObject(scale.Jurors.Select(j => KeyValuePair.Create(NameOf(j.JurorId), (JsonNode?)j.Severity))),
            ["variances"] = new JsonArray(Number(scale.Fit!.Variances.Entry), Number(scale.Fit.Variances.Juror), Number(scale.Fit.Variances.Residual)),
        };
    }

    private static void Shortlist(Edition edition, ScoringRound round, string[] references, Dictionary<string, List<(string, CountedSheet)>> sheets, Action<string, JsonObject> log)
    {
        var (scores, calibration) = ScoresOf(edition, round, references, sheets);
        log("shortlist.fixed", new()
        {
            ["round"] = round.Code, ["category"] = Category, ["calibration"] = Written(calibration),
            ["lines"] = new JsonArray([.. Shortlisting.Apply(round.Shortlist!.Value, scores)[Category].Select(l => new JsonObject
            {
                ["dossier"] = l.Reference, ["score"] = l.Score, ["raw"] = l.Both?.Raw, ["calibrated"] = l.Both?.Calibrated, ["rank"] = l.Rank, ["in"] = l.IsIn, ["reason"] = l.Reason,
            })]),
        });
    }

    private static void Decide(Edition edition, string[] references, Dictionary<string, List<(string, CountedSheet)>> sheets, Action<string, JsonObject> log)
    {
        var round = edition.ScoringRounds[^1];
        var (scores, calibration) = ScoresOf(edition, round, references, sheets);
        log("council.motion", new()
        {
            ["motion"] = Guid.Empty.ToString(), ["number"] = 1, ["kind"] = "AcceptProposal", ["category"] = null, ["dossier"] = null, ["tier"] = null, ["present"] = 9, ["members"] = 9, ["for"] = 9, ["against"] = 0,
            ["abstained"] = 0, ["outcome"] = "Carried", ["chair_for"] = null,
        });
        var lines = AwardDecision.Propose(edition, scores);
        JsonArray Lines() => new([.. lines.Select(l => new JsonObject
        {
            ["dossier"] = l.Reference, ["category"] = l.CategoryCode, ["rank"] = l.Rank, ["score"] = l.Score, ["raw"] = l.Both?.Raw, ["calibrated"] = l.Both?.Calibrated, ["proposed"] = l.ProposedTier, ["tier"] = l.Tier, ["reason"] = l.Reason, ["motion"] = null,
        })]);
        log("decision.approved", new() { ["lines"] = Lines(), ["calibrations"] = new JsonArray(new JsonObject { ["category"] = Category, ["round"] = round.Code, ["calibration"] = Written(calibration) }) });
        log("decision.published", new()
        {
            ["lines"] = Lines(), ["document"] = "01/QĐ-MH", ["dated"] = "2026-12-01",
            ["laureates"] = new JsonArray([.. lines.Where(l => l.Tier is not null).Select(l => new JsonObject { ["dossier"] = l.Reference, ["product"] = $"Sản phẩm {l.Reference}", ["organisation"] = "Công ty Minh họa" })]),
        });
    }
}
