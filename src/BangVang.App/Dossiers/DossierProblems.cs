using BangVang.Domain.Kernel;

namespace BangVang.App.Dossiers;

internal static class DossierProblems
{
    public static readonly Problem NotFound = Problem.NotFound("dossiers.not_found");
    public static readonly Problem EditionNotFound = Problem.NotFound("dossiers.edition_not_found");
    public static readonly Problem FieldUnknown = Problem.NotFound("dossiers.field_unknown");
    public static readonly Problem SignInFirst = Problem.Forbidden("dossiers.sign_in_first");
    public static readonly Problem ChangedMeanwhile = Problem.Conflict("dossiers.changed_meanwhile");
}
