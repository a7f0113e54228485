using System.Globalization;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BangVang.App.Laureates;

/// <summary>A figure that a source states of several editions together, such as all prizes given so far.</summary>
public sealed class ProgrammeFigure
{
    public required string Programme { get; init; }
    /// <summary>What it counts; <c>prizes</c> is all prizes, <c>prizes_…</c> those of a tier, in the order of the tiers.</summary>
    public required string Code { get; init; }
    /// <summary>Place in its list, from 1.</summary>
    public int Ordinal { get; set; }
    public long Value { get; set; }
    public Exactness Exactness { get; set; }
    /// <summary>First and last nominal year it covers.</summary>
    public int FromYear { get; set; }
    public int ToYear { get; set; }
    /// <summary>What stands beside the number.</summary>
    public required string TextVi { get; set; }
    public required string TextEn { get; set; }
    public required string SourceTitle { get; set; }
    public string? SourceUrl { get; set; }
}

internal sealed class ProgrammeFigureMapping : IEntityTypeConfiguration<ProgrammeFigure>
{
    public void Configure(EntityTypeBuilder<ProgrammeFigure> e) => e.HasKey(x => new { x.Programme, x.Code });
}

/// <summary>What stands around the board on its page.</summary>
/// <param name="EditionYears">Nominal years of the published editions, newest first.</param>
/// <param name="Figures">In their order.</param>
public sealed record BoardFrame(IReadOnlyList<int> EditionYears, IReadOnlyList<ProgrammeFigure> Figures);

public static class ProgrammeFigureQueries
{
    /// <summary>Figures in their order.</summary>
    public static Task<List<ProgrammeFigure>> ProgrammeFiguresAsync(this BangVangDb db, CancellationToken ct) =>
        db.ProgrammeFigures.AsNoTracking().OrderBy(f => f.Programme).ThenBy(f => f.Ordinal).ToListAsync(ct);

    /// <summary>One query: the page of the board has three of its own.</summary>
    public static async Task<BoardFrame> BoardFrameAsync(this BangVangDb db, CancellationToken ct)
    {
        var rows = await db.Database.SqlQuery<FrameRow>(
            $"""
            SELECT programme AS "Programme", code AS "Code", ordinal AS "Ordinal", value AS "Value", exactness AS "Exactness", from_year AS "FromYear", to_year AS "ToYear",
                   text_vi AS "TextVi", text_en AS "TextEn", source_title AS "SourceTitle", source_url AS "SourceUrl" FROM programme_figure
            UNION ALL
            SELECT DISTINCT edition_key, '', 0, 0, '', 0, 0, '', '', '', NULL FROM edition_snapshot
            """).ToListAsync(ct);
        return new(
            [.. rows.Where(r => r.Code.Length == 0).Select(r => int.Parse(r.Programme[(r.Programme.LastIndexOf('/') + 1)..], CultureInfo.InvariantCulture)).Distinct().OrderDescending()],
            [.. rows.Where(r => r.Code.Length > 0).OrderBy(r => r.Programme, StringComparer.Ordinal).ThenBy(r => r.Ordinal).Select(r => r.Figure)]);
    }

    /// <summary>A figure; or, without a code, the key of a published edition in the place of the programme.</summary>
    private sealed record FrameRow(
        string Programme, string Code, int Ordinal, long Value, string Exactness, int FromYear, int ToYear, string TextVi, string TextEn, string SourceTitle, string? SourceUrl)
    {
        public ProgrammeFigure Figure => new()
        {
            Programme = Programme, Code = Code, Ordinal = Ordinal, Value = Value, Exactness = Enum.Parse<Exactness>(Exactness), FromYear = FromYear, ToYear = ToYear,
            TextVi = TextVi, TextEn = TextEn, SourceTitle = SourceTitle, SourceUrl = SourceUrl,
        };
    }
}
