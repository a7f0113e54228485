using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.RateLimiting;
using BangVang.App.Forum;
using BangVang.App.Forum.Door;
using BangVang.App.Kernel;
using BangVang.App.Storage;
using BangVang.Domain.Forum.Door;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using NodaTime;
using NodaTime.Text;

namespace BangVang.Web.Api;

/// <summary>How often one device or one person may ask: far above what a gate does, far below what a program that guesses needs.</summary>
public sealed class DoorPace : IDisposable
{
    /// <summary>Calls at once, refilled within a minute.</summary>
    public const int Burst = 300;

    private readonly PartitionedRateLimiter<string> calls = PartitionedRateLimiter.Create<string, string>(key => RateLimitPartition.GetTokenBucketLimiter(key, _ => new()
    {
        TokenLimit = Burst, TokensPerPeriod = Burst / 60, ReplenishmentPeriod = TimeSpan.FromSeconds(1), QueueLimit = 0, AutoReplenishment = true,
    }));

    public bool MayAsk(string who)
    {
        using var lease = calls.AttemptAcquire(who);
        return lease.IsAcquired;
    }

    public void Dispose() => calls.Dispose();
}

/// <summary>
/// The calls of the door. A device proves each call with its key; enrolling it and the server's own redeem call are for
/// signed-in people who work at the doors of that forum. Nothing of one forum is told to the devices of another.
/// </summary>
public static class DoorApi
{
    /// <summary>By how much a call's time may be off the server's; a device that is refused corrects its clock by <c>Door-World</c>.</summary>
    public static readonly Duration MostOff = Duration.FromMinutes(5);
    private const int MostBytes = 1 << 20;

    public static IServiceCollection AddDoor(this IServiceCollection services) => services.AddSingleton<DoorPace>();

    public static void MapDoor(this IEndpointRouteBuilder app)
    {
        app.MapPost("/api/v1/forums/{slug}/door/devices", EnrolAsync).For(Role.DoorStaff, Role.Organiser, Role.BridgeHost);
        app.MapPost("/api/v1/forums/{slug}/door/redeem", RedeemAsync).For(Role.DoorStaff, Role.Organiser, Role.BridgeHost);
        app.MapGet("/api/v1/forums/{slug}/door/list", ListAsync).Public();
        app.MapGet("/api/v1/forums/{slug}/door/entries", NewsAsync).Public();
        app.MapPost("/api/v1/forums/{slug}/door/entries", PushAsync).Public();
        app.MapGet("/api/v1/forums/{slug}/door/status", StatusAsync).Public();
        app.MapGet("/door/{slug}/worker.js", WorkerAsync).Public();
        app.MapGet("/door/{slug}/manifest.webmanifest", ManifestAsync).Public();
    }

    private sealed record EnrolBody(string? Code, string? PublicKey);

    private static async Task<IResult> EnrolAsync(HttpContext context, string slug, EnrolDevice enrol, DoorPace pace, IClock clock, TimeProvider time, Texts texts, CancellationToken ct)
    {
        Clocks(context, clock, time);
        if (!pace.MayAsk($"person {context.Actor().PersonId}")) return Results.StatusCode(StatusCodes.Status429TooManyRequests);
        if (await BodyAsync(context, ct) is not { } body || body.RootElement.Deserialize<EnrolBody>(Json.Options) is not { Code.Length: <= 40, PublicKey: not null } wanted) return Results.BadRequest();
        var result = await enrol.RunAsync(context.Actor(), slug, wanted.Code, wanted.PublicKey, ct);
        return result.TryGet(out var device, out var problem) ? Results.Json(Told(device), Json.Options, statusCode: StatusCodes.Status201Created) : problem.ToResult(texts);
    }

    private static object Told(DoorDevice device) => new { device.Id, device.Name, List = device.ListCode, Gate = device.GateCode };

    private static async Task<IResult> ListAsync(HttpContext context, string slug, string? have, BangVangDb db, ForumBook book, OpenDevice open, DoorPace pace, IClock clock, TimeProvider time, Texts texts, CancellationToken ct)
    {
        var (asked, refusal) = await AskAsync(context, slug, [], book, open, pace, clock, time, texts, ct);
        if (asked is null) return refusal!;
        var forum = asked.Forum.Forum;
        var sheet = await db.DoorSheetAsync(asked.Actor, forum, have, ct);
        // What a device has stands in the address: the same address and the same list are the same answer.
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{asked.Forum.Sha256} {asked.Device.Id} {have} {sheet.Digests}")))[..32]}\"";
        context.Response.Headers.ETag = tag;
        if (context.Request.Headers.IfNoneMatch == tag) return Results.StatusCode(StatusCodes.Status304NotModified);
        return Results.Json(new
        {
            Forum = new { forum.Slug, Name = forum.ShortName ?? forum.Name },
            Device = Told(asked.Device),
            Lists = DoorQueries.ListsInCare(asked.Actor, forum).Select(l => new
            {
                l.Code, l.Name, l.Places, l.Kinds, l.Gates, l.WalkIns, l.AllowMultipleEntries, l.AllowEntryAfterExit,
                Opens = DoorWindow.Of(forum, l).Opens?.ToUnixTimeMilliseconds(), Closes = DoorWindow.Of(forum, l).Closes?.ToUnixTimeMilliseconds(),
            }),
            Kinds = (forum.Registration?.Kinds ?? []).Select(k => new { k.Code, k.Name }),
            Places = (forum.Registration?.Places ?? []).Select(p => new { p.Code, p.Name }),
            sheet.Digests,
            Cards = sheet.Cards.ToDictionary(c => c.Key.ToString(CultureInfo.InvariantCulture), c => c.Value.Select(t => new object[] { t.Hash, t.Name, t.Organisation, t.Kind, t.Place, t.State, t.Party })),
        }, Json.Options);
    }

    private static async Task<IResult> NewsAsync(HttpContext context, string slug, long? after, BangVangDb db, ForumBook book, OpenDevice open, DoorPace pace, IClock clock, TimeProvider time, Texts texts, CancellationToken ct)
    {
        var (asked, refusal) = await AskAsync(context, slug, [], book, open, pace, clock, time, texts, ct);
        if (asked is null) return refusal!;
        var (news, last) = await db.DoorNewsAsync(asked.Actor, asked.Forum.Forum, after ?? 0, ct);
        return Results.Json(new { last, entries = news.Select(n => JsonNode.Parse(n.Entry.SignedBytes())) }, Json.Options);
    }

    private static async Task<IResult> PushAsync(HttpContext context, string slug, ForumBook book, OpenDevice open, PushEntries push, DoorPace pace, IClock clock, TimeProvider time, Texts texts, CancellationToken ct)
    {
        if (await BytesAsync(context, ct) is not { } bytes) return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
        var (asked, refusal) = await AskAsync(context, slug, bytes, book, open, pace, clock, time, texts, ct);
        if (asked is null) return refusal!;
        if (ReadEntries(bytes) is not { } sent) return Problem.Invalid("door.entries_malformed").ToResult(texts);
        var result = await push.RunAsync(asked.Device, asked.Actor, slug, sent.Entries, new(asked.SkewMs, sent.Battery, sent.Pending), ct);
        return result.TryGet(out var answers, out var problem)
            ? Results.Json(new { answers = answers.Select(a => new { a.Counter, status = Codes.Of(a.Fate), a.Code, reason = a.Code is null ? null : texts[a.Code] }) }, Json.Options)
            : problem.ToResult(texts);
    }

    private static async Task<IResult> StatusAsync(HttpContext context, string slug, BangVangDb db, ForumBook book, OpenDevice open, DoorPace pace, IClock clock, TimeProvider time, Texts texts, CancellationToken ct)
    {
        var (asked, refusal) = await AskAsync(context, slug, [], book, open, pace, clock, time, texts, ct);
        if (asked is null) return refusal!;
        var counts = await db.DoorCountsAsync(asked.Actor, asked.Forum.Forum, ct);
        return Results.Json(new { lists = counts.Select(c => new { list = c.List, checkin_count = c.CheckinCount, position_count = c.PositionCount, inside_count = c.InsideCount, walk_ins = c.WalkIns, conflicts = c.Conflicts, gates = c.ByGate }) }, Json.Options);
    }

    private sealed record RedeemBody(string? Secret, IReadOnlyList<string>? Lists, string? Gate, string? Type, string? Datetime, bool Force, string? Nonce, bool Questions_supported, IReadOnlyDictionary<string, string>? Answers);

    private static async Task<IResult> RedeemAsync(HttpContext context, string slug, RedeemTicket redeem, DoorPace pace, IClock clock, TimeProvider time, Texts texts, CancellationToken ct)
    {
        Clocks(context, clock, time);
        if (!pace.MayAsk($"person {context.Actor().PersonId}")) return Results.StatusCode(StatusCodes.Status429TooManyRequests);
        if (await BodyAsync(context, ct) is not { } body) return Results.BadRequest();
        RedeemBody? wanted;
        try { wanted = body.RootElement.Deserialize<RedeemBody>(Json.Options); }
        catch (JsonException) { return Results.BadRequest(); }
        Instant? at = null;
        if (wanted?.Datetime is { } told)
        {
            if (OffsetDateTimePattern.ExtendedIso.Parse(told) is not { Success: true } read) return Results.BadRequest();
            at = read.Value.ToInstant();
        }
        if (wanted is not { Secret.Length: >= 1 and <= 200, Lists: not null } || wanted.Type is not (null or "entry" or "exit")) return Results.BadRequest();
        var result = await redeem.RunAsync(context.Actor(), slug, new(wanted.Secret, wanted.Lists, wanted.Gate, wanted.Type == "exit", at, wanted.Force, wanted.Nonce, wanted.Questions_supported, wanted.Answers?.GetValueOrDefault("force_reason")), ct);
        if (!result.TryGet(out var answer, out var problem)) return problem.ToResult(texts);
        var status = answer switch { { Status: "ok" } => 201, { Status: "incomplete" } => 400, { Reason: "invalid" } => 404, _ => 200 };
        return Results.Json(Told(answer, texts), Json.Options, statusCode: status);
    }

    /// <summary>In pretix's names.</summary>
    private static JsonObject Told(RedeemAnswer answer, Texts texts)
    {
        var json = new JsonObject { ["status"] = answer.Status, ["list"] = new JsonObject { ["id"] = answer.List } };
        if (answer.Reason is { } reason)
        {
            json["reason"] = reason;
            json["reason_explanation"] = texts[$"door.reason_{reason}"];
        }
        json["require_attention"] = answer.IsForced;
        if (answer.Status == "incomplete") json["questions"] = new JsonArray(new JsonObject { ["identifier"] = "force_reason", ["type"] = "S", ["required"] = true, ["question"] = texts["door.force_reason"] });
        if (answer.Ticket is { } ticket)
            json["position"] = new JsonObject
            {
                ["attendee_name"] = ticket.Name, ["company"] = ticket.Organisation, ["item"] = ticket.Kind, ["place"] = ticket.Place, ["state"] = ticket.State, ["order"] = ticket.Party,
                ["checkins"] = answer.First is { } first ? new JsonArray(new JsonObject { ["list"] = answer.List, ["gate"] = first.Gate, ["datetime"] = first.Moment.ToString(), ["type"] = "entry" }) : [],
            };
        return json;
    }

    private sealed record Asked(DoorDevice Device, Actor Actor, PublishedForum Forum, long SkewMs);

    /// <summary>Who calls: the headers name the device, its time and its signature over method, address, time and the SHA-256 of the body.</summary>
    private static async Task<(Asked? Asked, IResult? Refusal)> AskAsync(HttpContext context, string slug, byte[] body, ForumBook book, OpenDevice open, DoorPace pace, IClock clock, TimeProvider time, Texts texts, CancellationToken ct)
    {
        var now = Clocks(context, clock, time);
        var headers = context.Request.Headers;
        if (!Guid.TryParseExact(headers["Door-Device"], "D", out var id) || !long.TryParse(headers["Door-Time"], NumberStyles.None, CultureInfo.InvariantCulture, out var at) || at > 1L << 48)
            return (null, Refuse(Problem.Forbidden("door.device_unknown"), StatusCodes.Status401Unauthorized, texts));
        if (!pace.MayAsk($"device {id}")) return (null, Results.StatusCode(StatusCodes.Status429TooManyRequests));
        var signed = Encoding.UTF8.GetBytes($"{context.Request.Method}\n{context.Request.Path}{context.Request.QueryString}\n{at}\n{Convert.ToHexStringLower(SHA256.HashData(body))}");
        var opened = await open.RunAsync(Domain.Forum.ForumEdition.KeyOf(slug), id, signed, headers["Door-Signature"], ct);
        if (!opened.TryGet(out var found, out var problem))
            return (null, Refuse(problem, problem.Code is "door.device_revoked" or "door.role_gone" ? StatusCodes.Status403Forbidden : StatusCodes.Status401Unauthorized, texts));
        // The time of the call keeps a listener from sending it again tomorrow. What the clock was off by is said apart.
        if (Math.Abs((Instant.FromUnixTimeMilliseconds(at) - now).TotalMilliseconds) > MostOff.TotalMilliseconds) return (null, Refuse(Problem.NotNow("door.time_off"), StatusCodes.Status401Unauthorized, texts));
        if (await book.CurrentAsync(slug, ct) is not { } forum) return (null, Refuse(Problem.NotFound("forum.unknown"), StatusCodes.Status404NotFound, texts));
        var skew = long.TryParse(headers["Door-Skew"], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var told) ? told : 0;
        return (new(found.Device, found.Actor, forum, skew), null);
    }

    private static IResult Refuse(Problem problem, int status, Texts texts) => Results.Problem(statusCode: status, title: texts.Sentence(problem), extensions: new Dictionary<string, object?> { ["code"] = problem.Code });

    /// <summary>Tells both clocks, in milliseconds: the world's, and the forum's, which a demonstration moves. Never kept by anybody.</summary>
    private static Instant Clocks(HttpContext context, IClock clock, TimeProvider time)
    {
        var now = time.Now();
        context.Response.Headers["Door-World"] = now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        context.Response.Headers["Door-Now"] = clock.GetCurrentInstant().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        context.Response.Headers.CacheControl = "no-store";
        return now;
    }

    private static async Task<byte[]?> BytesAsync(HttpContext context, CancellationToken ct)
    {
        using var kept = new MemoryStream();
        var block = new byte[16 * 1024];
        for (int read; (read = await context.Request.Body.ReadAsync(block, ct)) > 0;)
        {
            if (kept.Length + read > MostBytes) return null;
            kept.Write(block, 0, read);
        }
        return kept.ToArray();
    }

    private static async Task<JsonDocument?> BodyAsync(HttpContext context, CancellationToken ct)
    {
        if (await BytesAsync(context, ct) is not { } bytes) return null;
        try { return JsonDocument.Parse(bytes) is { RootElement.ValueKind: JsonValueKind.Object } document ? document : null; }
        catch (JsonException) { return null; }
    }

    private sealed record SentBody(IReadOnlyList<SentItem?>? Entries, int? Battery, int? Pending);

    private sealed record SentItem(JsonElement Entry, string? Signature, WalkInCard? Card);

    private static (IReadOnlyList<SentEntry> Entries, int? Battery, int? Pending)? ReadEntries(byte[] bytes)
    {
        try
        {
            if (JsonSerializer.Deserialize<SentBody>(bytes, Json.Options) is not { Entries: { } items } body) return null;
            if (items.Any(i => i is null) || body.Battery is < 0 or > 100 || body.Pending < 0) return null;
            return ([.. items.Select(i => new SentEntry(Entry(i!.Entry), i.Signature, i.Card is { Name: not null, Organisation: not null, Kind: not null } card ? card : null))], body.Battery, body.Pending);
        }
        // What cannot be read as entries: the device is told so and nothing of it is taken.
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException) { return null; }
    }

    /// <exception cref="FormatException">A value is none of its kind.</exception>
    private static DoorEntry Entry(JsonElement json) => new(
        Guid.ParseExact(json.GetProperty("device").GetString()!, "D"), json.GetProperty("counter").GetInt64(), Instant.FromUnixTimeMilliseconds(json.GetProperty("at").GetInt64()),
        Codes.Parse<DoorKind>(json.GetProperty("kind").GetString()) ?? throw new FormatException("kind"),
        json.GetProperty("list").GetString()!, json.GetProperty("gate").GetString()!, json.GetProperty("code").GetString()!, json.GetProperty("nonce").GetString()!,
        Optional(json, "undoes") is { } undoes ? Name(undoes) : null, Optional(json, "reason"))
    {
        OffsetMs = json.GetProperty("offset").GetInt64(), Note = Optional(json, "note"), Group = Optional(json, "group"), Card = Optional(json, "card"),
    };

    private static string? Optional(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static EntryName Name(string text) => text.Split('/') is [var device, var counter] ? new(Guid.ParseExact(device, "D"), long.Parse(counter, NumberStyles.None, CultureInfo.InvariantCulture)) : throw new FormatException("undoes");

    /// <summary>What makes the page a program one can install.</summary>
    private static async Task<IResult> ManifestAsync(HttpContext context, string slug, ForumBook book, Texts texts, CancellationToken ct)
    {
        if (await book.CurrentAsync(slug, ct) is not { } forum || forum.Forum.Doors.Count == 0) return Results.NotFound();
        context.Response.Headers.CacheControl = "no-cache";
        return Results.Json(new
        {
            name = $"{texts["door.title"]}, {texts.In(forum.Forum.ShortName ?? forum.Forum.Name)}", short_name = texts["door.title"], lang = Languages.Current, id = $"/door/{slug}", start_url = $"/door/{slug}", scope = $"/door/{slug}",
            display = "standalone", orientation = "portrait", background_color = "#ffffff", theme_color = "#7E1417", icons = new[] { new { src = "/img/mark.svg", sizes = "any", type = "image/svg+xml" } },
        }, contentType: "application/manifest+json");
    }

    /// <summary>The worker that keeps the page of a forum's doors: the script with the list of what it keeps before it, so that it is a new one whenever any of it is.</summary>
    private static async Task<IResult> WorkerAsync(HttpContext context, string slug, ForumBook book, Assets assets, IWebHostEnvironment environment, CancellationToken ct)
    {
        if (await book.CurrentAsync(slug, ct) is not { } forum || forum.Forum.Doors.Count == 0) return Results.NotFound();
        context.Response.Headers["Service-Worker-Allowed"] = $"/door/{slug}";
        context.Response.Headers.CacheControl = "no-cache";
        using var reader = new StreamReader(environment.WebRootFileProvider.GetFileInfo("/js/door-worker.js").CreateReadStream());
        var shell = JsonSerializer.Serialize(new { page = $"/door/{slug}", version = DoorShell.Version(assets), files = DoorShell.Files(assets) }, Json.Options);
        return Results.Text($"const SHELL = {shell};\n{await reader.ReadToEndAsync(ct)}", "text/javascript; charset=utf-8", Encoding.UTF8);
    }
}

/// <summary>Everything the page of the doors is made of, so that it runs without network.</summary>
public static class DoorShell
{
    private static readonly string[] Versioned = ["/css/tokens.css", "/css/base.css", "/css/components.css", "/css/forms.css", "/css/forum.css", "/css/door.css", "/js/door.js", "/js/door-rules.js", "/js/door-store.js", "/js/door-badge.js", "/js/scan.js", "/img/mark.svg"];
    private static readonly string[] Plain = ["/lib/jsqr-1.4.0.js", .. new[] { 400, 600, 700, 800 }.SelectMany(w => new[] { $"/fonts/be-vietnam-pro-latin-{w}-normal.woff2", $"/fonts/be-vietnam-pro-vietnamese-{w}-normal.woff2" })];

    public static IReadOnlyList<string> Files(Assets assets) => [.. Versioned.Select(f => assets[f]), .. Plain];

    public static string Version(Assets assets) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(' ', Files(assets)) + assets["/js/door-worker.js"])))[..16];
}
