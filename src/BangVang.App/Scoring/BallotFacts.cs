using System.Text.Json.Nodes;
using BangVang.App.Storage;
using BangVang.Domain.Scoring;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.Scoring;

/// <summary>What the log fixes of ballots, for whoever knows neither dossiers nor people: references and pseudonyms, no reasons.</summary>
internal static class BallotFacts
{
    /// <summary>Which ballot it is.</summary>
    internal static async Task<JsonObject> NameAsync(this BangVangDb db, PairBallot ballot, CancellationToken ct) => new()
    {
        ["round"] = ballot.RoundCode, ["category"] = ballot.CategoryCode, ["juror"] = (await db.PseudonymsAsync(ballot.EditionKey, ct)).Of(ballot.JurorId),
    };

    /// <summary>Which ballot it is, and a dossier that leaves it or comes back.</summary>
    internal static async Task<JsonObject> NameAsync(this BangVangDb db, PairBallot ballot, Guid dossier, CancellationToken ct)
    {
        var name = await db.NameAsync(ballot, ct);
        name["dossier"] = await db.Dossiers.Where(d => d.Id == dossier).Select(d => d.Reference).SingleAsync(ct);
        return name;
    }

    /// <summary>The ballot as its signature fixes it.</summary>
    internal static async Task<JsonObject> ToPublicJsonAsync(this BangVangDb db, PairBallot ballot, IReadOnlyCollection<PairAct> acts, CancellationToken ct)
    {
        var shown = acts.SelectMany(a => a.Shown).Distinct().ToArray();
        var references = await db.Dossiers.Where(d => shown.Contains(d.Id)).Select(d => new { d.Id, d.Reference }).ToDictionaryAsync(d => d.Id, d => d.Reference, ct);
        var json = await db.NameAsync(ballot, ct);
        json["seed"] = ballot.Seed;
        json["acts"] = acts.ToJson(references);
        return json;
    }

    /// <summary>Every act in its order, the undone ones included.</summary>
    internal static JsonArray ToJson(this IEnumerable<PairAct> acts, IReadOnlyDictionary<Guid, string> references) => new([.. acts.OrderBy(a => a.Number).Select(a => new JsonObject
    {
        ["number"] = a.Number, ["kind"] = a.Kind.ToString(), ["shown"] = Listed(a.Shown, references), ["order"] = a.Order is { } order ? Listed(order, references) : null, ["undoes"] = a.Undoes,
    })]);

    /// <summary>What stays closed of a ballot: who, and why what was skipped was.</summary>
    internal static JsonObject ToHiddenJson(this PairBallot ballot, IEnumerable<PairAct> acts) => new()
    {
        ["ballot"] = ballot.Id.ToString(), ["juror"] = ballot.JurorId.ToString(),
        ["reasons"] = new JsonObject(acts.Where(a => a.Reason is not null).Select(a => KeyValuePair.Create<string, JsonNode?>($"{a.Number}", a.Reason))),
    };

    private static JsonArray Listed(IEnumerable<Guid> dossiers, IReadOnlyDictionary<Guid, string> references) => new([.. dossiers.Select(d => (JsonNode)references[d])]);
}
