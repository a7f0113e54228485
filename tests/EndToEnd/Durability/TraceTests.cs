using System.Text.RegularExpressions;
using BangVang.App.Storage;
using BangVang.Storage.Sqlite;
using BangVang.Testing.Files;
using BangVang.Testing.Running;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace BangVang.EndToEnd.Durability;

/// <summary>
/// A killed process is not a power cut: what the kernel holds in memory is lost with the power. The server runs under strace, and
/// for each acknowledgement the trace must show that file, directory and database log were synced before the answer left.
/// </summary>
public sealed partial class TraceTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const string Log = "bangvang.db-wal";
    private readonly string directory = Directory.CreateTempSubdirectory("bv-trace-").FullName;

    private string Data => Path.Combine(directory, "data");
    private string TraceFile => Path.Combine(directory, "trace");

    [Fact]
    public async Task File_directory_and_database_log_are_synced_before_the_answer_leaves()
    {
        var call = new OpenCall(() => new(Options));
        await call.PublishAsync();
        var (applicant, scored) = (await call.ApplicantAsync("Người thử 1"), await call.ApplicantAsync("Người thử 2"));
        var existing = Directory.EnumerateFileSystemEntries(Data, "*", SearchOption.AllDirectories).Append(Data).ToList();
        var juror = await RunAsync(call, applicant, scored);

        var answers = new TracedDisk(Data, existing).Answers(Trace.Read(File.ReadLines(TraceFile)));
        answers.Where(a => a.Loose.Count > 0).Select(a => $"{FirstLine(a)}: {string.Join(", ", a.Loose)}").ShouldBeEmpty();
        ShouldSync(answers, "upload in pieces", a => a.Status.Contains("Stored-File:", StringComparison.Ordinal), ["sync files/parts/", "rename files/objects/", "sync files/objects/", $"sync {Log}"], times: 2);
        ShouldSync(answers, "ordinary form", a => Location(a)?.EndsWith("/section/papers", StringComparison.Ordinal) == true, ["sync files/incoming/", "rename files/objects/", "sync files/objects/", $"sync {Log}"]);
        ShouldSync(answers, "field saved", a => a.Status.StartsWith("HTTP/1.1 200", StringComparison.Ordinal) && a.Steps.Any(s => s == $"sync {Log}"), [$"write {Log}", $"sync {Log}"], times: 3);
        ShouldSync(answers, "submission", a => Location(a)?.Contains("/receipt/", StringComparison.Ordinal) == true, [$"write {Log}", $"sync {Log}"], times: 2);
        ShouldSync(answers, "signing", a => Location(a) == $"/judging/{juror.AssignmentId}", [$"write {Log}", $"sync {Log}"]);
    }

    /// <summary>What an applicant and a juror do, one request after the other.</summary>
    private async Task<SignedInJuror> RunAsync(OpenCall call, SignedInApplicant applicant, SignedInApplicant scored)
    {
        await using var server = ServerProcess.Start(Data, settings: ["--Mail:PollInterval", "00:10:00", "--Mail:ReminderInterval", "01:00:00"],
            under: ["strace", "-f", "-yy", "-s", "2048", "--seccomp-bpf", "-e", $"trace={Trace.Calls}", "-o", TraceFile]);
        var address = await server.Ready;
        using (var browser = new BrowserClient(address, applicant.Token))
        {
            await browser.OpenAsync($"/dossiers/{applicant.DossierId}/section/papers");
            await browser.SaveFieldAsync(applicant.DossierId, "about", "pitch", "Giảm hai phần ba thời gian chờ");
            await SendPiecesAsync(browser, applicant.DossierId, seed: 1);
            await browser.SendFormAsync(applicant.DossierId, "papers", "proof", "kèm theo.pdf", SampleFiles.PdfOf(200_000, seed: 2));
            (await browser.SubmitAsync(applicant.DossierId)).ShouldBe(1);
        }
        using (var browser = new BrowserClient(address, scored.Token))
        {
            await browser.OpenAsync($"/dossiers/{scored.DossierId}/section/papers");
            await SendPiecesAsync(browser, scored.DossierId, seed: 3);
            (await browser.SubmitAsync(scored.DossierId)).ShouldBe(1);
        }
        var juror = await call.JurorAsync("Giám khảo 1", scored.DossierId);
        using (var browser = new BrowserClient(address, juror.Token))
        {
            await browser.OpenAsync($"/judging/{juror.AssignmentId}");
            await browser.SignAsync(juror.AssignmentId, OpenCall.Rubric.Lines.ToDictionary(l => l.Code, _ => "7.5"));
        }
        await server.StopAsync();
        return juror;
    }

    private static async Task SendPiecesAsync(BrowserClient browser, Guid dossier, int seed)
    {
        var bytes = SampleFiles.PdfOf(200_000, seed);
        var upload = await browser.StartUploadAsync(dossier, "proof", "thuyết minh.pdf", bytes.Length);
        (await browser.SendPieceAsync(upload, 0, bytes.AsMemory(0, 120_000))).ShouldBe((120_000, null));
        var (received, stored) = await browser.SendPieceAsync(upload, 120_000, bytes.AsMemory(120_000));
        received.ShouldBe(bytes.Length);
        await browser.AttachAsync(dossier, "papers", "proof", stored.ShouldNotBeNull());
    }

    /// <summary>Each such answer was preceded by these steps, in this order, each beginning as given.</summary>
    private void ShouldSync(IReadOnlyList<TracedAnswer> answers, string what, Func<TracedAnswer, bool> which, string[] order, int times = 1)
    {
        var found = answers.Where(which).ToList();
        found.Count.ShouldBeGreaterThanOrEqualTo(times, what);
        foreach (var answer in found)
        {
            var at = -1;
            foreach (var step in order)
            {
                at = answer.Steps.ToList().FindIndex(at + 1, s => s.StartsWith(step, StringComparison.Ordinal));
                at.ShouldBeGreaterThanOrEqualTo(0, $"{what}: no “{step}” in its place among\n{string.Join('\n', answer.Steps)}");
            }
            // The last thing the database log saw was a sync.
            answer.Steps.Last(s => s.EndsWith(Log, StringComparison.Ordinal)).ShouldBe($"sync {Log}", what);
        }
        Figures.Say(output, $"strace: {found.Count} × {what}: {string.Join(" → ", order)} → answer");
    }

    private static string? Location(TracedAnswer answer) => LocationHeader().Match(answer.Status) is { Success: true } found ? found.Groups[1].Value : null;

    private static string FirstLine(TracedAnswer answer) => answer.Status.Split('\r')[0];

    private DbContextOptions<BangVangDb> Options => new DbContextOptionsBuilder<BangVangDb>().UseSqlite($"Data Source={Path.Combine(Data, "bangvang.db")};Pooling=False").Options;

    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(Data);
        await using var db = new BangVangDb(Options);
        await new Migrator(db, SqliteStorage.Engine, SystemClock.Instance).MigrateAsync(default);
    }

    public Task DisposeAsync()
    {
        Directory.Delete(directory, recursive: true);
        return Task.CompletedTask;
    }

    [GeneratedRegex(@"Location: (\S+)")]
    private static partial Regex LocationHeader();
}
