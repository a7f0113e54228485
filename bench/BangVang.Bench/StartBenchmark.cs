using System.Globalization;

namespace BangVang.Bench;

/// <summary>How long an installation takes to answer after a start, and what memory it holds.</summary>
internal sealed class StartBenchmark : Benchmark
{
    private const int Starts = 7, Requests = 200;
    private const double MostMilliseconds = 1000, MostMegabytes = 200;
    private static readonly string[] Addresses = ["/", "/laureates", "/editions", "/sign-in", "/laureates?q=mot+cua", "/editions/demo/2026", "/notices", "/laureates.json"];

    public override string Name => "start";

    public override string What => """
        the published server with the demonstration's data: from the start of the process to the first answer of /, and resident memory
        máy chủ đã xuất bản với dữ liệu trình diễn: từ lúc khởi động tiến trình đến câu trả lời đầu tiên của /, và bộ nhớ thường trú
        """;

    public override async Task<IReadOnlyList<Measure>> RunAsync(string folder, CancellationToken ct)
    {
        var data = Path.Combine(folder, "data");
        double laying;
        await using (var demo = await PublishedServer.StartAsync(data, postgres: null, ct, "demo")) laying = demo.ResidentMegabytes;
        var (answers, atStart, later) = (new List<double>(), new List<double>(), new List<double>());
        for (var i = 0; i < Starts; i++)
        {
            await using var server = await PublishedServer.StartAsync(data, postgres: null, ct);
            answers.Add(server.FirstAnswer.TotalMilliseconds);
            atStart.Add(server.ResidentMegabytes);
            using var client = new HttpClient { BaseAddress = server.Address };
            for (var n = 0; n < Requests; n++) await client.GetByteArrayAsync(Addresses[n % Addresses.Length], ct);
            later.Add(server.ResidentMegabytes);
        }
        return
        [
            Measure.Of("first answer after start", "ms", answers).AtMost(MostMilliseconds),
            Measure.Of("resident memory at the first answer", "MB", atStart).AtMost(MostMegabytes),
            Measure.Of(string.Create(CultureInfo.InvariantCulture, $"resident memory after {Requests} requests"), "MB", later).AtMost(MostMegabytes),
            Measure.Of("resident memory after laying the demonstration", "MB", [laying]).AtMost(MostMegabytes),
        ];
    }
}
