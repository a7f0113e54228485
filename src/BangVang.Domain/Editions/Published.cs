using System.Diagnostics.CodeAnalysis;

namespace BangVang.Domain.Editions;

/// <summary>A value as one source states it.</summary>
/// <param name="Value">What is stated.</param>
/// <param name="Source">Keys into <see cref="Edition.Sources"/>; empty when the edition's own regulation states it.</param>
/// <param name="Note">What a reader must know beside it, such as a misprint in the source.</param>
public sealed record Sourced<T>(T Value, IReadOnlyList<string> Source, LocalizedText? Note = null)
{
    public IReadOnlyList<string> Source { get; init; } = Source ?? [];
}

/// <summary>
/// A value that the regulation may leave out, or on which sources may disagree. Nothing is ever put in its place:
/// an unpublished value is shown as "chưa công bố", and a phase that needs it does not open.
/// </summary>
public sealed record Published<T>
{
    /// <summary>The source states no value.</summary>
    public static readonly Published<T> Unpublished = new() { Variants = [] };

    /// <summary>Each statement with its source: none when unpublished, several when sources disagree.</summary>
    public required IReadOnlyList<Sourced<T>> Variants { get; init; }

    /// <summary>True when at least one source states it.</summary>
    public bool IsPublished => Variants.Count > 0;

    /// <summary>True when sources disagree: shown side by side, used for nothing.</summary>
    public bool IsDisputed => Variants.Count > 1;

    /// <summary>True when there is exactly one value, so that rules may use it.</summary>
    public bool IsSettled => Variants.Count == 1;

    /// <summary>The one value.</summary>
    /// <exception cref="InvalidOperationException">Unpublished or disputed: ask <see cref="IsSettled"/> or <see cref="Edition.MissingFor"/> first.</exception>
    public T Value => IsSettled ? Variants[0].Value
        : throw new InvalidOperationException(IsDisputed ? "Sources disagree on this value." : "This value is unpublished.");

    /// <summary>True with <paramref name="value"/> set when there is exactly one value.</summary>
    public bool TryGet([MaybeNullWhen(false)] out T value)
    {
        value = IsSettled ? Variants[0].Value : default;
        return IsSettled;
    }

    public static implicit operator Published<T>(T value) => Published.Of(value);
}

/// <summary>Makes published values.</summary>
public static class Published
{
    public static Published<T> Of<T>(T value, params string[] source) => new() { Variants = [new(value, source)] };
}
