using BangVang.App.Dossiers;
using BangVang.App.Editions;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using NodaTime;

namespace BangVang.Web.Pages.Dossiers;

/// <summary>One section of the form: its fields, each saving itself.</summary>
[SignedIn, RequestSizeLimit(LargestForm), RequestFormLimits(MultipartBodyLengthLimit = LargestForm)]
public sealed class SectionModel(BangVangDb db, EditionBook book, IClock clock) : DossierFieldsModel(db, book, clock)
{
    [BindProperty(SupportsGet = true)] public string Code { get; set; } = "";

    public FormSection Section => Desk.Draft.Form!.Sections.First(s => s.Code == Code);
    /// <summary>From 1.</summary>
    public int Place => Desk.Draft.Form!.Sections.ToList().FindIndex(s => s.Code == Code) + 1;
    public int Count => Desk.Draft.Form!.Sections.Count;

    protected override IReadOnlyList<FormField>? FieldsOf(DossierDesk desk) => desk.Draft.Form?.Sections.FirstOrDefault(s => s.Code == Code)?.Fields;

    protected override string Next(DossierDesk desk)
    {
        var next = desk.Draft.Form!.Sections.SkipWhile(s => s.Code != Code).Skip(1).FirstOrDefault();
        return next is null ? $"/dossiers/{Id}/check" : $"/dossiers/{Id}/section/{next.Code}";
    }
}
