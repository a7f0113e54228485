using System.Globalization;
using BangVang.App.Kernel;
using BangVang.App.Storage;
using BangVang.Domain.Forum;
using BangVang.Domain.Forum.Exhibitors;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Forum.Exhibitors;

/// <summary>A length of the floor, written in metres and kept in decimetres.</summary>
public static class Metres
{
    /// <summary>Decimetres of "3", "2,5" or "2.5"; null when it is none, is finer than a decimetre or is not below 1,000 m.</summary>
    public static int? Read(string? typed) =>
        decimal.TryParse((typed ?? "").Trim().Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var metres) && metres < 1_000 && metres * 10 % 1 == 0 ? (int)(metres * 10) : null;

    /// <summary>Null when one of them cannot be read.</summary>
    public static StandArea? Area(string? x, string? y, string? width, string? depth) =>
        Read(x) is { } left && Read(y) is { } top && Read(width) is { } wide && Read(depth) is { } deep ? new(left, top, wide, deep) : null;
}

/// <summary>One line of a list of exhibitors.</summary>
/// <param name="Line">In what was pasted, counted from 1.</param>
/// <param name="Problem">Null when the line can be taken.</param>
public sealed record ExhibitorLine(int Line, ExhibitorInput Input, Problem? Problem);

/// <summary>
/// Takes exhibitors from a table with the columns <c>organisation,stand,room,x,y,width,depth</c> and, where wanted, <c>text_vi</c>,
/// <c>text_en</c> and <c>website</c>; lengths in metres. Looked at first, line by line against what is laid and the lines before;
/// taken only when no line has a problem. For organisers.
/// </summary>
public sealed class ImportExhibitors(BangVangDb db, ForumBook book, IClock clock)
{
    private const int MostLines = 500;
    private static readonly string[] Needed = ["organisation", "stand", "room", "x", "y", "width", "depth"];

    /// <returns>Every line with its problem, or: forum.unknown, exhibition.column_missing {column}, exhibition.list_length {most}, or what <see cref="CsvTable.Read"/> says.</returns>
    public async Task<Result<IReadOnlyList<ExhibitorLine>>> PreviewAsync(Actor actor, string slug, string list, CancellationToken ct)
    {
        if (!(await PlanAsync(actor, slug, list, ct)).TryGet(out var plan, out var problem)) return problem;
        return plan.Lines;
    }

    /// <returns>How many were added, or: exhibition.list_refused {line}, exhibition.changed_meanwhile, or what <see cref="PreviewAsync"/> refuses.</returns>
    public async Task<Result<int>> RunAsync(Actor actor, string slug, string list, CancellationToken ct)
    {
        if (!(await PlanAsync(actor, slug, list, ct)).TryGet(out var plan, out var problem)) return problem;
        if (plan.Lines.FirstOrDefault(l => l.Problem is not null) is { } bad) return Problem.Invalid("exhibition.list_refused", "List").With("line", bad.Line);
        var rooms = plan.Added.Select(e => e.Room).ToHashSet();
        foreach (var hall in plan.Halls.Where(h => rooms.Contains(h.Room))) hall.Version++;
        db.Exhibitors.AddRange(plan.Added);
        var now = clock.GetCurrentInstant();
        foreach (var exhibitor in plan.Added) db.Audit(actor, now, "exhibition.exhibitor_saved", exhibitor.Id, exhibitor.ForumKey, exhibitor.StandCode);
        return await db.TrySaveAsync(ct) ? plan.Added.Count : Problem.Conflict("exhibition.changed_meanwhile");
    }

    private async Task<Result<Plan>> PlanAsync(Actor actor, string slug, string list, CancellationToken ct)
    {
        var (key, now) = (ForumEdition.KeyOf(slug), clock.GetCurrentInstant());
        if (!actor.Is(Role.Organiser, key) || await book.CurrentAsync(slug, ct) is null) return Problem.NotFound("forum.unknown");
        if (!CsvTable.Read(list).TryGet(out var table, out var problem)) return problem with { Field = "List" };
        if (Needed.FirstOrDefault(c => !table.Has(c)) is { } missing) return Problem.Invalid("exhibition.column_missing", "List").With("column", missing);
        if (table.Rows.Count is 0 or > MostLines) return Problem.Invalid("exhibition.list_length", "List").With("most", MostLines);

        var halls = await db.ExhibitionHalls.Where(h => h.ForumKey == key).ToListAsync(ct);
        var laid = await db.Exhibitors.AsNoTracking().Where(e => e.ForumKey == key).ToListAsync(ct);
        var (lines, added) = (new List<ExhibitorLine>(), new List<Exhibitor>());
        foreach (var row in table.Rows)
        {
            var input = new ExhibitorInput(Csv.Plain(row["organisation"]), Csv.Plain(row["text_vi"]), Csv.Plain(row["text_en"]), row["website"], row["stand"], row["room"], Metres.Area(row["x"], row["y"], row["width"], row["depth"]));
            var wrong = input.Check(halls, laid.Concat(added));
            lines.Add(new(row.Line, input, wrong));
            if (wrong is not null) continue;
            var exhibitor = SaveExhibitor.New(key, now, actor);
            input.WriteTo(exhibitor);
            added.Add(exhibitor);
        }
        return new Plan(lines, added, halls);
    }

    private sealed record Plan(List<ExhibitorLine> Lines, IReadOnlyList<Exhibitor> Added, IReadOnlyList<ExhibitionHall> Halls);
}
