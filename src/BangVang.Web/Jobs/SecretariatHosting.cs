using BangVang.App.Files.Uploads;
using BangVang.App.Secretariat.Notices;

namespace BangVang.Web.Jobs;

/// <summary>What the secretariat's work needs beside its actions.</summary>
public static class SecretariatHosting
{
    /// <summary>The job that reminds, and the attachments of notices.</summary>
    public static IServiceCollection AddSecretariat(this IServiceCollection services) => services
        .AddSingleton(new UploadPurpose(WriteNotice.FileKindName, WriteNotice.RuleAsync))
        .AddHostedService<DigestJob>();
}
