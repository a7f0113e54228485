using System.Text.Json.Nodes;
using BangVang.Domain.Editions;
using BangVang.Domain.Scoring;
using NodaTime;

namespace BangVang.App.Bundles;

/// <summary>A juror's ballot in one category of a round of pairs, as the events before some place of the log leave it.</summary>
/// <param name="Seed">As it was fixed when the ballot was opened.</param>
internal sealed record ReplayedBallot(string Round, string Category, string Juror, string Seed)
{
    /// <summary>As last signed; null while it is not.</summary>
    public IReadOnlyList<PairAct>? Acts { get; set; }
    /// <summary>Dossiers that left its choices because of a conflict.</summary>
    public HashSet<string> SetAside { get; } = new(StringComparer.Ordinal);

    /// <summary>The choices and orders that count.</summary>
    public IEnumerable<CountedOrder> Counted()
    {
        var aside = SetAside.Select(BundleState.IdOf).ToHashSet();
        return PairBallot.Standing(Acts ?? []).Where(a => a.Order is not null).Select(a => PairBallot.Rest(a, d => !aside.Contains(d))).Where(o => o.Count > 0).Select(o => new CountedOrder(o));
    }

    /// <summary>It is signed, and the dossier was shown in it and is not set aside.</summary>
    public bool Judges(string dossier) => !SetAside.Contains(dossier) && BundleState.IdOf(dossier) is var id && (Acts ?? []).Any(a => a.Products.Any(p => p.DossierId == id));

    /// <summary>Reads the acts of a signature: numbered from 1, each of two products or more that the juror was assigned, put into order whole, skipped or taken back once.</summary>
    public IReadOnlyList<PairAct> Read(string at, JsonArray acts, PairwiseRound round, Func<string, bool> isAssigned, StepBook book)
    {
        var read = new List<PairAct>();
        foreach (var (act, n) in acts.Select((a, n) => (a!.AsObject(), n + 1)))
        {
            var where = $"{at}.acts[{n - 1}]";
            book.Same($"{where}.number", $"{n}", $"{(int)act["number"]!}");
            List<string> Listed(string member) => [.. act[member]!.AsArray().Select(d => (string)d!)];
            var (kind, shown, order, undoes) = ((string)act["kind"]!, Listed("shown"), act["order"] is null ? null : Listed("order"), (int?)act["undoes"]);
            var isWhole = shown.Count >= PairwiseRound.Pair && shown.Count <= round.Together(int.MaxValue) && shown.Distinct(StringComparer.Ordinal).Count() == shown.Count && shown.All(isAssigned);
            var holds = kind switch
            {
                nameof(PairActKind.Chosen) => isWhole && undoes is null && order is not null && order.Order(StringComparer.Ordinal).SequenceEqual(shown.Order(StringComparer.Ordinal)),
                nameof(PairActKind.Skipped) => isWhole && undoes is null && order is null,
                // The last act that still stood is taken back.
                nameof(PairActKind.Undone) => shown.Count == 0 && order is null && undoes is not null && PairBallot.Standing(read) is [.., var last] && last.Number == undoes,
                _ => false,
            };
            if (!holds) throw book.Differs(where, "a choice, a skip or an undoing of products that the juror was assigned", act.ToJsonString());
            read.Add(ActOf(n, Enum.Parse<PairActKind>(kind), shown, order, undoes));
        }
        return read;
    }

    private static PairAct ActOf(int number, PairActKind kind, List<string> shown, List<string>? order, int? undoes) => new()
    {
        Number = number, Kind = kind, Undoes = undoes, ActedAt = Instant.MinValue,
        Products = [.. shown.Select((d, i) => new ShownProduct { DossierId = BundleState.IdOf(d), Position = i + 1, Place = order is null ? null : order.IndexOf(d) + 1 })],
    };
}
