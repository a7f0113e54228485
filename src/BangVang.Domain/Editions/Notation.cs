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
