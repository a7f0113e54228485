using BangVang.App.Editions;
using BangVang.App.Forum;
using BangVang.App.Kernel;
using BangVang.App.Laureates;
using BangVang.App.Storage;
using BangVang.Domain.Certificates;
using BangVang.Domain.Editions;
using BangVang.Domain.Forum;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Certificates;

/// <summary>
/// Makes the certificates of released orders, some at a time: each batch is signed, saved and logged in one transaction, so that whatever was interrupted
/// goes on where it stopped. Of several nodes one gets each order: it is claimed for a while, and the claim is renewed with every batch.
/// </summary>
public sealed class IssueCertificates(BangVangDb db, EditionBook editions, ForumBook forums, CertificateMaker maker, IClock clock, TimeProvider time)
{
    private const int Batch = 50;
    private const string Replaced = "Thay bằng giấy chứng nhận mới sau khi thông tin được đính chính.";
    private static readonly Duration Claim = Duration.FromMinutes(5);

    /// <returns>How many certificates were made.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var made = 0;
        while (await ClaimAsync(ct) is { } order) made += await IssueAsync(order, ct);
        return made;
    }

    private async Task<CertificateOrder?> ClaimAsync(CancellationToken ct)
    {
        var now = time.Now();
        var open = await db.CertificateOrders.AsNoTracking().Where(o => o.ApprovedAt != null && o.FinishedAt == null && (o.ClaimedUntil == null || o.ClaimedUntil <= now))
            .OrderBy(o => o.ApprovedAt).FirstOrDefaultAsync(ct);
        return open is not null && await Own(open.Id).Where(o => o.ClaimedUntil == open.ClaimedUntil).ExecuteUpdateAsync(o => o.SetProperty(x => x.ClaimedUntil, now + Claim), ct) == 1 ? open : null;
    }

    private async Task<int> IssueAsync(CertificateOrder order, CancellationToken ct)
    {
        try
        {
            var forum = ForumEdition.SlugOf(order.EditionKey) is { } slug ? (await forums.CurrentAsync(slug, ct))!.Forum : null;
            var edition = forum is null ? (await editions.CurrentAsync(order.EditionKey, ct))!.Edition : null;
            var waiting = forum is null ? await db.RecipientsAsync(order.EditionKey, ct) : await db.AttendanceRecipientsAsync(forum, ct);
            var zone = forum?.TimeZone ?? edition!.TimeZone;
            var before = await db.Certificates.CountAsync(c => c.OrderId == order.Id, ct);
            await Own(order.Id).ExecuteUpdateAsync(o => o.SetProperty(x => x.Total, before + waiting.Count).SetProperty(x => x.Done, before), ct);
            var done = before;
            foreach (var batch in waiting.Chunk(Batch))
            {
                await IssueAsync(order, batch, zone, b => forum is null ? ClaimsAsync(b, edition!, ct) : db.AttendanceClaimsAsync(b, forum, ct), ct);
                done += batch.Length;
                var (far, until) = (done, time.Now() + Claim);
                await Own(order.Id).ExecuteUpdateAsync(o => o.SetProperty(x => x.Done, far).SetProperty(x => x.ClaimedUntil, until), ct);
            }
            var now = clock.GetCurrentInstant();
            await Own(order.Id).ExecuteUpdateAsync(o => o.SetProperty(x => x.FinishedAt, now).SetProperty(x => x.ClaimedUntil, (Instant?)null), ct);
            return waiting.Count;
        }
        catch
        {
            // The next look need not wait for the claim to end.
            await Own(order.Id).ExecuteUpdateAsync(o => o.SetProperty(x => x.ClaimedUntil, time.Now() + Duration.FromSeconds(30)), CancellationToken.None);
            throw;
        }
    }

    private async Task IssueAsync(CertificateOrder order, IReadOnlyList<Recipient> batch, DateTimeZone zone, Func<IReadOnlyList<Recipient>, Task<Dictionary<Guid, CertificateClaim>>> claimsOf, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        var now = clock.GetCurrentInstant();
        var number = await db.Certificates.Where(c => c.EditionKey == order.EditionKey).Select(c => (int?)c.Number).MaxAsync(ct) + 1 ?? 0;
        var claims = await claimsOf(batch);
        var certificates = batch.Where(r => claims.ContainsKey(r.Id)).Select((r, i) => new Certificate
        {
            Id = Ids.New(now), Code = CertificateCode.New(), EditionKey = order.EditionKey, Kind = r.Kind, Number = number + i, OrderId = order.Id, Claim = claims[r.Id], IssuedAt = now,
            LaureateId = r.Kind is CertificateKind.Laureate ? r.Id : null, PersonId = r.Kind is CertificateKind.Juror ? r.Id : null, AttendeeId = r.Kind is CertificateKind.Delegate ? r.Id : null,
        }).ToList();
        var files = await maker.MakeAsync(certificates, zone, ct);

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await WithdrawReplacedAsync(batch, now, ct);
        db.Certificates.AddRange(certificates);
        db.CertificateFiles.AddRange(files);
        foreach (var certificate in certificates) db.LogIssue(certificate, now);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    private async Task<Dictionary<Guid, CertificateClaim>> ClaimsAsync(IReadOnlyList<Recipient> batch, Edition edition, CancellationToken ct)
    {
        var ids = batch.Select(r => r.Id).ToList();
        var decision = await db.AwardDecisions.AsNoTracking().SingleAsync(d => d.EditionKey == edition.Key, ct);
        var title = PublishDecision.SourceOf(decision.DocumentNumber!, decision.DocumentDate!.Value).Title;
        var claims = (await db.LaureatesOnBoard().Where(l => ids.Contains(l.Id)).ToListAsync(ct)).ToDictionary(l => l.Id, l => RecipientQueries.ClaimOf(l, edition));
        foreach (var juror in await db.People.AsNoTracking().Where(p => ids.Contains(p.Id)).Select(p => new { p.Id, p.FullName }).ToListAsync(ct))
            claims[juror.Id] = RecipientQueries.ClaimOf(juror.FullName, title, edition);
        return claims;
    }

    /// <summary>Certificates that say what was corrected since; saved before the new ones, because a laureate has one that stands.</summary>
    private async Task WithdrawReplacedAsync(IReadOnlyList<Recipient> batch, Instant now, CancellationToken ct)
    {
        var ids = batch.Select(r => r.Id).ToList();
        foreach (var old in await db.Certificates.Where(c => c.WithdrawnAt == null && c.LaureateId != null && ids.Contains(c.LaureateId.Value)).ToListAsync(ct))
        {
            old.Withdraw(Replaced, now);
            db.LogWithdrawal(old, now);
        }
        await db.SaveChangesAsync(ct);
    }

    private IQueryable<CertificateOrder> Own(Guid id) => db.CertificateOrders.Where(o => o.Id == id && o.FinishedAt == null);
}
