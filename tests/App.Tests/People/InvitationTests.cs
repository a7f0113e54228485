using BangVang.App.People;
using BangVang.Domain.Kernel;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.People;

public sealed class InvitationTests
{
    private const string Edition = "demo/2026";

    [Theory, Engines]
    public async Task An_invitation_makes_account_and_role_and_signs_in_once(Engine engine)
    {
        await using var world = await PeopleWorld.CreateAsync(engine);
        var officer = await world.PersonAsync("chuyen-vien@example.vn", roles: (Edition, Role.Secretariat));
        (await world.InviteAsync(officer, "Giam-Khao@example.vn", Role.Juror)).CodeOf().ShouldBe("done");
        var link = await world.LinkToAsync("giam-khao@example.vn", "invitation");

        var session = (await world.AcceptAsync(link)).Value();

        (await world.ActorAsync(session)).Is(Role.Juror, Edition).ShouldBeTrue();
        (await world.AcceptAsync(link)).CodeOf().ShouldBe("people.invitation_used");
        (await world.WithAsync(db => db.RoleGrants.SingleAsync(g => g.Role == Role.Juror))).GrantedBy.ShouldBe(officer.PersonId);
        (await world.InviteAsync(officer, "giam-khao@example.vn", Role.Juror)).CodeOf().ShouldBe("people.already_has_role");
    }

    [Theory, Engines]
    public async Task A_known_person_accepts_with_the_present_password_only(Engine engine)
    {
        await using var world = await PeopleWorld.CreateAsync(engine);
        var officer = await world.PersonAsync("chuyen-vien@example.vn", roles: (Edition, Role.Secretariat));
        await world.PersonAsync("mau@example.vn");
        await world.InviteAsync(officer, "mau@example.vn", Role.Juror);
        var link = await world.LinkToAsync("mau@example.vn", "invitation");

        (await world.AcceptAsync(link, "mật khẩu do người khác đặt")).CodeOf().ShouldBe("people.password_wrong");
        (await world.AcceptAsync(link)).CodeOf().ShouldBe("done");
    }

    [Theory, Engines]
    public async Task A_later_invitation_a_revoked_one_and_an_old_one_close_the_link(Engine engine)
    {
        await using var world = await PeopleWorld.CreateAsync(engine);
        var officer = await world.PersonAsync("chuyen-vien@example.vn", roles: (Edition, Role.Secretariat));
        await world.InviteAsync(officer, "mau@example.vn", Role.Juror);
        var first = await world.LinkToAsync("mau@example.vn", "invitation");
        var row = (await world.WithAsync(db => db.OpenInvitationsAsync(officer, Edition, default))).Single();

        (await world.WithAsync(db => new ResendInvitation(db, new Invite(db, world.Time, new(new("https://giaithuong.example/")))).RunAsync(officer, Edition, row.Id, _ => "Kỳ giải", default))).ShouldBeNull();
        (await world.AcceptAsync(first)).CodeOf().ShouldBe("people.link_unknown");

        var second = await world.LinkToAsync("mau@example.vn", "invitation");
        world.Time.Now += Duration.FromDays(14);
        (await world.AcceptAsync(second)).CodeOf().ShouldBe("people.link_expired");
        world.Time.Now -= Duration.FromMilliseconds(1);
        var again = (await world.WithAsync(db => db.OpenInvitationsAsync(officer, Edition, default))).Single();
        (await world.WithAsync(db => new RevokeInvitation(db, world.Time).RunAsync(officer, Edition, again.Id, default))).ShouldBeNull();
        (await world.AcceptAsync(second)).CodeOf().ShouldBe("people.link_unknown");
    }

    [Theory, Engines]
    public async Task Only_the_secretariat_of_that_edition_and_administrators_invite_and_see_invitations(Engine engine)
    {
        await using var world = await PeopleWorld.CreateAsync(engine);
        var officer = await world.PersonAsync("chuyen-vien@example.vn", roles: (Edition, Role.Secretariat));
        var elsewhere = await world.PersonAsync("noi-khac@example.vn", roles: ("demo/2025", Role.Secretariat));
        var juror = await world.PersonAsync("giam-khao@example.vn", roles: (Edition, Role.Juror));
        await world.InviteAsync(officer, "mau@example.vn", Role.Juror);
        var row = (await world.WithAsync(db => db.OpenInvitationsAsync(officer, Edition, default))).Single();

        foreach (var stranger in new[] { elsewhere, juror, Actor.Anonymous })
        {
            (await world.InviteAsync(stranger, "ban@example.vn", Role.Juror)).CodeOf().ShouldBe("people.may_not_invite");
            (await world.WithAsync(db => db.OpenInvitationsAsync(stranger, Edition, default))).ShouldBeEmpty();
            (await world.WithAsync(db => new RevokeInvitation(db, world.Time).RunAsync(stranger, Edition, row.Id, default)))!.Kind.ShouldBe(ProblemKind.NotFound);
        }
        (await world.InviteAsync(officer, "ban@example.vn", Role.Applicant)).CodeOf().ShouldBe("people.may_not_invite");
        (await world.InviteAsync(officer, "ban@example.vn", null, null)).CodeOf().ShouldBe("people.may_not_invite");
        (await world.InviteAsync(Actor.Console, "ban@example.vn", null, null)).CodeOf().ShouldBe("done");
    }

    [Theory, Engines]
    public async Task An_auditor_has_no_other_part_and_an_officer_does_not_judge(Engine engine)
    {
        await using var world = await PeopleWorld.CreateAsync(engine);
        var officer = await world.PersonAsync("chuyen-vien@example.vn", roles: (Edition, Role.Secretariat));
        await world.PersonAsync("giam-khao@example.vn", roles: (Edition, Role.Juror));

        (await world.InviteAsync(officer, "giam-khao@example.vn", Role.Auditor)).CodeOf().ShouldBe("people.auditor_has_no_other_part");
        (await world.InviteAsync(officer, "chuyen-vien@example.vn", Role.Juror)).CodeOf().ShouldBe("people.officer_does_not_judge");
        (await world.InviteAsync(officer, "giam-khao@example.vn", Role.Chair)).CodeOf().ShouldBe("done");

        // Two open invitations that exclude each other: the second one accepted is refused.
        await world.InviteAsync(officer, "mau@example.vn", Role.Juror);
        var asJuror = await world.LinkToAsync("mau@example.vn", "invitation");
        await world.InviteAsync(officer, "mau@example.vn", Role.Auditor);
        var asAuditor = await world.LinkToAsync("mau@example.vn", "invitation");
        (await world.AcceptAsync(asJuror)).CodeOf().ShouldBe("done");
        (await world.AcceptAsync(asAuditor)).CodeOf().ShouldBe("people.auditor_has_no_other_part");
    }

    [Theory, Engines]
    public async Task A_list_is_looked_at_line_by_line_and_sent_whole_or_not_at_all(Engine engine)
    {
        await using var world = await PeopleWorld.CreateAsync(engine);
        var officer = await world.PersonAsync("chuyen-vien@example.vn", roles: (Edition, Role.Secretariat));
        InviteMany Many(BangVang.App.Storage.BangVangDb db) => new(db, new Invite(db, world.Time, new(new("https://giaithuong.example/"))));
        const string bad = "Email;Name;Role;Language\r\na@example.vn;\"Giám khảo; 1\";giám khảo;\r\na@example.vn;Giám khảo 1;auditor;en\r\nb@example;Giám khảo 2;juror;\r\nc@example.vn;Giám khảo 3;king;\r\na@example.vn;Giám khảo 1;juror;\r\n";

        var lines = (await world.WithAsync(db => Many(db).PreviewAsync(officer, Edition, bad, default))).Value();
        lines.Select(l => (l.Line, l.Problem?.Code)).ShouldBe(
            [(2, null), (3, "people.auditor_has_no_other_part"), (4, "people.email_invalid"), (5, "people.csv_role_unknown"), (6, "people.csv_twice")]);
        lines[0].FullName.ShouldBe("Giám khảo; 1");
        (await world.WithAsync(db => Many(db).RunAsync(officer, Edition, bad, _ => "Kỳ giải", default))).CodeOf().ShouldBe("people.csv_line_refused");
        (await world.MailsAsync()).ShouldBeEmpty();

        const string good = "email,name,role,language\na@example.vn,Giám khảo 1,juror,en\nb@example.vn,Giám sát viên 1,giám sát,\n";
        (await world.WithAsync(db => Many(db).RunAsync(officer, Edition, good, language => language == "en" ? "The demo" : "Kỳ giải", default))).Value().ShouldBe(2);
        var mails = await world.MailsAsync();
        mails.Single(m => m.To == "a@example.vn").Subject.ShouldBe("Invitation to The demo as juror");
        mails.Single(m => m.To == "b@example.vn").Subject.ShouldContain("Kỳ giải");
    }
}
