using BangVang.App.Editions;
using BangVang.App.Storage;
using BangVang.Domain.Certificates;
using BangVang.Domain.Decisions;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Certificates;

/// <summary>The secretariat prepares certificates for all laureates and jurors of a published edition; another person releases them.</summary>
public sealed class PrepareCertificates(BangVangDb db, EditionBook editions, IClock clock)
{
    /// <returns>The order, which now waits.</returns>
    public async Task<Result<Guid>> RunAsync(Actor actor, string editionKey, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        if (!actor.Is(Role.Secretariat, editionKey)) return Problem.Forbidden("certificates.only_secretariat");
        if (await editions.CurrentAsync(editionKey, ct) is null) return Problem.NotFound("editions.not_found");
        if (!await db.AwardDecisions.AnyAsync(d => d.EditionKey == editionKey && d.State == DecisionState.Published, ct)) return Problem.NotNow("certificates.not_published");
        if (await db.CertificateOrders.AnyAsync(o => o.EditionKey == editionKey && o.Kind == CertificateOrderKind.Issue && o.FinishedAt == null, ct)) return Problem.Conflict("certificates.order_open");
        if ((await db.RecipientsAsync(editionKey, ct)).Count == 0) return Problem.Conflict("certificates.nobody_waits");

        var order = new CertificateOrder { Id = Ids.New(now), EditionKey = editionKey, Kind = CertificateOrderKind.Issue, PreparedAt = now, PreparedBy = actor.PersonId!.Value };
        db.CertificateOrders.Add(order);
        db.Audit(actor, now, "certificates.prepared", order.Id, editionKey);
        return await db.TrySaveAsync(ct) ? order.Id : Problem.Conflict("certificates.order_open");
    }
}

/// <summary>The secretariat prepares that one certificate no longer stands.</summary>
public sealed class PrepareWithdrawal(BangVangDb db, IClock clock)
{
    /// <param name="reason">Everyone who checks the certificate reads it.</param>
    public async Task<Problem?> RunAsync(Actor actor, string editionKey, Guid certificateId, string reason, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        if (!actor.Is(Role.Secretariat, editionKey) && !actor.Is(Role.Organiser, editionKey)) return Problem.Forbidden("certificates.only_secretariat");
        if (await db.Certificates.AsNoTracking().SingleOrDefaultAsync(c => c.Id == certificateId && c.EditionKey == editionKey, ct) is not { } certificate) return Problem.NotFound("certificates.unknown");
        if (certificate.WithdrawnAt is not null) return Problem.Conflict("certificates.already_withdrawn");
        if (Certificate.ReasonProblem(reason) is { } problem) return problem;

        var order = new CertificateOrder
        {
            Id = Ids.New(now), EditionKey = editionKey, Kind = CertificateOrderKind.Withdraw, CertificateId = certificateId, Reason = reason.Trim(), PreparedAt = now, PreparedBy = actor.PersonId!.Value,
        };
        db.CertificateOrders.Add(order);
        db.Audit(actor, now, "certificates.withdrawal_prepared", certificateId, editionKey, $"{certificate.Code}: {reason.Trim()}");
        return await db.TrySaveAsync(ct) ? null : Problem.Conflict("certificates.order_open");
    }
}

/// <summary>A second person, of the secretariat or the chair, or of a forum's organisers, releases what the first prepared. A withdrawal takes effect at once; certificates are made by a job.</summary>
public sealed class ReleaseOrder(BangVangDb db, IClock clock)
{
    public async Task<Problem?> RunAsync(Actor actor, string editionKey, Guid orderId, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        if (!MayRelease(actor, editionKey)) return Problem.Forbidden("certificates.only_secretariat");
        if (await db.CertificateOrders.SingleOrDefaultAsync(o => o.Id == orderId && o.EditionKey == editionKey, ct) is not { } order) return Problem.NotFound("certificates.order_unknown");
        if (order.Approve(actor.PersonId!.Value, now) is { } problem) return problem;
        if (order.Kind is CertificateOrderKind.Withdraw)
        {
            var certificate = await db.Certificates.SingleAsync(c => c.Id == order.CertificateId, ct);
            if (certificate.Withdraw(order.Reason!, now) is { } refusal) return refusal;
            (order.Total, order.Done, order.FinishedAt) = (1, 1, now);
            db.LogWithdrawal(certificate, now);
        }
        db.Audit(actor, now, "certificates.released", order.Id, editionKey, $"{order.Kind}");
        return await db.TrySaveAsync(ct) ? null : Problem.Conflict("certificates.changed_meanwhile");
    }

    internal static bool MayRelease(Actor actor, string key) => actor.Is(Role.Secretariat, key) || actor.Is(Role.Chair, key) || actor.Is(Role.Organiser, key);
}

/// <summary>Whoever may release an order may also throw it away while it waits.</summary>
public sealed class DiscardOrder(BangVangDb db, IClock clock)
{
    public async Task<Problem?> RunAsync(Actor actor, string editionKey, Guid orderId, CancellationToken ct)
    {
        if (!ReleaseOrder.MayRelease(actor, editionKey)) return Problem.Forbidden("certificates.only_secretariat");
        if (await db.CertificateOrders.SingleOrDefaultAsync(o => o.Id == orderId && o.EditionKey == editionKey, ct) is not { } order) return Problem.NotFound("certificates.order_unknown");
        if (!order.IsWaiting) return Problem.Conflict("certificates.already_released");
        db.CertificateOrders.Remove(order);
        db.Audit(actor, clock.GetCurrentInstant(), "certificates.discarded", order.Id, editionKey, $"{order.Kind}");
        return await db.TrySaveAsync(ct) ? null : Problem.Conflict("certificates.changed_meanwhile");
    }
}
