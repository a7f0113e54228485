using BangVang.App.Scoring;
using BangVang.Domain.Kernel;

namespace BangVang.App.Simulation;

/// <summary>What is played. The same edition, plan and version give the same report, byte for byte, on every machine.</summary>
/// <param name="Dossiers">Submitted, 1 to <see cref="MostDossiers"/>.</param>
/// <param name="Jurors">In all panels together, 1 to <see cref="MostJurors"/>.</param>
/// <param name="Seed">Everything random comes from it.</param>
public sealed record SimulationPlan(int Dossiers, int Jurors, string Seed)
{
    public const int MostDossiers = 5_000;
    public const int MostJurors = 1_000;
    public const int MostDraws = 10_000;

    /// <summary>How often panels judge the same dossiers with new qualities: more draws, smaller standard errors. 1 to <see cref="MostDraws"/>.</summary>
    public int Draws { get; init; } = 100;

    /// <summary>Minutes to read and mark one dossier on paper; a round with presentations takes the slot and <see cref="MinutesAfterPresentation"/>. An assumption.</summary>
    public int MinutesPerDossier { get; init; } = 45;

    /// <summary>Minutes to mark after a presentation. An assumption.</summary>
    public int MinutesAfterPresentation { get; init; } = 10;

    /// <summary>Minutes for one choice between two, where the edition has no clock for it. An assumption.</summary>
    public int MinutesPerPair { get; init; } = 3;

    /// <summary>How jurors are given their dossiers in every round.</summary>
    public PanelObjective Objective { get; init; }

    public ScoreModel Model { get; init; } = new();

    /// <summary>The first number out of its range; null when the plan can be played.</summary>
    public Problem? Refusal() =>
        Dossiers is < 1 or > MostDossiers ? Problem.Invalid("simulation.number_invalid").With("option", "--dossiers").With("min", 1).With("max", MostDossiers)
        : Jurors is < 1 or > MostJurors ? Problem.Invalid("simulation.number_invalid").With("option", "--jurors").With("min", 1).With("max", MostJurors)
        : Draws is < 1 or > MostDraws ? Problem.Invalid("simulation.number_invalid").With("option", "--draws").With("min", 1).With("max", MostDraws)
        : MinutesPerDossier is < 1 or > 1_000 ? Problem.Invalid("simulation.number_invalid").With("option", "--minutes").With("min", 1).With("max", 1_000)
        : Objective is not (PanelObjective.BalancedRandom or PanelObjective.LargestTotal) ? Problem.Invalid("simulation.objective_unplayed")
        : null;
}

/// <summary>
/// Where marks come from: mark = mean + quality of the dossier + its strength in the line − severity of the juror + noise of the sheet
/// + noise of the mark, cut to the scale and taken to the nearest step. All but the mean are normal with mean 0. All numbers are
/// shares of the width of the scale: 0.1 of a scale from 0 to 10 is one point.
/// </summary>
public sealed record ScoreModel
{
    /// <summary>The mark of an average dossier by an average juror; 0 is the lowest mark, 1 the highest.</summary>
    public double Mean { get; init; } = 0.65;

    /// <summary>Standard deviation of the quality of dossiers.</summary>
    public double Entry { get; init; } = 0.12;

    /// <summary>Standard deviation of a dossier's strength in one line of the rubric, beside its quality.</summary>
    public double Line { get; init; } = 0.04;

    /// <summary>Standard deviation of the severity of jurors.</summary>
    public double Severity { get; init; } = 0.06;

    /// <summary>Standard deviation of what one juror who knows the field sees in one dossier by chance, in all lines alike.</summary>
    public double Sheet { get; init; } = 0.09;

    /// <summary>
    /// What not knowing the field adds: the variance of a sheet grows by the square of this times 1 − how well the juror knows it. An
    /// assumption, and the only way in which the marks depend on who judges what.
    /// </summary>
    public double Unfamiliar { get; init; } = 0.06;

    /// <summary>Standard deviation of the chance in a single mark.</summary>
    public double Mark { get; init; } = 0.06;

    /// <summary>How much lower than before the extreme juror marks everything.</summary>
    public double Extreme { get; init; } = 0.30;

    /// <summary>Share of pairs of dossier and juror kept apart by a conflict of interest, where the edition has a rule that blocks.</summary>
    public double Conflicts { get; init; } = 0.02;
}

/// <summary>How fast to play; changes nothing in the report.</summary>
/// <param name="Processors">At most so many at once; −1 for all.</param>
/// <param name="DrawPlayed">Told after each draw, from any thread; null for nobody.</param>
public sealed record SimulationPace(int Processors, Action? DrawPlayed);
