using BangVang.App.Kernel;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Domain.People;

namespace BangVang.App.People;

/// <summary>One line of a list of people to invite.</summary>
/// <param name="Line">In the file, counted from 1.</param>
/// <param name="Problem">Null when the line can be sent.</param>
public sealed record InvitationLine(int Line, string Email, string FullName, Role? Role, string Language, Problem? Problem);

/// <summary>
/// Invites the people of a CSV file: columns <c>email,name,role</c> and, where wanted, <c>language</c> (vi unless it says en).
/// Looked at first, line by line; sent only when no line has a problem.
/// </summary>
public sealed class InviteMany(BangVangDb db, Invite invite)
{
    private const int MostLines = 500;

    private static readonly Dictionary<string, Role> RoleWords = new(StringComparer.OrdinalIgnoreCase)
    {
        ["juror"] = Role.Juror, ["giám khảo"] = Role.Juror, ["giam khao"] = Role.Juror,
        ["chair"] = Role.Chair, ["chủ tịch"] = Role.Chair, ["chu tich"] = Role.Chair,
        ["auditor"] = Role.Auditor, ["giám sát"] = Role.Auditor, ["giam sat"] = Role.Auditor,
        ["secretariat"] = Role.Secretariat, ["chuyên viên"] = Role.Secretariat, ["chuyen vien"] = Role.Secretariat,
    };

    /// <summary>What would happen.</summary>
    public async Task<Result<IReadOnlyList<InvitationLine>>> PreviewAsync(Actor actor, string editionKey, string csv, CancellationToken ct)
    {
        if (!Invite.MayInvite(actor, editionKey, Role.Juror)) return Problem.Forbidden("people.may_not_invite");
        var table = CsvTable.Read(csv);
        if (!table.TryGet(out var rows, out var problem)) return problem;
        foreach (var column in (string[])["email", "name", "role"])
            if (!rows.Has(column)) return Problem.Invalid("people.csv_column_missing", "Csv").With("column", column);
        if (rows.Rows.Count == 0) return Problem.Invalid("people.csv_empty", "Csv");
        if (rows.Rows.Count > MostLines) return Problem.Invalid("people.csv_long", "Csv").With("most", MostLines);

        var lines = new List<InvitationLine>();
        foreach (var row in rows.Rows)
        {
            var read = Read(row);
            lines.Add(read.Problem is null ? read with { Problem = await CheckAsync(actor, editionKey, read, lines, ct) } : read);
        }
        return lines;
    }

    /// <param name="placeName">The edition's name in the language of each mail.</param>
    /// <returns>How many were invited. Refused, with the first problem, when a line has one; then nobody was.</returns>
    public async Task<Result<int>> RunAsync(Actor actor, string editionKey, string csv, Func<string, string> placeName, CancellationToken ct)
    {
        var preview = await PreviewAsync(actor, editionKey, csv, ct);
        if (!preview.TryGet(out var lines, out var problem)) return problem;
        if (lines.FirstOrDefault(l => l.Problem is not null) is { Problem: { } first } bad)
            return Problem.Invalid("people.csv_line_refused", "Csv").With("line", bad.Line).With("email", bad.Email);

        foreach (var line in lines) await invite.AddAsync(actor, InviteeOf(editionKey, line), placeName(line.Language), ct);
        await db.SaveChangesAsync(ct);
        return lines.Count;
    }

    private static InvitationLine Read(CsvRow row)
    {
        var line = new InvitationLine(row.Line, row["email"].Trim(), row["name"].Trim(), null, row["language"].Trim() is "en" ? "en" : "vi", null);
        return RoleWords.TryGetValue(row["role"].Trim(), out var role)
            ? line with { Role = role }
            : line with { Problem = Problem.Invalid("people.csv_role_unknown").With("typed", row["role"].Trim()) };
    }

    private async Task<Problem?> CheckAsync(Actor actor, string editionKey, InvitationLine line, List<InvitationLine> before, CancellationToken ct)
    {
        var address = Person.NormaliseEmail(line.Email);
        var others = before.Where(l => l.Problem is null && Person.NormaliseEmail(l.Email) == address).Select(l => l.Role!.Value).ToList();
        if (others.Contains(line.Role!.Value)) return Problem.Conflict("people.csv_twice");
        return RoleRules.Combine(others, line.Role.Value) ?? await invite.CheckAsync(actor, InviteeOf(editionKey, line), ct);
    }

    private static Invitee InviteeOf(string editionKey, InvitationLine line) => new(line.Email, line.FullName, editionKey, line.Role, line.Language);
}
