using System.Text;
using BangVang.App.Forum.Registration;
using BangVang.App.Mail;
using BangVang.App.Tests.Dossiers;
using BangVang.Domain.Forum.Registration;
using BangVang.Domain.Kernel;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Forum.Registration;

public sealed class RegistrationTests
{
    [Theory, Engines]
    public async Task A_visitor_is_registered_when_the_link_of_the_mail_is_followed_and_not_before(Engine engine)
    {
        await using var world = await RegistrationWorld.CreateAsync(engine);
        var asked = await world.WithAsync(db => new Register(db, new(db), world.Line, world.Clock, world.Time, RegistrationWorld.Site).RunAsync(Actor.Anonymous, RegistrationWorld.Slug, RegistrationWorld.Form("Nguyễn Thị Lan"), null, "10.0.0.1", default));
        asked.TryGet(out var nothing, out _).ShouldBeTrue();
        nothing!.Party.ShouldBeNull();
        (await world.WithAsync(db => db.Parties.AnyAsync())).ShouldBeFalse();
        var link = (await world.WithAsync(db => db.Outbox.SingleAsync())).Mail.Body.Split('\n').Single(l => l.StartsWith("https://giai.example.vn/forum/demo-2026/register/confirm/"));

        (await world.ConfirmAsync(link.Split('/')[^1])).TryGet(out var registered, out _).ShouldBeTrue();
        registered!.Party!.State.ShouldBe(PartyState.Confirmed);
        var mail = (await world.WithAsync(db => db.Outbox.AsNoTracking().ToListAsync())).Single(m => m.Mail.Attachments is not null).Mail;
        mail.To.ShouldBe("nguyen-thi-lan@example.vn");
        mail.Body.ShouldContain($"https://giai.example.vn{registered.Link}");
        mail.Attachments!.Select(a => a.Name).ShouldBe(["ticket.png", "dien-dan.ics"]);
        mail.Attachments![0].Content[..4].ShouldBe([0x89, (byte)'P', (byte)'N', (byte)'G']);
        var wire = Encoding.ASCII.GetString(MailText.Compose(Guid.NewGuid(), mail, new() { From = "ban-to-chuc@example.vn", FromName = "Ban tổ chức" }, world.Time.Now));
        wire.ShouldContain("multipart/mixed");
        wire.Split("\r\n").ShouldAllBe(l => l.Length <= 998);
    }

    [Theory, Engines]
    public async Task The_calendar_follows_the_place_and_a_change_is_a_later_version_of_the_same_entry(Engine engine)
    {
        await using var world = await RegistrationWorld.CreateAsync(engine);
        var registered = await world.RegisterAsync(RegistrationWorld.Form("Trần Văn Bình"));
        (await world.ChangeAsync(registered, c => c with { Place = "seoul" })).TryGet(out _, out _).ShouldBeTrue();

        var calendars = (await world.WithAsync(db => db.Outbox.AsNoTracking().ToListAsync())).Select(m => Encoding.UTF8.GetString(m.Mail.Attachments!.Single(a => a.Name == "dien-dan.ics").Content).Replace("\r\n ", ""))
            .OrderBy(c => int.Parse(Line(c, "SEQUENCE"))).ToList();
        calendars.Count.ShouldBe(2);
        calendars[0].ShouldContain("LOCATION:Hội trường Hà Nội\\, Trung tâm Hội nghị Minh họa\\, Số 1 phố Minh Họa\\, Hà Nội\r\n");
        calendars[1].ShouldContain("LOCATION:Điểm cầu Seoul\\, Nhà Minh họa Seoul\r\n");
        calendars[0].ShouldContain("DTSTART;VALUE=DATE:20270202\r\nDTEND;VALUE=DATE:20270203\r\n");
        Line(calendars[0], "UID").ShouldBe(Line(calendars[1], "UID"));
        int.Parse(Line(calendars[1], "SEQUENCE")).ShouldBeGreaterThan(int.Parse(Line(calendars[0], "SEQUENCE")));
        (await world.TakenAsync("place:hall"), await world.TakenAsync("place:seoul")).ShouldBe((0, 1));

        static string Line(string calendar, string name) => calendar.Split("\r\n").Single(l => l.StartsWith(name + ":"))[(name.Length + 1)..];
    }

    [Theory, Engines]
    public async Task A_full_place_refuses_a_change_and_the_old_seat_stays(Engine engine)
    {
        await using var world = await RegistrationWorld.CreateAsync(engine, hall: 1);
        await world.RegisterAsync(RegistrationWorld.Form("Một"));
        var away = await world.RegisterAsync(RegistrationWorld.Form("Hai", place: "seoul"));
        (await world.ChangeAsync(away, c => c with { Place = "hall" })).TryGet(out _, out var problems).ShouldBeFalse();
        problems.Single().Code.ShouldBe("registration.place_full");
        (await world.TakenAsync("place:seoul")).ShouldBe(1);
        (await world.StatesAsync()).ShouldBe(["1 Confirmed", "2 Confirmed"]);
    }

    [Theory, Engines]
    public async Task Press_is_approved_before_there_is_a_ticket_and_again_after_another_name(Engine engine)
    {
        await using var world = await RegistrationWorld.CreateAsync(engine);
        var press = await world.RegisterAsync(RegistrationWorld.Form("Phóng viên", "press"));
        press.Party!.State.ShouldBe(PartyState.AwaitingApproval);
        (await world.TakenAsync("kind:press")).ShouldBe(0);
        (await world.DecideAsync(world.Organiser, approve: true, press)).Value().ShouldBe(1);
        (await world.StatesAsync()).ShouldBe(["1 Confirmed"]);
        (await world.DecideAsync(world.Organiser, approve: true, press)).CodeOf().ShouldBe("registration.not_awaiting_approval");

        (await world.ChangeAsync(press, c => c with { People = [c.People[0] with { Needs = "Xe lăn" }] })).TryGet(out var same, out _).ShouldBeTrue();
        same.ShouldBe(PartyState.Confirmed, "needs were not what was approved");
        (await world.ChangeAsync(press, c => c with { People = [c.People[0] with { FullName = "Người khác" }] })).TryGet(out var again, out _).ShouldBeTrue();
        again.ShouldBe(PartyState.AwaitingApproval);
        (await world.TakenAsync("kind:press")).ShouldBe(1, "the seat stays held");
        (await world.DecideAsync(world.Organiser, approve: false, press)).Value().ShouldBe(1);
        (await world.TakenAsync("kind:press"), await world.TakenAsync("place:hall")).ShouldBe((0, 0));
        (await world.WithAsync(db => db.Outbox.AsNoTracking().ToListAsync())).Single(m => m.Mail.Subject.Contains("không được duyệt")).Mail.Body.ShouldContain("Đã đủ phóng viên");
    }

    [Theory, Engines]
    public async Task Many_are_decided_together_or_not_at_all(Engine engine)
    {
        await using var world = await RegistrationWorld.CreateAsync(engine);
        var one = await world.RegisterAsync(RegistrationWorld.Form("Báo một", "press"));
        var delegated = await world.RegisterAsync(RegistrationWorld.Form("Đại biểu"));
        (await world.DecideAsync(world.Organiser, approve: true, one, delegated)).CodeOf().ShouldBe("registration.not_awaiting_approval");
        (await world.StatesAsync()).ShouldBe(["1 AwaitingApproval", "2 Confirmed"]);
    }

    [Theory, Engines]
    public async Task A_host_knows_the_people_of_the_own_bridge_point_and_nobody_else_knows_any(Engine engine)
    {
        await using var world = await RegistrationWorld.CreateAsync(engine);
        var hall = await world.RegisterAsync(RegistrationWorld.Form("Bí mật Hà Nội"));
        var seoul = await world.RegisterAsync(RegistrationWorld.Form("Khách Seoul", place: "seoul"));
        var forum = world.Forum;
        async Task<IReadOnlyList<int>> SeenAsync(Actor actor) => [.. (await world.WithAsync(db => db.PartiesAsync(actor, forum, new(null, null, null, null), 1, default))).Rows.Select(r => r.Number)];

        (await SeenAsync(world.Organiser)).ShouldBe([1, 2]);
        (await SeenAsync(world.SeoulHost)).ShouldBe([2]);
        (await world.WithAsync(db => db.PartiesAsync(world.SeoulHost, forum, new(null, null, null, "bi mat"), 1, default))).Count.ShouldBe(0);
        (await world.WithAsync(db => db.PartiesAsync(world.Organiser, forum, new(null, null, null, "bi mat"), 1, default))).Count.ShouldBe(1);
        (await world.WithAsync(db => db.PartyAsync(world.SeoulHost, forum, hall.Party!.Id, default))).ShouldBeNull();
        (await world.WithAsync(db => db.PartyHistoryAsync(world.SeoulHost, forum, hall.Party!.Id, default))).ShouldBeEmpty();
        (await world.DecideAsync(world.SeoulHost, approve: false, hall)).CodeOf().ShouldBe("registration.party_unknown");
        (await world.WithAsync(db => db.PartyCountsAsync(world.SeoulHost, forum, default))).Sum(c => c.People).ShouldBe(1);
        var csv = (await world.WithAsync(db => new ExportParties(db, new(db), world.Clock).RunAsync(world.SeoulHost, RegistrationWorld.Slug, default))).Value();
        csv.ShouldContain("Khách Seoul");
        csv.ShouldNotContain("Bí mật");
        Actor[] others = [Actor.Anonymous, .. Enum.GetValues<Role>().Where(r => r is not Role.Organiser).Select(r => RegistrationWorld.Holding((r, RegistrationWorld.Key))), RegistrationWorld.Holding((Role.Organiser, "forum/7"))];
        foreach (var actor in others)
        {
            (await SeenAsync(actor)).ShouldBeEmpty();
            (await world.WithAsync(db => new ExportParties(db, new(db), world.Clock).RunAsync(actor, RegistrationWorld.Slug, default))).CodeOf().ShouldBe("forum.unknown");
        }
        seoul.Party!.PlaceCode.ShouldBe("seoul");
    }

    [Theory, Engines]
    public async Task An_invitation_opens_its_kind_once_and_no_other(Engine engine)
    {
        await using var world = await RegistrationWorld.CreateAsync(engine);
        (await world.WithAsync(db => Invite(db).RunAsync(world.SeoulHost, RegistrationWorld.Slug, "email,name,organisation\nkhach@example.vn,Khách mời,Viện Minh họa", "speaker", default))).CodeOf().ShouldBe("forum.unknown");
        var plan = (await world.WithAsync(db => Invite(db).PreviewAsync(world.Organiser, RegistrationWorld.Slug, "email,name,organisation,kind\nkhach@example.vn,Khách mời,Viện Minh họa,\nsai,X,Y,vip", "speaker", default))).Value();
        plan.Select(l => l.Problem?.Code).ShouldBe([null, "registration.address_malformed"]);
        (await world.WithAsync(db => Invite(db).RunAsync(world.Organiser, RegistrationWorld.Slug, "email,name,organisation\nkhach@example.vn,Khách mời,Viện Minh họa", "speaker", default))).Value().ShouldBe(1);
        var token = (await world.WithAsync(db => db.Outbox.SingleAsync())).Mail.Body.Split("invitation=")[1].Split('\n')[0].Trim();

        var form = RegistrationWorld.Form("Khách mời", "speaker");
        (await RegisterAsync(form, null)).Single().Code.ShouldBe("registration.by_invitation");
        (await RegisterAsync(form with { Kind = "partner" }, token)).Single().Code.ShouldBe("registration.by_invitation");
        (await RegisterAsync(form, token)).ShouldBeEmpty();
        (await RegisterAsync(form, token)).Single().Code.ShouldBe("registration.invitation_unknown");
        (await world.StatesAsync()).ShouldBe(["1 Confirmed"]);

        InviteGuests Invite(App.Storage.BangVangDb db) => new(db, new(db), world.Clock, world.Time, RegistrationWorld.Site);
        async Task<IReadOnlyList<Problem>> RegisterAsync(PartyForm wanted, string? invitation)
        {
            var outcome = await world.WithAsync(db => new Register(db, new(db), world.Line, world.Clock, world.Time, RegistrationWorld.Site).RunAsync(Actor.Anonymous, RegistrationWorld.Slug, wanted, invitation, "10.0.0.1", default));
            return outcome.TryGet(out _, out var problems) ? [] : problems;
        }
    }

    [Theory, Engines]
    public async Task Names_freeze_before_the_forum_and_everything_else_may_still_change(Engine engine)
    {
        await using var world = await RegistrationWorld.CreateAsync(engine);
        var registered = await world.RegisterAsync(RegistrationWorld.Form("Phạm Thu"));
        world.Clock.Now = new LocalDate(2027, 1, 30).AtStartOfDayInZone(DateTimeZoneProviders.Tzdb["Asia/Ho_Chi_Minh"]).ToInstant();
        (await world.ChangeAsync(registered, c => c with { People = [c.People[0] with { FullName = "Người khác" }] })).TryGet(out _, out var problems).ShouldBeFalse();
        problems.Single().Code.ShouldBe("registration.names_frozen");
        (await world.ChangeAsync(registered, c => c with { People = [c.People[0] with { Needs = "Ăn chay" }] })).TryGet(out _, out _).ShouldBeTrue();
        world.Clock.Now -= Duration.FromMilliseconds(1);
        (await world.ChangeAsync(registered, c => c with { People = [c.People[0] with { FullName = "Người khác" }] })).TryGet(out _, out _).ShouldBeTrue();
    }

    [Theory, Engines]
    public async Task Consents_are_kept_with_their_wording_and_when_they_ended(Engine engine)
    {
        await using var world = await RegistrationWorld.CreateAsync(engine);
        (await world.ConfirmAsync(await world.AskAsync(RegistrationWorld.Form("Không đồng ý") with { Consents = [] }))).TryGet(out _, out var refused).ShouldBeFalse();
        refused.Single().Code.ShouldBe("registration.consent_needed");
        var registered = await world.RegisterAsync(RegistrationWorld.Form("Đồng ý") with { Consents = ["organising", "news"] });
        (await world.ChangeAsync(registered, c => c with { Consents = ["organising"] })).TryGet(out _, out _).ShouldBeTrue();
        var consents = await world.WithAsync(db => db.PartyConsents.AsNoTracking().OrderBy(c => c.Purpose).ToListAsync());
        consents.Select(c => (c.Purpose, c.TextVersion, c.WithdrawnAt is not null)).ShouldBe([("news", 1, true), ("organising", 1, false)]);
        consents.ShouldAllBe(c => c.TextSha256.Length == 64);
    }

    [Theory, Engines]
    public async Task A_member_of_a_group_sees_the_own_ticket_and_cannot_act_for_the_party(Engine engine)
    {
        await using var world = await RegistrationWorld.CreateAsync(engine);
        var form = RegistrationWorld.Form("Nhóm", size: 2);
        var registered = await world.RegisterAsync(form with { People = [form.People[0], form.People[1] with { Email = "thanh-vien@example.vn" }] });
        var link = (await world.WithAsync(db => db.Outbox.AsNoTracking().ToListAsync())).Single(m => m.Mail.To == "thanh-vien@example.vn").Mail.Body.Split("/me/")[1].Split('\n')[0].Trim();
        var own = (await world.WithAsync(db => db.OwnPartyAsync(world.Forum, link, default)))!;
        (own.IsContact, own.Detail.People.Count, own.Detail.People[0].FullName).ShouldBe((false, 1, "Nhóm 02"));
        (await world.WithAsync(db => new CancelParty(db, new(db), world.Clock, world.Time, RegistrationWorld.Site).RunAsync(RegistrationWorld.Slug, link, default)))!.Code.ShouldBe("registration.link_unknown");
        (await world.WithAsync(db => db.OwnPartyAsync(world.Forum, registered.Link!, default))).ShouldBeNull();
    }

    [Theory, Engines]
    public async Task One_address_has_one_standing_registration_and_may_come_back_after_cancelling(Engine engine)
    {
        await using var world = await RegistrationWorld.CreateAsync(engine);
        var first = await world.RegisterAsync(RegistrationWorld.Form("Lan"));
        (await world.ConfirmAsync(await world.AskAsync(RegistrationWorld.Form("Lan")))).TryGet(out _, out var problems).ShouldBeFalse();
        problems.Single().Code.ShouldBe("registration.already_registered");
        await world.CancelAsync(first);
        await world.RegisterAsync(RegistrationWorld.Form("Lan"));
        (await world.StatesAsync()).ShouldBe(["1 Cancelled", "2 Confirmed"]);
    }
}
