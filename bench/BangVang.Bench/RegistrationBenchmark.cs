using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BangVang.App.Forum;
using BangVang.App.Kernel;
using BangVang.App.Storage;
using BangVang.Domain.Forum.Registration;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.Bench;

/// <summary>
/// The rush for the seats of a forum: 10,000 people confirm their address within a minute, half of them in its last ten
/// seconds, for 1,000 seats; over real HTTP, on SQLite at one node, on PostgreSQL at two. Each request leaves at its own time,
/// whether or not earlier ones have been answered. Afterwards the database is counted.
/// </summary>
internal sealed partial class RegistrationBenchmark : Benchmark
{
    private const int People = 10_000, Seats = 1_000;
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(50), Rush = TimeSpan.FromSeconds(10);

    public override string Name => "forum";

    public override string What => """
        10,000 people confirm a registration within 60 s, half in the last 10, for 1,000 seats; seats and order are counted afterwards
        10.000 người xác nhận đăng ký trong 60 giây, một nửa trong 10 giây cuối, cho 1.000 chỗ; sau đó đếm lại chỗ và thứ tự
        """;

    public override Task<IReadOnlyList<Measure>> RunAsync(string folder, CancellationToken ct) => Installation.OnBothAsync(folder, i => MeasureAsync(i, ct), ct);

    private async Task<IReadOnlyList<Measure>> MeasureAsync(Installation installation, CancellationToken ct)
    {
        var tokens = await PrepareAsync(installation, ct);
        var nodes = new List<PublishedServer> { await installation.ServeAsync(ct) };
        try
        {
            if (installation.Postgres is not null)
                nodes.Add(await PublishedServer.StartAsync(Directory.CreateDirectory(Path.Combine(installation.Directory, "second")).FullName, installation.Postgres, ct));
            var desks = new List<Desk>();
            foreach (var node in nodes) desks.Add(await Desk.OpenAsync(node, tokens[0], ct));
            foreach (var (token, n) in tokens.Take(50).Select((t, n) => (t, n))) await desks[n % desks.Count].ConfirmAsync(token, ct);
            var times = await RushAsync(desks, tokens[50..], ct);
            Array.Sort(times);
            var name = $"{installation.Engine}, {nodes.Count} node{(nodes.Count > 1 ? "s" : "")}";
            return
            [
                Measure.Of($"registration, half within, {name}", "ms", [times[times.Length / 2]]),
                Measure.Of($"registration, 99 % within, {name}", "ms", [times[(int)Math.Ceiling(times.Length * 0.99) - 1]]).AtMost(1_000),
                Measure.Of($"seats given of {Seats}, {name}", "seats", [await SeatsAsync(installation, ct)]).AtLeast(Seats).AtMost(Seats),
                Measure.Of($"registrations out of order, {name}", "registrations", [await OutOfOrderAsync(installation, ct)]).AtMost(0),
            ];
        }
        finally { foreach (var node in nodes) await node.DisposeAsync(); }
    }

    /// <summary>Publishes the demonstration's forum, open now, with so many seats, and puts the requests there that wait to be confirmed.</summary>
    private static async Task<List<string>> PrepareAsync(Installation installation, CancellationToken ct)
    {
        var now = SystemClock.Instance.GetCurrentInstant();
        var reading = ForumReader.Read(Path.Combine(InstallationConfiguration.Root, "forums", "demo-2026"), now.InUtc().Date.PlusDays(-1));
        var rules = reading.Forum!.Registration!;
        var sized = rules with { Places = [.. rules.Places.Select(p => p.Code == "hall" ? p with { Capacity = Seats } : p)] };
        await using (var db = installation.Open())
            await new PublishForum(db, new(db), SystemClock.Instance).RunAsync(Actor.Console, reading with { Forum = reading.Forum with { Registration = sized } }, ct);
        var tokens = new List<string>();
        foreach (var chunk in Enumerable.Range(1, People + 50).Chunk(500))
        {
            await using var db = installation.Open();
            foreach (var n in chunk)
            {
                tokens.Add(Secrets.NewToken());
                var person = new AttendeeForm(string.Create(CultureInfo.InvariantCulture, $"Đại biểu {n:00000}"), string.Create(CultureInfo.InvariantCulture, $"dai-bieu-{n}@example.vn"), "", "", false, "");
                db.RegistrationRequests.Add(new()
                {
                    TokenHash = Secrets.HashOf(tokens[^1]), ForumKey = "forum/demo-2026", ExpiresAt = now + Duration.FromHours(24),
                    Form = new("delegate", "hall", "Công ty Minh họa", "vi", [person], new JsonObject(), ["organising"]),
                });
            }
            await db.SaveChangesAsync(ct);
        }
        return tokens;
    }

    /// <returns>Milliseconds of each request, from the moment it was to leave.</returns>
    private static async Task<double[]> RushAsync(List<Desk> desks, List<string> tokens, CancellationToken ct)
    {
        var (watch, half) = (Stopwatch.StartNew(), tokens.Count / 2);
        var requests = new List<Task<double>>(tokens.Count);
        for (var n = 0; n < tokens.Count; n++)
        {
            var leaves = n < half ? Calm * ((double)n / half) : Calm + Rush * ((double)(n - half) / (tokens.Count - half));
            if (leaves - watch.Elapsed is { TotalMilliseconds: > 1 } early) await Task.Delay(early, ct);
            var (desk, token) = (desks[n % desks.Count], tokens[n]);
            requests.Add(Task.Run(async () =>
            {
                await desk.ConfirmAsync(token, ct);
                return (watch.Elapsed - leaves).TotalMilliseconds;
            }, ct));
        }
        return await Task.WhenAll(requests);
    }

    private static async Task<double> SeatsAsync(Installation installation, CancellationToken ct)
    {
        await using var db = installation.Open();
        return await db.Parties.CountAsync(p => p.State == PartyState.Confirmed && p.HoldsSeats, ct);
    }

    /// <summary>Those whose number is not the next one, or whose state is not what the number says.</summary>
    private static async Task<double> OutOfOrderAsync(Installation installation, CancellationToken ct)
    {
        await using var db = installation.Open();
        var parties = await db.Parties.AsNoTracking().OrderBy(p => p.Number).Select(p => new { p.Number, p.State }).ToListAsync(ct);
        return People + 50 - parties.Count + parties.Where((p, i) => p.Number != i + 1 || p.State != (p.Number <= Seats ? PartyState.Confirmed : PartyState.Waiting)).Count();
    }

    /// <summary>A visitor at one node, with the token of its forms.</summary>
    private sealed record Desk(PublishedServer Server, HttpClient Client, string FormToken)
    {
        public static async Task<Desk> OpenAsync(PublishedServer server, string token, CancellationToken ct)
        {
            var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, MaxConnectionsPerServer = 200 }) { BaseAddress = server.Address, Timeout = TimeSpan.FromMinutes(2) };
            var page = await client.GetStringAsync(PathOf(token), ct);
            return new(server, client, Token().Match(page) is { Success: true } found ? found.Groups[1].Value : "");
        }

        public async Task ConfirmAsync(string token, CancellationToken ct)
        {
            using var answer = await Client.PostAsync(PathOf(token), new FormUrlEncodedContent([new("__RequestVerificationToken", FormToken)]), ct);
            if (answer.StatusCode is not HttpStatusCode.Redirect) throw new InvalidOperationException($"A confirmation was answered by {(int)answer.StatusCode}. The server said last:\n{Server.LastLines}");
        }

        private static string PathOf(string token) => $"/forum/demo-2026/register/confirm/{token}";
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
