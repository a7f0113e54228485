using BangVang.App.Storage;
using BangVang.Domain.Laureates;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BangVang.App.Laureates;

internal sealed class LaureateMapping : IEntityTypeConfiguration<Laureate>
{
    public void Configure(EntityTypeBuilder<Laureate> e)
    {
        e.Property(x => x.Id).ValueGeneratedNever();
        e.Property(x => x.Version).IsConcurrencyToken();
        e.Property(x => x.Sources).HasJson();
        e.Ignore(x => x.Facts);
    }
}

internal sealed class LaureateChangeMapping : IEntityTypeConfiguration<LaureateChange>
{
    public void Configure(EntityTypeBuilder<LaureateChange> e)
    {
        e.Property(x => x.Id).ValueGeneratedNever();
        e.Property(x => x.Fields).HasJson();
        e.Property(x => x.Source).HasJson();
        e.HasOne<Laureate>().WithMany().HasForeignKey(x => x.LaureateId);
    }
}

/// <summary>How many products of a year, category and tier stand on the board; counted by the database as they come and go.</summary>
public sealed class LaureateTally
{
    public int Year { get; init; }
    public required string CategoryKey { get; init; }
    public required string TierKey { get; init; }
    public string? CategoryName { get; init; }
    public string? CategoryNameEn { get; init; }
    public string? TierName { get; init; }
    public string? TierNameEn { get; init; }
    public int TierOrdinal { get; init; }
    public int Products { get; init; }
}

internal sealed class LaureateTallyMapping : IEntityTypeConfiguration<LaureateTally>
{
    public void Configure(EntityTypeBuilder<LaureateTally> e) => e.HasKey(x => new { x.Year, x.CategoryKey, x.TierKey });
}

/// <summary>How many products of an organisation stand on the board, of one year or of all.</summary>
public sealed class OrganisationTally
{
    /// <summary>For all years together.</summary>
    public const int AllYears = 0;

    public int Year { get; init; }
    public required string OrganisationKey { get; init; }
    /// <summary>Null for the products whose organisation no source names.</summary>
    public string? Organisation { get; init; }
    public int Products { get; init; }
}

internal sealed class OrganisationTallyMapping : IEntityTypeConfiguration<OrganisationTally>
{
    public void Configure(EntityTypeBuilder<OrganisationTally> e) => e.HasKey(x => new { x.OrganisationKey, x.Year });
}
