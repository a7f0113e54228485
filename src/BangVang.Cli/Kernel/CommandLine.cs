using System.CommandLine;
using System.CommandLine.Help;
using System.Data.Common;
using BangVang.App.Kernel;
using BangVang.App.Log;
using BangVang.App.Simulation;
using BangVang.Cli.Commands;
using BangVang.Judging.Assignment;
using BangVang.Judging.Calibration;
using Microsoft.Extensions.DependencyInjection;

namespace BangVang.Cli.Kernel;

/// <summary>Registers the storage that the settings choose; only <c>Program.cs</c> knows how.</summary>
public delegate void AddStorage(IServiceCollection services, InstallationOptions options);

/// <summary>All commands, each a small file in <c>Commands/</c>, and what they have in common.</summary>
public static class CommandLine
{
    internal static readonly Option<FileInfo?> Config = new("--config")
    {
        Recursive = true,
        HelpName = "FILE",
        Description = Language.Say("Tệp thiết lập, thay cho appsettings.json.", "Settings file, instead of appsettings.json."),
    };

    internal static readonly Option<DirectoryInfo?> Data = new("--data")
    {
        Recursive = true,
        HelpName = "DIR",
        Description = Language.Say(
            "Thư mục dữ liệu của hệ thống dùng SQLite nhúng; bản trình diễn nằm ở var/demo.",
            "Data directory of an installation with embedded SQLite; the demonstration's is var/demo."),
    };

    internal static readonly Option<bool> Json = new("--json")
    {
        Recursive = true,
        Description = Language.Say("In một tài liệu JSON thay cho câu chữ.", "Prints one JSON document instead of prose."),
    };

    /// <summary>What each command prints with <c>--json</c>; the schemas in <c>docs/operate/schemas/</c> follow these types.</summary>
    public static IReadOnlyDictionary<string, Type> Documents { get; } = new Dictionary<string, Type>
    {
        ["migrate"] = typeof(MigrateAnswer),
        ["doctor"] = typeof(DoctorAnswer),
        ["backup"] = typeof(BackupAnswer),
        ["restore"] = typeof(BackupAnswer),
        ["edition-check"] = typeof(EditionCheckAnswer),
        ["edition-diff"] = typeof(EditionDiffAnswer),
        ["edition-publish"] = typeof(EditionPublishAnswer),
        ["forum-check"] = typeof(ForumCheckAnswer),
        ["forum-publish"] = typeof(ForumPublishAnswer),
        ["forum-archive"] = typeof(ForumArchiveAnswer),
        ["edition-simulate"] = typeof(EditionSimulation),
        ["laureates-import"] = typeof(LaureatesImportAnswer),
        ["laureates-archive"] = typeof(LaureatesArchiveAnswer),
        ["admin-create-invitation"] = typeof(InvitationAnswer),
        ["assign"] = typeof(AssignmentReport),
        ["calibrate"] = typeof(CalibrationReport),
        ["rank-choices"] = typeof(RankChoicesAnswer),
        ["allocate"] = typeof(AllocateAnswer),
        ["log-export"] = typeof(LogExportAnswer),
        ["bundle"] = typeof(BundleAnswer),
        ["log-rotate"] = typeof(LogKeyRotation),
        ["verify"] = typeof(VerifyAnswer),
        ["witness"] = typeof(WitnessReadyAnswer),
        ["keys-export"] = typeof(KeysAnswer),
        ["keys-import"] = typeof(KeysAnswer),
        ["seal-setup"] = typeof(SealSetupAnswer),
        ["seal-open-share"] = typeof(SealShareAnswer),
        ["seal-join"] = typeof(SealJoinAnswer),
    };

    /// <summary>The tree of commands.</summary>
    public static RootCommand Root(AddStorage addStorage)
    {
        var root = new RootCommand(Language.Say("Lệnh dành cho người quản trị hệ thống.", "Commands for those who run an installation.")) { HelpName = "./bangvang" };
        root.Add(Config);
        root.Add(Data);
        root.Add(Json);
        root.Add(MigrateCommand.Create(addStorage));
        root.Add(DoctorCommand.Create(addStorage));
        root.Add(BackupCommands.Backup(addStorage));
        root.Add(BackupCommands.Restore(addStorage));
        root.Add(LaureatesCommands.Create(addStorage));
        root.Add(AdminCommands.Create(addStorage));
        root.Add(EditionCommands.Create(addStorage));
        root.Add(ForumCommands.Create(addStorage));
        root.Add(AssignCommand.Create());
        root.Add(CalibrateCommand.Create());
        root.Add(RankChoicesCommand.Create());
        root.Add(AllocateCommand.Create());
        root.Add(LogCommands.Create(addStorage));
        root.Add(BundleCommand.Create(addStorage));
        root.Add(VerifyCommand.Create());
        root.Add(WitnessCommand.Create());
        root.Add(KeysCommands.Create(addStorage));
        root.Add(SealCommands.Create());
        root.Options.OfType<HelpOption>().Single().Action = new HelpText();
        return root;
    }

    /// <summary>Runs one command to its end. Refusals go to <paramref name="error"/>, results to <paramref name="output"/>.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] args, AddStorage addStorage, TextWriter? output = null, TextWriter? error = null)
    {
        output ??= Console.Out;
        error ??= Console.Error;
        var parsed = Root(addStorage).Parse(args);
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpText)
        {
            foreach (var mistake in parsed.Errors) await error.WriteLineAsync($"cli.arguments: {mistake.Message}");
            await error.WriteLineAsync(Texts.Of("cli.see_help", ("command", HelpText.PathOf(parsed.CommandResult.Command))));
            return (int)ExitCode.Invalid;
        }
        try
        {
            return await parsed.InvokeAsync(new() { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        }
        catch (OperationCanceledException) { return (int)ExitCode.Fault; }
        catch (Exception e)
        {
            // What the equipment says is for the person; a bug is for whoever mends it, with the place.
            await error.WriteLineAsync($"cli.fault: {(e is IOException or UnauthorizedAccessException or DbException or InvalidDataException ? e.Message : e.ToString())}");
            return (int)ExitCode.Fault;
        }
    }
}
