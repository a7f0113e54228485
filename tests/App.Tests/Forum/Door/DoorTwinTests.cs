using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using BangVang.App.Forum.Door;
using BangVang.Domain.Forum.Door;
using BangVang.Domain.Forum.Registration;
using BangVang.Domain.Kernel;
using BangVang.Testing;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Forum.Door;

/// <summary>The rules of the server and those of the browser are one: both give what stands in door-vectors.json.</summary>
public sealed class DoorTwinTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests/App.Tests/Forum/Door");
    private static readonly string Vectors = Path.Combine(Folder, "door-vectors.json");
    private static readonly long Opens = Instant.FromUtc(2027, 2, 2, 0, 0).ToUnixTimeMilliseconds();

    [Fact]
    public async Task The_rules_give_what_the_vectors_say()
    {
        var text = Write();
        if (Environment.GetEnvironmentVariable("BANGVANG_WRITE_GOLDEN") == "1") await File.WriteAllTextAsync(Vectors, text);
        (await File.ReadAllTextAsync(Vectors)).ShouldBe(text, "when the change is meant, write the vectors anew: BANGVANG_WRITE_GOLDEN=1");
    }

    [Fact]
    public async Task The_browsers_rules_give_what_the_vectors_say()
    {
        var folder = Directory.CreateTempSubdirectory("bv-door-").FullName;
        try
        {
            // The file is a module by the page that loads it; node goes by the name.
            var rules = Path.Combine(folder, "door-rules.mjs");
            File.Copy(Path.Combine(Repository.Root, "src/BangVang.Web/wwwroot/js/door-rules.js"), rules);
            using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(Folder, "twin.mjs"), rules, Vectors]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var (said, complained) = (node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
            await node.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
            (await complained).ShouldBe("");
            (await said).Trim().ShouldBe("ran 371");
        }
        finally { Directory.Delete(folder, recursive: true); }
    }

    private static string Write()
    {
        var random = new Random(20270202);
        var json = new JsonObject { ["decide"] = Decisions(), ["states"] = States(random), ["signed"] = Signed(), ["codes"] = Codes(), ["hashes"] = Hashes(), ["search"] = Search() };
        return json.ToJsonString(new(JsonSerializerOptions.Default) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = false }).Replace("},{\"list\":{", "},\n{\"list\":{", StringComparison.Ordinal).Replace("},{\"lists\":[", "},\n{\"lists\":[", StringComparison.Ordinal) + "\n";
    }

    private static JsonNode Told(DoorList list) => new JsonObject
    {
        ["code"] = list.Code, ["places"] = new JsonArray([.. list.Places.Select(p => JsonValue.Create(p))]), ["kinds"] = new JsonArray([.. list.Kinds.Select(k => JsonValue.Create(k))]),
        ["allowMultipleEntries"] = list.AllowMultipleEntries, ["allowEntryAfterExit"] = list.AllowEntryAfterExit, ["opens"] = Opens, ["closes"] = Opens + 3_600_000,
    };

    private static DoorList List(string code, bool again = false, bool afterExit = false, params string[] kinds) =>
        new() { Code = code, Name = new(code, code), Places = ["hall"], Gates = [], Kinds = kinds, AllowMultipleEntries = again, AllowEntryAfterExit = afterExit };

    private static JsonArray Decisions()
    {
        var cases = new JsonArray();
        DoorList[] lists = [List("hall"), List("foyer", again: true), List("session", afterExit: true), List("press-room", kinds: "press")];
        DoorHistory[] histories = [new(0, false, false), new(1, true, false), new(1, false, true)];
        foreach (var (list, state) in lists.SelectMany(l => new[] { null, "confirmed", "awaiting_approval", "waiting", "declined", "cancelled" }.Select(s => (l, s))))
            foreach (var (history, n) in histories.Select((h, n) => (h, n)))
                foreach (var kind in (DoorKind[])[DoorKind.Admit, DoorKind.Exit])
                    foreach (var force in (bool[])[false, true])
                    {
                        var ticket = new DoorTicket(state, n == 2 ? "press" : "delegate", n == 1 && list.Code == "hall" ? "seoul" : "hall");
                        var at = Opens + (n == 0 && list.Code == "session" ? -1 : n == 0 && list.Code == "press-room" ? 3_600_000 : 0);
                        var answer = DoorRules.Decide(list, new(Instant.FromUnixTimeMilliseconds(Opens), Instant.FromUnixTimeMilliseconds(Opens + 3_600_000)), ticket, history, kind, Instant.FromUnixTimeMilliseconds(at), force);
                        cases.Add(new JsonObject
                        {
                            ["list"] = Told(list), ["ticket"] = new JsonObject { ["state"] = ticket.State, ["kind"] = ticket.Kind, ["place"] = ticket.Place },
                            ["history"] = new JsonObject { ["admitted"] = history.Admitted, ["isInside"] = history.IsInside, ["hasLeft"] = history.HasLeft },
                            ["kind"] = Domain.Kernel.Codes.Of(kind), ["at"] = at, ["force"] = force, ["reason"] = answer.Reason, ["isForced"] = answer.IsForced, ["isIn"] = answer.IsIn,
                        });
                    }
        return cases;
    }

    private static JsonArray States(Random random)
    {
        var cases = new JsonArray();
        for (var n = 0; n < 30; n++)
        {
            DoorList[] lists = [List("hall", again: n % 5 == 1, afterExit: n % 3 == 1), List("foyer", again: true)];
            var entries = Ledgers(random, 14).ToList();
            var state = DoorState.Of(entries, code => lists.FirstOrDefault(l => l.Code == code));
            cases.Add(new JsonObject
            {
                ["lists"] = new JsonArray([.. lists.Select(Told)]), ["entries"] = new JsonArray([.. entries.Select(e => JsonNode.Parse(e.SignedBytes()))]),
                ["state"] = new JsonObject
                {
                    ["tickets"] = Rows(state.Tickets.Values.OrderBy(t => t.List, StringComparer.Ordinal).ThenBy(t => t.CodeHash, StringComparer.Ordinal).Select(t => (object?[])[t.List, t.CodeHash, t.Admitted, t.IsInside, Name(t.First?.Name), Name(t.Last?.Name)])),
                    ["conflicts"] = Rows(state.Conflicts.Select(c => (object?[])[c.List, c.CodeHash, Name(c.Counted.Name), .. c.Others.Select(o => Name(o.Name))])),
                    ["faults"] = Rows(state.Faults.Select(f => (object?[])[Name(f.Name), f.Reason])),
                },
            });
        }
        return cases;
    }

    /// <summary>Three devices, few tickets and a short time, so that everything happens to everything: undos of undos, numbers used twice, scans told twice.</summary>
    private static IEnumerable<DoorEntry> Ledgers(Random random, int count)
    {
        var counters = new long[4];
        for (var i = 0; i < count; i++)
        {
            var device = random.Next(1, 4);
            var forked = random.Next(12) == 0 && counters[device] > 0;
            var counter = forked ? counters[device] : ++counters[device];
            var kind = random.Next(10) switch { < 5 => DoorKind.Admit, < 7 => DoorKind.Exit, < 9 => DoorKind.Undo, _ => DoorKind.Refuse };
            yield return new(Device(device), counter, Instant.FromUnixTimeMilliseconds(Opens + random.Next(8) * 1000), kind, random.Next(4) == 0 ? "foyer" : "hall", "gate-a", TicketCode.HashOf($"ticket {random.Next(3)}"), $"n{random.Next(20)}",
                kind is DoorKind.Undo ? new EntryName(Device(random.Next(1, 4)), random.Next(1, 5)) : null, kind is DoorKind.Refuse ? "already_redeemed" : null)
            { OffsetMs = random.Next(-2, 3) * 1000 };
        }
    }

    private static JsonArray Signed()
    {
        var entry = new DoorEntry(Device(7), 41, Instant.FromUnixTimeMilliseconds(Opens), DoorKind.Admit, "hall", "gate-a", TicketCode.HashOf("BV1"), "đ \"nháy\" \\ \u0001 \u2028 😀", null, "already_redeemed") { OffsetMs = -1500, Note = "Đúng người, đã xem giấy tờ\n", Group = "g" };
        var undo = entry with { Kind = DoorKind.Undo, Undoes = entry.Name, Reason = null, Note = null, Group = null };
        var walkIn = entry with { Kind = DoorKind.WalkIn, Card = new WalkInCard("Khách Minh họa", "", "delegate").Hash() };
        return new([.. new[] { entry, undo, walkIn }.Select(e => new JsonObject { ["entry"] = JsonNode.Parse(e.SignedBytes()), ["text"] = System.Text.Encoding.UTF8.GetString(e.SignedBytes()) })]);
    }

    private static JsonArray Codes()
    {
        string[] codes = ["BV1ABCDEFGH2345678900", "BV1" + new string('0', 16)];
        var valid = codes.Select(c => c.Length > 19 ? c[..19] : c).SelectMany(b => Enumerable.Range(0, 1024).Select(i => b + "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[i / 32] + "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[i % 32]).Where(c => TicketCode.Find(c) is not null)).ToList();
        string?[] typed = [.. valid, .. valid.Select(v => TicketCode.Shown(v).ToLowerInvariant()), .. valid.Select(v => v.Replace('0', 'O')), .. valid.Select(v => v[..^1] + (v[^1] == 'A' ? 'B' : 'A')), "", "BV1", "https://example.vn/?code=BV1", new string('B', 200), "BV2ABCDEFGH234567890012"];
        return new([.. typed.Select(x => new JsonObject { ["typed"] = x, ["code"] = TicketCode.Find(x) })]);
    }

    private static JsonArray Hashes() => new([.. new[] { "BV1ABCDEFGH23456789", "đ" }.Select(c => new JsonObject { ["code"] = c, ["hash"] = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(c))), ["badge"] = DoorTickets.BadgeOf(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(c)))) })]);

    private static JsonArray Search() => new([.. new[] { "Đặng Thị Ánh Ngọc", "  Trần–Văn  Bình,  Công ty Minh họa 07 ", "ĐƯỜNG", "Kim Ji-woo (김지우)", "" }.Select(t => new JsonObject { ["text"] = t, ["key"] = VietnameseText.SearchKey(t) })]);

    private static JsonArray Rows(IEnumerable<object?[]> rows) => new([.. rows.Select(r => (JsonNode)new JsonArray([.. r.Select(v => v is null ? null : JsonValue.Create(v))]))]);

    private static string? Name(EntryName? name) => name is { } n ? $"{n.Device:D}/{n.Counter}" : null;

    private static Guid Device(int n) => new(n, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]);
}
