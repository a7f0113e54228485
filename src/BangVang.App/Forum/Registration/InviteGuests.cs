using BangVang.App.Kernel;
using BangVang.App.Mail;
using BangVang.App.Storage;
using BangVang.Domain.Forum;
using BangVang.Domain.Forum.Registration;
using BangVang.Domain.Kernel;
using BangVang.Domain.People;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Forum.Registration;

/// <summary>One line of a list of guests.</summary>
/// <param name="Line">In what was pasted, counted from 1.</param>
/// <param name="Problem">Null when the line can be sent.</param>
public sealed record GuestLine(int Line, string Email, string FullName, string Organisation, string Kind, string Language, Problem? Problem);

/// <summary>
/// Invites guests by personal links: a list with the columns <c>email,name,organisation</c> and, where wanted, <c>kind</c> and
/// <c>language</c>. Looked at first, line by line; sent only when no line has a problem. For organisers.
/// </summary>
public sealed class InviteGuests(BangVangDb db, ForumBook book, IClock clock, TimeProvider time, PublicUrl site)
{
    private const int MostLines = 1_000;

    /// <param name="kind">Of lines that name none.</param>
    public async Task<Result<IReadOnlyList<GuestLine>>> PreviewAsync(Actor actor, string slug, string list, string kind, CancellationToken ct)
    {
        if (!actor.Is(Role.Organiser, ForumEdition.KeyOf(slug))) return Problem.NotFound("forum.unknown");
        if (await book.CurrentAsync(slug, ct) is not { Forum: { Registration: { } rules } forum }) return Problem.NotFound("forum.unknown");
        if (!CsvTable.Read(list).TryGet(out var table, out var problem)) return problem;
        foreach (var column in (string[])["email", "name", "organisation"])
            if (!table.Has(column)) return Problem.Invalid("registration.column_missing", "List").With("column", column);
        if (table.Rows.Count is 0 or > MostLines) return Problem.Invalid("registration.list_length", "List").With("most", MostLines);

        var invited = await db.ForumGuests.AsNoTracking().Where(g => g.ForumKey == forum.Key && g.RevokedAt == null).Select(g => g.Email).ToHashSetAsync(ct);
        return table.Rows.Select(row => Read(row, kind, rules, invited)).ToList();
    }

    /// <returns>How many were invited.</returns>
    public async Task<Result<int>> RunAsync(Actor actor, string slug, string list, string kind, CancellationToken ct)
    {
        if (!(await PreviewAsync(actor, slug, list, kind, ct)).TryGet(out var lines, out var problem)) return problem;
        if (lines.FirstOrDefault(l => l.Problem is not null) is { } bad) return Problem.Invalid("registration.list_refused", "List").With("line", bad.Line).With("email", bad.Email);
        var (forum, now) = ((await book.CurrentAsync(slug, ct))!.Forum, clock.GetCurrentInstant());
        foreach (var line in lines)
        {
            var token = Secrets.NewToken();
            var guest = new ForumGuest
            {
                Id = Ids.New(now), ForumKey = forum.Key, KindCode = line.Kind, Email = line.Email, FullName = line.FullName, Organisation = line.Organisation,
                Language = line.Language, TokenHash = Secrets.HashOf(token), InvitedAt = now, InvitedBy = actor.PersonId,
            };
            db.ForumGuests.Add(guest);
            db.Mail(time.Now(), MailTexts.Render("registration.invited", line.Language, line.Email, ("name", line.FullName), ("forum", forum.Name.In(line.Language)),
                ("kind", forum.Registration!.Kind(line.Kind)!.Name.In(line.Language)), ("link", site.To($"/forum/{slug}/register?invitation={token}"))), $"guest {guest.Id}");
            db.Audit(actor, now, "registration.guest_invited", guest.Id, forum.Key, line.Kind);
        }
        await db.SaveChangesAsync(ct);
        return lines.Count;
    }

    private static GuestLine Read(CsvRow row, string kind, RegistrationRules rules, HashSet<string> invited)
    {
        var named = row["kind"].Trim();
        var line = new GuestLine(row.Line, Person.NormaliseEmail(row["email"]), row["name"].Trim(), row["organisation"].Trim(), named.Length > 0 ? named : kind, row["language"].Trim() is "en" ? "en" : "vi", null);
        var problem = MailAddress.Normal(line.Email) is null ? Problem.Invalid("registration.address_malformed")
            : line.FullName.Length is < 2 or > 120 ? Problem.Invalid("registration.name_length")
            : rules.Kind(line.Kind) is null ? Problem.Invalid("registration.kind_unknown")
            : !invited.Add(line.Email) ? Problem.Conflict("registration.invited_already") : null;
        return line with { Problem = problem };
    }
}

/// <summary>Takes an invitation back: its link no longer works. For organisers.</summary>
public sealed class RevokeGuest(BangVangDb db, IClock clock)
{
    public async Task<Problem?> RunAsync(Actor actor, string slug, Guid id, CancellationToken ct)
    {
        var (key, now) = (ForumEdition.KeyOf(slug), clock.GetCurrentInstant());
        var may = actor.Is(Role.Organiser, key);
        var revoked = await db.ForumGuests.Where(g => may && g.Id == id && g.ForumKey == key && g.UsedAt == null && g.RevokedAt == null).ExecuteUpdateAsync(set => set.SetProperty(g => g.RevokedAt, now), ct);
        if (revoked == 0) return Problem.NotFound("registration.invitation_unknown");
        db.Audit(actor, now, "registration.guest_revoked", id, key);
        await db.SaveChangesAsync(ct);
        return null;
    }
}
