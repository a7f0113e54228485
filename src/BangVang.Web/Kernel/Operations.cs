using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BangVang.App.Kernel;
using BangVang.App.Log;
using BangVang.App.Ports;
using BangVang.App.Storage;
using Microsoft.Extensions.Options;
using NodaTime;

namespace BangVang.Web.Kernel;

/// <summary>What machines ask: does it live, can it work, how is it doing.</summary>
public static class Operations
{
    public static void MapOperations(this IEndpointRouteBuilder app)
    {
        app.MapGet("/healthz", () => Results.Text("ok")).Public();
        app.MapGet("/readyz", ReadyAsync).Public();
        app.MapGet("/metrics", MetricsAsync).Public();
    }

    /// <summary>200 when the database and the place of the files answer within two seconds, otherwise 503 naming which does not.</summary>
    private static async Task<IResult> ReadyAsync(BangVangDb db, IFileStore store, IOptions<InstallationOptions> options, ILogger<RequestMetrics> log, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(TimeSpan.FromSeconds(2));
        var missing = new List<string>();
        foreach (var (name, check) in new (string, Func<Task>)[] { ("database", () => db.LogSizeAsync(limit.Token)), ("files", () => WriteFileAsync(store, options.Value, limit.Token)) })
        {
            try { await check(); }
            catch (Exception e) when (e is not OutOfMemoryException && !ct.IsCancellationRequested)
            {
                log.LogError(e, "Not ready: {Part}", name);
                missing.Add(name);
            }
        }
        return missing.Count == 0 ? Results.Text("ok") : Results.Text($"not ready: {string.Join(", ", missing)}", statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task WriteFileAsync(IFileStore store, InstallationOptions options, CancellationToken ct)
    {
        await store.ExistsAsync(new string('0', 64), ct);
        Directory.CreateDirectory(options.FilesDirectory);
        var probe = Path.Combine(options.FilesDirectory, $".ready-{Environment.ProcessId}");
        await File.WriteAllTextAsync(probe, "ok", ct);
        File.Delete(probe);
    }

    /// <summary>Prometheus text. For loopback, or for whoever carries the token of the settings; 404 to everybody else.</summary>
    private static async Task<IResult> MetricsAsync(HttpContext context, RequestMetrics metrics, BangVangDb db, IOptions<InstallationOptions> options, WitnessPolicy policy, TimeProvider time, CancellationToken ct)
    {
        var isLoopback = context.Connection.RemoteIpAddress is { } from && System.Net.IPAddress.IsLoopback(from);
        if (!isLoopback && !HasToken(context, options.Value.MetricsToken)) return Results.NotFound();

        var text = new StringBuilder();
        metrics.Write(text);
        RequestMetrics.Gauge(text, "bangvang_outbox_waiting", "Mails that have not left yet.", await db.MailsWaitingAsync(ct));
        RequestMetrics.Gauge(text, "bangvang_log_size", "Entries of the public log.", await db.LogSizeAsync(ct));
        RequestMetrics.Gauge(text, "bangvang_log_published_size", "Entries under the published checkpoint.", (await db.PublishedCheckpointAsync(policy, ct))?.Size ?? 0);
        var witnesses = await db.WitnessStandingsAsync(policy, Duration.FromTimeSpan(options.Value.Log.WitnessSilence), time.Now(), ct);
        RequestMetrics.Gauge(text, "bangvang_time_stamps_waiting", "Submissions that wait for a time-stamp.", await db.TimeStampsWaitingAsync(ct));
        RequestMetrics.Gauge(text, "bangvang_log_witnesses", "Witnesses of the public log.", witnesses.Count);
        RequestMetrics.Gauge(text, "bangvang_log_witnesses_silent", "Witnesses that have left a checkpoint unsigned for too long.", witnesses.Count(w => w.IsSilent));
        RequestMetrics.Gauge(text, "bangvang_log_witnesses_alarmed", "Witnesses that have signed another log than this one.", witnesses.Count(w => WitnessFailures.IsAlarm(w.Failure)));
        return Results.Text(text.ToString(), "text/plain; version=0.0.4");
    }

    private static bool HasToken(HttpContext context, string? token) => !string.IsNullOrEmpty(token) && CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(context.Request.Headers.Authorization.ToString())), SHA256.HashData(Encoding.UTF8.GetBytes($"Bearer {token}")));
}

/// <summary>Counts requests by status class and by how long they took.</summary>
public sealed class RequestMetrics(TimeProvider time)
{
    private static readonly double[] Bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly long[] byClass = new long[6];
    private readonly long[] byBound = new long[Bounds.Length + 1];
    private readonly long started = time.GetTimestamp();
    private long ticks;
    private int running;

    public async Task CountAsync(HttpContext context, RequestDelegate next)
    {
        var from = time.GetTimestamp();
        Interlocked.Increment(ref running);
        try { await next(context); }
        finally
        {
            var took = time.GetElapsedTime(from);
            Interlocked.Decrement(ref running);
            Interlocked.Increment(ref byClass[Math.Clamp(context.Response.StatusCode / 100, 0, 5)]);
            Interlocked.Add(ref ticks, took.Ticks);
            var bound = Array.FindIndex(Bounds, b => took.TotalSeconds <= b);
            Interlocked.Increment(ref byBound[bound < 0 ? Bounds.Length : bound]);
        }
    }

    internal void Write(StringBuilder text)
    {
        Head(text, "bangvang_requests_total", "Requests answered, by class of status.", "counter");
        for (var i = 1; i < byClass.Length; i++) Line(text, $"bangvang_requests_total{{class=\"{i}xx\"}}", Interlocked.Read(ref byClass[i]));
        Head(text, "bangvang_request_seconds", "How long requests took.", "histogram");
        var sum = 0L;
        for (var i = 0; i < byBound.Length; i++)
        {
            sum += Interlocked.Read(ref byBound[i]);
            var bound = i < Bounds.Length ? Bounds[i].ToString(CultureInfo.InvariantCulture) : "+Inf";
            Line(text, $"bangvang_request_seconds_bucket{{le=\"{bound}\"}}", sum);
        }
        Line(text, "bangvang_request_seconds_sum", TimeSpan.FromTicks(Interlocked.Read(ref ticks)).TotalSeconds);
        Line(text, "bangvang_request_seconds_count", sum);
        Gauge(text, "bangvang_requests_running", "Requests being answered now.", running);
        Gauge(text, "bangvang_up_seconds", "Time since the start.", time.GetElapsedTime(started).TotalSeconds);
        Gauge(text, "process_resident_memory_bytes", "Memory of the process.", Process.GetCurrentProcess().WorkingSet64);
        Gauge(text, "dotnet_gc_heap_bytes", "Memory of the managed heap.", GC.GetTotalMemory(forceFullCollection: false));
    }

    internal static void Gauge(StringBuilder text, string name, string help, double value)
    {
        Head(text, name, help, "gauge");
        Line(text, name, value);
    }

    private static void Head(StringBuilder text, string name, string help, string type) =>
        text.Append("# HELP ").Append(name).Append(' ').Append(help).Append("\n# TYPE ").Append(name).Append(' ').Append(type).Append('\n');

    private static void Line(StringBuilder text, string name, double value) =>
        text.Append(name).Append(' ').Append(value.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
