using BangVang.App.Storage;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.People;

public sealed class SignUpTests
{
    [Theory, Engines]
    public async Task Registration_reveals_nothing(Engine engine)
    {
        await using var world = await PeopleWorld.CreateAsync(engine);
        await world.PersonAsync("mau@example.vn");
        var before = await RowsAsync(world);

        (await world.SignUpAsync("mau@example.vn")).ShouldBeNull();
        var known = await RowsAsync(world);
        (await world.SignUpAsync("moi@example.vn")).ShouldBeNull();
        var unknown = await RowsAsync(world);

        world.Passwords.Hashed.ShouldBe(2);
        world.Passwords.Verified.ShouldBe(0);
        Difference(before, known).ShouldBe(Difference(known, unknown), "the same rows in the same tables");
        var mails = await world.MailsAsync();
        mails.Single(m => m.To == "mau@example.vn").Body.ShouldNotContain("/confirm/");
        mails.Single(m => m.To == "moi@example.vn").Body.ShouldContain("https://giaithuong.example/confirm/");
    }

    [Theory, Engines]
    public async Task The_link_and_the_password_together_make_the_account_once(Engine engine)
    {
        await using var world = await PeopleWorld.CreateAsync(engine);
        await world.SignUpAsync("Moi@Example.vn");
        var link = await world.LinkToAsync("moi@example.vn", "confirm");
        (await world.SignInAsync("moi@example.vn")).CodeOf().ShouldBe("people.sign_in_refused");

        (await world.ConfirmAsync(link, "không phải mật khẩu")).CodeOf().ShouldBe("people.password_wrong");
        var session = (await world.ConfirmAsync(link)).Value();

        (await world.ActorAsync(session)).Name.ShouldBe("Nguyễn Văn Mẫu");
        (await world.ConfirmAsync(link)).CodeOf().ShouldBe("people.already_confirmed");
        (await world.SignInAsync("moi@example.vn")).CodeOf().ShouldBe("done");
        (await world.WithAsync(db => db.People.CountAsync())).ShouldBe(1);
    }

    [Theory, Engines]
    public async Task Nobody_prepares_an_account_for_the_owner_of_an_address(Engine engine)
    {
        await using var world = await PeopleWorld.CreateAsync(engine);
        await world.SignUpAsync("nan-nhan@example.vn", "mật khẩu của kẻ xấu");
        var strangers = await world.LinkToAsync("nan-nhan@example.vn", "confirm");
        await world.SignUpAsync("nan-nhan@example.vn");
        var owners = await world.LinkToAsync("nan-nhan@example.vn", "confirm");

        (await world.ConfirmAsync(strangers)).CodeOf().ShouldBe("people.password_wrong", "the owner does not know the stranger's password");
        (await world.ConfirmAsync(owners)).CodeOf().ShouldBe("done");
        (await world.SignInAsync("nan-nhan@example.vn", "mật khẩu của kẻ xấu")).CodeOf().ShouldBe("people.sign_in_refused");
        (await world.ConfirmAsync(strangers, "mật khẩu của kẻ xấu")).CodeOf().ShouldBe("people.already_confirmed");
    }

    [Theory, Engines]
    public async Task A_confirmation_link_lives_for_a_day(Engine engine)
    {
        await using var world = await PeopleWorld.CreateAsync(engine);
        await world.SignUpAsync("moi@example.vn");
        var link = await world.LinkToAsync("moi@example.vn", "confirm");
        world.Time.Now += Duration.FromHours(24);

        (await world.ConfirmAsync(link)).CodeOf().ShouldBe("people.link_expired");
        (await world.ConfirmAsync(link + "x")).CodeOf().ShouldBe("people.link_unknown");
        world.Time.Now -= Duration.FromMilliseconds(1);
        (await world.ConfirmAsync(link)).CodeOf().ShouldBe("done");
    }

    [Theory, Engines]
    public async Task Two_clicks_at_once_make_one_account(Engine engine)
    {
        await using var world = await PeopleWorld.CreateAsync(engine);
        await world.SignUpAsync("moi@example.vn");
        var link = await world.LinkToAsync("moi@example.vn", "confirm");

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () => (await world.ConfirmAsync(link)).CodeOf())));

        answers.Count(a => a == "done").ShouldBe(1);
        answers.Where(a => a != "done").ShouldAllBe(a => a == "people.already_confirmed");
    }

    [Theory, Engines]
    public async Task Nobody_is_flooded_with_mail_through_us(Engine engine)
    {
        await using var world = await PeopleWorld.CreateAsync(engine);
        for (var i = 0; i < 8; i++) await world.SignUpAsync("moi@example.vn", source: $"192.0.2.{i}");
        for (var i = 0; i < 8; i++) await world.ForgetAsync("moi@example.vn", source: $"192.0.2.{i}");

        (await world.MailsAsync()).Count.ShouldBe(8, "four of each");
        (await world.SignUpAsync("moi@example.vn"))!.Code.ShouldBe("people.mail_wait");
    }

    [Theory, Engines("x@", "people.email_invalid"), Engines("mau@example.vn\r\nBcc: a@b.vn", "people.email_invalid"), Engines("mau@example.vn", "people.password_short", "ngắn quá"), Engines("matkhaucuatoi@example.vn", "people.password_guessable", "matkhaucuatoi2026")]
    public async Task What_cannot_be_an_account_is_refused_with_the_reason(Engine engine, string email, string code, string password = PeopleWorld.Password)
    {
        await using var world = await PeopleWorld.CreateAsync(engine);

        (await world.SignUpAsync(email, password))!.Code.ShouldBe(code);

        (await world.MailsAsync()).ShouldBeEmpty();
    }

    private static Task<Dictionary<string, int>> RowsAsync(PeopleWorld world) => world.WithAsync(async db =>
    {
        var counts = new Dictionary<string, int>();
        foreach (var (name, rows) in new (string, IQueryable<object>)[]
        {
            ("person", db.People), ("pending", db.PendingAccounts), ("outbox", db.Outbox), ("reset", db.ResetLinks), ("audit", db.AuditEntries), ("throttle", db.SignInThrottles.Where(t => t.Failures > 0)),
        }) counts[name] = await rows.CountAsync();
        return counts;
    });

    private static string Difference(Dictionary<string, int> from, Dictionary<string, int> to) =>
        string.Join(' ', to.Where(t => t.Key != "throttle").Select(t => $"{t.Key}+{t.Value - from[t.Key]}"));
}
