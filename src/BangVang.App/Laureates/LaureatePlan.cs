using System.Security.Cryptography;
using System.Text;
using BangVang.App.Kernel;
using BangVang.Domain.Kernel;
using BangVang.Domain.Laureates;

namespace BangVang.App.Laureates;

public enum PlannedKind { Add, Correct, Same }

/// <summary>What a line of the file will do.</summary>
/// <param name="Line">Line of the file, from 1.</param>
/// <param name="Changes">What a correction changes; empty otherwise.</param>
public sealed record PlannedLine(int Line, PlannedKind Kind, string EditionKey, string Slug, LaureateFacts Facts, IReadOnlyList<FieldChange> Changes);

/// <summary>Something wrong in a file.</summary>
/// <param name="Line">From 1; 0 when the whole file is meant.</param>
public sealed record LineProblem(int Line, Problem Problem);

/// <summary>What a file would do to the board: everything checked, nothing done.</summary>
/// <param name="Fingerprint">Of the file and of the board as it was: applied only while both are the same.</param>
public sealed record LaureatePlan(IReadOnlyList<PlannedLine> Lines, IReadOnlyList<LineProblem> Problems, string Fingerprint)
{
    public bool CanApply => Problems.Count == 0 && Lines.Any(l => l.Kind is not PlannedKind.Same);

    public int Count(PlannedKind kind) => Lines.Count(l => l.Kind == kind);

    /// <summary>Columns a file may have; those of the public file that say nothing of their own are passed over.</summary>
    public static readonly IReadOnlyList<string> Columns =
    [
        "edition", "slug", "product", "product_en", "summary", "summary_en", "organisation", "category", "tier",
        .. Enumerable.Range(1, LaureateFacts.MaxSources).SelectMany(SourceColumns),
    ];
    private static readonly IReadOnlyList<string> Ignored = ["year", "category_en", "tier_en", "url", "published_at", "demonstration"];
    private const int MaxLines = 5_000;

    /// <summary>The three columns of the <paramref name="n"/>-th source.</summary>
    public static string[] SourceColumns(int n) => n == 1 ? ["source_title", "source_url", "source_quote"] : [$"source{n}_title", $"source{n}_url", $"source{n}_quote"];

    /// <summary>Decides what each line does. A column the file does not have leaves what the board says; an empty cell says that no source states it.</summary>
    /// <param name="editions">Names of the editions published here, by key.</param>
    /// <param name="board">All lines of those editions, withdrawn ones too.</param>
    public static LaureatePlan Of(string text, Actor actor, IReadOnlyDictionary<string, BoardNames> editions, IReadOnlyList<Laureate> board)
    {
        var fingerprint = FingerprintOf(text, board);
        if (!CsvTable.Read(text).TryGet(out var table, out var unreadable)) return new([], [new(0, unreadable)], fingerprint);
        var problems = CheckColumns(table).ToList();
        if (problems.Count > 0) return new([], problems, fingerprint);

        var planner = new Planner(table, actor, editions, board, problems);
        foreach (var row in table.Rows) planner.Add(row);
        return new(planner.Lines, [.. problems.OrderBy(p => p.Line)], fingerprint);
    }

    private static IEnumerable<LineProblem> CheckColumns(CsvTable table)
    {
        foreach (var column in (string[])["edition", "product"])
            if (!table.Has(column)) yield return new(1, Problem.Invalid("laureates.column_missing").With("column", column));
        foreach (var column in table.Columns.Where(c => !Columns.Contains(c) && !Ignored.Contains(c)))
            yield return new(1, Problem.Invalid("laureates.column_unknown").With("column", column));
        if (table.Rows.Count == 0) yield return new(0, Problem.Invalid("laureates.file_empty"));
        if (table.Rows.Count > MaxLines) yield return new(0, Problem.Invalid("laureates.file_too_long").With("max", MaxLines));
    }

    private static string FingerprintOf(string text, IReadOnlyList<Laureate> board)
    {
        var state = new StringBuilder(text).Append('\0');
        foreach (var line in board.OrderBy(l => l.Id)) state.Append(line.Id).Append(line.Version);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(state.ToString())));
    }

    private sealed class Planner(
        CsvTable table, Actor actor, IReadOnlyDictionary<string, BoardNames> editions, IReadOnlyList<Laureate> board, List<LineProblem> problems)
    {
        private readonly Dictionary<(string Edition, string Slug), Laureate> bySlug = board.ToDictionary(l => (l.EditionKey, l.Slug));
        private readonly Dictionary<(string Edition, string Slug), int> seen = [];

        public List<PlannedLine> Lines { get; } = [];

        public void Add(CsvRow row)
        {
            var editionKey = row["edition"].Trim();
            if (!editions.TryGetValue(editionKey, out var names)) { Complain(row, Problem.Invalid("laureates.edition_unknown").With("edition", editionKey)); return; }
            if (!actor.MayChangeBoard(editionKey)) { Complain(row, Problem.Forbidden("laureates.may_not_change_edition").With("edition", editionKey)); return; }

            var written = row["slug"].Trim();
            if (written.Length > 0 && !BoardRules.IsSlug(written)) { Complain(row, Problem.Invalid("laureates.slug_invalid").With("slug", written)); return; }
            var present = Find(editionKey, written, row["product"]);
            var (facts, wrong) = InputOf(row, present?.Facts).Resolve(names);
            foreach (var problem in wrong) Complain(row, problem);
            if (wrong.Count > 0) return;

            var slug = present?.Slug ?? (written.Length > 0 ? written : BoardRules.SlugFor(facts.ProductName, Taken(editionKey)));
            if (!seen.TryAdd((editionKey, slug), row.Line)) { Complain(row, Problem.Invalid("laureates.line_twice").With("first", seen[(editionKey, slug)])); return; }
            var changes = present?.Facts.DifferencesTo(facts) ?? [];
            Lines.Add(new(row.Line, present is null ? PlannedKind.Add : changes.Count > 0 ? PlannedKind.Correct : PlannedKind.Same, editionKey, slug, facts, changes));
        }

        /// <summary>By its address when the file gives one, otherwise by its name.</summary>
        private Laureate? Find(string editionKey, string slug, string product)
        {
            if (slug.Length > 0) return bySlug.GetValueOrDefault((editionKey, slug));
            var key = VietnameseText.SearchKey(product);
            return board.FirstOrDefault(l => l.EditionKey == editionKey && VietnameseText.SearchKey(l.ProductName) == key);
        }

        private HashSet<string> Taken(string editionKey) => [.. bySlug.Keys.Where(k => k.Edition == editionKey).Select(k => k.Slug)];

        private LaureateInput InputOf(CsvRow row, LaureateFacts? present) => new(
            Cell(row, "product", present?.ProductName), Cell(row, "product_en", present?.ProductNameEn),
            Cell(row, "summary", present?.Summary), Cell(row, "summary_en", present?.SummaryEn),
            Cell(row, "organisation", present?.Organisation), Cell(row, "category", present?.Category?.Code), Cell(row, "tier", present?.Tier?.Code),
            SourceColumns(1).Any(table.Has) ? [.. SourcesOf(row)] : present?.Sources ?? []);

        private string? Cell(CsvRow row, string column, string? present) => table.Has(column) ? Csv.Plain(row[column]) : present;

        private static IEnumerable<LaureateSource> SourcesOf(CsvRow row) => Enumerable.Range(1, LaureateFacts.MaxSources).Select(SourceColumns)
            .Select(c => new LaureateSource(Csv.Plain(row[c[0]]), Csv.Plain(row[c[1]]), Csv.Plain(row[c[2]])));

        private void Complain(CsvRow row, Problem problem) => problems.Add(new(row.Line, problem));
    }
}
