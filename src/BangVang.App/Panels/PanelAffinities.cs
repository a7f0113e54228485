using System.Text.Json;
using System.Text.Json.Nodes;
using BangVang.App.Dossiers;
using BangVang.App.Storage;
using BangVang.Domain.Panels;
using BangVang.Judging.Affinity;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.Panels;

/// <param name="Points">0 to 100 for each dossier each juror, in the order asked for.</param>
/// <param name="ByHand">Pairs whose points the secretariat has set.</param>
/// <param name="Undescribed">Jurors without a text: only their own areas count for them.</param>
public sealed record PanelAffinities(int[] Points, IReadOnlySet<(Guid Dossier, Guid Juror)> ByHand, IReadOnlySet<Guid> Undescribed);

internal static class PanelAffinityReading
{
    /// <summary>Characters of a dossier that are compared; more tells nothing new of its subject.</summary>
    private const int Longest = 20_000;

    /// <summary>How well jurors and dossiers of a category fit, for the action that assigns: says nothing about who may see it.</summary>
    public static async Task<PanelAffinities> PanelAffinitiesAsync(
        this BangVangDb db, string editionKey, string category, IReadOnlyList<Guid> dossiers, IReadOnlyList<Guid> jurors, CancellationToken ct)
    {
        var profiles = await db.JurorProfiles.AsNoTracking().Where(p => p.EditionKey == editionKey && jurors.Contains(p.PersonId)).ToDictionaryAsync(p => p.PersonId, ct);
        var contents = await (from d in db.Dossiers join v in db.DossierVersions on d.CurrentVersionId equals v.Id where dossiers.Contains(d.Id) select new { d.Id, v.Content }).ToDictionaryAsync(d => d.Id, d => d.Content, ct);
        var byHand = await db.AffinityOverrides.AsNoTracking().Where(o => dossiers.Contains(o.DossierId) && jurors.Contains(o.PersonId)).ToDictionaryAsync(o => (o.DossierId, o.PersonId), o => o.Points, ct);

        var near = TextAffinity.Of([.. dossiers.Select(d => contents.TryGetValue(d, out var content) ? TextOf(content) : "")], [.. jurors.Select(j => profiles.GetValueOrDefault(j)?.Expertise ?? "")]);
        var points = near.Select((n, i) => byHand.TryGetValue((dossiers[i / jurors.Count], jurors[i % jurors.Count]), out var given) ? given
            : PairAffinity.Points(n, profiles.GetValueOrDefault(jurors[i % jurors.Count])?.Areas.Contains(category) is true));
        return new([.. points], byHand.Keys.ToHashSet(), jurors.Where(j => profiles.GetValueOrDefault(j) is not { Expertise.Length: > 0 }).ToHashSet());
    }

    /// <summary>The name of the product and what was written in sentences; codes, numbers and files say nothing of the subject, and the organisation is not compared.</summary>
    private static string TextOf(string content)
    {
        var submitted = DossierContent.Read(content);
        var written = submitted.Answers.OrderBy(a => a.Key, StringComparer.Ordinal).SelectMany(a => Strings(a.Value)).Where(text => text.Contains(' ', StringComparison.Ordinal)).Prepend(submitted.Product);
        var text = string.Join(". ", written);
        return text.Length > Longest ? text[..Longest] : text;
    }

    private static IEnumerable<string> Strings(JsonNode? node) => node switch
    {
        JsonArray list => list.SelectMany(Strings),
        JsonValue value when value.GetValueKind() is JsonValueKind.String => [value.GetValue<string>()],
        // A table's row; a signature is an object too, and names a person: it has no place here.
        JsonObject row when !row.ContainsKey("statement") => row.SelectMany(cell => Strings(cell.Value)),
        _ => [],
    };
}
