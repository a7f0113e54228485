using System.Text.Json.Nodes;
using BangVang.App.Forum.Registration;
using BangVang.App.Kernel;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Forum;
using BangVang.Domain.Forum.Registration;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Demo;

/// <summary>Made-up people who registered for the demonstration's forum, in every state a door can meet. None is added where somebody has registered.</summary>
public sealed class DemoGuests(BangVangDb db, ConfirmRegistration confirm, CancelParty cancel, TimeProvider time)
{
    private static readonly (string Kind, string Place, int Size)[] Parties =
    [
        ("delegate", "hall", 1), ("delegate", "hall", 3), ("delegate", "hall", 1), ("exhibitor", "hall", 1), ("press", "hall", 1), ("delegate", "singapore", 1), ("delegate", "seoul", 1), ("delegate", "hall", 1),
        .. Enumerable.Repeat(("delegate", "hall", 1), 6),
    ];

    /// <summary>How the name of each begins.</summary>
    public const string Named = "Đại biểu Minh họa";

    /// <summary>Given up again, for the answer the door has for it.</summary>
    private const int Cancelled = 8;

    /// <exception cref="InvalidOperationException">One of them is refused.</exception>
    public async Task RunAsync(Actor organiser, CancellationToken ct)
    {
        if (await db.Parties.AnyAsync(p => p.ForumKey == organiser.Roles.First().EditionKey, ct)) return;
        var key = organiser.Roles.First().EditionKey;
        foreach (var ((kind, place, size), n) in Parties.Select((p, i) => (p, i + 1)))
        {
            var token = Secrets.NewToken();
            db.RegistrationRequests.Add(new() { TokenHash = Secrets.HashOf(token), ForumKey = key, Form = Form(kind, place, size, n), ExpiresAt = time.Now() + Duration.FromHours(1) });
            await db.SaveChangesAsync(ct);
            if (!(await confirm.RunAsync(DemoForum.Slug, token, ct)).TryGet(out var registered, out var problems)) throw new InvalidOperationException(string.Join(", ", problems.Select(p => p.Code)));
            if (n == Cancelled && await cancel.RunAsync(DemoForum.Slug, registered.Link!.Split('/')[^1], ct) is { } problem) throw new InvalidOperationException(problem.Code);
        }
    }

    private static PartyForm Form(string kind, string place, int size, int n) => new(
        kind, place, $"Công ty Minh họa {n:00}", "vi",
        [.. Enumerable.Range(1, size).Select(i => new AttendeeForm(size == 1 ? $"{Named} {n:00}" : $"{Named} {n:00}.{i}", i == 1 ? $"dai-bieu-{n:00}@demo.invalid" : "", "", "", false, ""))],
        kind == "press" ? new JsonObject { ["press-card"] = "NB-00" } : [], ["organising"]);
}

/// <summary>A made-up ticket to try the demonstration with.</summary>
public sealed record DemoTicket(string Code, string Name, PartyState State, LocalizedText Place);

public static class DemoTickets
{
    /// <summary>One of each state and place that the demonstration has, more of those that may come in. Of a forum that is made up, and of none else.</summary>
    public static async Task<IReadOnlyList<DemoTicket>> DemoTicketsAsync(this BangVangDb db, ForumEdition forum, CancellationToken ct)
    {
        if (!forum.Sample) return [];
        var rows = await (from a in db.Attendees.AsNoTracking()
                          join p in db.Parties.AsNoTracking() on a.PartyId equals p.Id
                          where p.ForumKey == forum.Key && a.FullName.StartsWith(DemoGuests.Named)
                          orderby p.Number, a.Ordinal
                          select new { a.Ticket, a.FullName, p.State, p.PlaceCode }).Take(50).ToListAsync(ct);
        return [.. rows.GroupBy(r => (r.State, r.PlaceCode)).SelectMany(g => g.Take(g.Key is (PartyState.Confirmed, "hall") ? 4 : 1))
            .Select(r => new DemoTicket(TicketCode.Shown(r.Ticket), r.FullName, r.State, forum.Registration?.Place(r.PlaceCode)?.Name ?? new(r.PlaceCode, r.PlaceCode)))];
    }
}
