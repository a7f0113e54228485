using System.Text;
using BangVang.App.Log;
using BangVang.App.Storage;
using BangVang.Domain.Decisions;
using BangVang.Domain.Kernel;
using BangVang.Proof.Notes;
using BangVang.Proof.Receipts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace BangVang.App.Bundles;

/// <summary>An answer as an auditor sent it; never changed, never taken back. A later one stands beside it.</summary>
public sealed class TakenAuditAnswer
{
    public Guid Id { get; init; }
    public required string EditionKey { get; init; }
    /// <summary>From 1 within the edition.</summary>
    public int Number { get; init; }
    public Guid AuditorId { get; init; }
    /// <summary>The note as signed, see <see cref="AuditAnswer"/>.</summary>
    public required string Note { get; init; }
    /// <summary>The auditor's key as the note names it.</summary>
    public required string AuditorKey { get; init; }
    public bool Holds { get; init; }
    public Instant AnsweredAt { get; init; }
}

internal sealed class TakenAuditAnswerMapping : IEntityTypeConfiguration<TakenAuditAnswer>
{
    public void Configure(EntityTypeBuilder<TakenAuditAnswer> e) => e.ToTable("audit_answer").HasKey(x => x.Id);
}

/// <summary>Takes what an auditor signed about the published result of an edition, and puts it into the log.</summary>
public sealed class TakeAuditAnswer(BangVangDb db, WriteBundle write, IClock clock)
{
    /// <summary>No answer comes near.</summary>
    public const int MostCharacters = 8_000;

    /// <param name="note">The file that <c>verify --answer</c> wrote.</param>
    /// <returns>audit.only_auditor, audit.answer_unreadable, audit.answer_unsigned, what <see cref="WriteBundle"/> says where there is no bundle, audit.answer_other_bundle, audit.answer_key_of_another, audit.answer_taken; null when done.</returns>
    public async Task<Problem?> RunAsync(Actor actor, string editionKey, string note, CancellationToken ct)
    {
        if (!actor.Is(Role.Auditor, editionKey) || actor.PersonId is not { } me) return Problem.Forbidden("audit.only_auditor");
        // A form sends line feeds as two characters, and may lose the last.
        var text = note.Replace("\r\n", "\n", StringComparison.Ordinal).Trim('\n', ' ') + "\n";
        if (text.Length > MostCharacters || !SignedNote.TryParse(Encoding.UTF8.GetBytes(text), out var signed)) return Problem.Invalid("audit.answer_unreadable", "Answer");
        if (!AuditAnswer.TryOpen(signed, out var answer)) return Problem.Invalid("audit.answer_unsigned", "Answer");
        if (!(await write.RunAsync(editionKey, ct)).TryGet(out var bundle, out var none)) return none;
        if (!AuditedBundle.IsAbout(answer, bundle.Bytes)) return Problem.Invalid("audit.answer_other_bundle", "Answer").With("edition", answer.Edition).With("entries", answer.Size);

        var key = answer.Auditor.ToString();
        if (await db.AuditAnswers.AnyAsync(a => a.AuditorKey == key && a.AuditorId != me, ct)) return Problem.Conflict("audit.answer_key_of_another") with { Field = "Answer" };
        var earlier = await db.AuditAnswers.Where(a => a.EditionKey == editionKey).Select(a => a.Note).ToListAsync(ct);
        if (earlier.Contains(signed.ToString())) return Problem.Conflict("audit.answer_taken") with { Field = "Answer" };

        var now = clock.GetCurrentInstant();
        var taken = new TakenAuditAnswer
        {
            Id = Ids.New(now), EditionKey = editionKey, Number = earlier.Count + 1, AuditorId = me, Note = signed.ToString(), AuditorKey = key, Holds = answer.Holds, AnsweredAt = now,
        };
        db.AuditAnswers.Add(taken);
        db.Log(now, AuditAnswerFile.EntryKind, editionKey, taken.Id, AuditAnswerFile.PayloadOf(answer));
        db.Audit(actor, now, "audit.answered", taken.Id, editionKey, answer.Holds ? "holds" : $"differs {answer.Difference}");
        return await db.TrySaveAsync(ct) ? null : Problem.Conflict("audit.answer_taken") with { Field = "Answer" };
    }
}

/// <summary>An answer as everybody reads it.</summary>
/// <param name="Key">The auditor's key; its name is the auditor's own choice.</param>
/// <param name="IsAboutCurrent">False when the published result was amended afterwards.</param>
public sealed record PublicAuditAnswer(int Number, NoteKey Key, bool Holds, string? Difference, Instant AnsweredAt, bool IsAboutCurrent);

public static class AuditAnswerQueries
{
    /// <summary>The answers on the published result of an edition, the latest first; none before publication.</summary>
    public static async Task<IReadOnlyList<PublicAuditAnswer>> AuditAnswersAsync(this BangVangDb db, string editionKey, CancellationToken ct)
    {
        var rows = await Visible(db, editionKey).OrderByDescending(a => a.Number).ToListAsync(ct);
        if (rows.Count == 0) return [];
        var last = await db.LogEvents.Where(e => e.EditionKey == editionKey && (e.Kind == "decision.published" || e.Kind == "decision.amended")).MaxAsync(e => (long?)e.Seq, ct) ?? 0;
        return [.. rows.Select(r => Opened(r) is var answer ? new PublicAuditAnswer(r.Number, answer.Auditor, answer.Holds, answer.Difference, r.AnsweredAt, answer.Size > last) : null!)];
    }

    /// <summary>One of them with its proof.</summary>
    /// <returns>Null when there is none, or no checkpoint covers its entry yet.</returns>
    public static async Task<AuditAnswerFile?> AuditAnswerFileAsync(this BangVangDb db, string editionKey, int number, WitnessPolicy witnesses, CancellationToken ct)
    {
        if (await Visible(db, editionKey).SingleOrDefaultAsync(a => a.Number == number, ct) is not { } row) return null;
        var subject = row.Id.ToString();
        var entry = await db.LogEvents.AsNoTracking().SingleAsync(e => e.Kind == AuditAnswerFile.EntryKind && e.Subject == subject, ct);
        if (await db.InclusionAsync(entry.Seq, witnesses, ct) is not { } proof) return null;
        SignedNote.TryParse(Encoding.UTF8.GetBytes(row.Note), out var note);
        return new(note!, entry.Seq, Encoding.UTF8.GetString(entry.Entry), Encoding.UTF8.GetString(entry.Payload), entry.Salt, proof);
    }

    private static IQueryable<TakenAuditAnswer> Visible(BangVangDb db, string editionKey) =>
        db.AuditAnswers.AsNoTracking().Where(a => a.EditionKey == editionKey && db.AwardDecisions.Any(d => d.EditionKey == editionKey && d.State == DecisionState.Published));

    private static AuditAnswer Opened(TakenAuditAnswer row) =>
        SignedNote.TryParse(Encoding.UTF8.GetBytes(row.Note), out var note) && AuditAnswer.TryOpen(note, out var answer) ? answer
            : throw new InvalidDataException($"Answer {row.Number} of {row.EditionKey} is not what was taken.");
}
