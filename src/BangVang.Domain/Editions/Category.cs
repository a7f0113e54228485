using BangVang.Domain.Enterprises;

namespace BangVang.Domain.Editions;

/// <summary>A field or technology inside a category; rules and dossiers refer to its code.</summary>
public sealed record Topic
{
    [Code] public required string Code { get; init; }
    public required LocalizedText Name { get; init; }
}

/// <summary>A category (hạng mục) in which prizes are given.</summary>
public sealed record Category
{
    [Code] public required string Code { get; init; }
    public required LocalizedText Name { get; init; }
    public LocalizedText? Description { get; init; }
    /// <summary>The sub-list of the category.</summary>
    public IReadOnlyList<Topic> Topics { get; init; } = [];
    /// <summary>Rules of this category, besides those of the edition.</summary>
    public IReadOnlyList<EligibilityRule> Eligibility { get; init; } = [];
    public string? Article { get; init; }
    public LocalizedText? Note { get; init; }
    public IReadOnlyList<string> Source { get; init; } = [];
}

/// <summary>Stages of making a product that a regulation may want done in Viet Nam.</summary>
public enum ProductionStage { Researched, Designed, Created, Produced }

/// <summary>Kinds of intellectual property.</summary>
public enum IntellectualProperty { Patent, UtilitySolution, Copyright, Trademark, IndustrialDesign, CircuitLayout }

/// <summary>Who may apply in a category, for display: the kinds its rules name.</summary>
public sealed record WhoMayApply(IReadOnlyList<ApplicantKind> Kinds, string? Article);
