using BangVang.App.Decisions;
using BangVang.App.Files.Uploads;
using BangVang.App.Secretariat.Notices;

namespace BangVang.Web.Jobs;

/// <summary>What the secretariat's work needs beside its actions.</summary>
public static class SecretariatHosting
{
    /// <summary>The jobs that remind and rehearse, and the attachments of notices.</summary>
    public static IServiceCollection AddSecretariat(this IServiceCollection services) => services
        .AddSingleton(new UploadPurpose(WriteNotice.FileKindName, WriteNotice.RuleAsync))
        .AddSingleton(new UploadPurpose(AddSignedPaper.Purpose, AddSignedPaper.RuleAsync))
        .AddSingleton<RehearsalBell>().AddHostedService<RehearsalJob>()
        .AddHostedService<DigestJob>();
}
