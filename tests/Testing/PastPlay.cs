using BangVang.App.Decisions;
using BangVang.App.Demo;
using BangVang.App.Dossiers.Sealing;
using BangVang.App.Editions;
using BangVang.App.Laureates;
using BangVang.App.Panels;
using BangVang.App.Scoring;
using BangVang.App.Screening;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Scoring;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using static BangVang.App.Demo.DemoStage;

namespace BangVang.Testing;

/// <summary>
/// The past edition of the demonstration as it might have been: its final judged by pairs or by orders, its files sealed until the council meets. Played by
/// the actions of a real award, with whatever can happen to a ballot in it.
/// </summary>
public sealed class PastPlay(
    BangVangDb db, PublishEdition publish, DemoStage stage, DemoPeople people, DemoJurors jurors, DemoDossiers dossiers, TakeCase take, DecideCase decide, DemoPanel panel, CopyPanel copy,
    DeclareConflicts declare, SettleConflict settle, AssignWholePanel assign, OpenPairs open, AnswerPair answer, UndoPair undo, SignPairs sign, ReopenPairs reopen, HandInShare handIn,
    DemoCouncil council, PublishDecision announce)
{
    private const string Final = "final";

    /// <summary>The edition with a final of pairs (null), or of orders of so many, and tiers that need no points.</summary>
    public static Edition InPairs(Edition edition, int? atOnce) => edition with
    {
        Rounds = Published.Of<IReadOnlyList<Round>>([.. edition.Rounds.Value.Select(r => r is not ScoringRound { Code: Final } final ? r : new PairwiseRound
        {
            Code = final.Code, Name = final.Name, Phase = final.Phase, Article = final.Article, ChoicesPerJuror = 5, Quorum = 3, ProductsAtOnce = atOnce,
            Ties = Published.Of<IReadOnlyList<TieBreak>>([new() { By = TieBreakKind.EarlierRound, Round = "preliminary" }, new() { By = TieBreakKind.SubmittedEarlier }]),
        })]),
        Tiers = Published.Of<IReadOnlyList<Tier>>([.. edition.SettledTiers.Select(t => t with { MinScore = null })]),
    };

    /// <summary>The edition with its files sealed to the trustees of <see cref="SealedEdition"/>.</summary>
    public static Edition Sealed(Edition edition) => edition with { Sealing = SealedEdition.Edition.Sealing };

    /// <exception cref="InvalidOperationException">The edition refuses what was made for it.</exception>
    public async Task RunAsync(EditionReading reading, CancellationToken ct)
    {
        var edition = reading.Edition!;
        stage.At(edition.After("intake", -10, 9));
        Value(await publish.RunAsync(Actor.Console, reading, notice: null, ct));
        var cast = await people.RunAsync(edition.Key, DemoPast.Keys, ct);
        await jurors.RunAsync(cast, edition, ct);
        foreach (var (entry, n) in DemoPast.Entries.Select((e, n) => (e.Entry, n)))
        {
            stage.At(edition.After("intake", 1 + 2 * n, 8));
            await dossiers.RunAsync(cast, edition, entry, ct);
        }
        await ScreenAsync(cast, edition, ct);
        await panel.PreliminaryAsync(cast, edition, ct);
        if (edition.Round(Final) is PairwiseRound round) await JudgeAsync(cast, edition, round, ct);
        else await panel.FinalAsync(cast, edition, ct);
        if (edition.Sealing is not null) await UnsealAsync(cast, edition, ct);
        await council.RunAsync(cast, edition, ct);
        stage.At(edition.After("announcement", 0, 9));
        Value(await announce.RunAsync(cast.Of("secretariat"), edition.Key, "02/QĐ-MH", edition.After("announcement", 0, 9).InZone(edition.TimeZone).Date, ct));
    }

    private async Task ScreenAsync(DemoCast cast, Edition edition, CancellationToken ct)
    {
        var submitted = await db.Dossiers.Where(d => d.EditionKey == edition.Key).OrderBy(d => d.Reference).Select(d => d.Id).ToListAsync(ct);
        foreach (var (dossier, n) in submitted.Select((d, n) => (d, n)))
        {
            stage.At(edition.After("screening", 1 + n / 2, 9 + 4 * (n % 2)));
            Demand(await take.RunAsync(cast.Of("secretariat"), dossier, ct));
            Demand(await decide.RunAsync(cast.Of("secretariat"), dossier, accept: true, "Đủ điều kiện. (Nội dung minh họa.)", ct));
        }
    }

    private async Task UnsealAsync(DemoCast cast, Edition edition, CancellationToken ct)
    {
        stage.At(edition.After("council", 0, 1));
        foreach (var number in (int[])[3, 1]) Value(await handIn.RunAsync(cast.Of("secretariat"), edition.Key, SealedEdition.Share(number), ct));
    }

    private async Task JudgeAsync(DemoCast cast, Edition edition, PairwiseRound round, CancellationToken ct)
    {
        var officer = cast.Of("secretariat");
        stage.At(edition.After(Final, 0, 10));
        foreach (var category in edition.Categories)
        {
            Value(await copy.RunAsync(officer, edition.Key, "preliminary", Final, category.Code, [.. DemoPast.Jurors.Select(j => cast.Ids[j])], ct));
            stage.At(edition.After(Final, 0, 11));
            foreach (var juror in DemoPast.Jurors) Demand(await declare.RunAsync(cast.Of(juror), edition.Key, new Dictionary<Guid, string>(), ct));
            Value(await assign.RunAsync(officer, edition.Key, Final, category.Code, ct));
        }
        foreach (var (juror, n) in DemoPast.Jurors.Select((j, n) => (j, n)))
        {
            stage.At(edition.After(Final, 1 + n, 9));
            foreach (var category in edition.Categories) await ChooseAsync(cast.Of(juror), new(edition.Key, Final, category.Code), DemoPast.Habits[juror].Severity, mishaps: n == 0, ct);
        }
        await ReopenedAsync(cast, edition, ct);
        await InConflictAsync(cast, edition, ct);
        stage.At(edition.After(Final, 12, 9));
    }

    /// <summary>Answers everything and signs: by what the products are worth, each juror with a taste of their own.</summary>
    /// <param name="mishaps">One answer is taken back, and one set of products is skipped.</param>
    private async Task ChooseAsync(Actor juror, PairPlace at, int taste, bool mishaps, CancellationToken ct)
    {
        Demand(await open.RunAsync(juror, at, ct));
        if (mishaps)
        {
            Value(await answer.RunAsync(juror, at, 1, (await NextAsync(juror, at, ct))!.Dossiers, null, ct));
            Demand(await undo.RunAsync(juror, at, 2, ct));
            Value(await answer.RunAsync(juror, at, 3, null, "Chưa xem phần trình diễn. (Nội dung minh họa.)", ct));
        }
        while (await NextAsync(juror, at, ct) is { } next)
        {
            var names = await db.Dossiers.Where(d => next.Dossiers.Contains(d.Id)).Select(d => new { d.Id, d.ProductName }).ToListAsync(ct);
            var order = names.OrderByDescending(d => DemoPast.Entries.Single(e => e.Entry.ProductName == d.ProductName).Worth + (taste * (d.ProductName[^1] % 3 - 1))).Select(d => d.Id).ToList();
            Value(await answer.RunAsync(juror, at, next.Number, order, null, ct));
        }
        Demand(await sign.RunAsync(juror, at, ct));
    }

    private async Task<ShownProducts?> NextAsync(Actor juror, PairPlace at, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        return (await db.PairsAsync(new EditionBook(db), juror, at, ct))!.Progress!.Next;
    }

    /// <summary>One ballot is opened again and signed otherwise.</summary>
    private async Task ReopenedAsync(DemoCast cast, Edition edition, CancellationToken ct)
    {
        var (juror, at) = (cast.Of("juror-2"), new PairPlace(edition.Key, Final, edition.Categories[0].Code));
        stage.At(edition.After(Final, 9, 9));
        var ballot = await db.PairBallots.Where(b => b.JurorId == juror.PersonId && b.RoundCode == Final && b.CategoryCode == at.CategoryCode).Select(b => new { b.Id, b.Acts }).SingleAsync(ct);
        Demand(await reopen.RunAsync(cast.Of("chair"), ballot.Id, "Chạm nhầm. (Nội dung minh họa.)", ct));
        Demand(await undo.RunAsync(juror, at, ballot.Acts + 1, ct));
        await ChooseAsync(juror, at, taste: 0, mishaps: false, ct);
    }

    /// <summary>Two jurors find a conflict after they have signed; one of them is found to have none.</summary>
    private async Task InConflictAsync(DemoCast cast, Edition edition, CancellationToken ct)
    {
        stage.At(edition.After(Final, 10, 9));
        var finalists = await db.RoundEntries.Where(e => e.EditionKey == edition.Key && e.RoundCode == Final).OrderBy(e => e.DossierId).Select(e => e.DossierId).ToListAsync(ct);
        foreach (var (juror, dossier) in new[] { ("juror-6", finalists[0]), ("juror-7", finalists[1]) })
            Demand(await declare.RunAsync(cast.Of(juror), edition.Key, new Dictionary<Guid, string> { [dossier] = "Từng tư vấn cho đơn vị này. (Nội dung minh họa.)" }, ct));
        stage.At(edition.After(Final, 11, 9));
        var dismissed = await db.Conflicts.Where(c => c.PersonId == cast.Ids["juror-7"] && c.DossierId == finalists[1]).Select(c => c.Id).SingleAsync(ct);
        Demand(await settle.RunAsync(cast.Of("secretariat"), dismissed, isConflict: false, "Không có quan hệ. (Nội dung minh họa.)", ct));
    }
}
