using System.Text.Json.Nodes;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using NodaTime;

namespace BangVang.App.Forum;

/// <summary>Freezes a forum as a numbered snapshot; each further one replaces the one before on every page. For the organisers of that forum and the administrator.</summary>
public sealed class PublishForum(BangVangDb db, ForumBook book, IClock clock)
{
    /// <param name="reading">A folder as <see cref="ForumReader"/> read it.</param>
    /// <returns>What is published now, or: forum.has_problems {count, first}, forum.may_not_publish, forum.unchanged {number}, forum.published_meanwhile.</returns>
    public async Task<Result<PublishedForum>> RunAsync(Actor actor, ForumReading reading, CancellationToken ct)
    {
        if (reading.Forum is not { } forum) return Problem.Invalid("forum.has_problems").With("count", reading.Problems.Count).With("first", reading.Problems[0].ToString());
        if (!actor.IsAdministrator && !actor.Is(Role.Organiser, forum.Key)) return Problem.Forbidden("forum.may_not_publish");
        var now = clock.GetCurrentInstant();
        var current = await book.CurrentAsync(forum.Slug, ct);
        var snapshot = ForumSnapshot.Of(Ids.New(now), forum, (current?.Number ?? 0) + 1, now, actor.PersonId);
        if (current?.Sha256 == snapshot.Sha256) return Problem.Conflict("forum.unchanged").With("number", current.Number);

        db.ForumSnapshots.Add(snapshot);
        db.Audit(actor, now, "forum.published", snapshot.Id, forum.Key, $"#{snapshot.Number} {snapshot.Sha256}");
        db.Log(now, "forum.published", forum.Key, snapshot.Id, new JsonObject { ["number"] = snapshot.Number, ["sha256"] = snapshot.Sha256 });
        if (!await db.TrySaveAsync(ct)) return Problem.Conflict("forum.published_meanwhile");
        return new PublishedForum(snapshot.Id, snapshot.Number, snapshot.Sha256, now, forum);
    }
}
