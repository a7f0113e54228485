using BangVang.Domain.Kernel;

namespace BangVang.Cli.Kernel;

/// <summary>What a command ends with; scripts rely on the numbers.</summary>
public enum ExitCode
{
    /// <summary>Done and true.</summary>
    Done = 0,
    /// <summary>A bug or broken equipment.</summary>
    Fault = 1,
    /// <summary>Invalid input or arguments.</summary>
    Invalid = 2,
    NotFound = 3,
    NotAllowed = 4,
    /// <summary>Conflict, or not now.</summary>
    Conflict = 5,
    /// <summary>Checked and false: a verification that fails, an invariant that is broken.</summary>
    False = 6,
}

public static class ExitCodes
{
    public static ExitCode Of(ProblemKind kind) => kind switch
    {
        ProblemKind.Invalid => ExitCode.Invalid,
        ProblemKind.NotFound => ExitCode.NotFound,
        ProblemKind.Forbidden => ExitCode.NotAllowed,
        ProblemKind.Conflict or ProblemKind.NotNow => ExitCode.Conflict,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A kind of refusal without an exit code."),
    };
}
