using System.Diagnostics.CodeAnalysis;

namespace BangVang.Domain.Kernel;

/// <summary>A value, or the first reason there is none.</summary>
public sealed class Result<T>
{
    private readonly T? value;
    private readonly Problem? problem;

    private Result(T? value, Problem? problem) => (this.value, this.problem) = (value, problem);

    /// <summary>True with <paramref name="found"/> set, false with <paramref name="refusal"/> set; never both.</summary>
    public bool TryGet([MaybeNullWhen(false)] out T found, [NotNullWhen(false)] out Problem? refusal)
    {
        (found, refusal) = (value, problem);
        return problem is null;
    }

    public static implicit operator Result<T>(T value) => new(value, null);
    public static implicit operator Result<T>(Problem problem) => new(default, problem);
}
