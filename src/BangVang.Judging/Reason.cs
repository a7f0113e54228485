using System.Globalization;

namespace BangVang.Judging;

/// <summary>Why a line reads as it does: a code that names the text shown to people, and the numbers and names it mentions.</summary>
/// <param name="Code">"word.reason", for example "allocate.below_minimum".</param>
public sealed record Reason(string Code, params IReadOnlyList<(string Name, object Value)> Args)
{
    /// <summary>The argument called <paramref name="name"/>.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public object this[string name] => Args.Single(a => a.Name == name).Value;

    /// <summary>Code and arguments on one line, the same on every machine: "allocate.below_minimum minimum=800 score=790 tier=gold".</summary>
    public override string ToString() => string.Join(' ',
        Args.Select(a => string.Create(CultureInfo.InvariantCulture, $"{a.Name}={a.Value}")).Prepend(Code));

    public bool Equals(Reason? other) => other is not null && ToString() == other.ToString();

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);
}
