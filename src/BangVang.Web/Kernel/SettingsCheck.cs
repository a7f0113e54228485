using System.ComponentModel.DataAnnotations;
using BangVang.App.Kernel;
using Microsoft.Extensions.Options;

namespace BangVang.Web.Kernel;

/// <summary>Refuses to start with settings that cannot be: better at start than at the deadline.</summary>
internal sealed class SettingsCheck(IOptions<InstallationOptions> options) : IHostedService
{
    /// <exception cref="OptionsValidationException">Names every setting that cannot be.</exception>
    public Task StartAsync(CancellationToken ct)
    {
        var wrong = new List<ValidationResult>();
        foreach (var part in new object[] { options.Value, options.Value.Database, options.Value.Mail, options.Value.Uploads, options.Value.Limits, options.Value.Log, options.Value.Signing })
            Validator.TryValidateObject(part, new(part), wrong, validateAllProperties: true);
        return wrong.Count == 0 ? Task.CompletedTask
            : throw new OptionsValidationException("BANGVANG", typeof(InstallationOptions), wrong.Select(w => w.ErrorMessage ?? ""));
    }

    public Task StopAsync(CancellationToken ct) => Task.CompletedTask;
}
