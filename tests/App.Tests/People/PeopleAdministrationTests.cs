using BangVang.App.People;
using BangVang.Domain.Kernel;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.People;

public sealed class PeopleAdministrationTests
{
    private const string Edition = "demo/2026";

    [Theory, Engines]
    public async Task People_are_found_without_accents_and_sort_by_given_name(Engine engine)
    {
        await using var world = await PeopleWorld.CreateAsync(engine);
        var admin = await world.PersonAsync("quan-tri@example.vn", "Đặng Quản Trị", administrator: true);
        await world.PersonAsync("a1@example.vn", "Nguyễn Đức Ánh");
        await world.PersonAsync("a2@example.vn", "Lê Thị An", roles: [(Edition, Role.Juror), ("demo/2025", Role.Chair)]);

        (await world.WithAsync(db => db.PeopleAsync(admin, null, 1, default))).Rows.Select(p => p.FullName).ShouldBe(["Lê Thị An", "Nguyễn Đức Ánh", "Đặng Quản Trị"]);
        var (rows, count) = await world.WithAsync(db => db.PeopleAsync(admin, "duc nguyen", 1, default));
        (count, rows.Single().Email).ShouldBe((1, "a1@example.vn"));
        (await world.WithAsync(db => db.PeopleAsync(admin, "A2@EXAMPLE", 1, default))).Rows.Single().Roles.ShouldBe([new("demo/2025", Role.Chair), new(Edition, Role.Juror)]);
    }

    [Theory, Engines]
    public async Task Only_administrators_see_all_people_and_change_their_access(Engine engine)
    {
        await using var world = await PeopleWorld.CreateAsync(engine);
        var officer = await world.PersonAsync("chuyen-vien@example.vn", roles: (Edition, Role.Secretariat));
        var juror = await world.PersonAsync("giam-khao@example.vn", roles: (Edition, Role.Juror));

        foreach (var actor in new[] { officer, juror, Actor.Anonymous })
        {
            (await world.WithAsync(db => db.PeopleAsync(actor, null, 1, default))).Count.ShouldBe(0);
            (await world.WithAsync(db => db.PersonAsync(actor, juror.PersonId!.Value, default))).ShouldBeNull();
            (await world.WithAsync(db => new SetAccess(db, world.Time).RunAsync(actor, juror.PersonId!.Value, false, "thử xem", default)))!.Kind.ShouldBe(ProblemKind.Forbidden);
            (await world.WithAsync(db => new GrantRole(db, world.Time).RunAsync(actor, juror.PersonId!.Value, Edition, Role.Chair, default)))!.Kind.ShouldBe(ProblemKind.Forbidden);
        }
        (await world.WithAsync(db => db.StaffOfAsync(officer, Edition, default))).Count.ShouldBe(2);
        (await world.WithAsync(db => db.StaffOfAsync(juror, Edition, default))).ShouldBeEmpty();
    }

    [Theory, Engines]
    public async Task Applicants_are_not_among_the_staff_the_secretariat_sees(Engine engine)
    {
        await using var world = await PeopleWorld.CreateAsync(engine);
        var officer = await world.PersonAsync("chuyen-vien@example.vn", roles: (Edition, Role.Secretariat));
        await world.PersonAsync("doanh-nghiep@example.vn", roles: (Edition, Role.Applicant));

        (await world.WithAsync(db => db.StaffOfAsync(officer, Edition, default))).Select(p => p.Email).ShouldBe(["chuyen-vien@example.vn"]);
    }

    [Theory, Engines]
    public async Task Roles_are_given_and_taken_with_an_entry_in_the_trail(Engine engine)
    {
        await using var world = await PeopleWorld.CreateAsync(engine);
        var admin = await world.PersonAsync("quan-tri@example.vn", administrator: true);
        var person = await world.PersonAsync("mau@example.vn");
        Task<Problem?> GiveAsync(string? edition, Role? role) => world.WithAsync(db => new GrantRole(db, world.Time).RunAsync(admin, person.PersonId!.Value, edition, role, default));
        Task<Problem?> TakeAsync(Actor actor, Guid who, string? edition, Role? role) => world.WithAsync(db => new RevokeRole(db, world.Time).RunAsync(actor, who, edition, role, default));

        (await GiveAsync(Edition, Role.Juror)).ShouldBeNull();
        (await GiveAsync(Edition, Role.Juror))!.Code.ShouldBe("people.already_has_role");
        (await GiveAsync(Edition, Role.Secretariat))!.Code.ShouldBe("people.officer_does_not_judge");
        (await GiveAsync(null, Role.Juror))!.Code.ShouldBe("people.edition_missing");
        (await GiveAsync(null, null)).ShouldBeNull();
        (await TakeAsync(admin, person.PersonId!.Value, Edition, Role.Juror)).ShouldBeNull();
        (await TakeAsync(admin, person.PersonId!.Value, Edition, Role.Juror))!.Code.ShouldBe("people.role_not_held");
        (await TakeAsync(admin, admin.PersonId!.Value, null, null))!.Code.ShouldBe("people.not_oneself");
        (await world.WithAsync(db => new SetAccess(db, world.Time).RunAsync(admin, admin.PersonId!.Value, false, "tự khóa", default)))!.Code.ShouldBe("people.not_oneself");

        (await world.WithAsync(db => db.AuditEntries.OrderBy(a => a.Id).Select(a => new { a.Action, a.EditionKey, a.Detail }).ToListAsync())).Select(a => (a.Action, a.EditionKey, a.Detail)).ShouldBe(
        [
            ("people.role_granted", Edition, "Juror"), ("people.role_granted", null, "Administrator"), ("people.role_revoked", Edition, "Juror"),
        ]);
    }

    [Theory, Engines]
    public async Task The_secretariat_takes_away_what_it_gives_in_its_own_edition_only(Engine engine)
    {
        await using var world = await PeopleWorld.CreateAsync(engine);
        var officer = await world.PersonAsync("chuyen-vien@example.vn", roles: (Edition, Role.Secretariat));
        var other = await world.PersonAsync("dong-nghiep@example.vn", roles: [(Edition, Role.Secretariat), ("demo/2025", Role.Juror)]);
        var juror = await world.PersonAsync("giam-khao@example.vn", roles: (Edition, Role.Juror));
        Task<Problem?> TakeAsync(Actor who, string edition, Role role) => world.WithAsync(db => new RevokeRole(db, world.Time).RunAsync(officer, who.PersonId!.Value, edition, role, default));

        (await TakeAsync(juror, Edition, Role.Juror)).ShouldBeNull();
        (await TakeAsync(other, Edition, Role.Secretariat))!.Kind.ShouldBe(ProblemKind.Forbidden);
        (await TakeAsync(other, "demo/2025", Role.Juror))!.Kind.ShouldBe(ProblemKind.Forbidden);
    }

    [Theory, Engines]
    public async Task A_person_keeps_name_employer_and_language_and_the_second_of_two_windows_is_told(Engine engine)
    {
        await using var world = await PeopleWorld.CreateAsync(engine);
        var me = await world.PersonAsync("mau@example.vn", roles: (Edition, Role.Juror));
        var account = await world.WithAsync(db => db.AccountAsync(me, default));
        Task<Problem?> ChangeAsync(string? taxCode, int version) => world.WithAsync(db => new ChangeAccount(db, world.Time).RunAsync(me, "Trần Thị Đổi Tên", "Viện Minh họa 01", taxCode, "en", false, version, default));

        (await ChangeAsync("0100109106x", account.Version))!.Code.ShouldBe("people.tax_code_digits");
        (await ChangeAsync("0100109106", account.Version)).ShouldBeNull();
        (await ChangeAsync("0100109106", account.Version))!.Code.ShouldBe("people.changed_meanwhile");

        var person = await world.WithAsync(db => db.People.SingleAsync(p => p.Id == me.PersonId));
        (person.FullName, person.SearchKey, person.Organisation, person.OrganisationTaxCode, person.Language, person.HasDigest)
            .ShouldBe(("Trần Thị Đổi Tên", "tran thi doi ten", "Viện Minh họa 01", "0100109106", "en", false));
    }
}
