using System.Globalization;
using System.Text.Json.Nodes;
using BangVang.App.Decisions;
using BangVang.App.Editions;
using BangVang.App.Scoring;
using BangVang.Domain.Decisions;
using BangVang.Domain.Editions;
using BangVang.Domain.Scoring;
using BangVang.Judging;
using BangVang.Proof;
using NodaTime;

namespace BangVang.App.Bundles;

/// <summary>
/// Goes through the events of an edition in their order and computes, at each that states a result, what it has to state: the
/// same code that decided decides again, from nothing but what the log fixed before.
/// </summary>
internal sealed class BundleReplay(IReadOnlyDictionary<string, string> rulebooks, IReadOnlyDictionary<(string, string), JsonArray>? stated, StepBook book)
{
    private readonly BundleState state = new() { Stated = stated };
    private readonly HashSet<(string Round, string Dossier, string Juror)> assigned = [];
    private readonly Dictionary<Guid, string> jurors = [];
    private readonly Dictionary<string, JsonArray> rounds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyDictionary<string, IReadOnlyList<ShortlistLine>>> lists = new(StringComparer.Ordinal);
    private readonly HashSet<string> calibrated = new(StringComparer.Ordinal);
    private readonly List<string> snapshots = [];
    private AwardDecision? decision;
    private JsonObject? published;
    private readonly Dictionary<string, (string Product, string Organisation)> laureates = new(StringComparer.Ordinal);
    private int closedSheets, verdicts, drawn, searched, byHand, motions;

    /// <summary>The published figures, as a bundle carries them.</summary>
    /// <exception cref="DiffersException">Something does not follow.</exception>
    public JsonObject Run(IEnumerable<BundleEvent> events)
    {
        foreach (var each in events) Take(each);
        book.Begin("publication");
        if (published is null) throw book.Differs("decision.published", "an entry of the publication", "none");
        if (closedSheets > 0 && !state.IsClosed) throw book.Differs("sheets", $"open sheets: every panel has {state.FewestJurors} jurors or more", $"{closedSheets} closed");
        NoteSteps();
        return Results();
    }

    public bool IsClosed => state.IsClosed;

    private void Take(BundleEvent each)
    {
        var (at, payload) = ($"log entry {each.Index} ({each.Kind})", each.Payload);
        if (payload is null)
        {
            closedSheets++;
            return;
        }
        switch (each.Kind)
        {
            case "edition.published" or "edition.amended": Rulebook(at, payload); break;
            case "dossier.submitted": Submitted(at, each.At, payload); break;
            case "dossier.withdrawn": Of(at, payload, "reference").State = "withdrawn"; break;
            case "screening.verdict": Verdict(at, payload); break;
            case "assignment.sealed": Assigned(at, payload); break;
            case "scoresheet.signed": Signed(at, payload); break;
            case "scoresheet.reopened" or "scoresheet.set_aside": Count(at, payload, false); break;
            case "scoresheet.counted_again": Count(at, payload, true); break;
            case "ballot.opened": BallotOpened(at, payload); break;
            case "ballot.signed": BallotSigned(at, payload); break;
            case "ballot.reopened": BallotOf(at, payload, isSigned: true).Acts = null; break;
            case "ballot.set_aside": if (!BallotOf(at, payload).SetAside.Add((string)payload["dossier"]!)) throw book.Differs($"{at}.dossier", "one that counts in the ballot", (string)payload["dossier"]!); break;
            case "ballot.counted_again": if (!BallotOf(at, payload).SetAside.Remove((string)payload["dossier"]!)) throw book.Differs($"{at}.dossier", "one that was set aside", (string)payload["dossier"]!); break;
            case "shortlist.fixed": Shortlisted(at, payload); break;
            case "council.motion": Moved(at, payload); break;
            case "decision.approved": Approved(at, payload); break;
            case "decision.published": Published(at, payload); break;
            case "decision.amended": Amended(at, payload); break;
            case "sealing.opened": Opened(at, payload); break;
        }
    }

    private void Rulebook(string at, JsonObject payload)
    {
        book.Begin("rulebook");
        var sha256 = (string)payload["sha256"]!;
        book.Same($"{at}.number", $"{snapshots.Count + 1}", $"{(int)payload["number"]!}");
        if (!rulebooks.TryGetValue(sha256, out var content)) throw book.Differs($"{at}.sha256", sha256, "no rulebook of this hash");
        snapshots.Add(sha256);
        state.Edition = EditionJson.Read(content);
    }

    /// <summary>The files were opened with the key of the rulebook, by as many trustees as it asks for. What was in them is confidential.</summary>
    private void Opened(string at, JsonObject payload)
    {
        book.Begin("rulebook");
        if (state.Edition.Sealing is not { } sealing) throw book.Differs(at, "a rulebook with sealing", "none");
        book.Same($"{at}.recipient", sealing.Recipient, (string)payload["recipient"]!);
        var shares = payload["shares"]!.AsArray().Select(s => (int)s!).ToList();
        if (shares.Distinct().Count() != shares.Count || shares.Count < sealing.Needed || shares.Any(s => s < 1 || s > sealing.Trustees.Count))
            throw book.Differs($"{at}.shares", $"{sealing.Needed} of {sealing.Trustees.Count}", string.Join(", ", shares));
    }

    private ReplayedDossier Of(string at, JsonObject payload, string member = "dossier") =>
        state.Dossiers.TryGetValue((string)payload[member]!, out var dossier) ? dossier : throw book.Differs($"{at}.{member}", "a dossier that was submitted", (string)payload[member]!);

    private void Submitted(string at, Instant when, JsonObject payload)
    {
        book.Begin("dossiers");
        var reference = (string)payload["reference"]!;
        if (!snapshots.Contains((string)payload["snapshot"]!)) throw book.Differs($"{at}.snapshot", string.Join(", ", snapshots), (string)payload["snapshot"]!);
        if (!state.Dossiers.TryGetValue(reference, out var dossier)) state.Dossiers[reference] = dossier = new(reference);
        book.Same($"{at}.version", $"{dossier.Version + 1}", $"{(int)payload["version"]!}");
        (dossier.Version, dossier.Sha256, dossier.SubmittedAt, dossier.State) = (dossier.Version + 1, (string)payload["sha256"]!, when, "submitted");
    }

    /// <summary>The rules of the category, each once, and a verdict that follows from what machine and officer found. The facts themselves are confidential.</summary>
    private void Verdict(string at, JsonObject payload)
    {
        book.Begin("eligibility");
        var (dossier, category, verdict) = (Of(at, payload), (string)payload["category"]!, (string)payload["verdict"]!);
        var rules = payload["rules"]!.AsArray().Select(r => r!.AsObject()).ToList();
        var known = state.Edition.Category(category) ?? throw book.Differs($"{at}.category", "a category of the edition", category);
        book.Same($"{at}.rules", string.Join(", ", state.Edition.RulesOf(known).Select(r => r.CodeOrKind)), string.Join(", ", rules.Select(r => (string)r["rule"]!)));
        var holds = verdict switch
        {
            "accepted" => rules.All(r => (string?)r["officer"] is { } found ? found == "Pass" : (string)r["machine"]! == "Pass"),
            "refused" => rules.Any(r => (string?)r["officer"] is { } found ? found == "Fail" : (string)r["machine"]! == "Fail"),
            _ => false,
        };
        if (!holds) throw book.Differs($"{at}.verdict", "what the findings give", verdict);
        (dossier.State, dossier.Category) = (verdict, category);
        verdicts++;
    }

    private void Assigned(string at, JsonObject payload)
    {
        book.Begin("assignment");
        var (round, category, method) = ((string)payload["round"]!, (string)payload["category"]!, (string)payload["method"]!);
        var pairs = BundlePanel.PairsOf(payload["pairs"]!);
        if (!state.Panels.TryGetValue((round, category), out var panel)) state.Panels[(round, category)] = panel = new(StringComparer.Ordinal);
        foreach (var (dossier, juror) in pairs)
        {
            if (!state.Dossiers.ContainsKey(dossier)) throw book.Differs($"{at}.pairs", "dossiers that were submitted", dossier);
            assigned.Add((round, dossier, juror));
            panel.Add(juror);
            jurors[BundleState.IdOf(juror)] = juror;
        }
        if (payload["panel"] is not JsonObject given) byHand++;
        else if (method == "balanced_random") (drawn, _) = (drawn + 1, BundlePanel.Redraw(at, payload, given, pairs, book));
        else
        {
            BundlePanel.CheckBounds(at, given, pairs, book);
            searched++;
        }
    }

    /// <summary>Codes of the marks that a rubric asks for.</summary>
    private readonly Dictionary<Rubric, HashSet<string>> lineCodes = new(ReferenceEqualityComparer.Instance);

    private void Signed(string at, JsonObject payload)
    {
        book.Begin("sheets");
        var key = ((string)payload["round"]!, (string)payload["dossier"]!, (string)payload["juror"]!);
        if (!assigned.Contains(key)) throw book.Differs(at, "a juror who was assigned the dossier", $"{key}");
        var marks = payload["marks"]!.AsObject().ToDictionary(m => m.Key, m => (int)m.Value!, StringComparer.Ordinal);
        var rubric = state.Edition.Round(key.Item1) is ScoringRound round ? state.Edition.RubricFor(round, (string)payload["category"]!) : null;
        if (rubric is null) throw book.Differs($"{at}.round", "a round with a rubric", key.Item1);
        if (!lineCodes.TryGetValue(rubric, out var codes)) lineCodes[rubric] = codes = [.. rubric.Lines.Select(l => l.Code)];
        if (!codes.SetEquals(marks.Keys) || marks.Values.Any(m => !rubric.Scale.Contains(m))) throw book.Differs($"{at}.marks", "one mark of the scale on each line", payload["marks"]!.ToJsonString());
        book.Same($"{at}.score", $"{rubric.WeightedScore(marks)}", $"{(int)payload["score"]!}");
        state.Sheets[key] = new(key.Item1, key.Item2, key.Item3, marks, (int)payload["score"]!, Counts: true);
    }

    private void Count(string at, JsonObject payload, bool counts)
    {
        book.Begin("sheets");
        var key = ((string)payload["round"]!, (string)payload["dossier"]!, (string)payload["juror"]!);
        if (!state.Sheets.TryGetValue(key, out var sheet) || sheet.Counts == counts) throw book.Differs(at, counts ? "a sheet that was set aside" : "a signed sheet", $"{key}");
        state.Sheets[key] = sheet with { Counts = counts };
    }

    private static (string Round, string Category, string Juror) BallotKey(JsonObject payload) => ((string)payload["round"]!, (string)payload["category"]!, (string)payload["juror"]!);

    private ReplayedBallot BallotOf(string at, JsonObject payload, bool isSigned = false)
    {
        book.Begin("ballots");
        return state.Ballots.TryGetValue(BallotKey(payload), out var ballot) && (!isSigned || ballot.Acts is not null) ? ballot
            : throw book.Differs(at, isSigned ? "a signed ballot" : "a ballot that was opened", $"{BallotKey(payload)}");
    }

    private void BallotOpened(string at, JsonObject payload)
    {
        book.Begin("ballots");
        var key = BallotKey(payload);
        if (state.Edition.Round(key.Round) is not PairwiseRound round || !round.IsFor(key.Category)) throw book.Differs($"{at}.round", "a round of pairs of the category", $"{key}");
        if (state.Panels.GetValueOrDefault((key.Round, key.Category))?.Contains(key.Juror) is not true) throw book.Differs($"{at}.juror", "a juror of the panel", key.Juror);
        if (!state.Ballots.TryAdd(key, new(key.Round, key.Category, key.Juror, (string)payload["seed"]!))) throw book.Differs(at, "one ballot of each juror", $"{key}");
    }

    private void BallotSigned(string at, JsonObject payload)
    {
        var ballot = BallotOf(at, payload);
        book.Same($"{at}.seed", ballot.Seed, (string)payload["seed"]!);
        if (ballot.Acts is not null) throw book.Differs(at, "a ballot that is open", "a signed one");
        var round = state.Edition.Round(ballot.Round) as PairwiseRound ?? throw book.Differs($"{at}.round", "a round of pairs", ballot.Round);
        ballot.Acts = ballot.Read(at, payload["acts"]!.AsArray(), round, d => assigned.Contains((ballot.Round, d, ballot.Juror)), book);
    }

    private void Shortlisted(string at, JsonObject payload)
    {
        var (code, category) = ((string)payload["round"]!, (string)payload["category"]!);
        book.Begin("shortlists");
        if (state.Edition.Round(code) is not JudgedRound round) throw book.Differs($"{at}.round", "a round that is judged", code);
        // All categories of a round are let through in one act: what the first of them says does not change the others.
        if (!lists.TryGetValue(code, out var computed))
        {
            var scored = state.ScoresOf(round);
            Remember(scored);
            lists[code] = computed = Shortlisting.Apply(round.Shortlist!.Value, scored.Scores);
            scoredRounds[code] = scored;
        }
        var through = new HashSet<string>(StringComparer.Ordinal);
        var found = payload["lines"]!.AsArray();
        book.Same($"{at}.lines", $"{computed.GetValueOrDefault(category)?.Count ?? 0}", $"{found.Count}");
        foreach (var (line, said) in (computed.GetValueOrDefault(category) ?? []).Zip(found.Select(l => l!.AsObject())))
        {
            // Where equals meet a limit the secretariat may choose: the log fixes whom.
            var isIn = line.IsIn || line.Reason == Shortlisting.TieAtLimit && (bool)said["in"]!;
            book.Same($"{at}.lines.{line.Reference}", Text((line with { IsIn = isIn }).ToJson()), Text(said));
            if (isIn) through.Add(line.Reference);
        }
        Calibration($"{at}.calibration", scoredRounds[code], category, payload["calibration"]);
        state.Shortlists[(code, category)] = through;
    }

    private readonly Dictionary<string, ScoredRound> scoredRounds = new(StringComparer.Ordinal);

    /// <summary>Severities to the last place; the variances they follow from to nine digits, because the order of additions is not theirs to fix.</summary>
    private void Calibration(string at, ScoredRound scored, string category, JsonNode? said)
    {
        book.Begin("calibration");
        if (stated is not null) return;
        var expected = scored.Calibration?.ToJson(category, id => jurors[id]);
        if (expected is null || said is null)
        {
            book.Same(at, Text(expected), Text(said));
            return;
        }
        var (mine, theirs) = (expected.DeepClone().AsObject(), said.DeepClone().AsObject());
        if (mine["variances"] is JsonArray ours && theirs["variances"] is JsonArray others && ours.Count == others.Count && ours.Zip(others).All(p => IsNear(Number(p.First), Number(p.Second)))) (mine["variances"], theirs["variances"]) = (null, null);
        book.Same(at, Text(mine), Text(theirs));
        calibrated.Add($"{scored.Round.Code}/{category}");
    }

    private static double Number(JsonNode? text) => double.Parse((string)text!, CultureInfo.InvariantCulture);

    private static bool IsNear(double a, double b) => Math.Abs(a - b) <= 1e-6 * Math.Max(1e-6, Math.Max(Math.Abs(a), Math.Abs(b)));

    private void Moved(string at, JsonObject payload)
    {
        book.Begin("motions");
        var rules = state.Edition.Council ?? throw book.Differs(at, "rules of a council", "none");
        var (present, members) = ((int)payload["present"]!, (int)payload["members"]!);
        var isCarried = rules.Carries((int)payload["for"]!, (int)payload["against"]!, (int)payload["abstained"]!, members, (bool?)payload["chair_for"]);
        if (!rules.HasQuorum(present, members)) throw book.Differs($"{at}.present", "a quorum", $"{present} of {members}");
        book.Same($"{at}.outcome", isCarried ? "Carried" : "Rejected", (string)payload["outcome"]!);
        motions++;
        var kind = (string)payload["kind"]!;
        if (!Enum.GetNames<MotionKind>().Contains(kind)) throw book.Differs($"{at}.kind", string.Join(", ", Enum.GetNames<MotionKind>()), kind);
        if (!Guid.TryParseExact((string)payload["motion"]!, "D", out var motion)) throw book.Differs($"{at}.motion", "an id", (string)payload["motion"]!);
        if (!isCarried) return;
        state.Carried.Add(new()
        {
            Id = motion, Number = (int)payload["number"]!, Kind = Enum.Parse<MotionKind>(kind), Text = "", Reason = "", CategoryCode = (string?)payload["category"],
            DossierId = (string?)payload["dossier"] is { } dossier ? BundleState.IdOf(dossier) : null, TierCode = (string?)payload["tier"], State = MotionState.Carried,
        });
    }

    private void Approved(string at, JsonObject payload)
    {
        book.Begin("tiers");
        var deciding = state.DecidingRounds();
        foreach (var scored in deciding) Remember(scored);
        decision = new() { EditionKey = state.Edition.Key, Lines = AwardDecision.Propose(state.Edition, DecisionFacts.Aligned(state.Edition, deciding)) };
        decision.Apply(state.Carried);
        SameLines(at, decision, payload);
        var accepted = state.Edition.Categories.Select(c => c.Code).Where(c => state.Carried.Any(m => m.Kind is MotionKind.AcceptProposal && (m.CategoryCode is null || m.CategoryCode == c))).ToHashSet(StringComparer.Ordinal);
        if (decision.Approve(state.Edition, accepted, Guid.Empty, Instant.MinValue) is { } problem) throw book.Differs(at, "a decision that the council accepted within its quotas", problem.Code);
        var said = payload["calibrations"]!.AsArray().ToDictionary(c => (string)c!["category"]!, c => c!["calibration"], StringComparer.Ordinal);
        foreach (var scored in deciding)
            foreach (var category in state.Edition.Categories.Where(c => state.Edition.DecidingRound(c.Code)?.Code == scored.Round.Code))
                Calibration($"{at}.calibrations.{category.Code}", scored, category.Code, said.GetValueOrDefault(category.Code));
    }

    private void SameLines(string at, AwardDecision expected, JsonObject payload)
    {
        var (mine, said) = (expected.ToJson()["lines"]!.AsArray(), payload["lines"]!.AsArray());
        book.Same($"{at}.lines", $"{mine.Count}", $"{said.Count}");
        for (var i = 0; i < mine.Count; i++) book.Same($"{at}.lines.{(string)mine[i]!["dossier"]!}", Text(mine[i]), Text(said[i]));
    }

    private void Published(string at, JsonObject payload)
    {
        book.Begin("publication");
        if (decision is null) throw book.Differs(at, "an approved decision before it", "none");
        SameLines(at, decision, payload);
        published = payload;
        Name(payload);
        book.Same($"{at}.laureates", string.Join(", ", decision.Lines.Where(l => l.Tier is not null).Select(l => l.Reference).Order(StringComparer.Ordinal)), string.Join(", ", laureates.Keys.Order(StringComparer.Ordinal)));
    }

    private void Name(JsonObject payload)
    {
        foreach (var laureate in payload["laureates"]!.AsArray()) laureates[(string)laureate!["dossier"]!] = ((string)laureate["product"]!, (string)laureate["organisation"]!);
    }

    private void Amended(string at, JsonObject payload)
    {
        book.Begin("publication");
        if (decision is null || published is null || decision.Lines.FirstOrDefault(l => l.Reference == (string)payload["dossier"]!) is not { } line) throw book.Differs($"{at}.dossier", "a line of the published decision", (string)payload["dossier"]!);
        book.Same($"{at}.from", line.Tier, (string?)payload["from"]);
        var (to, motion) = ((string?)payload["to"], Guid.Parse((string)payload["motion"]!));
        if (!state.Carried.Any(m => m.Id == motion && m.Kind is MotionKind.ChangeTier && m.DossierId == line.DossierId && m.TierCode == to)) throw book.Differs($"{at}.motion", "a carried motion for this change", $"{motion}");
        decision.Lines = [.. decision.Lines.Select(l => l == line ? l with { Tier = to, MotionId = motion } : l)];
        laureates.Remove(line.Reference);
        Name(payload);
    }

    private void Remember(ScoredRound scored)
    {
        var sheets = state.Sheets.Values.Where(s => s.Round == scored.Round.Code && s.Counts).ToLookup(s => s.Dossier, StringComparer.Ordinal);
        rounds[scored.Round.Code] = [.. scored.Scores.GroupBy(s => s.CategoryCode, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new JsonObject
        {
            ["round"] = scored.Round.Code, ["category"] = g.Key, ["jurors"] = state.Panels.GetValueOrDefault((scored.Round.Code, g.Key))?.Count ?? 0,
            ["lines"] = new JsonArray([.. g.Select(s => (JsonNode)(scored.Round is ScoringRound round ? LineOf(round, s, sheets[s.Reference]) : LineOf(s)))]),
        })];
    }

    private JsonObject LineOf(ScoringRound round, DossierScore s, IEnumerable<ReplayedSheet> sheets) => new()
    {
        ["dossier"] = s.Reference, ["sheets"] = s.Sheets, ["score"] = s.Score, ["raw"] = s.Both?.Raw, ["calibrated"] = s.Both?.Calibrated, ["rank"] = s.Rank, ["tied"] = s.IsTied,
        ["criteria"] = state.CriteriaOf(round, s, sheets), ["keys"] = new JsonArray([.. s.Keys.Select(k => (JsonNode)k)]),
    };

    /// <summary>In a round of pairs.</summary>
    private static JsonObject LineOf(DossierScore s) => new()
    {
        ["dossier"] = s.Reference, ["ballots"] = s.Sheets, ["choices"] = s.Pairs!.Choices, ["strength"] = s.Pairs.Strength, ["doubt"] = EditionWords.Written(s.Pairs.Doubt), ["rank"] = s.Rank, ["tied"] = s.IsTied,
        ["keys"] = new JsonArray([.. s.Keys.Select(k => (JsonNode)k)]),
    };

    private JsonObject Results()
    {
        int Of(string state_) => state.Dossiers.Values.Count(d => d.State == state_);
        return new()
        {
            ["counts"] = new JsonObject { ["received"] = state.Dossiers.Count, ["undecided"] = Of("submitted"), ["withdrawn"] = Of("withdrawn"), ["accepted"] = Of("accepted"), ["refused"] = Of("refused") },
            ["dossiers"] = new JsonArray([.. state.Dossiers.Values.Select(d => new JsonObject { ["dossier"] = d.Reference, ["category"] = d.Category, ["version"] = d.Version, ["sha256"] = d.Sha256, ["state"] = d.State })]),
            ["rounds"] = new JsonArray([.. state.Edition.JudgedRounds.Where(r => rounds.ContainsKey(r.Code)).SelectMany(r => rounds[r.Code].Select(c => c!.DeepClone()))]),
            ["document"] = (string?)published!["document"], ["dated"] = (string?)published["dated"],
            ["prizes"] = new JsonArray([.. decision!.Lines.Where(l => l.Tier is not null).Select(l => new JsonObject
            {
                ["dossier"] = l.Reference, ["category"] = l.CategoryCode, ["rank"] = l.Rank, [l.Strength is null ? "score" : "strength"] = l.Strength ?? l.Score, ["tier"] = l.Tier, ["motion"] = l.MotionId?.ToString(),
                ["product"] = laureates.GetValueOrDefault(l.Reference).Product, ["organisation"] = laureates.GetValueOrDefault(l.Reference).Organisation,
            })]),
        };
    }

    private void NoteSteps()
    {
        book.Note("rulebook", StepStatus.Recomputed, $"{snapshots.Count}");
        book.Note("dossiers", StepStatus.Recomputed, $"{state.Dossiers.Count}");
        book.Note("eligibility", StepStatus.Recomputed, $"{verdicts} verdicts from the findings");
        book.Note("facts", StepStatus.NotChecked, "what dossiers answer is confidential: findings rest on machine and officers");
        if (drawn > 0) book.Note("assignment", StepStatus.Recomputed, $"{drawn} draws");
        if (searched > 0) book.Note("assignment", StepStatus.Checked, $"{searched} searched: bounds, conflicts and pins, not that no other is better");
        if (byHand > 0) book.Note("assignment", StepStatus.NotChecked, $"{byHand} by hand, by replacement or of whole panels");
        var isStated = stated is not null;
        book.Note("sheets", isStated ? StepStatus.NotChecked : StepStatus.Recomputed, isStated ? $"{closedSheets} entries closed: they rest on the auditor" : $"{state.Sheets.Count}");
        book.Note("aggregation", isStated ? StepStatus.NotChecked : StepStatus.Recomputed, isStated ? "totals rest on the auditor" : "");
        if (isStated) book.Note("calibration", StepStatus.NotChecked, "rests on the auditor");
        else if (calibrated.Count > 0) book.Note("calibration", StepStatus.Recomputed, $"{calibrated.Count}");
        if (state.Edition.JudgedRounds.Any(r => r is PairwiseRound)) NoteBallots(isStated);
        foreach (var name in (string[])["ranks", "ties", "shortlists"]) book.Note(name, StepStatus.Recomputed);
        book.Note("motions", StepStatus.Recomputed, $"{motions} outcomes from the votes");
        book.Note("tiers", StepStatus.Recomputed);
        book.Note("publication", StepStatus.Recomputed);
    }

    private void NoteBallots(bool isStated)
    {
        book.Note("ballots", isStated ? StepStatus.NotChecked : StepStatus.Checked, isStated ? "closed: they rest on the auditor"
            : $"{state.Ballots.Values.Count(b => b.Acts is not null)} signed, {state.Ballots.Values.Sum(b => b.Counted().Count())} choices that count: whole and of assigned products; what a juror was shown is not drawn again");
        book.Note("strengths", isStated ? StepStatus.NotChecked : StepStatus.Recomputed, isStated ? "rest on the auditor" : $"{rounds.Where(r => state.Edition.Round(r.Key) is PairwiseRound).Sum(r => r.Value.Count)} estimates, by the model of Bradley and Terry or of Plackett and Luce");
    }

    private static string Text(JsonNode? node) => System.Text.Encoding.UTF8.GetString(CanonicalJson.Bytes(node));
}

/// <summary>An assignment of a panel, checked against what it was made from.</summary>
internal static class BundlePanel
{
    public static List<(string Dossier, string Juror)> PairsOf(JsonNode pairs) => [.. pairs.AsArray().Select(p => ((string)p![0]!, (string)p[1]!))];

    /// <summary>Draws again from the seed, makes the exchanges that were made by hand, and compares.</summary>
    public static bool Redraw(string at, JsonObject payload, JsonObject panel, List<(string Dossier, string Juror)> pairs, StepBook book)
    {
        var listed = panel["jurors"]!.AsArray();
        // Only the order of codes counts in a draw.
        var codes = listed.Select((j, i) => ((string)j![0]!, Code: i.ToString("D6", CultureInfo.InvariantCulture))).ToDictionary(j => j.Item1, j => j.Code, StringComparer.Ordinal);
        PanelPair Coded((string Dossier, string Juror) pair) => new(pair.Dossier, codes.TryGetValue(pair.Juror, out var code) ? code : throw book.Differs($"{at}.pairs", "jurors of the panel", pair.Juror));
        var request = new PanelRequest(
            [.. panel["entries"]!.AsArray().Select(e => new EntryDemand((string)e![0]!, (int)e[1]!))],
            [.. listed.Select((j, i) => new JurorLoad(codes[(string)j![0]!], (int)j[1]!, (int)j[2]!, j[3] is { } group ? $"{(int)group:D6}" : null))],
            [.. PairsOf(panel["conflicts"]!).Select(Coded)], [.. PairsOf(panel["pinned"]!).Select(Coded)], (int?)panel["group_cap"]);
        var now = BalancedAssignment.Random(request, SeededRandom.FromHex((string)payload["seed"]!)).Pairs.ToHashSet();
        foreach (var exchange in payload["exchanged"]?.AsArray() ?? [])
        {
            var both = PairsOf(exchange!).Select(Coded).ToList();
            var swap = new PanelSwap(both[0], both[1]);
            now.ExceptWith(swap.Removed);
            now.UnionWith(swap.Added);
        }
        var names = codes.ToDictionary(c => c.Value, c => c.Key, StringComparer.Ordinal);
        book.Same($"{at}.pairs", Listed(now.Select(p => (p.Entry, names[p.Juror]))), Listed(pairs));
        return true;
    }

    /// <summary>Every dossier has as many jurors as it needs, every juror a load within the bounds, no pair is in conflict and every pinned one is there.</summary>
    public static void CheckBounds(string at, JsonObject panel, List<(string Dossier, string Juror)> pairs, StepBook book)
    {
        var (byDossier, byJuror, all) = (pairs.CountBy(p => p.Dossier).ToDictionary(StringComparer.Ordinal), pairs.CountBy(p => p.Juror).ToDictionary(StringComparer.Ordinal), pairs.ToHashSet());
        foreach (var entry in panel["entries"]!.AsArray()) book.Same($"{at}.pairs.{(string)entry![0]!}", $"{(int)entry[1]!}", $"{byDossier.GetValueOrDefault((string)entry[0]!)}");
        foreach (var juror in panel["jurors"]!.AsArray())
            if (byJuror.GetValueOrDefault((string)juror![0]!) is var load && (load < (int)juror[1]! || load > (int)juror[2]!)) throw book.Differs($"{at}.pairs.{(string)juror[0]!}", $"{(int)juror[1]!} to {(int)juror[2]!}", $"{load}");
        if (PairsOf(panel["conflicts"]!).Where(all.Contains).Select(p => $"{p}").FirstOrDefault() is { } conflict) throw book.Differs($"{at}.pairs", "no pair in conflict", conflict);
        if (PairsOf(panel["pinned"]!).Where(p => !all.Contains(p)).Select(p => $"{p}").FirstOrDefault() is { } pinned) throw book.Differs($"{at}.pairs", pinned, "not there");
    }

    private static string Listed(IEnumerable<(string Dossier, string Juror)> pairs) => string.Join(' ', pairs.Select(p => $"{p.Dossier}:{p.Juror}").Order(StringComparer.Ordinal));
}
