using System.Collections.Concurrent;
using System.Net;
using System.Text;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Storage.Sqlite;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace BangVang.Web.Tests.Visibility;

/// <summary>
/// Who learns what, and when: an award full of planted secrets is read at every address of the server by everybody who could
/// look, in each of its phases, together with the mail they got. What was found is the table in <c>matrix.md</c>.
/// </summary>
public sealed class VisibilityMatrixTests
{
    private static readonly string Golden = Path.Combine(Repository.Root, "tests/Web.Tests/Visibility/matrix.md");

    [Fact]
    public async Task Who_sees_what_and_when_is_what_the_table_says()
    {
        await using var host = await PlantedAward.HostAsync();
        var award = await PlantedAward.StartAsync(host);
        var answered = new ConcurrentDictionary<string, bool>();
        var table = new StringBuilder(Heading);
        var sightings = new List<Sighting>();
        foreach (var (phase, step) in award.Steps)
        {
            await step();
            var seen = await ReadAllAsync(award, phase, answered, isLast: phase == award.Steps[^1].Phase);
            sightings.AddRange(seen);
            AppendTable(table, phase, award, seen);
        }
        (await BrokenAsync(host)).ShouldBeEmpty("the award was played by its own actions");
        if (Environment.GetEnvironmentVariable("BANGVANG_WRITE_GOLDEN") == "1") await File.WriteAllTextAsync(Golden, table.ToString());
        if (await File.ReadAllTextAsync(Golden) == table.ToString()) return;
        throw new Xunit.Sdk.XunitException($"{Difference(await File.ReadAllTextAsync(Golden), table.ToString(), sightings)}\nWhen every cell is meant, write the table anew: BANGVANG_WRITE_GOLDEN=1.");
    }

    private static async Task<IReadOnlyList<string>> BrokenAsync(WebHost host)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var findings = await new Doctor(scope.ServiceProvider.GetRequiredService<BangVangDb>(), SqliteStorage.Engine).RunAsync(default);
        return [.. findings.SelectMany(f => f.Offenders.Select(o => $"{f.Name}: {o}"))];
    }

    private const string Heading = """
        # Who sees what, and when

        An award is played on a running server from the call to the board. Everything that somebody must not know is planted in it as
        a word or number of its own. In each phase every address that answers a GET is read by everybody below, with every value its
        parts and queries can take, and so is the mail they got. ● means: found in at least one answer. The edition is
        `editions/demo/2026`; the rows are about one dossier, and the jurors named are those of its category.


        """;

    private sealed record Sighting(string Phase, string Viewer, string Marker, string Address);

    /// <param name="answered">The addresses at which somebody found something, so far.</param>
    /// <param name="isLast">Everybody tries everything; before that, those with no part in the dossier try what its people found.</param>
    private static async Task<IReadOnlyList<Sighting>> ReadAllAsync(PlantedAward award, string phase, ConcurrentDictionary<string, bool> answered, bool isLast)
    {
        var routes = await RouteMap.OfAsync(award.Host, await award.KnownAsync());
        var sightings = new ConcurrentBag<Sighting>();
        foreach (var viewers in award.Viewers.GroupBy(v => v.Name is "owner" or "juror signed" or "juror unsigned" or "chair" or "officer" or "auditor" or "administrator").OrderByDescending(g => g.Key))
            await Parallel.ForEachAsync(viewers, async (viewer, _) => await ReadAsAsync(viewer.Name, viewer.Actor, isLast || viewers.Key));
        return [.. sightings];

        async Task ReadAsAsync(string viewer, Actor? actor, bool triesAll)
        {
            var client = award.Host.As(actor).Client;
            foreach (var route in routes)
            {
                // A closed door is closed for every value; it is knocked at once all the same. What does not open asks for no query.
                var isOpen = route.Access.Allows(actor ?? Actor.Anonymous);
                foreach (var path in (isOpen ? route.Paths : route.Paths.Take(1)).Where(p => triesAll || route.Paths.Count == 1 || answered.ContainsKey(p)))
                {
                    if (await ReadAsync(client, viewer, path) is not HttpStatusCode.OK) continue;
                    answered[path] = true;
                    foreach (var query in route.Queries) await ReadAsync(client, viewer, path + query);
                }
            }
            foreach (var mail in await MailOfAsync(award, actor)) Look(mail, viewer, "mail");
        }

        async Task<HttpStatusCode> ReadAsync(HttpClient client, string viewer, string address)
        {
            using var answer = await client.GetAsync(address);
            if (answer.StatusCode is HttpStatusCode.InternalServerError) throw new InvalidOperationException($"{viewer}, {phase}: {address} fails.");
            Look(await Reading.AllOfAsync(answer, address), viewer, address);
            if (answer.Content.Headers.ContentType?.MediaType is "text/html" && (await answer.Content.ReadAsStringAsync()).Contains("<zq-element", StringComparison.OrdinalIgnoreCase))
                throw new InvalidOperationException($"{viewer}, {phase}: {address} shows what somebody wrote as markup.");
            return answer.StatusCode;
        }

        void Look(string text, string viewer, string address)
        {
            foreach (var marker in award.Markers)
                if (marker.IsIn(text)) sightings.Add(new(phase, viewer, marker.Name, address));
        }
    }

    private static Task<List<string>> MailOfAsync(PlantedAward award, Actor? actor) => award.Host.WithDbAsync(async db =>
    {
        var address = await db.People.Where(p => actor != null && p.Id == actor.PersonId).Select(p => p.Email).SingleOrDefaultAsync();
        var mails = await db.Outbox.AsNoTracking().ToListAsync();
        return mails.Where(m => m.Mail.To == address).Select(m => $"{m.Mail.Subject}\n{m.Mail.Body}").ToList();
    });

    private static void AppendTable(StringBuilder table, string phase, PlantedAward award, IReadOnlyList<Sighting> seen)
    {
        var found = seen.Select(s => (s.Viewer, s.Marker)).ToHashSet();
        var width = award.Markers.Max(m => m.Name.Length);
        table.Append($"## {phase}\n\n| {"".PadRight(width)} | {string.Join(" | ", award.Viewers.Select(v => v.Name))} |\n|-{new string('-', width)}-|{string.Join('|', award.Viewers.Select(v => $":{new string('-', v.Name.Length)}:"))}|\n");
        foreach (var marker in award.Markers)
            table.Append($"| {marker.Name.PadRight(width)} | {string.Join(" | ", award.Viewers.Select(v => (found.Contains((v.Name, marker.Name)) ? "●" : "").PadLeft((v.Name.Length + 1) / 2).PadRight(v.Name.Length)))} |\n");
        table.Append('\n');
    }

    /// <summary>The lines that differ, and for each where something was found.</summary>
    private static string Difference(string golden, string actual, IReadOnlyList<Sighting> sightings)
    {
        var (expected, phase, text) = (Lines(golden), "", new StringBuilder("The visibility matrix is not what the table says.\n"));
        foreach (var (line, at) in Lines(actual))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal)) phase = line[3..];
            if (expected.Contains((line, at))) continue;
            text.Append($"{phase}: {line}\n");
            foreach (var by in sightings.Where(s => s.Phase == phase && line.StartsWith($"| {s.Marker} ", StringComparison.Ordinal)).GroupBy(s => s.Viewer))
                text.Append($"    {by.Key}: {string.Join(", ", by.Select(s => s.Address).Distinct().Order(StringComparer.Ordinal).Take(4))}\n");
        }
        return text.ToString();

        static HashSet<(string, string)> Lines(string text)
        {
            var (lines, phase) = (new HashSet<(string, string)>(), "");
            foreach (var line in text.Split('\n'))
            {
                if (line.StartsWith("## ", StringComparison.Ordinal)) phase = line;
                if (line.Length > 0) lines.Add((line, phase));
            }
            return lines;
        }
    }
}
