namespace BangVang.Proof.Age;

/// <summary>Why an age file cannot be opened.</summary>
public enum AgeFailure
{
    /// <summary>The header is not of the format, to the letter.</summary>
    Header,
    /// <summary>None of the keys at hand is one it was encrypted to.</summary>
    NoMatch,
    /// <summary>A key fits, but the header was changed since.</summary>
    Mac,
    /// <summary>The content was changed, cut off or lengthened. What was read before the place is as it was written.</summary>
    Payload,
    /// <summary>The text around the file (BEGIN AGE ENCRYPTED FILE) is not of the format.</summary>
    Armor,
}

/// <summary>An age file that cannot be opened.</summary>
public sealed class AgeException(AgeFailure failure, string message) : IOException(message)
{
    public AgeFailure Failure => failure;
}
