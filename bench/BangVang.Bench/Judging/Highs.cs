using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace BangVang.Bench.Judging;

/// <summary>The same linear programs by HiGHS, through Debian's python3-scipy, on the same machine in the same run.</summary>
internal static class Highs
{
    /// <summary>Rounds a set: the smallest takes milliseconds, and a few would tell little.</summary>
    public const int Rounds = 7;

    /// <summary>CPU seconds of the call of linprog alone.</summary>
    private const string Script = """
        import csv, gzip, os, sys, time
        import numpy as np, scipy.sparse as sp
        from scipy.optimize import linprog
        for name in sys.argv[3:]:
            at = os.path.join(sys.argv[1], name)
            scores = np.array([[float(v) for v in r] for r in csv.reader(gzip.open(os.path.join(at, "scores.csv.gz"), "rt"))])
            demand = [int(r["demand"]) for r in csv.DictReader(open(os.path.join(at, "papers.csv")))]
            loads = [(int(r["min_load"]), int(r["max_load"])) for r in csv.DictReader(open(os.path.join(at, "reviewers.csv")))]
            allowed = np.ones(scores.shape, bool)
            conflicts = os.path.join(at, "conflicts.csv.gz")
            if os.path.exists(conflicts):
                for r in csv.DictReader(gzip.open(conflicts, "rt")): allowed[int(r["paper"]), int(r["reviewer"])] = False
            pairs = np.argwhere(allowed); count = len(pairs); ones = np.ones(count); n, m = scores.shape
            rows = sp.csr_matrix((ones, (pairs[:, 0], np.arange(count))), (n, count))
            columns = sp.csr_matrix((ones, (pairs[:, 1], np.arange(count))), (m, count))
            upper = sp.vstack([columns, -columns]).tocsr(); limits = [b for _, b in loads] + [-a for a, _ in loads]
            for _ in range(int(sys.argv[2])):
                before = time.process_time()
                result = linprog(-scores[allowed], A_ub=upper, b_ub=limits, A_eq=rows, b_eq=demand, bounds=(0, 1), method="highs")
                print(name, time.process_time() - before, -result.fun, flush=True)
        """;

    /// <returns>Seconds of each round by the name of the set; empty, with a note, where scipy is missing.</returns>
    public static Dictionary<string, double[]> Seconds(string folder, string[] sets, List<string> notes)
    {
        var start = new ProcessStartInfo(File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["-c", Script, folder, $"{Rounds}", .. sets]) start.ArgumentList.Add(argument);
        try
        {
            using var python = Process.Start(start) ?? throw new InvalidOperationException("python3 did not start.");
            var errors = python.StandardError.ReadToEndAsync();
            var lines = python.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(' ')).ToList();
            python.WaitForExit();
            if (python.ExitCode == 0)
                return lines.GroupBy(l => l[0]).ToDictionary(g => g.Key, g => g.Select(l => double.Parse(l[1], CultureInfo.InvariantCulture)).ToArray());
            notes.Add($"assignment: HiGHS was not measured: {errors.Result.Trim().Split('\n')[^1]} (Debian: apt-get install python3-scipy)");
        }
        catch (Win32Exception e) { notes.Add($"assignment: HiGHS was not measured: {e.Message}"); }
        return [];
    }
}
