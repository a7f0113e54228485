using BangVang.Testing;

namespace BangVang.Bench;

/// <summary>What a public page costs that is kept for everyone, on both engines, beside a static file of its size.</summary>
internal sealed class BoardBenchmark : Benchmark
{
    private const int Rounds = 5, Laureates = 2_000, AtOnce = 500;
    private const double LeastOfFile = 0.6;
    private static readonly TimeSpan Each = TimeSpan.FromSeconds(4), WarmUp = TimeSpan.FromSeconds(6);

    public override string Name => "board";

    public override string What => """
        the golden board as it is kept for all visitors, by wrk with 16 connections, beside a static file of its size
        trang Bảng vàng được giữ sẵn cho mọi người xem, đo bằng wrk với 16 kết nối, bên cạnh một tệp tĩnh cùng độ dài
        """;

    public override async Task<IReadOnlyList<Measure>> RunAsync(string folder, CancellationToken ct)
    {
        if (Wrk.Missing() is not { } missing) return await Installation.OnBothAsync(folder, i => OnAsync(i, ct), ct);
        Notes.Add(missing);
        return [];
    }

    private static async Task<IReadOnlyList<Measure>> OnAsync(Installation installation, CancellationToken ct)
    {
        foreach (var some in Enumerable.Range(0, Laureates).Chunk(AtOnce))
        {
            await using var db = installation.Open();
            db.Laureates.AddRange(some.Select(MadeUpLaureates.Make));
            await db.SaveChangesAsync(ct);
        }
        await using var server = await installation.ServeAsync(ct);
        var board = new Uri(server.Address, "/laureates");
        using var client = new HttpClient();
        var page = await client.GetByteArrayAsync(board, ct);
        var file = new Uri(server.Address, await PublishedServer.AddStaticFileAsync(page, ct));

        await Wrk.RunAsync(board, WarmUp, [], ct);
        await Wrk.RunAsync(file, WarmUp, [], ct);
        var (files, boards) = (new List<double>(), new List<double>());
        for (var i = 0; i < Rounds; i++)
        {
            files.Add((await Wrk.RunAsync(file, Each, [], ct)).PerSecond);
            boards.Add((await Wrk.RunAsync(board, Each, [], ct)).PerSecond);
        }
        var still = Measure.Of($"static file of {page.Length} bytes, {installation.Engine}", "1/s", files);
        return [still, Measure.Of($"golden board, {installation.Engine}", "1/s", boards).ComparedTo(still).RatioAtLeast(LeastOfFile)];
    }
}
