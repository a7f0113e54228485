using BangVang.Proof.Notes;

namespace BangVang.App.Log;

/// <summary>Somebody who vouches that the log only grows.</summary>
/// <param name="Name">Whose it is, for people.</param>
/// <param name="Address">Of its <c>add-checkpoint</c>.</param>
public sealed record Witness(string Name, NoteKey Key, Uri Address)
{
    /// <summary>The key as text: what its rows are found by.</summary>
    public string Id { get; } = Key.ToString();
}

/// <summary>Who vouches for this log, and how many of them must before a checkpoint is published.</summary>
/// <param name="Quorum">0 waits for none.</param>
public sealed record WitnessPolicy(IReadOnlyList<Witness> Witnesses, int Quorum)
{
    /// <summary>Nobody, as long as the settings name nobody.</summary>
    public static WitnessPolicy None { get; } = new([], 0);

    /// <summary>As the settings say; they have been checked (<see cref="LogOptions"/>).</summary>
    /// <exception cref="InvalidDataException">They cannot be.</exception>
    public static WitnessPolicy Of(LogOptions options)
    {
        if (options.Validate(new(options)).FirstOrDefault() is { } wrong) throw new InvalidDataException(wrong.ErrorMessage);
        return new([.. options.Witnesses.Select(WitnessOf)], options.Quorum);
    }

    private static Witness WitnessOf(WitnessOptions of) => NoteKey.TryParse(of.Key, out var key)
        ? new(of.Name, key, new($"{of.Url.TrimEnd('/')}/add-checkpoint"))
        : throw new InvalidDataException($"\"{of.Key}\" is no key of a witness.");
}
