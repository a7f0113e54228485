using BangVang.App.Dossiers;
using BangVang.App.Files.Uploads;

namespace BangVang.Web.Dossiers;

/// <summary>What the pages of applicants need beside the actions.</summary>
public static class DossiersHosting
{
    public static IServiceCollection AddDossiers(this IServiceCollection services) => services
        .AddSingleton<EligibilityWords>()
        .AddSingleton<FieldWords>()
        .AddSingleton<FieldForms>()
        .AddSingleton<ShownAnswers>()
        .AddSingleton(new UploadPurpose(AttachFile.Purpose, DossierUploads.RuleAsync));
}
