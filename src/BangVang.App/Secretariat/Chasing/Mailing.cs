using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace BangVang.App.Secretariat.Chasing
{
    /// <summary>To whom the secretariat writes.</summary>
    public enum MailSelection
    {
        /// <summary>Everybody who writes on a dossier that is not submitted. Counted, never named: staff do not see drafts.</summary>
        DraftHolders,
        /// <summary>Those of them whose dossier needs only the button.</summary>
        CompleteDraftHolders,
        /// <summary>Everybody who writes on a submitted dossier.</summary>
        Applicants,
        Jurors,
        SilentJurors,
        UndeclaredJurors,
        Officers,
    }

    /// <summary>A mail the secretariat wrote to a selection: what, to how many, by whom. Its mails name it in the outbox.</summary>
    public sealed class Mailing
    {
        public Guid Id { get; init; }
        public required string EditionKey { get; init; }
        public MailSelection Selection { get; init; }
        public required string Subject { get; init; }
        public required string Body { get; init; }
        public long Recipients { get; init; }
        public Instant SentAt { get; init; }
        public Guid SentBy { get; init; }

        /// <summary>The first thing wrong with a mail, or null.</summary>
        public static Problem? Check(string subject, string body)
        {
            if (subject.Trim().Length is < 3 or > 150 || subject.Any(char.IsControl)) return Problem.Invalid("secretariat.subject_length", "Subject");
            return body.Trim().Length is < 10 or > 5_000 ? Problem.Invalid("secretariat.body_length", "Body") : null;
        }
    }

    internal sealed class MailingMapping : IEntityTypeConfiguration<Mailing>
    {
        public void Configure(EntityTypeBuilder<Mailing> m) => m.Property(x => x.Id).ValueGeneratedNever();
    }
}

namespace BangVang.App.Storage
{
    public sealed partial class BangVangDb
    {
        public DbSet<BangVang.App.Secretariat.Chasing.Mailing> Mailings => Set<BangVang.App.Secretariat.Chasing.Mailing>();
    }
}
