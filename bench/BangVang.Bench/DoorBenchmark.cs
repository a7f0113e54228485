using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using BangVang.App.Forum;
using BangVang.App.Forum.Door;
using BangVang.App.Forum.Registration;
using BangVang.App.Kernel;
using BangVang.Domain.Forum.Door;
using BangVang.Domain.Forum.Registration;
using BangVang.Domain.Kernel;
using BangVang.Domain.People;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.Bench;

/// <summary>The door of a forum: a scan the server decides, and the ledgers of eight lanes that were cut off, merged in a thousand orders.</summary>
internal sealed class DoorBenchmark : Benchmark
{
    private const int People = 1_200, Scans = 2_000, Lanes = 8, Entries = 3_000, Orders = 1_000;
    private const double MostMilliseconds = 50;
    private const string Slug = "demo-2026", Key = "forum/demo-2026";

    public override string Name => "forum";

    public override string What => """
        a scan the server decides, from question to answer on the disk, four gates at once; 3,000 scans of 8 cut-off lanes merged in 1,000 random orders
        một lượt quét do máy chủ quyết định, từ lúc hỏi đến lúc ghi xuống đĩa, bốn cửa cùng lúc; 3.000 lượt quét của 8 làn mất mạng, gộp theo 1.000 thứ tự ngẫu nhiên
        """;

    public override async Task<IReadOnlyList<Measure>> RunAsync(string folder, CancellationToken ct) => [.. Merge(), .. await Installation.OnBothAsync(folder, i => RedeemAsync(i, ct), ct)];

    private static async Task<IReadOnlyList<Measure>> RedeemAsync(Installation installation, CancellationToken ct)
    {
        var (staff, tickets) = await LayAsync(installation, ct);
        var random = new Random(20270202);
        var scans = random.GetItems(tickets.ToArray(), Scans + 200);
        foreach (var ticket in scans[..200]) await ScanAsync(installation, staff, ticket, ct);
        var times = new double[Scans];
        // As many as there are gates at the main hall of a national forum.
        await Parallel.ForAsync(0, Scans, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = ct }, async (i, token) => times[i] = await ScanAsync(installation, staff, scans[200 + i], token));
        Array.Sort(times);
        await using var db = installation.Open();
        var forum = (await new ForumBook(db).CurrentAsync(Slug, ct))!.Forum;
        var hall = (await db.AttendanceCountsAsync(forum, ct))[0];
        return
        [
            Measure.Of($"door, half of the scans within, {installation.Engine}", "ms", [times[Scans / 2]]),
            Measure.Of($"door, 99 % of the scans within, {installation.Engine}", "ms", [times[(int)Math.Ceiling(Scans * 0.99) - 1]]).AtMost(MostMilliseconds),
            Measure.Of($"door, tickets let in that are not those scanned, {installation.Engine}", "tickets", [Math.Abs(hall.Registered - scans.Distinct().Count())]).AtMost(0),
        ];
    }

    private static async Task<double> ScanAsync(Installation installation, Actor staff, string ticket, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        await using var db = installation.Open();
        Value(await new RedeemTicket(db, new(db), SystemClock.Instance, TimeProvider.System).RunAsync(staff, Slug, new(ticket, ["hall"], null, false, null, false, null, false, null), ct));
        return watch.Elapsed.TotalMilliseconds;
    }

    private static async Task<(Actor Staff, List<string> Tickets)> LayAsync(Installation installation, CancellationToken ct)
    {
        var now = SystemClock.Instance.GetCurrentInstant();
        await using var db = installation.Open();
        var person = Person.New(now, "cua@demo.invalid", "Đón tiếp 1", "vi");
        db.People.Add(person);
        await db.SaveChangesAsync(ct);
        Value(await new PublishForum(db, new(db), SystemClock.Instance).RunAsync(Actor.Console, ForumReader.Read(Path.Combine(InstallationConfiguration.Root, "forums", Slug), now.InUtc().Date.PlusDays(-1)), ct));
        var line = new ArrivalLine();
        // Groups of ten, each registered as people are.
        foreach (var n in Enumerable.Range(1, People / 10))
        {
            await using var own = installation.Open();
            var token = Secrets.NewToken();
            var group = Enumerable.Range(0, 10).Select(i => new AttendeeForm(string.Create(CultureInfo.InvariantCulture, $"Đại biểu {n:000}.{i}"), i == 0 ? string.Create(CultureInfo.InvariantCulture, $"dai-bieu-{n}@example.vn") : "", "", "", false, "")).ToArray();
            own.RegistrationRequests.Add(new() { TokenHash = Secrets.HashOf(token), ForumKey = Key, Form = new("delegate", "hall", "Công ty Minh họa", "vi", group, new JsonObject(), ["organising"]), ExpiresAt = now + Duration.FromHours(24) });
            await own.SaveChangesAsync(ct);
            if (!(await new ConfirmRegistration(own, new(own), line, SystemClock.Instance, TimeProvider.System, new(new("http://127.0.0.1"))).RunAsync(Slug, token, ct)).TryGet(out _, out var problems)) throw new InvalidOperationException(problems[0].Code);
        }
        var tickets = await (from a in db.Attendees join p in db.Parties on a.PartyId equals p.Id where p.State == PartyState.Confirmed select a.Ticket).ToListAsync(ct);
        return (new(person.Id, person.FullName, false, new HashSet<RoleInEdition> { new(Key, Role.DoorStaff) }), tickets);
    }

    private static IReadOnlyList<Measure> Merge()
    {
        var (random, list) = (new Random(20270202), new DoorList { Code = "hall", Name = new("Hội trường", "Hall"), Places = ["hall"], Gates = [] });
        var opens = Instant.FromUtc(2027, 2, 2, 0, 0);
        var counters = new long[Lanes];
        var seen = new HashSet<(int, string)>();
        var entries = Enumerable.Range(0, Entries).Select(n =>
        {
            var (lane, code) = (random.Next(Lanes), TicketCode.HashOf($"ticket {random.Next(People)}"));
            var isNew = seen.Add((lane, code));
            return new DoorEntry(new Guid(lane + 1, 0, 0, new byte[8]), ++counters[lane], opens + Duration.FromMilliseconds(random.Next(1_800_000)), isNew ? DoorKind.Admit : DoorKind.Refuse, "hall", "gate-a", code, $"{n}", null, isNew ? null : "already_redeemed");
        }).ToArray();
        string Digest(DoorState s) => string.Join('\n', s.Tickets.Values.OrderBy(t => t.CodeHash, StringComparer.Ordinal).Select(t => $"{t.CodeHash} {t.Admitted} {t.First!.Name}")) + string.Join('\n', s.Conflicts.Select(c => $"{c.CodeHash} {string.Join(' ', c.Others.Select(o => o.Name))}"));
        var expected = DoorState.Of(entries, _ => list);
        var digest = Digest(expected);
        var (times, different) = (new List<double>(), 0);
        for (var order = 0; order < Orders; order++)
        {
            var arrived = entries.Concat(random.GetItems(entries, 300)).ToArray();
            random.Shuffle(arrived);
            var watch = Stopwatch.StartNew();
            var state = DoorState.Of(arrived, _ => list);
            times.Add(watch.Elapsed.TotalMilliseconds);
            if (Digest(state) != digest) different++;
        }
        var lost = entries.Count(e => e.Kind is DoorKind.Admit) - expected.CheckinCount("hall") - expected.Conflicts.Sum(c => c.Others.Count);
        return
        [
            Measure.Of($"merging {Entries} scans of {Lanes} lanes", "ms", times),
            Measure.Of($"orders of {Orders} that give another state", "orders", [different]).AtMost(0),
            Measure.Of("admissions neither counted nor named", "admissions", [lost]).AtMost(0),
        ];
    }

    private static void Value<T>(Result<T> result)
    {
        if (!result.TryGet(out _, out var problem)) throw new InvalidOperationException(problem.Code);
    }
}
