using System.ComponentModel.DataAnnotations;
using BangVang.App.Signing;
using BangVang.Proof.Notes;

namespace BangVang.App.Log;

/// <summary>The public log.</summary>
public sealed record LogOptions : IValidatableObject
{
    /// <summary>How often what was saved since is taken into the tree and signed. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:05")] public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Those who are asked to vouch that the log only grows. Default none.</summary>
    public WitnessOptions[] Witnesses { get; init; } = [];

    /// <summary>So many of them must have signed a checkpoint before it is published and receipts rest on it; 0 waits for none. Default 0.</summary>
    [Range(0, 32)] public int Quorum { get; init; }

    /// <summary>How often the witnesses are asked at most. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")] public TimeSpan WitnessInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long one witness may take to answer. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")] public TimeSpan WitnessTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A witness that has left a checkpoint unsigned for so long is called silent. Default 15 min.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "7.00:00:00")] public TimeSpan WitnessSilence { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Name of a log that has none yet, an address without its scheme; with a key in a device it is the name for ever. Absent: that of the public address, with <c>/log</c> behind it. Default absent.</summary>
    public string? Name { get; init; }

    /// <summary>An Ed25519 key in a device signs in place of the one in a file.</summary>
    public DeviceOptions Device { get; init; } = new();

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var problem in Device.Problems("Log:Device")) yield return new(problem);
        if (Name is not null && !NoteKey.IsName(Name)) yield return new($"Log:Name is no name of a log: \"{Name}\".");
        if (Witnesses.Length > 32) yield return new("Log:Witnesses has more than 32.");
        for (var n = 0; n < Witnesses.Length; n++)
        {
            if (string.IsNullOrWhiteSpace(Witnesses[n].Name)) yield return new($"Log:Witnesses:{n}:Name is missing.");
            if (!NoteKey.TryParse(Witnesses[n].Key, out var key) || key.Kind is not NoteSignatureKind.Cosignature) yield return new($"Log:Witnesses:{n}:Key is no key of a witness: \"{Witnesses[n].Key}\".");
            if (!Uri.TryCreate(Witnesses[n].Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Query.Length > 0 || url.Fragment.Length > 0 || url.UserInfo.Length > 0)
                yield return new($"Log:Witnesses:{n}:Url is no address: \"{Witnesses[n].Url}\".");
        }
        if (Witnesses.DistinctBy(w => w.Key).Count() < Witnesses.Length) yield return new("Log:Witnesses names a key twice: it would be counted twice.");
        if (Quorum > Witnesses.Length) yield return new($"Log:Quorum asks for {Quorum} witnesses, Log:Witnesses names {Witnesses.Length}.");
    }
}

/// <summary>A witness, as the settings name it.</summary>
public sealed record WitnessOptions
{
    /// <summary>Whose it is, for people.</summary>
    public string Name { get; init; } = "";

    /// <summary>What its cosignatures are checked with, as it prints it when it starts ("name+id+key").</summary>
    public string Key { get; init; } = "";

    /// <summary>Where it is asked; <c>/add-checkpoint</c> follows.</summary>
    public string Url { get; init; } = "";
}
