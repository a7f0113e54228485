using System.Text.RegularExpressions;
using BangVang.App.Editions;
using BangVang.App.Log;
using BangVang.App.Scoring;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace BangVang.Web.Tests.Visibility;

/// <summary>What must not be known shows in no count, no order, no length and no tag either: not one byte of any answer changes.</summary>
public sealed partial class UnchangedTests
{
    [Fact]
    public async Task Another_jurors_signature_changes_no_byte_for_whoever_may_not_know_of_it()
    {
        await using var host = await PlantedAward.HostAsync();
        var award = await PlantedAward.StartAsync(host);
        foreach (var (_, step) in award.Steps.Take(3)) await step();
        var sheet = await host.WithDbAsync(db => db.Scoresheets.Where(s => s.JurorId == award.Secret.PersonId && s.DossierId == award.Dossier.Id).Select(s => s.Id).SingleAsync());
        (await host.RunAsync<UnlockScoresheet, Problem?>(a => a.RunAsync(award.Officer, sheet, "Nhập nhầm điểm", default))).ShouldBeNull();
        var assignment = await host.WithDbAsync(db => db.Assignments.Where(a => a.JurorId == award.Secret.PersonId && a.DossierId == award.Dossier.Id).Select(a => a.Id).SingleAsync());
        var others = award.Viewers.Where(v => v.Name is "public" or "owner" or "rival" or "juror unsigned" or "juror elsewhere" or "juror conflict" or "administrator" or "officer 2025").ToList();
        // The server's own job would note the deadlines that have passed at any moment; that is public and no secret of a juror.
        while (await host.WithDbAsync(async db => await db.LogTreeSizeAsync(default) < await db.LogSizeAsync(default))) await host.RunAsync<GrowLog, int>(a => a.RunAsync(default));
        await host.RunAsync<MarkDeadlines, int>(a => a.RunAsync(default));
        var before = await ReadAsync(award, others);

        (await host.RunAsync<SaveMarks, Result<SheetSaved>>(a => a.RunAsync(award.Secret, assignment, new Dictionary<string, int?> { ["improvement"] = 1_000 }, new Dictionary<string, string>(), null, default))).TryGet(out _, out _).ShouldBeTrue();
        (await host.RunAsync<SignScoresheet, Result<SheetSaved>>(a => a.RunAsync(award.Secret, assignment, default))).TryGet(out _, out _).ShouldBeTrue();

        var after = await ReadAsync(award, others);
        before.Count.ShouldBeGreaterThan(300);
        foreach (var (where, answer) in before) after[where].ShouldBe(answer, $"{where}");
        // That it would be noticed: whoever has signed sees the new score.
        var (mine, page) = (award.Viewers.Single(v => v.Name == "juror signed"), $"/judging/{await host.WithDbAsync(db => db.Assignments.Where(a => a.JurorId == award.Signed.PersonId).Select(a => a.Id).SingleAsync())}");
        (await host.As(mine.Actor).GetAsync(page)).Body.ShouldContain("zqgiamkhao");
    }

    private static async Task<Dictionary<(string Viewer, string Path), string>> ReadAsync(PlantedAward award, IReadOnlyList<(string Name, Actor? Actor)> viewers)
    {
        var (answers, routes) = (new Dictionary<(string, string), string>(), await RouteMap.OfAsync(award.Host, await award.KnownAsync()));
        foreach (var (name, actor) in viewers)
        {
            var client = award.Host.As(actor).Client;
            // The public log, and with it the press release that prints its checkpoint, grows by an entry that says that a sheet was signed, not by whom, of what or with which marks (ADR 0004).
            foreach (var path in routes.Where(r => r.Access.Allows(actor ?? Actor.Anonymous) && r.Pattern != "/metrics" && r.Pattern != "/log" && !r.Pattern.StartsWith("/log/", StringComparison.Ordinal) && !r.Pattern.EndsWith("/press.docx", StringComparison.Ordinal)).SelectMany(r => r.Paths))
            {
                using var answer = await client.GetAsync(path);
                answers[(name, path)] = $"{(int)answer.StatusCode} {answer.Headers.ETag} {Fresh().Replace(await answer.Content.ReadAsStringAsync(), "")}";
            }
        }
        return answers;
    }

    /// <summary>What is new in every answer: the number scripts run by, the token of a form, the number of a fault, the signature of a paper that is signed when it is asked for.</summary>
    [GeneratedRegex("/Contents<[0-9A-Fa-f]+>|nonce=\"[^\"]+\"|CfDJ8[\\w-]+|00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]|[0-9A-Z]{13}(:[0-9A-F]{8})?")]
    private static partial Regex Fresh();
}
