using BangVang.App.Dossiers;
using BangVang.App.Editions;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Web.Kernel;
using NodaTime;

namespace BangVang.Web.Pages.Dossiers;

/// <summary>Every rule of the category with its verdict, and the questions that neither profile nor form answers.</summary>
[SignedIn]
public sealed class EligibilityModel(BangVangDb db, EditionBook book, IClock clock) : DossierFieldsModel(db, book, clock)
{
    protected override IReadOnlyList<FormField>? FieldsOf(DossierDesk desk) => [.. desk.Draft.Questions.Select(q => q.Field)];

    protected override string Next(DossierDesk desk) => $"/dossiers/{Id}";
}
