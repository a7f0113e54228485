using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using BangVang.App.Forum;
using BangVang.App.Forum.Door;
using BangVang.Domain.Forum.Door;
using BangVang.Domain.Forum.Registration;
using BangVang.Domain.Kernel;
using BangVang.Testing;
using BangVang.Web.Api;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.Web.Tests.Forum;

/// <summary>The door over HTTP: calls that a device signs, the page it is kept from, the organisers' page.</summary>
public sealed class DoorPagesTests
{
    private const string Key = "forum/demo-2026", Api = "/api/v1/forums/demo-2026/door";

    [Fact]
    public async Task A_device_is_enrolled_gets_its_list_sends_its_ledger_and_reads_the_counts()
    {
        await using var host = await StartAsync();
        var ticket = await AddAsync(host, "Nguyễn Thị Lan", "hall");
        var device = await EnrolAsync(host);
        var list = await device.SendAsync(HttpMethod.Get, $"{Api}/list");
        list.StatusCode.ShouldBe(HttpStatusCode.OK);
        var body = await list.Content.ReadAsStringAsync();
        body.ShouldContain("Nguyễn Thị Lan");
        body.ShouldContain(TicketCode.HashOf(ticket.Ticket));
        foreach (var secret in new[] { ticket.Ticket, "@example.vn", "NB-01", "Xe lăn" }) body.ShouldNotContain(secret);
        list.Headers.GetValues("Door-World").Single().ShouldNotBeEmpty();
        (await device.SendAsync(HttpMethod.Get, $"{Api}/list", etag: list.Headers.ETag!.ToString())).StatusCode.ShouldBe(HttpStatusCode.NotModified);
        var digests = JsonNode.Parse(body)!["digests"]!.GetValue<string>();
        (await (await device.SendAsync(HttpMethod.Get, $"{Api}/list?have={digests}")).Content.ReadAsStringAsync()).ShouldNotContain("Nguyễn Thị Lan", customMessage: "what the device has is not sent again");

        var entry = new DoorEntry(device.Id, 1, WebHost.Start, DoorKind.Admit, "hall", "gate-a", TicketCode.HashOf(ticket.Ticket), "n1");
        (await device.PushAsync(entry)).ShouldBe("taken");
        (await device.PushAsync(entry)).ShouldBe("known");
        (await device.PushAsync(entry with { Nonce = "n2" })).ShouldBe("refused door.entry_forked");
        (await device.PushAsync(entry with { Counter = 2 }, signature: Convert.ToBase64String(new byte[64]))).ShouldBe("refused door.signature_wrong");
        var status = JsonNode.Parse(await (await device.SendAsync(HttpMethod.Get, $"{Api}/status")).Content.ReadAsStringAsync())!["lists"]!.AsArray().Single(l => l!["list"]!.GetValue<string>() == "hall")!;
        (status["checkin_count"]!.GetValue<int>(), status["position_count"]!.GetValue<int>(), status["gates"]!["gate-a"]!.GetValue<int>()).ShouldBe((1, 1, 1));
        var news = JsonNode.Parse(await (await device.SendAsync(HttpMethod.Get, $"{Api}/entries?after=0")).Content.ReadAsStringAsync())!;
        (news["last"]!.GetValue<long>(), news["entries"]!.AsArray().Count).ShouldBe((1, 1));
    }

    [Fact]
    public async Task A_call_that_is_not_the_devices_own_is_told_nothing()
    {
        await using var host = await StartAsync();
        await AddAsync(host, "Nguyễn Bí Mật", "hall");
        var device = await EnrolAsync(host);
        async Task RefusedAsync(HttpResponseMessage answer, HttpStatusCode status, string? code)
        {
            answer.StatusCode.ShouldBe(status);
            var body = await answer.Content.ReadAsStringAsync();
            body.ShouldNotContain("Bí Mật");
            if (code is not null) JsonNode.Parse(body)!["code"]!.GetValue<string>().ShouldBe(code);
        }
        await RefusedAsync(await device.SendAsync(HttpMethod.Get, $"{Api}/list", signature: Convert.ToBase64String(new byte[64])), HttpStatusCode.Unauthorized, "door.signature_wrong");
        await RefusedAsync(await device.SendAsync(HttpMethod.Get, $"{Api}/list", off: DoorApi.MostOff + Duration.FromSeconds(1)), HttpStatusCode.Unauthorized, "door.time_off");
        await RefusedAsync(await device.SendAsync(HttpMethod.Get, $"{Api}/list", signedPath: $"{Api}/status"), HttpStatusCode.Unauthorized, "door.signature_wrong");
        await RefusedAsync(await device.SendAsync(HttpMethod.Get, "/api/v1/forums/khong-co/door/list"), HttpStatusCode.Unauthorized, "door.device_unknown");
        await RefusedAsync(await host.As().Client.GetAsync($"{Api}/list"), HttpStatusCode.Unauthorized, "door.device_unknown");
        foreach (var other in new[] { host.As(Role.DoorStaff, Key), host.As(Role.Organiser, Key), host.AsAdministrator() }) await RefusedAsync(await other.Client.GetAsync($"{Api}/list"), HttpStatusCode.Unauthorized, "door.device_unknown");
        foreach (var other in new[] { host.As(), host.As(Role.Moderator, Key), host.As(Role.Applicant), host.AsAdministrator() })
        {
            (await other.Client.PostAsJsonAsync($"{Api}/redeem", new { secret = "BV1", lists = new[] { "hall" } })).StatusCode.ShouldBeOneOf(HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden);
            (await other.Client.PostAsJsonAsync($"{Api}/devices", new { code = "x", publicKey = "x" })).StatusCode.ShouldBeOneOf(HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden);
        }
        (await host.As(Role.DoorStaff, "forum/7").Client.PostAsJsonAsync($"{Api}/redeem", new { secret = "BV1", lists = new[] { "hall" } })).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var statuses = new List<HttpStatusCode>();
        // More than once the burst: what is used up is filled again while a slow machine asks.
        for (var i = 0; i < 3 * DoorPace.Burst && !statuses.Contains(HttpStatusCode.TooManyRequests); i++) statuses.Add((await device.SendAsync(HttpMethod.Get, "/api/v1/forums/khong-co/door/list")).StatusCode);
        statuses.ShouldContain(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task The_redeem_call_speaks_as_pretix_does()
    {
        await using var host = await StartAsync();
        var ticket = await AddAsync(host, "Nguyễn Thị Lan", "hall");
        var (staff, _) = await host.EnterAsync(Role.DoorStaff, Key);
        async Task<string> RedeemAsync(object body)
        {
            var answer = await staff.Client.PostAsJsonAsync($"{Api}/redeem", body);
            var json = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
            return $"{(int)answer.StatusCode} {json["status"]} {json["reason"]} {json["position"]?["attendee_name"]} {json["questions"]?[0]?["identifier"]}".TrimEnd();
        }
        string[] lists = ["hall"];
        (await RedeemAsync(new { secret = ticket.Ticket, lists, type = "entry", nonce = "n1" })).ShouldBe("201 ok  Nguyễn Thị Lan 01");
        (await RedeemAsync(new { secret = ticket.Ticket, lists, nonce = "n1" })).ShouldBe("201 ok  Nguyễn Thị Lan 01");
        (await RedeemAsync(new { secret = ticket.Ticket, lists, nonce = "n2" })).ShouldBe("200 error already_redeemed Nguyễn Thị Lan 01");
        (await RedeemAsync(new { secret = ticket.Ticket, lists, force = true, questions_supported = true })).ShouldBe("400 incomplete already_redeemed Nguyễn Thị Lan 01 force_reason");
        (await RedeemAsync(new { secret = ticket.Ticket, lists, force = true, datetime = "2026-10-01T02:59:00+00:00" })).ShouldBe("201 ok already_redeemed Nguyễn Thị Lan 01");
        (await RedeemAsync(new { secret = "BV1ABC", lists })).ShouldBe("404 error invalid");
        foreach (var wrong in new object[] { new { lists }, new { secret = ticket.Ticket, lists, type = "sideways" }, new { secret = ticket.Ticket, lists, datetime = "hôm nay" } })
            (await staff.Client.PostAsJsonAsync($"{Api}/redeem", wrong)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await staff.Client.PostAsJsonAsync($"{Api}/redeem", new { secret = ticket.Ticket, lists = new[] { "hall", "foyer" } })).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task The_page_of_the_doors_holds_nobody_and_alone_may_use_the_camera()
    {
        await using var host = await StartAsync();
        await AddAsync(host, "Nguyễn Bí Mật", "hall");
        var staff = host.As(Role.DoorStaff, Key);
        var page = await staff.GetAsync("/door/demo-2026");
        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Header("Permissions-Policy")!.ShouldContain("camera=(self)");
        page.Body.ShouldNotContain("Bí Mật");
        page.Body.ShouldNotContain("Người thử");
        page.Html.QuerySelectorAll("script:not([src]):not([type=importmap])").ShouldBeEmpty();
        (await staff.GetAsync("/organise/demo-2026")).Header("Permissions-Policy")!.ShouldContain("camera=()");
        var worker = await host.As().GetAsync("/door/demo-2026/worker.js");
        (worker.Header("Service-Worker-Allowed"), worker.Header("Cache-Control")).ShouldBe(("/door/demo-2026", "no-cache"));
        foreach (var file in JsonNode.Parse(worker.Body["const SHELL = ".Length..worker.Body.IndexOf(";\n", StringComparison.Ordinal)])!["files"]!.AsArray())
            (await host.As().GetAsync(file!.GetValue<string>())).Status.ShouldBe(HttpStatusCode.OK, file.ToString());
        JsonNode.Parse((await host.As().GetAsync("/door/demo-2026/manifest.webmanifest")).Body)!["scope"]!.GetValue<string>().ShouldBe("/door/demo-2026");
        (await host.As().GetAsync("/door/7/worker.js")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await host.As(Role.DoorStaff, "forum/7").GetAsync("/door/demo-2026")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await host.As(Role.Moderator, Key).GetAsync("/door/demo-2026")).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Organisers_see_both_sides_of_a_conflict_take_devices_out_and_download_the_ledger()
    {
        await using var host = await StartAsync();
        var ticket = await AddAsync(host, "=1+1 Lan", "hall");
        var (one, two) = (await EnrolAsync(host, "Máy 1"), await EnrolAsync(host, "Máy 2"));
        await one.PushAsync(new(one.Id, 1, WebHost.Start, DoorKind.Admit, "hall", "gate-a", TicketCode.HashOf(ticket.Ticket), "n1"));
        await two.PushAsync(new(two.Id, 1, WebHost.Start + Duration.FromSeconds(9), DoorKind.Admit, "hall", "gate-b", TicketCode.HashOf(ticket.Ticket), "n2"));
        var organiser = (await host.EnterAsync(Role.Organiser, Key)).Visitor;
        var page = await organiser.GetAsync("/organise/demo-2026/door");
        page.Html.QuerySelectorAll("tr[data-list=hall] td").Select(c => c.TextContent).Take(5).ShouldBe(["1", "1", "1", "0", "1"]);
        page.Html.QuerySelectorAll("article[data-conflict]").Length.ShouldBe(1);
        page.Html.QuerySelectorAll("article[data-conflict] [data-signature]").Length.ShouldBe(2);
        page.Text("article[data-conflict]")!.ShouldContain("Cửa B");

        var made = await organiser.SubmitAsync(page, "#make-code", ("Name", "Máy 3"), ("Gate", "hall/gate-a"));
        made.Text("[data-code]")!.ShouldMatch("^[0-9A-Z]{4}-[0-9A-Z]{4}$");
        (await organiser.SubmitAsync(page, "#make-code", ("Name", ""), ("Gate", "hall/khong-co"))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await organiser.SubmitAsync(page, "form[action$='handler=Revoke']", ("device", $"{one.Id}"), ("Reason", "Mất máy"))).Location.ShouldBe("/organise/demo-2026/door?done=revoked");
        var after = await one.SendAsync(HttpMethod.Get, $"{Api}/list");
        after.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await after.Content.ReadAsStringAsync()).ShouldContain("Mất máy");

        var csv = await organiser.SubmitAsync(page, "form[action$='handler=Export']");
        csv.Body.ShouldContain("'=1+1 Lan", customMessage: "a formula is neutralised");
        csv.Body.Split("\r\n").Length.ShouldBe(4);
        (await host.WithDbAsync(db => db.AuditEntries.CountAsync(a => a.Action == "door.exported"))).ShouldBe(1);
        foreach (var other in new[] { host.As(Role.DoorStaff, Key), host.As(Role.Organiser, "forum/7"), host.As() })
            (await other.GetAsync("/organise/demo-2026/door")).Body.ShouldNotContain("1+1 Lan");
    }

    /// <summary>A device at the other end of the line.</summary>
    internal sealed class HttpDevice(HttpClient client, ECDsa key, Guid id, Func<Instant> now)
    {
        public Guid Id => id;

        private string Sign(byte[] data) => Convert.ToBase64String(key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));

        public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string body = "", string? etag = null, string? signature = null, string? signedPath = null, Duration off = default)
        {
            var at = (now() + off).ToUnixTimeMilliseconds();
            using var request = new HttpRequestMessage(method, path);
            if (body.Length > 0) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            request.Headers.Add("Door-Device", $"{id:D}");
            request.Headers.Add("Door-Time", at.ToString(CultureInfo.InvariantCulture));
            request.Headers.Add("Door-Signature", signature ?? Sign(Encoding.UTF8.GetBytes($"{method}\n{signedPath ?? path}\n{at}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)))}")));
            if (etag is not null) request.Headers.TryAddWithoutValidation("If-None-Match", etag);
            return await client.SendAsync(request);
        }

        /// <returns>What became of it: "taken", "refused door.entry_forked".</returns>
        public async Task<string> PushAsync(DoorEntry entry, string? signature = null)
        {
            var item = new JsonObject { ["entry"] = JsonNode.Parse(entry.SignedBytes()), ["signature"] = signature ?? Sign(entry.SignedBytes()) };
            var answer = await SendAsync(HttpMethod.Post, $"{Api}/entries", new JsonObject { ["entries"] = new JsonArray(item), ["pending"] = 0 }.ToJsonString());
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            var one = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["answers"]![0]!;
            return $"{one["status"]} {one["code"]}".TrimEnd();
        }
    }

    private static async Task<HttpDevice> EnrolAsync(WebHost host, string name = "Máy 1")
    {
        var organiser = (await host.EnterAsync(Role.Organiser, Key)).Actor;
        var (staff, _) = await host.EnterAsync(Role.DoorStaff, Key);
        await using var scope = host.Services.CreateAsyncScope();
        (await scope.ServiceProvider.GetRequiredService<MakeEnrolmentCode>().RunAsync(organiser, "demo-2026", name, "hall", "gate-a", default)).TryGet(out var made, out _).ShouldBeTrue();
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var answer = await staff.Client.PostAsJsonAsync($"{Api}/devices", new { code = made!.Code, publicKey = Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()) });
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        var id = Guid.Parse(JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["id"]!.GetValue<string>());
        var time = host.Services.GetRequiredService<TimeProvider>();
        return new(host.As().Client, key, id, () => Instant.FromDateTimeOffset(time.GetUtcNow()));
    }

    internal static async Task<WebHost> StartAsync(bool onSocket = false)
    {
        var host = await WebHost.StartAsync(onSocket: onSocket);
        await host.WithDbAsync(db => new PublishForum(db, new(db), host.Clock).RunAsync(Actor.Console, ForumReader.Read(Path.Combine(Repository.Root, "forums/demo-2026"), new(2026, 9, 30)), default));
        return host;
    }

    /// <summary>Somebody with a ticket, who has told more than a door needs.</summary>
    internal static async Task<Attendee> AddAsync(WebHost host, string name, string place, int size = 1, string kind = "delegate") => (await RegisterAsync(host, name, place, size, kind)).Ticket;

    /// <summary>The same with the personal link.</summary>
    internal static async Task<(Attendee Ticket, string Link)> RegisterAsync(WebHost host, string name, string place, int size = 1, string kind = "delegate")
    {
        var token = App.Kernel.Secrets.NewToken();
        await host.WithDbAsync(db =>
        {
            db.RegistrationRequests.Add(new()
            {
                TokenHash = App.Kernel.Secrets.HashOf(token), ForumKey = Key, ExpiresAt = Instant.MaxValue - Duration.FromDays(400),
                Form = new(kind, place, "Công ty Minh họa 07", "vi", [.. Enumerable.Range(1, size).Select(i => new AttendeeForm($"{name} {i:00}", i == 1 ? $"{VietnameseText.Slug(name)}@example.vn" : "", "Giám đốc", "Xe lăn", false, ""))],
                    kind == "press" ? new JsonObject { ["press-card"] = "NB-01" } : [], ["organising"]),
            });
            return db.SaveChangesAsync();
        });
        await using var scope = host.Services.CreateAsyncScope();
        (await scope.ServiceProvider.GetRequiredService<App.Forum.Registration.ConfirmRegistration>().RunAsync("demo-2026", token, default)).TryGet(out var registered, out var problems).ShouldBeTrue(string.Join(", ", problems?.Select(p => p.Code) ?? []));
        return (await host.WithDbAsync(db => db.Attendees.AsNoTracking().FirstAsync(a => a.PartyId == registered!.Party!.Id && a.Ordinal == 0)), registered!.Link!);
    }
}
