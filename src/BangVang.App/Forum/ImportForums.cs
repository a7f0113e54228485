using BangVang.Domain.Kernel;

namespace BangVang.App.Forum;

/// <summary>What an import of forums did.</summary>
/// <param name="Published">Slugs of those published or changed now.</param>
/// <param name="Problems">Everything that was refused, each with file and line; empty when all is in place.</param>
public sealed record ForumsOutcome(IReadOnlyList<string> Published, IReadOnlyList<string> Problems);

/// <summary>Brings the forums of past years, as their sources state them. What is there already stays; doing it twice does nothing. For the administrator.</summary>
public sealed class ImportForums(PublishForum publish)
{
    /// <param name="root">The directory that holds <c>forums/</c>. Demonstrations in it are passed over: they are laid by the demonstration itself.</param>
    public async Task<Result<ForumsOutcome>> RunAsync(Actor actor, string root, CancellationToken ct)
    {
        if (!actor.IsAdministrator) return Problem.Forbidden("forum.archive_for_administrator");
        var (published, problems) = (new List<string>(), new List<string>());
        foreach (var folder in Folders(Path.Combine(root, "forums")))
        {
            var reading = ForumReader.Read(folder);
            problems.AddRange(reading.Problems.Select(p => p.ToString()));
            if (reading.Forum is not { } forum) continue;
            if ((await publish.RunAsync(actor, reading, ct)).TryGet(out _, out var problem)) published.Add(forum.Slug);
            else if (problem.Code != "forum.unchanged") problems.Add($"{folder}: {problem.Code}");
        }
        return new ForumsOutcome(published, problems);
    }

    private static IEnumerable<string> Folders(string forums) => !Directory.Exists(forums) ? [] : Directory.GetDirectories(forums)
        .Where(f => !Path.GetFileName(f).StartsWith("demo", StringComparison.Ordinal) && File.Exists(Path.Combine(f, ForumReader.FileName)))
        .Order(StringComparer.Ordinal);
}
