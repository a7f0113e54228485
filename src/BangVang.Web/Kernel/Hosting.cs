using System.Net;
using System.Text.Unicode;
using BangVang.App.Editions;
using BangVang.App.Forum;
using BangVang.App.Forum.Programme;
using BangVang.App.Forum.Registration;
using BangVang.App.Kernel;
using BangVang.App.Ports;
using BangVang.App.Storage;
using BangVang.Web.Api;
using BangVang.Web.Dossiers;
using BangVang.Web.Files;
using BangVang.Web.Jobs;
using BangVang.Web.Screening;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.WebEncoders;
using NodaTime;

namespace BangVang.Web.Kernel;

/// <summary>How the server is put together; <c>Program.cs</c> chooses the storage and calls these in order.</summary>
public static class Hosting
{
    /// <summary>Beside the program when published, otherwise left to the host (the project's directory).</summary>
    public static string? ContentRoot => Directory.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot")) ? AppContext.BaseDirectory : null;

    /// <summary>What the log holds unless a setting <c>Logging:LogLevel:…</c> says otherwise: ours, and the framework's from warnings on.</summary>
    private static readonly Dictionary<string, string?> QuietLogs = new()
    {
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Microsoft"] = "Warning",
        ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Information",
        // It warns that the keys are not encrypted: their directory is its owner's alone.
        ["Logging:LogLevel:Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager"] = "Error",
    };

    /// <summary>Reads the settings as every command does (<see cref="InstallationConfiguration"/>), and checks them at start.</summary>
    public static InstallationOptions AddInstallation(this WebApplicationBuilder builder, string[] args)
    {
        // Variables without our prefix may mean anything (MAIL, DEMO): only BANGVANG__ ones are settings.
        var settings = (IConfigurationBuilder)builder.Configuration;
        foreach (var source in settings.Sources.OfType<EnvironmentVariablesConfigurationSource>().Where(s => string.IsNullOrEmpty(s.Prefix)).ToList())
            settings.Sources.Remove(source);
        settings.Sources.Insert(0, new MemoryConfigurationSource { InitialData = QuietLogs });
        builder.Configuration.AddConfiguration(InstallationConfiguration.Load(args));
        if (builder.Configuration["PublicUrl"] is null && builder.Configuration["port"] is { } port) builder.Configuration["PublicUrl"] = $"http://127.0.0.1:{port}";
        builder.Services.AddSingleton(s => Options.Create(s.GetRequiredService<IConfiguration>().Installation()));
        builder.Services.AddHostedService<SettingsCheck>();
        return builder.Configuration.Installation();
    }

    /// <summary>Registers, one per request, every public class of App that has a RunAsync. What is demo's own is registered by demo.</summary>
    public static IServiceCollection AddActions(this IServiceCollection services)
    {
        foreach (var action in typeof(BangVangDb).Assembly.GetExportedTypes().Where(t =>
            t is { IsClass: true, IsAbstract: false, Namespace: not "BangVang.App.Demo" } && t.GetMethod("RunAsync") is not null))
            services.AddScoped(action);
        return services;
    }

    /// <summary>Pages, texts, forms, headers: what every screen stands on.</summary>
    public static void AddKernel(this WebApplicationBuilder builder, InstallationOptions options)
    {
        var services = builder.Services;
        services.AddSingleton<Texts>().AddSingleton<Assets>().AddSingleton<Navigation>().AddSingleton<RequestMetrics>();
        services.AddSingleton(TimeProvider.System).AddSingleton(new PublicUrl(new(options.PublicUrl)));
        if (!options.Demo) services.AddSingleton<IClock>(SystemClock.Instance);
        else services.AddDemo();
        services.AddScoped<Migrator>().AddScoped<EditionBook>().AddScoped<ForumBook>().AddSingleton<ArrivalLine>().AddScoped<ProgrammeBook>().AddSingleton<IPasswords, Passwords>().AddSingleton<PlaylistShelf>();
        services.AddFiles(options).AddMail(options).AddPublicReads().AddDossiers().AddSecretariat().AddScreening().AddLog().AddBundles().AddTimeStamps(options).AddCertificates().AddProgrammeFeeds().AddDoor().AddCeremony();
        services.AddHostedService<RegistrationJob>();

        services.AddRazorPages().AddMvcOptions(mvc => { Binding.Configure(mvc); mvc.Filters.Add<Resending>(); });
        services.AddOptions<MvcOptions>().Configure<Texts>((mvc, texts) => Binding.Translate(mvc.ModelBindingMessageProvider, texts));
        services.Configure<WebEncoderOptions>(o => o.TextEncoderSettings = new(UnicodeRanges.All));
        services.Configure<RouteOptions>(o => o.LowercaseUrls = true);
        services.AddProblemDetails();
        if (!OperatingSystem.IsWindows()) Directory.CreateDirectory(options.KeysDirectory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        services.AddDataProtection().SetApplicationName("bangvang").PersistKeysToFileSystem(new(options.KeysDirectory));

        var https = new Uri(options.PublicUrl).Scheme == Uri.UriSchemeHttps;
        services.AddAntiforgery(o =>
        {
            o.Cookie.Name = https ? "__Host-bv-form" : "bv-form";
            o.Cookie.SecurePolicy = https ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
            o.Cookie.SameSite = SameSiteMode.Strict;
            o.HeaderName = "X-Form-Token";
            o.SuppressXFrameOptionsHeader = true;
        });
        services.AddResponseCompression(o =>
        {
            // Form tokens are encrypted afresh for every page, so their compressed length says nothing about them (BREACH).
            o.EnableForHttps = true;
            o.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "image/svg+xml", "application/atom+xml", "application/problem+json", "text/csv"];
        });
        builder.WebHost.UseStaticWebAssets();
        builder.Listen(options);
    }

    /// <summary>Loopback unless told otherwise; limits against clients that hold connections or send without end.</summary>
    private static void Listen(this WebApplicationBuilder builder, InstallationOptions options)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = options.Limits.Connections;
            kestrel.Limits.MaxRequestBodySize = options.Limits.BodyBytes;
            kestrel.Limits.RequestHeadersTimeout = options.Limits.Headers;
            kestrel.Limits.KeepAliveTimeout = options.Limits.KeepAlive;
            kestrel.Limits.MinRequestBodyDataRate = new(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(10));
        });
        if (builder.Configuration["urls"] is null) builder.WebHost.UseUrls($"http://127.0.0.1:{builder.Configuration["port"] ?? "5080"}");
        builder.Services.Configure<HostFilteringOptions>(o => o.AllowedHosts = [new Uri(options.PublicUrl).Host, "127.0.0.1", "localhost", "[::1]"]);
        if (options.Proxies.Length > 0) builder.Services.Configure<ForwardedHeadersOptions>(o =>
        {
            o.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            o.KnownProxies.Clear();
            o.KnownIPNetworks.Clear();
            foreach (var proxy in options.Proxies) o.KnownProxies.Add(IPAddress.Parse(proxy));
        });
    }

    /// <summary>
    /// From the outside in. What comes before routing sees every request; the guard stands behind the session and looks at
    /// the endpoint that will run. A test may put its own finding out of who asks in place of the session.
    /// </summary>
    public static void UseKernel(this WebApplication app, Action<WebApplication>? session = null)
    {
        var options = app.Services.GetRequiredService<IOptions<InstallationOptions>>().Value;
        app.Use(RequestFraming.UseAsync);
        if (options.Proxies.Length > 0) app.UseForwardedHeaders();
        app.UseMiddleware<SecurityHeaders>();
        var metrics = app.Services.GetRequiredService<RequestMetrics>();
        app.Use(metrics.CountAsync);
        app.Use(Languages.UseAsync);
        app.UseExceptionHandler("/error/500");
        app.UseStatusCodePagesWithReExecute("/error/{0}");
        app.UseRouting();
        // Answers are kept compressed: compressing stands behind the cache.
        app.UseMiddleware<PublicReads>();
        app.UseOutputCache();
        app.UseResponseCompression();
        app.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = app.Services.GetRequiredService<Assets>().Cache });
        if (session is null) app.Use(SessionCookie.UseAsync); else session(app);
        app.UseMiddleware<AccessGuard>();
        app.MapRazorPages();
        app.MapOperations();
        app.MapTus();
        app.MapStreams();
        app.MapDoor();
        app.MapAppealFiles();
        app.MapDossierFiles();
        app.MapNoticesFeed();
        app.MapProgrammeFeeds();
        app.MapCommitments();
        app.MapCeremony();
        app.MapForumFigures();
        app.MapDecisionFiles();
        app.MapCertificates();
        if (options.Demo) app.MapDemo();
    }
}
