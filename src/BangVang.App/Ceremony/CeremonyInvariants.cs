using BangVang.App.Storage;
using BangVang.Domain.Ceremony;
using BangVang.Domain.Decisions;
using BangVang.Proof;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.Ceremony;

/// <summary>What always holds of ceremonies and their envelopes.</summary>
public static class CeremonyInvariants
{
    public static IReadOnlyList<Invariant> All { get; } =
    [
        new ComputedInvariant(
            "ceremony.envelopes_hold_what_was_committed",
            "Cam kết của mỗi phong bì nằm trong sổ ghi; phong bì đã mở đúng với cam kết của nó.",
            "The commitment of each envelope is in the log, and an opened envelope is what was committed to.",
            WrongEnvelopes),
        new ComputedInvariant(
            "ceremony.names_follow_cues",
            "Tên chỉ công khai khi mục mở phong bì đã chạy: phong bì mở khi và chỉ khi mục của nó đã chạy, và Bảng vàng của quyết định chưa công bố chỉ có tên trong phong bì đã mở.",
            "A name is public only once its cue has run: an envelope is open exactly when its cue has run, and the board of a decision not yet published has the names of opened envelopes alone.",
            EarlyNames),
        new SqlInvariant(
            "ceremony.decisions_know_their_stage",
            "Quyết định ghi đúng diễn đàn nơi công bố khi và chỉ khi phong bì đã được xác nhận.",
            "A decision names the forum on whose stage it is announced exactly when the envelopes are confirmed.",
            """
            SELECT COALESCE(d.edition_key, c.edition_key) AS value FROM (SELECT edition_key, stage FROM award_decision WHERE stage IS NOT NULL) d
            FULL OUTER JOIN (SELECT edition_key, forum_key FROM award_ceremony WHERE confirmed_at IS NOT NULL) c ON c.edition_key = d.edition_key
            WHERE d.stage IS NULL OR c.forum_key IS NULL OR d.stage <> c.forum_key
            """),
    ];

    private static async IAsyncEnumerable<string> WrongEnvelopes(BangVangDb db)
    {
        var entries = await db.LogEvents.AsNoTracking().Where(e => e.Kind == "ceremony.closed").ToDictionaryAsync(e => e.Subject, e => e.Payload);
        foreach (var ceremony in await db.Ceremonies.AsNoTracking().Where(c => c.ConfirmedAt != null).OrderBy(c => c.EditionKey).ToListAsync())
        {
            var envelopes = await db.CeremonyEnvelopes.AsNoTracking().Where(e => e.CeremonyId == ceremony.Id).OrderBy(e => e.CategoryCode).ToListAsync();
            if (!entries.TryGetValue(ceremony.Id.ToString(), out var payload) || !CanonicalJson.Bytes(ConfirmEnvelopes.FactsOf(ceremony, envelopes)).AsSpan().SequenceEqual(payload))
                yield return $"{ceremony.EditionKey}: the log has other commitments";
            foreach (var open in envelopes.Where(e => e.OpenedAt is not null && !e.Result.Opens(e.Commitment, ceremony.EditionKey, Convert.FromHexString(e.Salt!))))
                yield return $"{ceremony.EditionKey} \"{open.CategoryCode}\": not what was committed to";
        }
    }

    private static async IAsyncEnumerable<string> EarlyNames(BangVangDb db)
    {
        foreach (var ceremony in await db.Ceremonies.AsNoTracking().OrderBy(c => c.EditionKey).ToListAsync())
        {
            var envelopes = await db.CeremonyEnvelopes.AsNoTracking().Where(e => e.CeremonyId == ceremony.Id).OrderBy(e => e.CategoryCode).ToListAsync();
            var ran = ceremony.Cues.Where(c => c is { Reveals: true, StartedAt: not null }).Select(c => c.CategoryCode ?? "").ToHashSet(StringComparer.Ordinal);
            foreach (var e in envelopes.Where(e => e.OpenedAt is not null != ran.Contains(e.CategoryCode))) yield return $"{ceremony.EditionKey} \"{e.CategoryCode}\": {(e.OpenedAt is null ? "still closed" : "open")} against its cue";
        }
        // Whoever is on the board before the decision is published was in an envelope that is open.
        foreach (var decision in await db.AwardDecisions.AsNoTracking().Where(d => d.State != DecisionState.Published).OrderBy(d => d.EditionKey).ToListAsync())
        {
            var named = (await db.CeremonyEnvelopes.AsNoTracking().Where(e => e.OpenedAt != null && db.Ceremonies.Any(c => c.Id == e.CeremonyId && c.EditionKey == decision.EditionKey)).ToListAsync())
                .SelectMany(e => e.Winners!).Select(w => w.Reference).ToHashSet(StringComparer.Ordinal);
            foreach (var reference in await db.Laureates.Where(l => l.EditionKey == decision.EditionKey && l.DossierId != null).Join(db.Dossiers, l => l.DossierId, d => d.Id, (l, d) => d.Reference).OrderBy(r => r).ToListAsync())
                if (!named.Contains(reference)) yield return $"{reference} is on the board before its cue";
        }
    }
}
