using System.Diagnostics.CodeAnalysis;

namespace BangVang.Domain.Kernel;

/// <summary>A value, or every reason there is none, for forms that tell a person everything in one go.</summary>
public sealed class Outcome<T>
{
    private readonly T? value;
    private readonly IReadOnlyList<Problem> problems;

    private Outcome(T? value, IReadOnlyList<Problem> problems) => (this.value, this.problems) = (value, problems);

    /// <summary>True with <paramref name="found"/> set, false with at least one of <paramref name="refusals"/>.</summary>
    public bool TryGet([MaybeNullWhen(false)] out T found, out IReadOnlyList<Problem> refusals)
    {
        (found, refusals) = (value, problems);
        return problems.Count == 0;
    }

    /// <exception cref="ArgumentException">There is no reason.</exception>
    public static Outcome<T> Refused(IReadOnlyList<Problem> problems) =>
        problems.Count > 0 ? new(default, problems) : throw new ArgumentException("A refusal needs a reason.", nameof(problems));

    public static implicit operator Outcome<T>(T value) => new(value, []);
    public static implicit operator Outcome<T>(Problem problem) => new(default, [problem]);
    public static implicit operator Outcome<T>(Problem[] problems) => Refused(problems);
}
