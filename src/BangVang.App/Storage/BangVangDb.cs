using System.Data;
using System.Globalization;
using System.Text;
using System.Text.Json;
using BangVang.App.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using NodaTime;
using NodaTime.Text;

namespace BangVang.App.Storage;

/// <summary>
/// The unit of work. Each word adds its sets in a part of this class beside its mapping. Every change that the public
/// log records is added through <see cref="LogEvents"/>, and is numbered inside the transaction that saves it.
/// </summary>
public sealed partial class BangVangDb(DbContextOptions<BangVangDb> options) : DbContext(options)
{
    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();
    public DbSet<LogEvent> LogEvents => Set<LogEvent>();
    public DbSet<OutboxMessage> Outbox => Set<OutboxMessage>();

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.ApplyConfigurationsFromAssembly(typeof(BangVangDb).Assembly);
        foreach (var entity in model.Model.GetEntityTypes())
        {
            if (((IConventionEntityType)entity).GetTableNameConfigurationSource() is not ConfigurationSource.Explicit)
                entity.SetTableName(SnakeCase.Of(entity.ClrType.Name));
            foreach (var property in entity.GetProperties()) property.SetColumnName(SnakeCase.Of(property.Name));
        }
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder conventions)
    {
        conventions.Properties<Instant>().HaveConversion<InstantInMilliseconds>();
        conventions.Properties<LocalDate>().HaveConversion<LocalDateIso>();
        conventions.Properties<Enum>().HaveConversion<string>();
    }

    /// <summary>
    /// Saves everything in one transaction, log events last. They take the next numbers of the log without a gap: the row that
    /// holds the size of the log stays locked from there until the transaction ends, so that numbers and commits have the same order.
    /// </summary>
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken ct = default)
    {
        var events = ChangeTracker.Entries<LogEvent>().Where(e => e.State == EntityState.Added).Select(e => e.Entity).ToList();
        if (events.Count == 0) return await base.SaveChangesAsync(acceptAllChangesOnSuccess, ct);

        var own = Database.CurrentTransaction is null ? await Database.BeginTransactionAsync(ct) : null;
        // A transaction that fails as a whole needs no point to fall back to, and each one is two journeys to the server.
        Database.AutoSavepointsEnabled = own is null;
        var after = EntityState.Added;
        foreach (var e in events) Entry(e).State = EntityState.Detached;
        try
        {
            var saved = await base.SaveChangesAsync(acceptAllChangesOnSuccess, ct);
            await AppendAsync(events, ct);
            if (own is not null) await own.CommitAsync(ct);
            after = EntityState.Unchanged;
            return saved + events.Count;
        }
        finally
        {
            foreach (var e in events) Entry(e).State = after;
            Database.AutoSavepointsEnabled = true;
            if (own is not null) await own.DisposeAsync();
        }
    }

    /// <summary>Numbers and inserts in one journey to the server: everybody else who writes to the log waits for it.</summary>
    private async Task AppendAsync(List<LogEvent> events, CancellationToken ct)
    {
        var (sql, values) = (new StringBuilder("UPDATE log_head SET size = size + {0} WHERE id = 1; "), new List<object> { events.Count });
        for (var i = 0; i < events.Count; i++)
        {
            var e = events[i];
            object[] row = [events.Count - i, e.At.ToUnixTimeMilliseconds(), e.Kind, e.EditionKey, e.Subject, e.Payload, e.Salt, e.Entry];
            var hidden = e.Hidden is null ? "NULL" : $"{{{values.Count + row.Length}}}";
            var places = row.Select((_, n) => $"{{{values.Count + n}}}").ToList();
            sql.Append(CultureInfo.InvariantCulture, $"INSERT INTO log_event (seq, at, kind, edition_key, subject, payload, salt, entry, hidden) ")
                .Append(CultureInfo.InvariantCulture, $"SELECT size - {string.Join(", ", places)}, {hidden} FROM log_head WHERE id = 1; ");
            values.AddRange(row);
            if (e.Hidden is not null) values.Add(e.Hidden);
        }
        var size = (await Database.SqlQueryRaw<long>(sql.Append("SELECT size AS value FROM log_head WHERE id = 1").ToString(), [.. values]).ToListAsync(ct)).Single();
        for (var i = 0; i < events.Count; i++) events[i].Seq = size - events.Count + i;
    }
}

internal sealed class InstantInMilliseconds() : ValueConverter<Instant, long>(
    i => i.ToUnixTimeMilliseconds(), ms => Instant.FromUnixTimeMilliseconds(ms));

internal sealed class LocalDateIso() : ValueConverter<LocalDate, string>(
    d => LocalDatePattern.Iso.Format(d), text => LocalDatePattern.Iso.Parse(text).Value);

internal static class SnakeCase
{
    /// <summary>"SubmittedAt" gives "submitted_at".</summary>
    public static string Of(string name) => string.Concat(name.Select((c, i) =>
        char.IsUpper(c) && i > 0 && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])))
            ? $"_{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
}

/// <summary>Mapping helpers shared by all words.</summary>
public static class MappingExtensions
{
    /// <summary>Keeps a value as JSON text: the same on every engine, compared by its text.</summary>
    public static PropertyBuilder<T> HasJson<T>(this PropertyBuilder<T> property) => property.HasConversion(
        new ValueConverter<T, string>(v => JsonSerializer.Serialize(v, Json.Options), s => JsonSerializer.Deserialize<T>(s, Json.Options)!),
        new ValueComparer<T>(
            (a, b) => JsonSerializer.Serialize(a, Json.Options) == JsonSerializer.Serialize(b, Json.Options),
            v => JsonSerializer.Serialize(v, Json.Options).GetHashCode(StringComparison.Ordinal),
            v => JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(v, Json.Options), Json.Options)!));
}
