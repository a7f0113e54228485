using System.Globalization;
using BangVang.App.Editions;
using BangVang.App.Kernel;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Laureates;

/// <summary>What an import of the archive did.</summary>
/// <param name="Editions">Keys of the editions published or amended now.</param>
/// <param name="Problems">Everything that was refused, each with file and line where it has one; empty when all is in place.</param>
public sealed record ArchiveOutcome(IReadOnlyList<string> Editions, int Figures, int Added, int Corrected, IReadOnlyList<string> Problems);

/// <summary>
/// Brings the archive of past years: the editions under <c>editions/</c>, the figures and the laureates under <c>data/</c>.
/// What is there already stays; doing it twice does nothing. For the administrator.
/// </summary>
public sealed class ImportArchive(BangVangDb db, EditionBook book, PublishEdition publish, ImportLaureates laureates, IClock clock)
{
    public const string LaureatesFile = "data/laureates.csv", FiguresFile = "data/award-figures.csv";

    /// <summary>The programmes whose editions are made up for trying: the demonstration lays them itself.</summary>
    private static readonly string[] Demonstrations = ["demo", "demo-live"];

    private static readonly LocalizedText Notice = new("Cập nhật theo tư liệu của kho lưu trữ.", "Updated after the sources of the archive.");

    /// <param name="root">The directory that holds <c>editions/</c> and <c>data/</c>.</param>
    public async Task<Result<ArchiveOutcome>> RunAsync(Actor actor, string root, CancellationToken ct)
    {
        if (!actor.IsAdministrator) return Problem.Forbidden("laureates.archive_for_administrator");
        var (published, problems) = (new List<string>(), new List<string>());
        foreach (var folder in Folders(Path.Combine(root, "editions"))) await PublishAsync(actor, folder, published, problems, ct);

        var figures = await TakeFiguresAsync(actor, Path.Combine(root, FiguresFile), problems, ct);
        var plan = File.Exists(Path.Combine(root, LaureatesFile))
            ? await laureates.RunAsync(actor, await File.ReadAllTextAsync(Path.Combine(root, LaureatesFile), ct), null, Notice.Vi, ct)
            : new([], [], "");
        problems.AddRange(plan.Problems.Select(p => $"{LaureatesFile}:{p.Line}: {p.Problem.Code}"));
        var done = plan.Problems.Count == 0;
        return new ArchiveOutcome(published, figures, done ? plan.Count(PlannedKind.Add) : 0, done ? plan.Count(PlannedKind.Correct) : 0, problems);
    }

    private static IEnumerable<string> Folders(string editions) => !Directory.Exists(editions) ? [] : Directory.GetDirectories(editions)
        .Where(programme => !Demonstrations.Contains(Path.GetFileName(programme)))
        .SelectMany(Directory.GetDirectories).Where(f => File.Exists(Path.Combine(f, EditionReader.FileName))).Order(StringComparer.Ordinal);

    private async Task PublishAsync(Actor actor, string folder, List<string> published, List<string> problems, CancellationToken ct)
    {
        var reading = EditionReader.Read(folder);
        problems.AddRange(reading.Problems.Select(p => p.ToString()));
        if (reading.Edition is not { } edition) return;

        var isFirst = await book.CurrentAsync(edition.Key, ct) is null;
        var result = await publish.RunAsync(actor, reading, isFirst ? null : Notice, ct);
        if (result.TryGet(out _, out var problem)) published.Add(edition.Key);
        else if (problem.Code != "edition.unchanged") problems.Add($"{edition.Key}: {problem.Code}");
    }

    /// <summary>Puts the figures of the file in the place of those there are; returns how many differ.</summary>
    private async Task<int> TakeFiguresAsync(Actor actor, string file, List<string> problems, CancellationToken ct)
    {
        if (!File.Exists(file)) return 0;
        if (!CsvTable.Read(await File.ReadAllTextAsync(file, ct)).TryGet(out var table, out var problem)) { problems.Add($"{FiguresFile}: {problem.Code}"); return 0; }
        var present = await db.ProgrammeFigures.ToListAsync(ct);
        var changed = 0;
        foreach (var (row, ordinal) in table.Rows.Select((r, i) => (r, i + 1)))
        {
            if (FigureOf(row, ordinal) is not { } figure) { problems.Add($"{FiguresFile}:{row.Line}: laureates.figure_invalid"); continue; }
            var known = present.FirstOrDefault(f => f.Programme == figure.Programme && f.Code == figure.Code);
            if (known is null) { db.ProgrammeFigures.Add(figure); changed++; continue; }
            db.Entry(known).CurrentValues.SetValues(figure);
            if (db.Entry(known).State is EntityState.Modified) changed++;
        }
        if (changed > 0) db.Audit(actor, clock.GetCurrentInstant(), "laureates.figures_imported", FiguresFile, detail: $"{changed}");
        await db.SaveChangesAsync(ct);
        return changed;
    }

    private static ProgrammeFigure? FigureOf(CsvRow row, int ordinal) =>
        long.TryParse(row["value"], CultureInfo.InvariantCulture, out var value) && Enum.TryParse<Exactness>(row["exactness"], out var exactness)
        && int.TryParse(row["from_year"], CultureInfo.InvariantCulture, out var from) && int.TryParse(row["to_year"], CultureInfo.InvariantCulture, out var to)
        && from <= to && row["programme"].Length > 0 && row["code"].Length > 0 && row["source_title"].Length > 0
            ? new()
            {
                Programme = row["programme"], Code = row["code"], Ordinal = ordinal, Value = value, Exactness = exactness, FromYear = from, ToYear = to,
                TextVi = row["text_vi"], TextEn = row["text_en"], SourceTitle = row["source_title"], SourceUrl = row["source_url"] is { Length: > 0 } url ? url : null,
            } : null;
}
