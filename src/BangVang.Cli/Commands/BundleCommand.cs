using System.CommandLine;
using System.IO.Compression;
using BangVang.App.Bundles;
using BangVang.App.Kernel;
using BangVang.App.Log;
using BangVang.App.Storage;
using BangVang.Cli.Kernel;
using BangVang.Domain.Kernel;
using Microsoft.Extensions.DependencyInjection;

namespace BangVang.Cli.Commands;

/// <summary>What <c>bundle --json</c> prints.</summary>
/// <param name="Entries">Of the log, in the bundle.</param>
/// <param name="IsClosed">Sheets of small panels stay out of it: the auditor needs the openings.</param>
public sealed record BundleAnswer(string File, string Edition, int Bytes, long Entries, int Dossiers, bool IsClosed, string? Openings);

internal static class BundleCommand
{
    public static Command Create(AddStorage addStorage)
    {
        var edition = new Argument<string>("EDITION") { Description = Language.Say("Kỳ giải đã công bố kết quả, như demo/2025.", "Edition whose result is published, such as demo/2025.") };
        var file = new Argument<FileInfo>("FILE") { Description = Language.Say("Tệp nhận gói kết quả; tên kết thúc bằng .gz thì nén.", "File for the bundle; a name ending in .gz is written compressed.") };
        var openings = new Option<FileInfo?>("--openings") { HelpName = "OUT", Description = Language.Say("Tệp dành riêng cho người giám sát: mở các phiếu của hội đồng ít người. Không công bố.", "File for the auditor alone: opens the sheets of small panels. Never published.") };
        var command = new ExplainedCommand("bundle",
            "Ghi gói kết quả của một kỳ giải: mọi điều cần để ai cũng tính lại được kết quả đã công bố, không cần hỏi chúng ta.",
            "Writes the result bundle of an edition: all that anyone needs to compute the published result again without asking us.",
            "./bangvang bundle demo/2025 ket-qua.json.gz --data var/demo") { edition, file, openings };
        command.SetAction(async (parsed, ct) =>
        {
            await using var installation = Installation.Of(parsed, addStorage);
            if (await installation.NotReadyAsync(ct) is { } notReady) return parsed.Refuses(notReady);
            await using var scope = installation.Open();
            while (await scope.ServiceProvider.GetRequiredService<GrowLog>().RunAsync(ct) == GrowLog.Most) { }
            var key = parsed.GetRequiredValue(edition);
            if (!(await scope.ServiceProvider.GetRequiredService<WriteBundle>().RunAsync(key, ct)).TryGet(out var written, out var problem)) return problem.Code == "bundle.log_differs" ? parsed.Denies(problem) : parsed.Refuses(problem);

            var (target, closed) = (parsed.GetRequiredValue(file), parsed.GetValue(openings));
            Write(target, written.Bytes);
            if (closed is not null && written.Openings is not null) DurableFiles.Write(closed.FullName, written.Openings);
            return parsed.Answers(
                new BundleAnswer(target.FullName, key, written.Bytes.Length, written.Entries, written.Dossiers, written.Openings is not null, closed is null || written.Openings is null ? null : closed.FullName),
                [Texts.Of(written.Openings is null ? "bundle.written" : "bundle.written_closed", ("file", target.FullName), ("edition", key), ("entries", written.Entries), ("dossiers", written.Dossiers))]);
        });
        return command;
    }

    private static void Write(FileInfo file, byte[] bytes)
    {
        if (!file.Name.EndsWith(".gz", StringComparison.Ordinal))
        {
            File.WriteAllBytes(file.FullName, bytes);
            return;
        }
        using var packed = new GZipStream(file.Create(), CompressionLevel.SmallestSize);
        packed.Write(bytes);
    }
}
