using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using BangVang.App.Decisions;
using BangVang.App.Editions;
using BangVang.App.Scoring;
using BangVang.Domain.Decisions;
using BangVang.Domain.Editions;
using BangVang.Domain.Scoring;
using NodaTime;

namespace BangVang.App.Bundles;

/// <summary>A dossier as the events before some place of the log leave it.</summary>
internal sealed class ReplayedDossier(string reference)
{
    public string Reference => reference;
    public int Version { get; set; }
    public string Sha256 { get; set; } = "";
    public Instant SubmittedAt { get; set; }
    /// <summary><c>submitted</c>, <c>withdrawn</c>, <c>accepted</c> or <c>refused</c>.</summary>
    public string State { get; set; } = "submitted";
    /// <summary>Known from the verdict on.</summary>
    public string? Category { get; set; }
}

/// <summary>A sheet as last signed.</summary>
/// <param name="Counts">False while it is open again, or set aside.</param>
internal sealed record ReplayedSheet(string Round, string Dossier, string Juror, IReadOnlyDictionary<string, int> Marks, int Score, bool Counts);

/// <summary>What the log has said so far, and the scores that follow from it.</summary>
internal sealed class BundleState
{
    public Edition Edition { get; set; } = null!;
    public SortedDictionary<string, ReplayedDossier> Dossiers { get; } = new(StringComparer.Ordinal);
    public Dictionary<(string Round, string Dossier, string Juror), ReplayedSheet> Sheets { get; } = [];
    public Dictionary<(string Round, string Category, string Juror), ReplayedBallot> Ballots { get; } = [];
    /// <summary>Jurors who were ever assigned, by round and category.</summary>
    public Dictionary<(string Round, string Category), SortedSet<string>> Panels { get; } = [];
    public Dictionary<(string Round, string Category), IReadOnlySet<string>> Shortlists { get; } = [];
    public List<Motion> Carried { get; } = [];
    /// <summary>Totals that the bundle states where sheets are closed: round and category.</summary>
    public IReadOnlyDictionary<(string Round, string Category), JsonArray>? Stated { get; init; }

    /// <summary>A stand-in for the id that the database has: the same code gives the same one.</summary>
    public static Guid IdOf(string code) => new(SHA256.HashData(Encoding.UTF8.GetBytes(code)).AsSpan(0, 16));

    /// <summary>Some panel is so small that marks, or choices, could be told to persons.</summary>
    public bool IsClosed => Edition.JudgedRounds.Any(r => Edition.Categories.Any(c => r.IsFor(c.Code) && Panels.TryGetValue((r.Code, c.Code), out var jurors) && jurors.Count < FewestJurors));

    public int FewestJurors => Edition.Bundle?.FewestJurors ?? BundleRules.UsualFewestJurors;

    /// <summary>Dossiers that are in a round now: accepted ones of its first round, and those let through to it.</summary>
    public bool IsIn(ReplayedDossier dossier, JudgedRound round)
    {
        if (dossier is not { State: "accepted", Category: { } category } || !round.IsFor(category)) return false;
        var rounds = Edition.JudgedRounds.Where(r => r.IsFor(category)).ToList();
        if (rounds[0].Code == round.Code) return true;
        // The shortlist names the round after it in the edition, whatever category it is for.
        return Edition.JudgedRounds.Zip(Edition.JudgedRounds.Skip(1)).Any(p => p.Second.Code == round.Code && Shortlists.TryGetValue((p.First.Code, category), out var through) && through.Contains(dossier.Reference));
    }

    /// <summary>The round as its sheets score it now, or its ballots place it.</summary>
    public ScoredRound ScoresOf(JudgedRound round) => Stated is not null ? new(round, StatedScores(round), null) : round switch
    {
        ScoringRound scoring => Edition.ScoresOf(scoring, EntrantsOf(scoring)),
        PairwiseRound pairs => new(pairs, PairScoreQueries.ScoresOf(pairs, EntrantsOf(pairs), [.. from ballot in Ballots.Values where ballot.Round == pairs.Code from order in ballot.Counted() select new SignedOrder(ballot.Category, order)]), null),
        _ => throw new InvalidOperationException($"Round {round.Code} gives no places."),
    };

    private IEnumerable<RoundPairEntrant> EntrantsOf(PairwiseRound round)
    {
        var (_, before) = EarlierOf(round.Ties.Value);
        var ballots = Ballots.Values.Where(b => b.Round == round.Code).ToList();
        return from dossier in Dossiers.Values
               where IsIn(dossier, round)
               let scores = before.Where(r => r.Value.ContainsKey(dossier.Reference)).ToDictionary(r => r.Key, r => r.Value[dossier.Reference])
               let entrant = new PairEntrant(IdOf(dossier.Reference), dossier.Reference, dossier.Category!, dossier.SubmittedAt, ballots.Count(b => b.Judges(dossier.Reference)), scores)
               select new RoundPairEntrant(entrant, "", "", 0);
    }

    /// <summary>The rounds of scores that a tie chain asks, and their scores by code of the round and reference.</summary>
    private (List<ScoringRound> Rounds, Dictionary<string, Dictionary<string, int>> Scores) EarlierOf(IEnumerable<TieBreak> ties)
    {
        var rounds = ties.Where(t => t.By is TieBreakKind.EarlierRound).Select(t => Edition.Round(t.Round!)).OfType<ScoringRound>().DistinctBy(r => r.Code).ToList();
        return (rounds, rounds.ToDictionary(r => r.Code, r => ScoresOf(r).Scores.Where(s => s.Score is not null).ToDictionary(s => s.Reference, s => s.Score!.Value, StringComparer.Ordinal)));
    }

    private List<RoundEntrant> EntrantsOf(ScoringRound round)
    {
        var (earlier, before) = EarlierOf(round.Ties.Value);
        var sheets = Sheets.Values.Where(s => s.Round == round.Code && s.Counts).ToLookup(s => s.Dossier, StringComparer.Ordinal);
        return [.. from dossier in Dossiers.Values
                   let isIn = IsIn(dossier, round)
                   where isIn || sheets.Contains(dossier.Reference)
                   let scores = earlier.Where(r => r.IsFor(dossier.Category!) && before[r.Code].ContainsKey(dossier.Reference)).ToDictionary(r => r.Code, r => before[r.Code][dossier.Reference])
                   let entrant = new Entrant(IdOf(dossier.Reference), dossier.Reference, dossier.Category!, dossier.SubmittedAt,
                       [.. sheets[dossier.Reference].Select(s => new CountedSheet(s.Marks, s.Score, IdOf(s.Juror)))], scores)
                   select new RoundEntrant(entrant, "", "", 0, 0, isIn)];
    }

    /// <summary>Totals, or strengths, as they are stated, ranked anew by their keys.</summary>
    private List<DossierScore> StatedScores(JudgedRound round)
    {
        var scores = new List<DossierScore>();
        foreach (var category in Edition.Categories.Select(c => c.Code).Order(StringComparer.Ordinal).Where(c => Stated!.ContainsKey((round.Code, c))))
        {
            var lines = Stated![(round.Code, category)].Select(l => l!.AsObject()).Where(l => Dossiers.TryGetValue((string)l["dossier"]!, out var d) && IsIn(d, round)).ToDictionary(l => (string)l["dossier"]!, StringComparer.Ordinal);
            var placed = lines.Values.ToLookup(l => KeysOf(l).Count > 0);
            scores.AddRange(Judging.Ranking.Of([.. placed[true].Select(l => new Judging.Contender((string)l["dossier"]!, KeysOf(l)))]).Select(r => StatedScore(round, category, lines[r.Entry], r)));
            scores.AddRange(placed[false].OrderBy(l => (string)l["dossier"]!, StringComparer.Ordinal).Select(l => StatedScore(round, category, l, null)));
        }
        return scores;
    }

    private static List<long> KeysOf(JsonObject line) => [.. line["keys"]!.AsArray().Select(k => (long)k!)];

    private static DossierScore StatedScore(JudgedRound round, string category, JsonObject line, Judging.Ranked? ranked)
    {
        var reference = (string)line["dossier"]!;
        DossierScore Of(int? score, string counted, BothScores? both = null, PairStanding? pairs = null) =>
            new(IdOf(reference), reference, category, score, (int)line[counted]!, KeysOf(line), ranked?.Rank, ranked?.Tied ?? false, ranked?.DecidedBy, both, pairs);
        if (round is ScoringRound scoring) return Of((int?)line["score"], "sheets", ranked is null ? null : new((int)line["raw"]!, (int?)line["calibrated"], scoring.Calibrate is not null && line["calibrated"] is not null));
        var doubt = Enum.GetValues<PairDoubt>().Single(d => EditionWords.Written(d) == (string)line["doubt"]!);
        return Of(null, "ballots", pairs: new((int?)line["strength"], null, (int)line["choices"]!, 0, doubt, 0, null, null));
    }

    /// <summary>What each criterion came to, hundredths of a point; empty below the quorum.</summary>
    /// <param name="counted">The sheets of the dossier that count in the round.</param>
    public JsonObject CriteriaOf(ScoringRound round, DossierScore score, IEnumerable<ReplayedSheet> counted)
    {
        if (score.Score is null) return [];
        if (Stated is not null) return Stated[(round.Code, score.CategoryCode)].Single(l => (string)l!["dossier"]! == score.Reference)!["criteria"]!.DeepClone().AsObject();
        var rubric = Edition.RubricFor(round, score.CategoryCode)!;
        var sheets = counted.Select(s => new CountedSheet(s.Marks, s.Score, IdOf(s.Juror))).ToList();
        return new(rubric.Criteria.Select(c => KeyValuePair.Create(c.Code, (JsonNode?)RoundScores.OfCriterion(rubric, round.Aggregate.Value, c, sheets))));
    }

    /// <summary>The scores of each category's last round, as the decision is made from them.</summary>
    public IReadOnlyList<ScoredRound> DecidingRounds() =>
        [.. Edition.JudgedRounds.Where(r => Edition.Categories.Any(c => Edition.DecidingRound(c.Code)?.Code == r.Code)).Select(ScoresOf)];
}
