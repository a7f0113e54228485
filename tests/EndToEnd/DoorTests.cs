using BangVang.App.Forum;
using BangVang.App.Forum.Door;
using BangVang.App.Kernel;
using BangVang.App.Forum.Registration;
using BangVang.Domain.Forum.Door;
using BangVang.Domain.Forum.Registration;
using BangVang.Domain.Kernel;
using BangVang.Testing;
using BangVang.Web.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using NodaTime;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace BangVang.EndToEnd;

/// <summary>A gate in a real browser: enrolled by a code, cut off from the network, and connected again.</summary>
[Collection(Browser.Collection)]
public sealed class DoorTests(Browser browser, ITestOutputHelper output)
{
    private const string Key = "forum/demo-2026";

    [Fact]
    public Task A_gate_that_is_cut_off_goes_on_by_itself_and_sends_what_it_wrote_when_the_network_is_back() => browser.RunAsync(async visit =>
    {
        await using var host = await WebHost.StartAsync(onSocket: true, more: new Dictionary<string, string?>());
        await host.WithDbAsync(db => new PublishForum(db, new(db), host.Clock).RunAsync(Actor.Console, ForumReader.Read(Path.Combine(Repository.Root, "forums/demo-2026"), new(2026, 9, 30)), default));
        var (lan, party, cancelled) = (await AddAsync(host, "Đặng Thị Ánh", 1), await AddAsync(host, "Đoàn Minh họa", 3), await AddAsync(host, "Khách Đã hủy", 1));
        await host.WithDbAsync(db => db.Database.ExecuteSqlAsync($"UPDATE party SET state = 'Cancelled', holds_seats = 0 WHERE id = {cancelled[0].PartyId}"));
        await host.WithDbAsync(db => db.Database.ExecuteSqlAsync($"UPDATE registration_pool SET taken = taken - 1 WHERE code = 'place:hall'"));
        var site = $"http://127.0.0.1:{host.SocketPort}";
        var page = await GateAsync(visit, host, site, "gate-a", "Máy 1");

        // Ready before the doors open: the page is kept, the list is here.
        await page.WaitForFunctionAsync("() => navigator.serviceWorker.controller && document.getElementById('door').dataset.online === 'true'");
        (await page.InnerTextAsync("#of")).ShouldContain("4");
        await page.Context.SetOfflineAsync(true);
        await page.ReloadAsync();
        await page.WaitForSelectorAsync("#door[data-begun=yes]", new() { State = WaitForSelectorState.Attached });
        (await page.Locator("#work").IsVisibleAsync()).ShouldBeTrue("the page opens without network");

        await TypeAsync(page, lan[0].Ticket, "ok");
        (await page.InnerTextAsync("#answer")).ShouldContain("Đặng Thị Ánh 01");
        (await page.Locator("#badge").IsVisibleAsync()).ShouldBeTrue();
        (await page.InnerTextAsync("#badge")).ShouldContain("Công ty Minh họa 07");
        await LookAsync(page, "admitted");
        var (answers, badges) = (new List<int>(), new List<int>());
        await TypeAsync(page, lan[0].Ticket, "already_redeemed");
        (await page.InnerTextAsync("#answer")).ShouldContain("Cửa A");
        await LookAsync(page, "already");
        await TypeAsync(page, "BV1 0000", "invalid");
        await LookAsync(page, "invalid");
        await TypeAsync(page, cancelled[0].Ticket, "canceled");
        (await page.GetAttributeAsync("#door", "data-waiting")).ShouldBe("4");

        // By name, without marks; then the rest of the party in one act.
        await page.FillAsync("#find", "doan minh hoa 01");
        await page.ClickAsync("#found button");
        await AnswerAsync(page, "ok");
        await page.ClickAsync("#act-group");
        await CameAsync(page, 4);
        await page.ClickAsync("#walk-in summary");
        await page.FillAsync("#walk-in-name", "Khách Vãng lai");
        await page.ClickAsync("#walk-in-form button");
        await page.WaitForSelectorAsync("#answer:has-text('Khách Vãng lai')");
        await CameAsync(page, 5);
        await page.ClickAsync("#act-undo");
        await AnswerAsync(page, "undone");
        await CameAsync(page, 4);
        // Against the rule, with the reason on record.
        await TypeAsync(page, lan[0].Ticket, "already_redeemed");
        await page.ClickAsync("#force summary");
        await page.FillAsync("#force-note", "Đã xem căn cước");
        await page.ClickAsync("#force-form button");
        await AnswerAsync(page, "forced");
        for (var i = 0; i < 10; i++)
        {
            await TypeAsync(page, party[i % 3].Ticket, "already_redeemed");
            answers.Add(int.Parse((await page.GetAttributeAsync("#door", "data-answer-ms"))!, System.Globalization.CultureInfo.InvariantCulture));
        }
        badges.Add(int.Parse((await page.GetAttributeAsync("#door", "data-badge-ms"))!, System.Globalization.CultureInfo.InvariantCulture));
        (await host.WithDbAsync(db => db.DoorEntries.CountAsync())).ShouldBe(0, "nothing has left the device");

        // Meanwhile another gate, cut off too, has let the first one in a moment later.
        var other = await GateAsync(visit, host, site, "gate-b", "Máy 2");
        await TypeAsync(other, lan[0].Ticket, "ok");
        await other.WaitForFunctionAsync("() => document.getElementById('door').dataset.waiting === '0'");

        await page.Context.SetOfflineAsync(false);
        await page.WaitForFunctionAsync("() => document.getElementById('door').dataset.waiting === '0' && document.getElementById('door').dataset.online === 'true'");
        var rows = await host.WithDbAsync(db => db.DoorEntries.AsNoTracking().OrderBy(e => e.Sequence).ToListAsync());
        var own = rows.Where(r => r.GateCode == "gate-a").OrderBy(r => r.Counter).ToList();
        own.Select(r => r.Counter).ShouldBe(Enumerable.Range(1, own.Count).Select(n => (long)n), "no number is missing");
        own.Take(10).Select(r => r.Kind).ShouldBe([DoorKind.Admit, DoorKind.Refuse, DoorKind.Refuse, DoorKind.Refuse, DoorKind.Admit, DoorKind.Admit, DoorKind.Admit, DoorKind.WalkIn, DoorKind.Undo, DoorKind.Refuse]);
        (own[10].Kind, own[10].Reason, own[10].Note).ShouldBe((DoorKind.Admit, "already_redeemed", "Đã xem căn cước"));
        own.Count.ShouldBe(21);
        (await host.WithDbAsync(db => db.DoorWalkIns.Select(w => w.Name).ToListAsync())).ShouldBe(["Khách Vãng lai"]);

        var (_, organiser) = await host.EnterAsync(Role.Organiser, Key);
        var desk = await visit.NewPageAsync();
        await desk.SetExtraHTTPHeadersAsync(HeadersOf(host, organiser));
        await desk.GotoAsync($"{site}/organise/demo-2026/door?lang=vi");
        (await desk.Locator("article[data-conflict]").CountAsync()).ShouldBe(1);
        (await desk.Locator("article[data-conflict] [data-evidence]").CountAsync()).ShouldBe(3, "both gates, and the one that was forced");
        (await desk.InnerTextAsync("tr[data-list=hall]")).ShouldContain("4");
        await LookAsync(desk, "organise");

        // Lost: it is told so, keeps no names, and adds nothing.
        await desk.ClickAsync("summary[aria-label*='Máy 1']");
        await desk.FillAsync("details[open] input[name=Reason]", "Mất máy");
        await desk.ClickAsync("details[open] button:has-text('Thu hồi')");
        await desk.WaitForURLAsync("**done=revoked");
        await page.EvaluateAsync("() => document.getElementById('sync-now').click()");
        await page.WaitForSelectorAsync("#revoked:visible");
        (await page.InnerTextAsync("#revoked")).ShouldContain("Mất máy");
        await LookAsync(page, "revoked");
        (await page.EvaluateAsync<int>("""
            () => new Promise(done => { const open = indexedDB.open("bangvang-door-demo-2026"); open.onsuccess = () => open.result.transaction("cards").objectStore("cards").count().onsuccess = e => done(e.target.result); })
            """)).ShouldBe(0);

        answers.Sort();
        Figures.Say(output, $"door, cut off: scan to answer {answers[answers.Count / 2]} ms in the middle, {answers[^1]} ms at most; scan to a badge ready to print {badges[0]} ms");
    });

    /// <summary>A telephone at a gate, enrolled with a code of the organisers.</summary>
    private static async Task<IPage> GateAsync(Visit visit, WebHost host, string site, string gate, string name)
    {
        var organiser = (await host.EnterAsync(Role.Organiser, Key)).Actor;
        var staff = (await host.EnterAsync(Role.DoorStaff, Key)).Visitor;
        await using var scope = host.Services.CreateAsyncScope();
        (await scope.ServiceProvider.GetRequiredService<MakeEnrolmentCode>().RunAsync(organiser, "demo-2026", name, "hall", gate, default)).TryGet(out var made, out _).ShouldBeTrue();
        var page = await visit.NewPageAsync(360, 800);
        // Signed in as people are: the worker that keeps the page asks with the cookie.
        var session = staff.Client.DefaultRequestHeaders.GetValues("Cookie").Single().Split('=', 2);
        await page.Context.AddCookiesAsync([new() { Name = session[0], Value = session[1], Url = site }]);
        await page.GotoAsync($"{site}/door/demo-2026?lang=vi");
        await page.WaitForSelectorAsync("#door[data-begun=yes]", new() { State = WaitForSelectorState.Attached });
        if (gate == "gate-a") await LookAsync(page, "enrol");
        await page.FillAsync("#code", made!.Code);
        await page.ClickAsync("#enrol-form button");
        await page.WaitForSelectorAsync("#work:visible");
        await page.WaitForFunctionAsync("() => document.getElementById('gate').options.length > 0");
        return page;
    }

    private static async Task TypeAsync(IPage page, string typed, string answer)
    {
        await page.EvaluateAsync("() => delete document.getElementById('answer').dataset.answer");
        await page.FillAsync("#find", typed);
        await page.PressAsync("#find", "Enter");
        await AnswerAsync(page, answer);
    }

    private static async Task AnswerAsync(IPage page, string answer) => await page.WaitForSelectorAsync($"#answer[data-answer='{answer}']");

    private static Task CameAsync(IPage page, int count) => page.WaitForFunctionAsync($"() => document.getElementById('came').textContent === '{count}'");

    private static async Task LookAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("BANGVANG_PICTURES") is { Length: > 0 } folder) await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"door-{name}.png"), FullPage = true });
        (await Axe.CheckAsync(page)).ShouldBeEmpty(name);
        (await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth")).ShouldBeTrue($"{name} scrolls sideways");
    }

    private static Dictionary<string, string> HeadersOf(WebHost host, Actor actor) =>
        host.As(actor).Client.DefaultRequestHeaders.Where(h => h.Key.StartsWith("X-Test", StringComparison.Ordinal)).ToDictionary(h => h.Key, h => h.Value.Single());

    private static async Task<IReadOnlyList<Attendee>> AddAsync(WebHost host, string name, int size)
    {
        var token = Secrets.NewToken();
        await host.WithDbAsync(db =>
        {
            db.RegistrationRequests.Add(new()
            {
                TokenHash = Secrets.HashOf(token), ForumKey = Key, ExpiresAt = Instant.FromUtc(2090, 1, 1, 0, 0),
                Form = new("delegate", "hall", "Công ty Minh họa 07", "vi", [.. Enumerable.Range(1, size).Select(i => new AttendeeForm($"{name} {i:00}", i == 1 ? $"{VietnameseText.Slug(name)}@example.vn" : "", "", "", false, ""))], [], ["organising"]),
            });
            return db.SaveChangesAsync();
        });
        await using var scope = host.Services.CreateAsyncScope();
        (await scope.ServiceProvider.GetRequiredService<ConfirmRegistration>().RunAsync("demo-2026", token, default)).TryGet(out var registered, out var problems).ShouldBeTrue(string.Join(", ", problems?.Select(p => p.Code) ?? []));
        return await host.WithDbAsync(db => db.Attendees.AsNoTracking().Where(a => a.PartyId == registered!.Party!.Id).OrderBy(a => a.Ordinal).ToListAsync());
    }
}
