using Microsoft.Extensions.Configuration;

namespace BangVang.App.Kernel;

/// <summary>
/// The settings of an installation, from three places of which the later wins: <c>appsettings.json</c>, environment
/// variables <c>BANGVANG__…</c> (two underscores for a colon), command line <c>--Name value</c>.
/// </summary>
public static class InstallationConfiguration
{
    /// <summary>Set by the launcher to the directory that holds <c>editions/</c>, <c>data/</c> and <c>var/</c>.</summary>
    private const string RootVariable = "BANGVANG_ROOT";

    /// <summary>The directory that relative settings start from: what the launcher says, otherwise the current one.</summary>
    public static string Root => Path.GetFullPath(Environment.GetEnvironmentVariable(RootVariable) is { Length: > 0 } root ? root : ".");

    /// <param name="args">
    /// Settings as <c>--Name value</c> or <c>--Name=value</c>, a colon between levels; <c>--config FILE</c>, another settings file
    /// than <c>appsettings.json</c> under <see cref="Root"/>; <c>--data DIR</c>, the embedded installation in that directory.
    /// Paths given here start from the current directory.
    /// </param>
    /// <exception cref="FileNotFoundException">The file of <c>--config</c> is not there.</exception>
    public static IConfigurationRoot Load(string[] args)
    {
        var (file, data) = (ValueOf(args, "--config"), ValueOf(args, "--data"));
        return new ConfigurationBuilder()
            .AddJsonFile(Path.GetFullPath(file ?? Path.Combine(Root, "appsettings.json")), optional: file is null)
            .AddEnvironmentVariables("BANGVANG__")
            .AddCommandLine(args)
            .AddInMemoryCollection(data is null ? [] : [new("DataDirectory", Path.GetFullPath(data)), new("Database:Postgres", "")])
            .Build();
    }

    private static string? ValueOf(string[] args, string name)
    {
        var at = Array.FindLastIndex(args, a => a == name || a.StartsWith($"{name}=", StringComparison.Ordinal));
        return at < 0 ? null : args[at] == name ? args.ElementAtOrDefault(at + 1) : args[at][(name.Length + 1)..];
    }

    /// <summary>Where this installation keeps what it has, with absolute paths.</summary>
    public static InstallationOptions Installation(this IConfiguration settings)
    {
        var options = settings.Get<InstallationOptions>() ?? new();
        return options with { DataDirectory = Path.GetFullPath(options.DataDirectory, Root) };
    }
}
