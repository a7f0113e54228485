using BangVang.App.Kernel;
using BangVang.App.People;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.People;

public sealed class SignInTests
{
    [Theory, Engines]
    public async Task Every_refusal_gives_the_same_answer_after_one_look_at_a_password(Engine engine)
    {
        await using var world = await PeopleWorld.CreateAsync(engine);
        await world.PersonAsync("mau@example.vn");
        var closed = await world.PersonAsync("dong@example.vn");
        await world.SignUpAsync("cho@example.vn");
        await world.WithAsync(db => db.People.Where(p => p.Id == closed.PersonId).ExecuteUpdateAsync(s => s.SetProperty(p => p.DisabledAt, world.Time.Now)));
        var before = world.Passwords.Verified;

        foreach (var (email, password) in new[]
        {
            ("mau@example.vn", "sai mật khẩu rồi"), ("khong-co@example.vn", PeopleWorld.Password), ("dong@example.vn", PeopleWorld.Password), ("cho@example.vn", PeopleWorld.Password),
        })
        {
            var refused = await world.SignInAsync(email, password);
            refused.TryGet(out _, out var problem).ShouldBeFalse();
            (problem!.Code, problem.Field, problem.Args.Count).ShouldBe(("people.sign_in_refused", "Email", 0));
        }
        (world.Passwords.Verified - before).ShouldBe(4);
        (await world.WithAsync(db => db.SignInThrottles.CountAsync())).ShouldBeGreaterThan(0);
        (await world.WithAsync(db => db.Sessions.CountAsync())).ShouldBe(0);
    }

    [Theory, Engines]
    public async Task The_address_is_the_same_in_any_case_and_a_session_knows_its_roles(Engine engine)
    {
        await using var world = await PeopleWorld.CreateAsync(engine);
        await world.PersonAsync("mau@example.vn", roles: ("demo/2026", BangVang.Domain.Kernel.Role.Juror));

        var session = (await world.SignInAsync(" MAU@Example.VN ")).Value();

        var actor = await world.ActorAsync(session);
        actor.Is(BangVang.Domain.Kernel.Role.Juror, "demo/2026").ShouldBeTrue();
        (await world.WithAsync(db => db.Sessions.AnyAsync(s => s.TokenHash == session))).ShouldBeFalse("the database holds the hash, never the token");
    }

    [Theory, Engines]
    public async Task Five_failures_make_a_source_wait_at_that_address_known_or_not(Engine engine)
    {
        await using var world = await PeopleWorld.CreateAsync(engine);
        await world.PersonAsync("mau@example.vn");
        foreach (var address in new[] { "mau@example.vn", "khong-co@example.vn" })
        {
            for (var i = 0; i < 5; i++) (await world.SignInAsync(address, "sai mật khẩu rồi")).CodeOf().ShouldBe("people.sign_in_refused");
            var before = world.Passwords.Verified;
            (await world.SignInAsync(address)).CodeOf().ShouldBe("people.sign_in_wait");
            world.Passwords.Verified.ShouldBe(before);
        }
        (await world.SignInAsync("mau@example.vn", source: "198.51.100.9")).CodeOf().ShouldBe("done", "the owner comes from elsewhere");

        world.Time.Now += Duration.FromMinutes(1);
        (await world.SignInAsync("mau@example.vn")).CodeOf().ShouldBe("done", "the wait is over");
    }

    [Theory, Engines]
    public async Task A_thousand_guesses_at_once_are_a_thousand_guesses(Engine engine)
    {
        await using var world = await PeopleWorld.CreateAsync(engine);
        await world.PersonAsync("mau@example.vn");

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Task.Run(async () => (await world.SignInAsync("mau@example.vn", "sai mật khẩu rồi")).CodeOf())));

        answers.Count(a => a == "people.sign_in_refused").ShouldBe(5);
        answers.Count(a => a == "people.sign_in_wait").ShouldBe(35);
    }

    [Theory, Engines]
    public async Task One_source_that_tries_many_addresses_waits(Engine engine)
    {
        await using var world = await PeopleWorld.CreateAsync(engine);
        for (var i = 0; i < 30; i++) (await world.SignInAsync($"nguoi{i}@example.vn")).CodeOf().ShouldBe("people.sign_in_refused");

        (await world.SignInAsync("nguoi30@example.vn")).CodeOf().ShouldBe("people.sign_in_wait");
        (await world.SignInAsync("nguoi30@example.vn", source: "198.51.100.9")).CodeOf().ShouldBe("people.sign_in_refused");
    }

    [Theory, Engines]
    public async Task Many_sources_against_one_address_do_not_lock_its_owner_out_for_ever(Engine engine)
    {
        await using var world = await PeopleWorld.CreateAsync(engine);
        await world.PersonAsync("mau@example.vn");
        for (var i = 0; i < 25; i++) await world.SignInAsync("mau@example.vn", "sai mật khẩu rồi", $"192.0.2.{i}");
        (await world.SignInAsync("mau@example.vn", source: "198.51.100.9")).CodeOf().ShouldBe("people.sign_in_wait");

        await world.ForgetAsync("mau@example.vn");
        (await world.ResetAsync(await world.LinkToAsync("mau@example.vn", "reset"), "một mật khẩu khác hẳn")).ShouldBeNull();

        (await world.SignInAsync("mau@example.vn", "một mật khẩu khác hẳn", "198.51.100.9")).CodeOf().ShouldBe("done");
    }

    [Theory, Engines]
    public async Task Failures_of_long_ago_do_not_count(Engine engine)
    {
        await using var world = await PeopleWorld.CreateAsync(engine);
        for (var i = 0; i < 4; i++) await world.SignInAsync("mau@example.vn");
        world.Time.Now += Duration.FromHours(25);
        for (var i = 0; i < 4; i++) (await world.SignInAsync("mau@example.vn")).CodeOf().ShouldBe("people.sign_in_refused");
        (await world.SignInAsync("mau@example.vn")).CodeOf().ShouldBe("people.sign_in_refused");
        (await world.SignInAsync("mau@example.vn")).CodeOf().ShouldBe("people.sign_in_wait");
    }
}
