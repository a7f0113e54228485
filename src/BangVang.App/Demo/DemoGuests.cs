using System.Text.Json.Nodes;
using BangVang.App.Forum.Registration;
using BangVang.App.Kernel;
using BangVang.App.Storage;
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
        [.. Enumerable.Range(1, size).Select(i => new AttendeeForm(size == 1 ? $"Đại biểu Minh họa {n:00}" : $"Đại biểu Minh họa {n:00}.{i}", i == 1 ? $"dai-bieu-{n:00}@demo.invalid" : "", "", "", false, ""))],
        kind == "press" ? new JsonObject { ["press-card"] = "NB-00" } : [], ["organising"]);
}
