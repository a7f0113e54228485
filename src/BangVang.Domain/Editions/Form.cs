using System.Text.Json.Serialization;
using NodaTime;

namespace BangVang.Domain.Editions;

/// <summary>A form that applicants fill in one phase.</summary>
public sealed record Form
{
    [Code] public required string Code { get; init; }
    public required LocalizedText Name { get; init; }
    /// <summary>Code of the phase in which it is filled.</summary>
    [Code] public required string Phase { get; init; }
    /// <summary>Codes of the categories that use it; empty means all.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];
    public required IReadOnlyList<FormSection> Sections { get; init; }
    public string? Article { get; init; }

    /// <summary>All fields in order.</summary>
    [JsonIgnore] public IEnumerable<FormField> Fields => Sections.SelectMany(s => s.Fields);

    /// <summary>The field of that code, or null.</summary>
    public FormField? Field(string code) => Fields.FirstOrDefault(f => f.Code == code);
}

/// <summary>A section of a form: one task of the applicant's list.</summary>
public sealed record FormSection
{
    [Code] public required string Code { get; init; }
    public required LocalizedText Title { get; init; }
    public LocalizedText? Help { get; init; }
    public required IReadOnlyList<FormField> Fields { get; init; }
}

/// <summary>One question of a form.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(TextField), "text")]
[JsonDerivedType(typeof(NumberField), "number")]
[JsonDerivedType(typeof(MoneyField), "money")]
[JsonDerivedType(typeof(DateField), "date")]
[JsonDerivedType(typeof(ChoiceField), "choice")]
[JsonDerivedType(typeof(TableField), "table")]
[JsonDerivedType(typeof(UrlField), "url")]
[JsonDerivedType(typeof(VideoField), "video")]
[JsonDerivedType(typeof(FileField), "file")]
[JsonDerivedType(typeof(DeclarationField), "declaration")]
public abstract record FormField
{
    /// <summary>Unique within the form.</summary>
    [Code] public required string Code { get; init; }
    public required LocalizedText Label { get; init; }
    public LocalizedText? Help { get; init; }
    /// <summary>A dossier without it cannot be submitted.</summary>
    public bool Required { get; init; }
    /// <summary>May be shown to everyone on a laureate's page.</summary>
    public bool Public { get; init; }
    public bool HiddenFromJurors { get; init; }
    /// <summary>The question of the eligibility rules that this field answers.</summary>
    public Fact? Fact { get; init; }
    /// <summary>For the fact <c>declarations</c>: code of the <c>declares</c> rule that is answered.</summary>
    [Code] public string? Declares { get; init; }
    public string? Article { get; init; }
}

/// <summary>Written words.</summary>
public sealed record TextField : FormField
{
    [Within(1)] public int? MinWords { get; init; }
    [Within(1)] public int? MaxWords { get; init; }
    /// <summary>Lines of the box; 1 is a single line. Null means the page decides.</summary>
    [Within(1)] public int? Lines { get; init; }
}

/// <summary>A number with its unit.</summary>
public sealed record NumberField : FormField
{
    public LocalizedText? Unit { get; init; }
    [Hundredths] public long? Min { get; init; }
    [Hundredths] public long? Max { get; init; }
    /// <summary>Decimal places, 0 to 2.</summary>
    [Within(0, 2)] public int Decimals { get; init; }
}

/// <summary>An amount in đồng.</summary>
public sealed record MoneyField : FormField
{
    public long? Min { get; init; }
    public long? Max { get; init; }
}

/// <summary>A day.</summary>
public sealed record DateField : FormField
{
    public LocalDate? NotBefore { get; init; }
    public LocalDate? NotAfter { get; init; }
}

/// <summary>One of several answers, or several of them. A yes-or-no question has the options <c>yes</c> and <c>no</c>.</summary>
public sealed record ChoiceField : FormField
{
    public required IReadOnlyList<Option> Options { get; init; }
    /// <summary>More than one may be chosen.</summary>
    public bool Multiple { get; init; }
    /// <summary>Only with <see cref="Multiple"/>.</summary>
    [Within(1)] public int? MaxChoices { get; init; }
}

/// <summary>An answer to choose.</summary>
public sealed record Option
{
    [Code] public required string Code { get; init; }
    public required LocalizedText Label { get; init; }
}

/// <summary>What a column of a table holds.</summary>
public enum ColumnKind { Text, Number, Money, Date, Choice }

/// <summary>A column of a table.</summary>
public sealed record Column
{
    [Code] public required string Code { get; init; }
    public required LocalizedText Label { get; init; }
    public required ColumnKind Kind { get; init; }
    public LocalizedText? Unit { get; init; }
    /// <summary>For <see cref="ColumnKind.Choice"/> only, then at least two.</summary>
    public IReadOnlyList<Option> Options { get; init; } = [];
    public bool Required { get; init; }
}

/// <summary>Rows of the same columns, such as customers or certificates.</summary>
public sealed record TableField : FormField
{
    public required IReadOnlyList<Column> Columns { get; init; }
    [Within(0)] public int? MinRows { get; init; }
    [Within(1)] public int? MaxRows { get; init; }
}

/// <summary>Address of a web page.</summary>
public sealed record UrlField : FormField;

/// <summary>Address of a video.</summary>
public sealed record VideoField : FormField
{
    /// <summary>Longest duration that the regulation allows, stated to applicant and officer.</summary>
    [Within(1)] public int? MaxSeconds { get; init; }
}

/// <summary>Kinds of files, recognised by content and not by name.</summary>
public enum FileKind { Pdf, Docx, Xlsx, Pptx, Png, Jpeg, Mp4 }

/// <summary>One or more files.</summary>
public sealed record FileField : FormField
{
    /// <summary>At least one kind.</summary>
    public required IReadOnlyList<FileKind> Accepts { get; init; }
    /// <summary>Largest single file.</summary>
    [Bytes, Within(1, 4L << 30)] public required long MaxBytes { get; init; }
    [Within(1, 100)] public required int MaxCount { get; init; }
    [Within(0, 100)] public int? MinCount { get; init; }
}

/// <summary>A statement the applicant signs by name and time.</summary>
public sealed record DeclarationField : FormField
{
    public required LocalizedText Statement { get; init; }
}
