using BangVang.Domain.Kernel;

namespace BangVang.App.Enterprises;

/// <summary>One of the 34 provinces and cities since 1/7/2025.</summary>
/// <param name="Code">Two digits.</param>
/// <param name="MergedFrom">Names of the former provinces it was made of; null when it stayed as it was.</param>
public sealed record Province(string Code, string Name, string? MergedFrom);

/// <summary>
/// The provinces by <c>data/provinces34.csv</c>. Its codes follow two public lists that agree with each other; they were
/// not checked against the official decision, and another list keeps older codes for seven provinces.
/// </summary>
public static class Provinces
{
    /// <summary>In the order of the Vietnamese alphabet.</summary>
    public static IReadOnlyList<Province> All { get; } = Read();

    private static readonly Dictionary<string, Province> ByCode = All.ToDictionary(p => p.Code);

    public static bool Exists(string code) => ByCode.ContainsKey(code);

    /// <summary>Null for no or an unknown code.</summary>
    public static Province? Find(string? code) => code is not null && ByCode.TryGetValue(code, out var province) ? province : null;

    private static IReadOnlyList<Province> Read()
    {
        using var reader = new StreamReader(typeof(Provinces).Assembly.GetManifestResourceStream("provinces34.csv")!);
        return [.. reader.ReadToEnd().ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select(line => line.Split(','))
            .Select(cells => new Province(cells[0], cells[1], cells[3].Length == 0 ? null : cells[3]))
            .OrderBy(p => VietnameseText.SortKey(p.Name), StringComparer.Ordinal)];
    }
}
