namespace BangVang.Domain.Ceremony;

/// <summary>What stage page, lower third and prompter show: all they are ever sent.</summary>
/// <param name="Cue">What runs; null before the first.</param>
/// <param name="CategoryCode">Null at the roll and before the first cue.</param>
/// <param name="Winners">Null while the names are closed, of whatever number they are; empty when the prize is not given.</param>
public sealed record StagePicture(CueKind? Cue, string? CategoryCode, string? Presenter, IReadOnlyList<StageWinner>? Winners)
{
    private static readonly StagePicture Empty = new(null, null, null, null);

    /// <summary>The picture at the cue that runs. Names are looked for only once the cue that reveals them has started, and only the names of that cue.</summary>
    /// <param name="opened">Asked for the result of a category, null for the roll, only after its reveal.</param>
    public static StagePicture Of(RunOfShow show, Func<string?, CategoryResult> opened)
    {
        if (show.Current is not { } cue) return Empty;
        var isOpen = cue.Kind is CueKind.Envelope or CueKind.Roll || cue.ShowsWinner && cue.CategoryCode is { } category && show.Revealed.Contains(category);
        return new(cue.Kind, cue.CategoryCode, cue.Presenter, isOpen ? [.. opened(cue.CategoryCode).Winners.Select(w => new StageWinner(w.Product, w.Organisation, w.TierCode))] : null);
    }
}

/// <summary>A name on stage: no reference of a dossier, no word of who is absent.</summary>
public sealed record StageWinner(string Product, string Organisation, string TierCode);
