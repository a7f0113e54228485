using BangVang.App.Files;
using BangVang.App.Files.Uploads;
using BangVang.App.Kernel;
using BangVang.App.Ports;
using BangVang.Web.Jobs;

namespace BangVang.Web.Files;

/// <summary>What receiving, keeping and handing out files needs; <c>Program.cs</c> calls it once.</summary>
public static class FilesHosting
{
    /// <summary>The store under <see cref="InstallationOptions.FilesDirectory"/>, uploads, and the job that clears expired ones away.</summary>
    public static IServiceCollection AddFiles(this IServiceCollection services, InstallationOptions options) => services
        .AddSingleton(new FileStoreOptions { Directory = options.FilesDirectory })
        .AddSingleton(options.Uploads)
        .AddSingleton<IFileStore, DiskFileStore>()
        .AddSingleton<UploadParts>()
        .AddSingleton<UploadTurns>()
        .AddSingleton<UploadRules>()
        .AddHostedService<UploadSweepJob>();
}
