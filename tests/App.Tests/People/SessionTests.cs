using BangVang.App.Kernel;
using BangVang.App.People;
using BangVang.Domain.Kernel;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.People;

public sealed class SessionTests
{
    [Theory, Engines]
    public async Task Signing_out_everywhere_ends_all_sessions_of_this_person_and_of_nobody_else(Engine engine)
    {
        await using var world = await PeopleWorld.CreateAsync(engine);
        var me = await world.PersonAsync("mau@example.vn");
        await world.PersonAsync("khac@example.vn");
        var mine = new[] { (await world.SignInAsync("mau@example.vn")).Value(), (await world.SignInAsync("mau@example.vn")).Value() };
        var others = (await world.SignInAsync("khac@example.vn")).Value();

        (await world.WithAsync(db => new EndSessions(db, world.Time).RunAsync(me, null, null, default))).ShouldBe(2);

        foreach (var session in mine) (await world.ActorAsync(session)).IsSignedIn.ShouldBeFalse();
        (await world.ActorAsync(others)).IsSignedIn.ShouldBeTrue();
    }

    [Theory, Engines]
    public async Task One_device_is_ended_by_its_reference_and_nobody_elses_can_be(Engine engine)
    {
        await using var world = await PeopleWorld.CreateAsync(engine);
        var me = await world.PersonAsync("mau@example.vn");
        var other = await world.PersonAsync("khac@example.vn");
        var (here, there) = ((await world.SignInAsync("mau@example.vn")).Value(), (await world.SignInAsync("mau@example.vn")).Value());
        var rows = await world.WithAsync(db => db.SessionsAsync(me, here, world.Time.Now, default));
        rows.Count.ShouldBe(2);
        var reference = rows.Single(r => !r.IsThisOne).Reference;

        (await world.WithAsync(db => new EndSessions(db, world.Time).RunAsync(other, null, reference, default))).ShouldBe(0);
        (await world.WithAsync(db => new EndSessions(db, world.Time).RunAsync(me, null, reference, default))).ShouldBe(1);

        (await world.ActorAsync(here)).IsSignedIn.ShouldBeTrue();
        (await world.ActorAsync(there)).IsSignedIn.ShouldBeFalse();
    }

    [Theory, Engines]
    public async Task A_session_ends_when_unused_for_twelve_hours_and_after_seven_days_in_any_case(Engine engine)
    {
        await using var world = await PeopleWorld.CreateAsync(engine);
        await world.PersonAsync("mau@example.vn");
        var (idle, used) = ((await world.SignInAsync("mau@example.vn")).Value(), (await world.SignInAsync("mau@example.vn")).Value());

        for (var i = 1; i <= 14; i++)
        {
            world.Time.Now = PeopleWorld.Start + (i * SessionLives.Idle) - Duration.FromMilliseconds(i);
            (await world.ActorAsync(used)).IsSignedIn.ShouldBe(i < 14 || world.Time.Now < PeopleWorld.Start + SessionLives.Absolute);
        }
        (await world.ActorAsync(idle)).IsSignedIn.ShouldBeFalse();
        world.Time.Now = PeopleWorld.Start + SessionLives.Absolute;
        (await world.ActorAsync(used)).IsSignedIn.ShouldBeFalse();
    }

    [Theory, Engines]
    public async Task A_disabled_person_is_out_at_the_next_request_and_stays_out_with_the_old_session_when_enabled(Engine engine)
    {
        await using var world = await PeopleWorld.CreateAsync(engine);
        var admin = await world.PersonAsync("quan-tri@example.vn", administrator: true);
        var juror = await world.PersonAsync("mau@example.vn", roles: ("demo/2026", Role.Juror));
        var session = (await world.SignInAsync("mau@example.vn")).Value();

        (await world.WithAsync(db => new SetAccess(db, world.Time).RunAsync(admin, juror.PersonId!.Value, enabled: false, "Lộ mật khẩu", default))).ShouldBeNull();
        (await world.ActorAsync(session)).IsSignedIn.ShouldBeFalse();

        (await world.WithAsync(db => new SetAccess(db, world.Time).RunAsync(admin, juror.PersonId!.Value, enabled: true, "Đã xác minh", default))).ShouldBeNull();
        (await world.ActorAsync(session)).IsSignedIn.ShouldBeFalse();
        (await world.WithAsync(db => db.AuditEntries.Where(a => a.Action == "people.disabled" || a.Action == "people.enabled").OrderBy(a => a.Id).Select(a => a.Detail).ToListAsync()))
            .ShouldBe(["Lộ mật khẩu", "Đã xác minh"]);
    }

    [Theory, Engines]
    public async Task A_role_taken_away_is_gone_at_the_next_request(Engine engine)
    {
        await using var world = await PeopleWorld.CreateAsync(engine);
        var admin = await world.PersonAsync("quan-tri@example.vn", administrator: true);
        var juror = await world.PersonAsync("mau@example.vn", roles: ("demo/2026", Role.Juror));
        var session = (await world.SignInAsync("mau@example.vn")).Value();

        (await world.WithAsync(db => new RevokeRole(db, world.Time).RunAsync(admin, juror.PersonId!.Value, "demo/2026", Role.Juror, default))).ShouldBeNull();

        (await world.ActorAsync(session)).Roles.ShouldBeEmpty();
    }

    [Theory, Engines]
    public async Task A_new_password_ends_the_other_devices(Engine engine)
    {
        await using var world = await PeopleWorld.CreateAsync(engine);
        var me = await world.PersonAsync("mau@example.vn");
        var (here, there) = ((await world.SignInAsync("mau@example.vn")).Value(), (await world.SignInAsync("mau@example.vn")).Value());
        Task<Problem?> ChangeAsync(string current, string next) =>
            world.WithAsync(db => new ChangePassword(db, world.Passwords, world.Time, new(new("https://giaithuong.example/"))).RunAsync(me, here, current, next, default));

        (await ChangeAsync("sai mật khẩu rồi", "một mật khẩu khác hẳn"))!.Code.ShouldBe("people.password_wrong");
        (await ChangeAsync(PeopleWorld.Password, "ngắn"))!.Code.ShouldBe("people.password_short");
        (await ChangeAsync(PeopleWorld.Password, "một mật khẩu khác hẳn")).ShouldBeNull();

        (await world.ActorAsync(here)).IsSignedIn.ShouldBeTrue();
        (await world.ActorAsync(there)).IsSignedIn.ShouldBeFalse();
        (await world.MailsAsync()).ShouldContain(m => m.To == "mau@example.vn" && m.Subject.Contains("Mật khẩu"));
    }

    [Theory, Engines]
    public async Task A_stolen_session_cannot_guess_the_password(Engine engine)
    {
        await using var world = await PeopleWorld.CreateAsync(engine);
        var me = await world.PersonAsync("mau@example.vn");
        var answers = new List<string?>();
        for (var i = 0; i < 6; i++)
            answers.Add((await world.WithAsync(db => new ChangePassword(db, world.Passwords, world.Time, new(new("https://giaithuong.example/"))).RunAsync(me, "x", $"đoán lần thứ {i}", "một mật khẩu khác hẳn", default)))?.Code);

        answers.ShouldBe([.. Enumerable.Repeat("people.password_wrong", 5), "people.sign_in_wait"]);
    }
}
