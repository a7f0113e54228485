using System.Text;
using BangVang.App.Editions;
using BangVang.App.Panels;
using BangVang.App.Scoring;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Testing;

namespace BangVang.Web.Tests.Visibility;

/// <content>A second category that is judged by orders of three alone, while the first one is in its final.</content>
internal sealed partial class PlantedAward
{
    private const string LiveRound = "live", LiveCategory = "digital-economy";

    /// <summary>The demonstration edition with one category judged live, without a prize of its own.</summary>
    private static readonly Edition Rules = AwardWorld.Edition with
    {
        Rounds = Published.Of<IReadOnlyList<Round>>(
        [
            .. AwardWorld.Edition.Rounds.Value.Select(r => r is ScoringRound scoring ? scoring with { Categories = Elsewhere } : r),
            new PairwiseRound
            {
                Code = LiveRound, Name = new("Trình diễn trực tiếp", "Live demonstration"), Phase = "final", Categories = [LiveCategory], ProductsAtOnce = 3, ChoicesPerJuror = 5, Quorum = 2,
                Ties = Published.Of<IReadOnlyList<TieBreak>>([new() { By = TieBreakKind.Council }]),
            },
        ]),
        Tiers = Published.Of<IReadOnlyList<Tier>>([.. AwardWorld.Edition.SettledTiers.Select(t => t with { Categories = Elsewhere })]),
    };

    private static string[] Elsewhere => [.. AwardWorld.Edition.Categories.Select(c => c.Code).Where(c => c != LiveCategory)];

    private static string NameOf(int product) => $"zqtrinhdien {(char)('A' + product)}";

    /// <summary>The rules as they are in force before anything is handed in.</summary>
    private Task<int> ShowLiveAsync() => Host.WithDbAsync(db =>
    {
        var (content, sha256) = EditionSnapshot.Freeze(Rules);
        db.EditionSnapshots.Add(new()
        {
            Id = Ids.New(World.Clock.Now), EditionKey = Key, Number = 2, Sha256 = sha256, Content = Encoding.UTF8.GetString(content), PublishedAt = World.Clock.Now, NoticeVi = "Một hạng mục trình diễn trực tiếp", NoticeEn = "One category is judged live",
        });
        return db.SaveChangesAsync();
    });

    /// <summary>Three products, none of the first dossier's owner: its contact would be known through them. The rival's is the first.</summary>
    private async Task EnterLiveAsync()
    {
        var live = new List<AwardDossier>();
        foreach (var (n, applicant) in new[] { OtherApplicant, AnotherApplicant, AnotherApplicant }.Index())
            live.Add(await SubmittedAsync(applicant, $"Công ty Minh họa {4 + n:00}", NameOf(n), 4 + n, isPlanted: false, LiveCategory));
        Live = live;
    }

    /// <summary>Two jurors sign their orders, a third one's stays open, and one skips what is shown.</summary>
    private async Task OrderLiveAsync()
    {
        foreach (var juror in new[] { Signed, Unsigned, Secret, Third }) Done(await Act<AppointJuror, Problem?>(a => a.RunAsync(Officer, Key, LiveRound, LiveCategory, juror.PersonId!.Value, default)));
        Done(await Act<AssignWholePanel, Result<int>>(a => a.RunAsync(Officer, Key, LiveRound, LiveCategory, default)));
        var at = new PairPlace(Key, LiveRound, LiveCategory);
        foreach (var juror in new[] { Signed, Unsigned, Secret, Third }) Done(await Act<OpenPairs, Problem?>(a => a.RunAsync(juror, at, default)));
        await OrderAsync(Signed, at, 0, 1, 2);
        await OrderAsync(Secret, at, 2, 0, 1);
        await OrderAsync(Third, at, 1, 2, 0);
        foreach (var juror in new[] { Signed, Secret }) Done(await Act<SignPairs, Problem?>(a => a.RunAsync(juror, at, default)));
        Done(await Act<AnswerPair, Result<Domain.Scoring.PairProgress>>(a => a.RunAsync(Unsigned, at, 1, null, $"zqboqualuot: chưa xem {Markup}", default)));
    }

    private async Task OrderAsync(Actor juror, PairPlace at, params int[] products) =>
        Done(await Act<AnswerPair, Result<Domain.Scoring.PairProgress>>(a => a.RunAsync(juror, at, 1, [.. products.Select(p => Live[p].Id)], null, default)));
}
