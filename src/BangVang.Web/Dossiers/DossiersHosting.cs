using BangVang.App.Dossiers;
using BangVang.App.Dossiers.Sealing;
using BangVang.App.Files.Uploads;
using BangVang.Web.Jobs;

namespace BangVang.Web.Dossiers;

/// <summary>What the pages of applicants need beside the actions.</summary>
public static class DossiersHosting
{
    public static IServiceCollection AddDossiers(this IServiceCollection services) => services
        .AddSingleton<EligibilityWords>()
        .AddSingleton<FieldWords>()
        .AddSingleton<FieldForms>()
        .AddSingleton<ShownAnswers>()
        .AddScoped<MakeReceipt>()
        .AddSingleton<DossierPromises>()
        .AddSingleton(s => new UploadPurpose(AttachFile.Purpose, DossierUploads.RuleAsync) { Promise = s.GetRequiredService<DossierPromises>().FindAsync, Seal = DossierSeals.OfAsync })
        .AddSingleton<SealingBell>().AddHostedService<SealingJob>()
        .AddHostedService<FilesDueJob>();
}
