using BangVang.App.Mail;
using BangVang.App.Ports;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace BangVang.App.Mail
{
    /// <summary>
    /// Something a person should be reminded of, waiting for the mail it goes into: one a day with everything, or one of its
    /// own for those who want it so. What follows a step the person just took is no reminder and goes by <c>db.Mail</c>.
    /// </summary>
    public sealed class Reminder
    {
        public Guid Id { get; init; }
        public Guid PersonId { get; init; }
        /// <summary>What is reminded of; each only once per person.</summary>
        public required string Key { get; init; }
        /// <summary>Null when it concerns no edition.</summary>
        public string? EditionKey { get; init; }
        /// <summary>In the person's language.</summary>
        public required string Subject { get; init; }
        public required string Body { get; init; }
        /// <summary>Goes at once in a mail of its own, whatever the person prefers.</summary>
        public bool IsUrgent { get; init; }
        public Instant CreatedAt { get; init; }
        /// <summary>When it entered a mail; null while it waits.</summary>
        public Instant? SentAt { get; set; }
    }

    internal sealed class ReminderMapping : IEntityTypeConfiguration<Reminder>
    {
        public void Configure(EntityTypeBuilder<Reminder> r) => r.Property(x => x.Id).ValueGeneratedNever();
    }

    public static class Reminding
    {
        /// <summary>Adds a reminder; the caller saves. Nothing happens when this person was or will be reminded of <paramref name="key"/> already.</summary>
        /// <param name="now">Of the award's clock: reminders follow its deadlines.</param>
        /// <param name="words">Subject and body in the person's language, as <see cref="MailTexts.Render"/> gives them.</param>
        public static async Task<bool> RemindAsync(this BangVangDb db, Instant now, Guid personId, string key, string? editionKey, MailMessage words, CancellationToken ct, bool isUrgent = false)
        {
            if (db.Reminders.Local.Any(r => r.PersonId == personId && r.Key == key) || await db.Reminders.AnyAsync(r => r.PersonId == personId && r.Key == key, ct)) return false;
            db.Reminders.Add(new() { Id = Ids.New(now), PersonId = personId, Key = key, EditionKey = editionKey, Subject = words.Subject, Body = words.Body, IsUrgent = isUrgent, CreatedAt = now });
            return true;
        }
    }
}

namespace BangVang.App.Storage
{
    public sealed partial class BangVangDb
    {
        public DbSet<Reminder> Reminders => Set<Reminder>();
    }
}
