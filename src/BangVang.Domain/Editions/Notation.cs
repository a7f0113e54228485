namespace BangVang.Domain.Editions;

/// <summary>The number is kept in hundredths and written with a decimal point: 7.5 is kept as 750.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class HundredthsAttribute : Attribute;

/// <summary>The number of bytes may be written with a unit: "20 MB" is 20 × 1024 × 1024.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class BytesAttribute : Attribute;

/// <summary>A code: small letters, digits, hyphen and underscore, beginning with a letter; others refer to it.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class CodeAttribute : Attribute;

/// <summary>Filled in when the folder is read; cannot be written by hand.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ComputedAttribute : Attribute;

/// <summary>The number lies between two others, both included; for hundredths the limits are hundredths too.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class WithinAttribute(long min, long max = long.MaxValue) : Attribute
{
    public long Min => min;
    public long Max => max;
}
