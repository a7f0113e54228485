using BangVang.App.Kernel;
using BangVang.App.Mail;
using BangVang.App.Ports;

namespace BangVang.Web.Jobs;

/// <summary>How mail leaves; <c>Program.cs</c> calls it once.</summary>
public static class MailHosting
{
    /// <summary>By SMTP when a server is set, otherwise as files under <see cref="InstallationOptions.MailDirectory"/>; with the job that works the outbox off.</summary>
    public static IServiceCollection AddMail(this IServiceCollection services, InstallationOptions options) => services
        .AddSingleton(options.Mail)
        .AddSingleton<IMailSender>(s => options.Mail.SmtpHost is null
            ? new FileMailSender(options.MailDirectory, options.Mail, s.GetRequiredService<TimeProvider>())
            : new SmtpMailSender(options.Mail, s.GetRequiredService<TimeProvider>()))
        .AddHostedService<OutboxJob>();
}
