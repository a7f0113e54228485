using System.Text;
using BangVang.App.Decisions;
using BangVang.App.Editions;
using BangVang.App.Scoring;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Scoring;
using Microsoft.EntityFrameworkCore;

namespace BangVang.Testing;

/// <summary>
/// An award whose final is judged by pairs: dossiers that a scored round let through, a panel that judges all of them, the clock where the
/// final begins.
/// </summary>
public sealed class PairwiseWorld(AwardWorld award) : IAsyncDisposable
{
    public const string Key = AwardWorld.Key, Category = AwardWorld.Category;

    /// <summary>The demonstration edition with a final of pairs, and tiers that need no points.</summary>
    public static readonly Edition Edition = EditionOf(atOnce: null);

    private static Edition EditionOf(int? atOnce) => AwardWorld.Edition with
    {
        Rounds = Published.Of<IReadOnlyList<Round>>([.. AwardWorld.Edition.Rounds.Value.Select(r => r is ScoringRound { Code: "final" } final ? Pairs(final, atOnce) : r)]),
        Tiers = Published.Of<IReadOnlyList<Tier>>(
        [
            new() { Code = "gold", Name = new("Vàng", "Gold"), Quota = new Quota { PerCategory = 1 } },
            new() { Code = "silver", Name = new("Bạc", "Silver"), Quota = new Quota { PerCategory = 1 } },
        ]),
    };

    public static readonly PairwiseRound Final = (PairwiseRound)Edition.Round("final")!;
    public static readonly PairPlace Place = new(Key, "final", Category);

    private static PairwiseRound Pairs(ScoringRound final, int? atOnce) => new()
    {
        Code = final.Code, Name = final.Name, Phase = final.Phase, Article = final.Article, ChoicesPerJuror = atOnce is null ? 5 : 4, Quorum = 4, SecondsPerPair = 60, ProductsAtOnce = atOnce,
        Ties = Published.Of<IReadOnlyList<TieBreak>>([new() { By = TieBreakKind.EarlierRound, Round = "preliminary" }, new() { By = TieBreakKind.Council }]), Presentation = final.Presentation,
    };

    public AwardWorld Award => award;
    /// <summary>The edition as it is in force here, with its final.</summary>
    public Edition Rules { get; private init; } = Edition;
    /// <inheritdoc cref="Rules"/>
    public PairwiseRound Round { get; private init; } = Final;
    public Actor Secretariat { get; private set; } = null!;
    public IReadOnlyList<Actor> Jurors { get; private set; } = [];
    /// <summary>From the best of the preliminary round down.</summary>
    public IReadOnlyList<AwardDossier> Dossiers { get; private set; } = [];

    /// <param name="atOnce">Null for pairs, otherwise how many products are put into order.</param>
    public static async Task<PairwiseWorld> CreateAsync(Engine engine, int dossiers = 4, int jurors = 3, int? atOnce = null)
    {
        var test = await TestDb.CreateAsync(engine);
        return await OnAsync(test.Open, dossiers, jurors, test, atOnce);
    }

    /// <inheritdoc cref="AwardWorld.OnAsync"/>
    public static async Task<PairwiseWorld> OnAsync(Func<BangVangDb> open, int dossiers = 4, int jurors = 3, TestDb? test = null, int? atOnce = null)
    {
        var award = await AwardWorld.OnAsync(open, test);
        var edition = EditionOf(atOnce);
        var world = new PairwiseWorld(award) { Round = (PairwiseRound)edition.Round("final")!, Rules = edition };
        var (content, sha256) = EditionSnapshot.Freeze(edition);
        await award.WithAsync(db =>
        {
            db.EditionSnapshots.Add(new()
            {
                Id = Ids.New(award.Clock.Now), EditionKey = Key, Number = 2, Sha256 = sha256, Content = Encoding.UTF8.GetString(content), PublishedAt = award.Clock.Now, NoticeVi = "Chung khảo so sánh từng cặp", NoticeEn = "A pairwise final",
            });
            return db.SaveChangesAsync();
        });
        world.Secretariat = await award.PersonAsync("Chuyên viên", Role.Secretariat);
        world.Jurors = await award.JurorsAsync(jurors);
        foreach (var juror in world.Jurors) await award.SeatAsync(juror, "final");
        var entered = new List<AwardDossier>();
        for (var n = 1; n <= dossiers; n++) entered.Add(await award.DossierAsync($"Sản phẩm {(char)('A' + n - 1)}"));
        award.Clock.Now = AwardWorld.Opens("preliminary");
        for (var n = 0; n < dossiers; n++) foreach (var juror in world.Jurors.Take(3)) await award.SignedAsync(entered[n], juror, 950 - (50 * n));
        world.Dossiers = entered;
        award.Clock.Now = AwardWorld.Closes("preliminary");
        if (await award.WithAsync(db => new FixShortlist(db, new EditionBook(db), award.Clock).RunAsync(world.Secretariat, Key, "preliminary", new Dictionary<Guid, string>(), null, default)) is { } problem)
            throw new InvalidOperationException($"Refused: {problem.Code}");
        award.Clock.Now = AwardWorld.Opens("final");
        return world;
    }

    public ValueTask DisposeAsync() => award.DisposeAsync();

    /// <summary>Everyone on the panel gets every dossier.</summary>
    /// <returns>How many pairs of dossier and juror.</returns>
    public Task<Result<int>> AssignAsync() => award.WithAsync(db => new AssignWholePanel(db, new EditionBook(db), award.Clock).RunAsync(Secretariat, Key, "final", Category, default));

    public Task<Problem?> OpenAsync(Actor juror) => award.WithAsync(db => new OpenPairs(db, new EditionBook(db), award.Clock).RunAsync(juror, Place, default));

    public Task<PairsView?> ViewAsync(Actor juror) => award.WithAsync(db => db.PairsAsync(new EditionBook(db), juror, Place, default));

    public Task<Result<PairProgress>> AnswerAsync(Actor juror, int number, IReadOnlyList<Guid>? order, string? reason = null) =>
        award.WithAsync(db => new AnswerPair(db, new EditionBook(db), award.Clock).RunAsync(juror, Place, number, order, reason, default));

    public Task<Problem?> UndoAsync(Actor juror, int number) => award.WithAsync(db => new UndoPair(db, new EditionBook(db), award.Clock).RunAsync(juror, Place, number, default));

    public Task<Problem?> SignAsync(Actor juror) => award.WithAsync(db => new SignPairs(db, new EditionBook(db), award.Clock).RunAsync(juror, Place, default));

    /// <summary>The juror answers everything, preferring what stands earlier in <paramref name="order"/>.</summary>
    public async Task ChooseAllAsync(Actor juror, IReadOnlyList<AwardDossier> order)
    {
        await OpenAsync(juror);
        while ((await ViewAsync(juror))!.Progress!.Next is { } next)
        {
            if (!(await AnswerAsync(juror, next.Number, [.. order.Select(d => d.Id).Where(next.Dossiers.Contains)])).TryGet(out _, out var problem)) throw new InvalidOperationException($"Refused: {problem.Code}");
        }
    }
}
