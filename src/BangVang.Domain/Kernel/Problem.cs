namespace BangVang.Domain.Kernel;

/// <summary>Why an act was refused, in the five ways a person can meet a refusal; each has one HTTP status and one exit code.</summary>
public enum ProblemKind
{
    /// <summary>The input breaks a rule: 422, exit 2; the page keeps what was typed.</summary>
    Invalid,
    /// <summary>Absent, or its existence belongs to others: 404, exit 3.</summary>
    NotFound,
    /// <summary>Known to the viewer, for others to do: 403, exit 4.</summary>
    Forbidden,
    /// <summary>Already done, or someone was faster: 409, exit 5.</summary>
    Conflict,
    /// <summary>The right act at the wrong time: 409, exit 5.</summary>
    NotNow,
}

/// <summary>A refusal as a value. Faults (bugs, broken equipment) are exceptions instead.</summary>
/// <param name="Kind">Decides status and exit code.</param>
/// <param name="Code"><c>word.reason</c>: resource key, API field, log field and test name at once.</param>
public sealed record Problem(ProblemKind Kind, string Code)
{
    /// <summary>Name of the input field concerned, as the form names it; null when the whole act is meant.</summary>
    public string? Field { get; init; }

    /// <summary>Values the sentence quotes, by the name of its placeholder.</summary>
    public IReadOnlyDictionary<string, object> Args { get; init; } = new Dictionary<string, object>();

    /// <summary>The article of the regulation the refusal rests on, as it is cited; null when it rests on none.</summary>
    public string? Article { get; init; }

    /// <summary>The same problem with one more value for its sentence.</summary>
    public Problem With(string name, object value) =>
        this with { Args = new Dictionary<string, object>(Args) { [name] = value } };

    public static Problem Invalid(string code, string? field = null) => new(ProblemKind.Invalid, code) { Field = field };
    public static Problem NotFound(string code) => new(ProblemKind.NotFound, code);
    public static Problem Forbidden(string code) => new(ProblemKind.Forbidden, code);
    public static Problem Conflict(string code) => new(ProblemKind.Conflict, code);
    public static Problem NotNow(string code) => new(ProblemKind.NotNow, code);
}
