using BangVang.Judging.Calibration;

namespace BangVang.Judging.Tests.Calibration;

/// <summary>Small panels with marks on a scale from 0 to 5, no two alike, for what must hold of every calibration.</summary>
internal static class SmallPanels
{
    public static readonly CalibrationModel[] Models = Enum.GetValues<CalibrationModel>();

    /// <summary>Twelve entries, five jurors, three marks each on two criteria.</summary>
    public static Ratings Of(string seed)
    {
        var random = new SeededRandom(seed);
        var rows = new List<Rating>();
        for (var entry = 0; entry < 12; entry++)
        {
            var jurors = Enumerable.Range(0, 5).ToArray();
            random.Shuffle<int>(jurors);
            foreach (var juror in jurors[..3])
                foreach (var criterion in new[] { "idea", "market" })
                    rows.Add(new($"e{entry}", $"j{juror}", Math.Clamp((entry + juror - 2 + random.Next(5)) / 3, 0, 5), criterion, 1 + random.Next(3) / 2.0));
        }
        return new(rows);
    }

    public static Ratings Shuffled(this Ratings ratings, string seed)
    {
        var rows = ratings.Rows.ToArray();
        new SeededRandom(seed).Shuffle<Rating>(rows);
        return ratings with { Rows = rows };
    }

    /// <summary>Every entry and juror gets another's name.</summary>
    public static Ratings Renamed(this Ratings ratings) =>
        ratings with { Rows = [.. ratings.Rows.Select(r => r with { Entry = NewName(r.Entry), Juror = NewName(r.Juror) })] };

    public static string NewName(string name) => $"{name[0]}{(int.Parse(name[1..], System.Globalization.CultureInfo.InvariantCulture) * 7 + 3) % 101}";

    /// <summary>Estimates to nine digits: what differs beyond is rounding.</summary>
    public static string Said(this CalibrationResult result) => string.Join('\n',
        result.Entries.Select(e => FormattableString.Invariant($"{e.Entry} {e.Estimate:G9} {e.StandardError:G6} {e.RawMean:G9} {e.Count}"))
            .Concat(result.Jurors.Select(j => FormattableString.Invariant($"{j.Juror} {j.Severity:F8} {j.StandardError:G6} {j.Scale:G6} {j.Count} {j.Fit:G6}"))));
}
