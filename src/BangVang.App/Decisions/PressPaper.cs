using BangVang.App.Documents;
using BangVang.App.Editions;
using BangVang.App.Kernel;
using BangVang.App.Log;
using BangVang.App.Storage;
using BangVang.Domain.Decisions;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.Decisions;

/// <summary>The press release of an edition, for those who write it: the checkpoint of the day, and of the result what is public.</summary>
public static class PressPaper
{
    public static async Task<Result<PressReleaseDocument>> PressReleaseAsync(
        this BangVangDb db, EditionBook editions, Actor actor, string editionKey, WitnessPolicy policy, PublicUrl site, CancellationToken ct)
    {
        if (!actor.Is(Role.Secretariat, editionKey) && !actor.Is(Role.Chair, editionKey) || await editions.CurrentAsync(editionKey, ct) is not { Edition: { } edition }) return Problem.NotFound("editions.not_found");
        if (await db.PublishedCheckpointAsync(policy, ct) is not { } checkpoint) return Problem.NotNow("decisions.no_checkpoint");

        var lines = checkpoint.Note.Split('\n');
        var signed = await db.LogCosignatures.Where(c => c.Size == checkpoint.Size).Select(c => c.Witness).ToListAsync(ct);
        var decision = await db.AwardDecisions.AsNoTracking().SingleOrDefaultAsync(d => d.EditionKey == editionKey && d.State == DecisionState.Published, ct);
        var host = Name(edition, OrganiserPart.Host);
        var standing = Name(edition, OrganiserPart.StandingBody);
        return new PressReleaseDocument
        {
            ParentBody = standing is null ? null : host, IssuingBody = standing ?? host ?? edition.Name.Vi, Place = "Hà Nội", Award = edition.Name.Vi,
            Results = [.. edition.SettledTiers.Select(t => (Tier: t.Name.Vi, Products: decision?.Lines.Count(l => l.Tier == t.Code) ?? 0)).Where(t => t.Products > 0)],
            Checkpoint = new(lines[0], checkpoint.Size, lines[2], checkpoint.At.InZone(edition.TimeZone).LocalDateTime, [.. policy.Witnesses.Where(w => signed.Contains(w.Id)).Select(w => w.Name)]),
            LogAddress = site.To("/log"), Signature = new(SigningAuthority.Own, null, $"Thủ trưởng {standing ?? host ?? "cơ quan"}", ""),
        };
    }

    private static string? Name(Edition edition, OrganiserPart part) => edition.Organisers.FirstOrDefault(o => o.Part == part)?.Name.Vi;
}
