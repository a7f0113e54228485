namespace BangVang.Bench.Judging;

/// <summary>The methods of judging beside the figures published for them. Each part of the library adds its own.</summary>
internal sealed class JudgingBenchmark : Benchmark
{
    public override string Name => "judging";

    public override string What => """
        assignment, calibration and ranking beside published figures; --data names the folder with reference data (ratings/, assignment/)
        phân công, hiệu chỉnh và xếp hạng bên cạnh số liệu đã công bố; --data là thư mục dữ liệu tham chiếu (ratings/, assignment/)
        """;

    public override bool ReadsData => true;

    public override Task<IReadOnlyList<Measure>> RunAsync(string folder, CancellationToken ct)
    {
        var measures = new List<Measure>();
        measures.AddRange(AssignmentBench.Run(folder.Length > 0 ? Path.Combine(folder, "assignment") : null, Notes, ct));
        measures.AddRange(PanelBench.Run(Notes, ct));
        measures.AddRange(CalibrationBench.Run(folder.Length > 0 ? Path.Combine(folder, "ratings") : null, Notes, ct));
        return Task.FromResult<IReadOnlyList<Measure>>(measures);
    }
}
