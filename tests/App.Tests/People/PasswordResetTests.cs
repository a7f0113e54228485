using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.People;

public sealed class PasswordResetTests
{
    [Theory, Engines]
    public async Task Asking_says_the_same_and_leaves_the_same_rows_whether_or_not_there_is_an_account(Engine engine)
    {
        await using var world = await PeopleWorld.CreateAsync(engine);
        await world.PersonAsync("mau@example.vn");

        (await world.ForgetAsync("mau@example.vn")).ShouldBeNull();
        (await world.ForgetAsync("khong-co@example.vn")).ShouldBeNull();

        (await world.WithAsync(db => db.ResetLinks.CountAsync())).ShouldBe(2);
        var mails = await world.MailsAsync();
        mails.Count.ShouldBe(2);
        mails.Single(m => m.To == "khong-co@example.vn").Body.ShouldNotContain("/reset/");
    }

    [Theory, Engines]
    public async Task A_link_works_once_and_ends_every_session_and_every_other_link(Engine engine)
    {
        await using var world = await PeopleWorld.CreateAsync(engine);
        await world.PersonAsync("mau@example.vn");
        var session = (await world.SignInAsync("mau@example.vn")).Value();
        await world.ForgetAsync("mau@example.vn");
        var first = await world.LinkToAsync("mau@example.vn", "reset");
        await world.ForgetAsync("mau@example.vn");
        var second = await world.LinkToAsync("mau@example.vn", "reset");

        (await world.ResetAsync(second, "matkhau123456"))!.Code.ShouldBe("people.password_guessable");
        (await world.ResetAsync(second, "một mật khẩu khác hẳn")).ShouldBeNull();

        (await world.ActorAsync(session)).IsSignedIn.ShouldBeFalse();
        (await world.ResetAsync(second, "lại một mật khẩu nữa"))!.Code.ShouldBe("people.link_expired");
        (await world.ResetAsync(first, "lại một mật khẩu nữa"))!.Code.ShouldBe("people.link_expired");
        (await world.SignInAsync("mau@example.vn")).CodeOf().ShouldBe("people.sign_in_refused");
        (await world.SignInAsync("mau@example.vn", "một mật khẩu khác hẳn")).CodeOf().ShouldBe("done");
    }

    [Theory, Engines]
    public async Task A_link_lives_for_an_hour_and_opens_no_disabled_account(Engine engine)
    {
        await using var world = await PeopleWorld.CreateAsync(engine);
        var person = await world.PersonAsync("mau@example.vn");
        await world.ForgetAsync("mau@example.vn");
        var link = await world.LinkToAsync("mau@example.vn", "reset");

        world.Time.Now += Duration.FromHours(1);
        (await world.ResetAsync(link, "một mật khẩu khác hẳn"))!.Code.ShouldBe("people.link_expired");
        world.Time.Now -= Duration.FromMilliseconds(1);
        await world.WithAsync(db => db.People.Where(p => p.Id == person.PersonId).ExecuteUpdateAsync(s => s.SetProperty(p => p.DisabledAt, world.Time.Now)));
        (await world.ResetAsync(link, "một mật khẩu khác hẳn"))!.Code.ShouldBe("people.link_unknown");
    }

    [Theory, Engines]
    public async Task The_link_of_an_address_without_account_resets_nothing(Engine engine)
    {
        await using var world = await PeopleWorld.CreateAsync(engine);
        await world.ForgetAsync("khong-co@example.vn");
        var row = await world.WithAsync(db => db.ResetLinks.SingleAsync());

        row.PersonId.ShouldBeNull();
        (await world.ResetAsync("dự đoán", "một mật khẩu khác hẳn"))!.Code.ShouldBe("people.link_unknown");
    }
}
