using System.CommandLine;
using BangVang.App.Files;
using BangVang.App.Storage;
using BangVang.Cli.Kernel;
using Microsoft.Extensions.DependencyInjection;

namespace BangVang.Cli.Commands;

/// <summary>What <c>doctor --json</c> prints.</summary>
/// <param name="Sound">True when every invariant holds.</param>
public sealed record DoctorAnswer(bool Sound, IReadOnlyList<Finding> Findings);

internal static class DoctorCommand
{
    public static Command Create(AddStorage addStorage)
    {
        var command = new ExplainedCommand("doctor",
            "Kiểm tra mọi bất biến của cơ sở dữ liệu và sổ ghi; kết thúc bằng mã 0 khi tất cả đều đúng, mã 6 khi có điều sai.",
            "Checks every invariant of the database and the log; ends with 0 when all hold, with 6 when one is broken.",
            "./bangvang doctor --data var/demo");
        command.SetAction(async (parsed, ct) =>
        {
            await using var installation = Installation.Of(parsed, addStorage);
            if (await installation.NotReadyAsync(ct) is { } problem) return parsed.Refuses(problem);

            var findings = await CheckUpAsync(installation, ct);
            var sound = findings.All(f => f.Holds);
            return parsed.Answers(new DoctorAnswer(sound, findings), Prose(findings), sound ? ExitCode.Done : ExitCode.False);
        });
        return command;
    }

    /// <summary>The database, and every file it speaks of.</summary>
    internal static async Task<IReadOnlyList<Finding>> CheckUpAsync(Installation installation, CancellationToken ct)
    {
        await using var scope = installation.Open();
        var findings = await scope.ServiceProvider.GetRequiredService<Doctor>().RunAsync(ct);
        var broken = await scope.ServiceProvider.GetRequiredService<CheckFiles>().RunAsync(ct);
        return [.. findings, new(
            "files.are_kept",
            "Mỗi tệp đã báo “đã nhận” đều còn trong kho, và nội dung khớp với SHA-256.",
            "Every file that was acknowledged is in the store, and its bytes have their SHA-256.",
            [.. broken.Take(Doctor.MostNamed).Select(f => $"{f.Sha256} is {f.Check.ToString().ToLowerInvariant()}")], broken.Count > Doctor.MostNamed)];
    }

    /// <summary>What is broken, thing by thing, then the count.</summary>
    internal static IEnumerable<string> Prose(IReadOnlyList<Finding> findings)
    {
        foreach (var broken in findings.Where(f => !f.Holds))
        {
            yield return $"{broken.Name}: {Language.Say(broken.Vietnamese, broken.English)}";
            foreach (var offender in broken.Offenders) yield return $"  {offender}";
            if (broken.More) yield return "  …";
        }
        yield return findings.All(f => f.Holds)
            ? Texts.Of("storage.all_hold", ("count", findings.Count))
            : Texts.Of("storage.some_broken", ("broken", findings.Count(f => !f.Holds)), ("count", findings.Count));
    }
}
