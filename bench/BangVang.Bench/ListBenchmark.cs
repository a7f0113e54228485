using BangVang.App.Editions;
using BangVang.App.Kernel;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Testing;
using NodaTime;

namespace BangVang.Bench;

/// <summary>The list that the secretariat looks at all day while scores come in, on both engines, beside a static file of its size.</summary>
internal sealed class ListBenchmark : Benchmark
{
    private const int Rounds = 3, Entries = 1_000;
    private const double LeastPerSecond = 1_000, MostMilliseconds = 100;
    private const string Round = "preliminary";
    private static readonly TimeSpan Each = TimeSpan.FromSeconds(6), WarmUp = TimeSpan.FromSeconds(10);

    public override string Name => "lists";

    public override string What => """
        the secretariat's list of 50 of 1,000 entries with scores, signed in, by wrk with 16 connections, beside a static file of its size
        danh sách 50 trong 1.000 hồ sơ có điểm của ban thư ký, đã đăng nhập, đo bằng wrk với 16 kết nối, bên cạnh một tệp tĩnh cùng độ dài
        """;

    public override async Task<IReadOnlyList<Measure>> RunAsync(string folder, CancellationToken ct)
    {
        if (Wrk.Missing() is not { } missing) return await Installation.OnBothAsync(folder, i => OnAsync(i, ct), ct);
        Notes.Add(missing);
        return [];
    }

    private static async Task<IReadOnlyList<Measure>> OnAsync(Installation installation, CancellationToken ct)
    {
        var edition = Judged();
        var round = new MadeUpRound(installation.Open, edition, Round);
        await round.LayAsync(Entries, ct);
        var token = await round.SignInAsync(Role.Secretariat, TimeProvider.System.Now(), ct);
        await using var server = await installation.ServeAsync(ct);
        var list = new Uri(server.Address, $"/manage/{edition.Key}/results?round={Round}");
        var (cookies, page) = await OpenAsync(list, token, ct);
        var file = new Uri(server.Address, await PublishedServer.AddStaticFileAsync(page, ct));

        await Wrk.RunAsync(list, WarmUp, [cookies], ct);
        await Wrk.RunAsync(file, WarmUp / 2, [], ct);
        var (files, lists, slowest) = (new List<double>(), new List<double>(), new List<double>());
        for (var i = 0; i < Rounds; i++)
        {
            files.Add((await Wrk.RunAsync(file, Each, [], ct)).PerSecond);
            var answer = await Wrk.RunAsync(list, Each, [cookies], ct);
            lists.Add(answer.PerSecond);
            slowest.Add(answer.P99);
        }
        var name = $", {installation.Engine}";
        var still = Measure.Of($"static file of {page.Length} bytes{name}", "1/s", files);
        return
        [
            still,
            Measure.Of($"list of 50 of {Entries} entries with scores{name}", "1/s", lists).ComparedTo(still).AtLeast(LeastPerSecond),
            Measure.Of($"  99 % are answered within{name}", "ms", slowest).AtMost(MostMilliseconds),
        ];
    }

    /// <summary>The demonstration's edition, laid so that its first round of scoring ended yesterday.</summary>
    private static Edition Judged()
    {
        var today = SystemClock.Instance.GetCurrentInstant().InUtc().Date;
        var from = Path.Combine(InstallationConfiguration.Root, "editions", "demo", "2026");
        var ends = Read(from, today).WindowOf(Round)!.Value.End!.Value.InUtc().Date;
        return Read(from, today - Period.FromDays(Period.DaysBetween(today, ends) + 1));
    }

    private static Edition Read(string folder, LocalDate dayZero) =>
        EditionReader.Read(folder, dayZero).Edition ?? throw new InvalidOperationException("The demonstration edition has problems.");

    /// <summary>As a browser: the session's cookie goes along, and the one that comes with the first form.</summary>
    private static async Task<(string Cookies, byte[] Page)> OpenAsync(Uri list, string token, CancellationToken ct)
    {
        using var client = new HttpClient(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, list) { Headers = { { "Cookie", $"bv={token}" } } };
        using var answer = await client.SendAsync(request, ct);
        var page = await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(ct);
        var given = answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies.Select(c => c.Split(';')[0]) : [];
        return ($"Cookie: {string.Join("; ", given.Prepend($"bv={token}"))}", page);
    }
}
