using BangVang.Domain.Kernel;

namespace BangVang.Domain.People;

/// <summary>Which roles one person may hold together in one edition.</summary>
public static class RoleRules
{
    /// <summary>
    /// Null when <paramref name="more"/> may be added to <paramref name="held"/>. An auditor has no other part: the auditor
    /// sees all dossiers and scores. An officer of the secretariat neither judges nor presides: officers assign jurors and
    /// see every score while it comes in.
    /// </summary>
    public static Problem? Combine(IEnumerable<Role> held, Role more)
    {
        Role[] all = [.. held, more];
        if (all.Contains(Role.Auditor) && all.Any(r => r is not Role.Auditor)) return Problem.Conflict("people.auditor_has_no_other_part");
        if (all.Contains(Role.Secretariat) && all.Any(r => r is Role.Juror or Role.Chair)) return Problem.Conflict("people.officer_does_not_judge");
        return null;
    }
}
