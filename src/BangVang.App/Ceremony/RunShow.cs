using System.Text.Json.Nodes;
using BangVang.App.Editions;
using BangVang.App.Laureates;
using BangVang.App.Secretariat.Notices;
using BangVang.App.Storage;
using BangVang.Domain.Ceremony;
using BangVang.Domain.Certificates;
using BangVang.Domain.Decisions;
using BangVang.Domain.Editions;
using BangVang.Domain.Forum;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Ceremony;

public enum ShowAct { Go, Undo, Skip, Change, Move }

/// <param name="Version">Of the show, as the caller's page had it.</param>
/// <param name="IsConfirmed">For a cue that makes names public.</param>
/// <param name="Text">For a change.</param>
/// <param name="To">For a move: its place afterwards, from 0.</param>
public sealed record ShowCommand(ShowAct Act, Guid Cue, int Version, bool IsConfirmed = false, CueText? Text = null, int To = 0);

/// <summary>
/// The organisers of the forum run the show. A cue that reveals opens its envelope, checks it against its commitment and the decision, and puts the names on the
/// board; the last one publishes the decision with its notice, its mails and the order for the certificates. One transaction per cue.
/// </summary>
public sealed class RunShow(BangVangDb db, EditionBook editions, PublishDecision publish, CeremonyKey keys, IClock clock)
{
    /// <returns>
    /// ceremony.none, ceremony.not_confirmed, ceremony.changed_meanwhile, decisions.announcement_not_begun {start}, decisions.document_date_wrong, decisions.dossier_gone, what
    /// <see cref="RunOfShow"/> refuses; ceremony.envelope_unreadable where the key is another, ceremony.envelope_wrong where the content is not what was committed to or not
    /// what was decided: then nothing becomes public. Null when done.
    /// </returns>
    public async Task<Problem?> RunAsync(Actor actor, string slug, ShowCommand command, CancellationToken ct)
    {
        var key = ForumEdition.KeyOf(slug);
        if (!actor.Is(Role.Organiser, key) || await db.Ceremonies.SingleOrDefaultAsync(c => c.ForumKey == key, ct) is not { } ceremony) return Problem.NotFound("ceremony.none");
        if (ceremony.ConfirmedAt is null) return Problem.NotNow("ceremony.not_confirmed");
        if (ceremony.Version != command.Version) return Problem.Conflict("ceremony.changed_meanwhile");

        var now = clock.GetCurrentInstant();
        var show = ceremony.Show;
        var acted = command.Act switch
        {
            ShowAct.Go => show.Go(command.Cue, command.IsConfirmed, now),
            ShowAct.Undo => show.Undo(command.Cue),
            ShowAct.Skip => show.Skip(command.Cue),
            ShowAct.Change => show.Change(command.Cue, command.Text ?? throw new ArgumentException("A change has a text.", nameof(command))),
            _ => show.Move(command.Cue, command.To),
        };
        if (!acted.TryGet(out var changed, out var refusal)) return refusal;
        if (command.Act is ShowAct.Go && changed.Current is { Reveals: true } cue)
        {
            if (!(await RevealAsync(actor, ceremony, changed, cue, now, ct)).TryGet(out var revealed, out var problem)) return problem;
            changed = revealed;
        }
        (ceremony.Cues, ceremony.Version) = ([.. changed.Cues], ceremony.Version + 1);
        db.Audit(actor, now, "ceremony.cue", ceremony.Id, key, $"{command.Act} {changed.Cues.First(c => c.Id == command.Cue) is var c} {c.CategoryCode} {c.Kind}");
        return await db.TrySaveAsync(ct) ? null : Problem.Conflict("ceremony.changed_meanwhile");
    }

    private async Task<Result<RunOfShow>> RevealAsync(Actor actor, AwardCeremony ceremony, RunOfShow show, Cue cue, Instant now, CancellationToken ct)
    {
        var edition = (await editions.CurrentAsync(ceremony.EditionKey, ct))!.Edition;
        var decision = await db.AwardDecisions.SingleAsync(d => d.EditionKey == ceremony.EditionKey, ct);
        if (decision.MayBecomePublic(edition, now) is { } early) return early;
        var envelopes = await db.CeremonyEnvelopes.Where(e => e.CeremonyId == ceremony.Id).ToListAsync(ct);
        var envelope = envelopes.Single(e => e.Category == cue.CategoryCode);
        if (Envelope.TryOpen(envelope.Closed, ceremony.EditionKey, envelope.Category, keys.Of(ceremony.Id)) is not (var result, var salt)) return Problem.Conflict("ceremony.envelope_unreadable");
        var lines = LinesOf(decision, ceremony, result.CategoryCode);
        if (!result.Opens(envelope.Commitment, ceremony.EditionKey, salt) || !lines.Select(l => (l.Reference, l.Tier!)).ToHashSet().SetEquals(result.Winners.Select(w => (w.Reference, w.TierCode))))
            return Problem.Conflict("ceremony.envelope_wrong");
        envelope.Open(result, salt, now);
        db.Log(now, "ceremony.revealed", ceremony.ForumKey, ceremony.Id, new()
        {
            ["category"] = envelope.CategoryCode, ["salt"] = envelope.Salt, ["winners"] = new JsonArray([.. result.Winners.Select(w => new JsonObject { ["dossier"] = w.Reference, ["tier"] = w.TierCode })]),
        });
        if (envelopes.All(e => e.OpenedAt is not null))
        {
            if (!(await publish.AddAsync(actor, edition, decision, ceremony.DocumentNumber, ceremony.DocumentDate, ceremony.ClosedBy, now, onStage: true, ct)).TryGet(out _, out var refusal)) return refusal;
            db.Notices.Add(ResultNotice.OfResult(actor, edition, ceremony.DocumentNumber, now));
            await OrderCertificatesAsync(ceremony, now, ct);
            ceremony.FinishedAt = now;
        }
        else
        {
            if (!(await PublishDecision.HonoursAsync(db, edition, lines, ceremony.DocumentNumber, ceremony.DocumentDate, ct)).TryGet(out var honours, out var gone)) return gone;
            await db.HonourAsync(actor, edition.Key, edition.Sample, honours, PublishDecision.SourceOf(ceremony.DocumentNumber, ceremony.DocumentDate).Title, now, ct);
        }
        return show.Open(result);
    }

    /// <summary>The lines of the decision that an envelope announces.</summary>
    /// <param name="category">Null for the roll.</param>
    private static List<DecisionLine> LinesOf(AwardDecision decision, AwardCeremony ceremony, string? category) =>
        [.. decision.Lines.Where(l => l.Tier is { } tier && (category is null ? !ceremony.StageTiers.Contains(tier) : l.CategoryCode == category && ceremony.StageTiers.Contains(tier)))];

    /// <summary>The two who closed and confirmed the envelopes have thereby released the certificates of those inside.</summary>
    private async Task OrderCertificatesAsync(AwardCeremony ceremony, Instant now, CancellationToken ct)
    {
        if (await db.CertificateOrders.AnyAsync(o => o.EditionKey == ceremony.EditionKey && o.Kind == CertificateOrderKind.Issue && o.FinishedAt == null, ct)) return;
        var order = new CertificateOrder { Id = Ids.New(now), EditionKey = ceremony.EditionKey, Kind = CertificateOrderKind.Issue, PreparedAt = now, PreparedBy = ceremony.ClosedBy };
        if (order.Approve(ceremony.ConfirmedBy!.Value, now) is { } problem) throw new InvalidOperationException(problem.Code);
        db.CertificateOrders.Add(order);
    }
}
