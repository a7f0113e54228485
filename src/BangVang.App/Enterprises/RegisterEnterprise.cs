using BangVang.App.Storage;
using BangVang.Domain.Enterprises;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Enterprises;

/// <summary>Registers an organisation under its tax code, and makes whoever does it its owner here.</summary>
public sealed class RegisterEnterprise(BangVangDb db, IClock clock)
{
    /// <returns>Its id, or everything that is wrong; <c>enterprise.already_registered</c> when somebody else has it: see <see cref="AskToJoinEnterprise"/>.</returns>
    public async Task<Outcome<Guid>> RunAsync(Actor actor, string taxCode, EnterpriseProfile profile, CancellationToken ct)
    {
        if (actor.PersonId is not { } me) return EnterpriseProblems.SignInFirst;
        if (!EnterpriseProblems.Read(taxCode).TryGet(out var code, out var unreadable)) return unreadable;
        var now = clock.GetCurrentInstant();
        if (profile.Check(EnterpriseProblems.Today(now), Provinces.Exists) is { Count: > 0 } problems) return Outcome<Guid>.Refused(problems);
        if (await db.Enterprises.AnyAsync(e => e.TaxCode == code.Digits, ct)) return EnterpriseProblems.AlreadyRegistered;

        var enterprise = new Enterprise
        {
            Id = Ids.New(now), TaxCode = code.Digits, Name = "", SortKey = "", SearchKey = "", Kind = profile.Kind!.Value, CreatedAt = now,
        };
        enterprise.Describe(profile);
        db.Enterprises.Add(enterprise);
        db.EnterpriseMembers.Add(new() { EnterpriseId = enterprise.Id, PersonId = me, IsOwner = true, AddedAt = now });
        db.Audit(actor, now, "enterprise.registered", enterprise.Id, detail: enterprise.TaxCode);
        return await db.TrySaveAsync(ct) ? enterprise.Id : EnterpriseProblems.AlreadyRegistered;
    }
}

/// <summary>Changes what an organisation states about itself. Dossiers that confirmed it have to confirm it again.</summary>
public sealed class DescribeEnterprise(BangVangDb db, IClock clock)
{
    /// <param name="version">The version the form was filled from: a colleague's change in between is not overwritten.</param>
    public async Task<IReadOnlyList<Problem>> RunAsync(Actor actor, Guid id, EnterpriseProfile profile, int version, CancellationToken ct)
    {
        var enterprise = await db.EnterprisesOf(actor).SingleOrDefaultAsync(e => e.Id == id, ct);
        if (enterprise is null) return [EnterpriseProblems.NotFound];
        var now = clock.GetCurrentInstant();
        if (profile.Check(EnterpriseProblems.Today(now), Provinces.Exists) is { Count: > 0 } problems) return problems;
        if (enterprise.ToProfile() == profile) return [];
        if (enterprise.Version != version) return [EnterpriseProblems.ChangedMeanwhile];

        enterprise.Describe(profile);
        db.Audit(actor, now, "enterprise.described", id);
        return await db.TrySaveAsync(ct) ? [] : [EnterpriseProblems.ChangedMeanwhile];
    }
}

internal static class EnterpriseProblems
{
    public static readonly Problem SignInFirst = Problem.Forbidden("enterprise.sign_in_first");
    public static readonly Problem NotFound = Problem.NotFound("enterprise.not_found");
    public static readonly Problem AlreadyRegistered = Problem.Conflict("enterprise.already_registered") with { Field = "TaxCode" };
    public static readonly Problem ChangedMeanwhile = Problem.Conflict("enterprise.changed_meanwhile");

    /// <summary>The tax code, or why it is none, at the form's field.</summary>
    public static Result<TaxCode> Read(string typed) =>
        TaxCode.Parse(typed).TryGet(out var code, out var problem) ? code : problem with { Field = "TaxCode" };

    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Asia/Ho_Chi_Minh"];

    /// <summary>The day in Viet Nam.</summary>
    public static LocalDate Today(Instant now) => now.InZone(Zone).Date;
}
