using System.Text;
using System.Text.Json.Nodes;
using BangVang.App.Ceremony;
using BangVang.App.Editions;
using BangVang.App.Forum;
using BangVang.App.Kernel;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Web.Files;
using BangVang.Web.Kernel;
using Microsoft.Extensions.Options;
using NodaTime.Text;

namespace BangVang.Web.Api;

/// <summary>The ceremony for screens and programs. All of it depends on what is public alone, so a thousand screens that ask twice a second cost a comparison each.</summary>
public static class CeremonyApi
{
    public static IServiceCollection AddCeremony(this IServiceCollection services) =>
        services.AddSingleton(s => CeremonyKey.Load(s.GetRequiredService<IOptions<InstallationOptions>>().Value.KeysDirectory, s.GetRequiredService<PublicUrl>()));

    public static void MapCeremony(this IEndpointRouteBuilder app)
    {
        string[] read = [HttpMethods.Get, HttpMethods.Head];
        app.MapMethods("/stage/{slug}/state.json", read, StateAsync).PublicRead();
        app.MapMethods("/forum/{slug}/ceremony/envelopes.json", read, EnvelopesAsync).PublicRead();
        app.MapMethods("/forum/{slug}/ceremony/results.csv", read, ResultsAsync).PublicRead();
    }

    /// <summary>Which picture stands: one number that grows, and what the picture shows. 0 while no ceremony is prepared.</summary>
    private static async Task<IResult> StateAsync(string slug, HttpContext context, BangVangDb db, ForumBook book, EditionBook editions, CancellationToken ct)
    {
        if (await book.CurrentAsync(slug, ct) is null) return context.Refuse(Problem.NotFound("forum.unknown"));
        var ceremony = await db.PublicCeremonyAsync(editions, slug, ct);
        return Results.Json(new { Version = ceremony?.Version ?? 0, ceremony?.Picture }, Json.Options);
    }

    /// <summary>Everything it takes to check the envelopes: the entry of the log with what opens it, and of each opened envelope salt and content.</summary>
    private static async Task<IResult> EnvelopesAsync(string slug, HttpContext context, BangVangDb db, EditionBook editions, CancellationToken ct)
    {
        if (await db.PublicCeremonyAsync(editions, slug, ct) is not { } ceremony || await db.CommitmentEntryAsync(slug, ct) is not { } entry) return context.Refuse(Problem.NotFound("ceremony.none"));
        return Results.Text(new JsonObject
        {
            ["edition"] = ceremony.Edition.Key, ["forum"] = slug, ["session"] = ceremony.SessionCode,
            ["log"] = new JsonObject { ["index"] = entry.Index, ["at"] = InstantPattern.ExtendedIso.Format(entry.At), ["salt"] = entry.Salt, ["payload"] = entry.Payload },
            ["envelopes"] = new JsonArray([.. ceremony.Envelopes.Select(e => new JsonObject
            {
                ["category"] = e.Category ?? "", ["commitment"] = e.Commitment, ["opened"] = e.OpenedAt is { } at ? InstantPattern.ExtendedIso.Format(at) : null, ["salt"] = e.Salt, ["content"] = e.Result,
            })]),
        }.ToJsonString(Json.Options), "application/json", Encoding.UTF8);
    }

    /// <summary>What is announced so far, as a table for the press.</summary>
    private static async Task<IResult> ResultsAsync(string slug, HttpContext context, BangVangDb db, EditionBook editions, CancellationToken ct)
    {
        if (await db.PublicCeremonyAsync(editions, slug, ct) is not { } ceremony) return context.Refuse(Problem.NotFound("ceremony.none"));
        var text = new StringBuilder().AppendCsv("category", "tier", "product", "organisation", "announced_at");
        foreach (var envelope in ceremony.Envelopes)
            foreach (var winner in (envelope.Winners ?? []).Reverse())
                text.AppendCsv(envelope.Category, winner.TierCode, winner.Product, winner.Organisation, InstantPattern.ExtendedIso.Format(envelope.OpenedAt!.Value));
        context.Response.Headers.ContentDisposition = FileDownload.Disposition($"ceremony-{slug}.csv");
        return Results.Text(text.ToString(), "text/csv", Encoding.UTF8);
    }
}
