using System.CommandLine;
using BangVang.App.Log;
using BangVang.Cli.Kernel;
using BangVang.Domain.Kernel;
using BangVang.Proof.Notes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BangVang.Cli.Commands;

/// <summary>What <c>witness --json</c> prints when it is ready.</summary>
/// <param name="Key">What others check its cosignatures with.</param>
public sealed record WitnessReadyAnswer(string Key, string Url);

internal static class WitnessCommand
{
    /// <summary>63 hashes and a checkpoint with its signatures are far below.</summary>
    private const int MostBytes = 64 * 1024;

    public static Command Create()
    {
        var state = new Option<DirectoryInfo>("--state") { Required = true, HelpName = "DIR", Description = Language.Say("Thư mục giữ khóa và những gì đã ký; phải được sao lưu cùng nhau.", "Folder with the key and with what was signed; keep both together.") };
        var name = new Option<string>("--name") { Required = true, HelpName = "NAME", Description = Language.Say("Tên của bên chứng kiến, thường là tên miền; chỉ dùng khi khóa chưa có.", "Name of the witness, as a rule a host; used when there is no key yet.") };
        var log = new Option<string[]>("--log") { Required = true, HelpName = "KEY", Description = Language.Say("Khóa của sổ ghi được chứng kiến (\"key\" trong /trust.json); lặp lại được.", "Key of a log to look after (\"key\" in its /trust.json); may be repeated.") };
        var urls = new Option<string>("--urls") { HelpName = "URL", DefaultValueFactory = _ => "http://127.0.0.1:8090", Description = Language.Say("Địa chỉ phục vụ.", "Where it serves.") };
        var command = new ExplainedCommand("witness",
            "Chứng kiến sổ ghi công khai của người khác: chỉ ký điểm kiểm nào nối tiếp điểm kiểm đã ký trước đó (C2SP tlog-witness).",
            "Witnesses the public log of somebody else: signs a checkpoint only if it continues the one signed before (C2SP tlog-witness).",
            "./bangvang witness --name chung-kien.example.vn --state witness --log giaithuong.example.vn/log+5d2c1a7e+AX…") { state, name, log, urls };
        command.SetAction(async (parsed, ct) =>
        {
            var (typed, called) = (parsed.GetRequiredValue(log), parsed.GetRequiredValue(name));
            if (!NoteKey.IsName(called)) return parsed.Refuses(Problem.Invalid("witness.name").With("name", called));
            var keys = new List<NoteKey>();
            foreach (var each in typed)
            {
                if (!NoteKey.TryParse(each, out var read) || read.Kind is not NoteSignatureKind.Ed25519) return parsed.Refuses(Problem.Invalid("witness.log_key").With("key", each));
                if (keys.Exists(k => k.Name == read.Name)) return parsed.Refuses(Problem.Invalid("witness.log_twice").With("name", read.Name));
                keys.Add(read);
            }
            var directory = parsed.GetRequiredValue(state).FullName;
            using var book = new WitnessBook(directory, KeyFile.LoadOrMake(Path.Combine(directory, "witness.key"), NoteSignatureKind.Cosignature, called), keys, TimeProvider.System);
            await using var app = Serve(book, parsed.GetRequiredValue(urls));
            await app.StartAsync(ct);
            var url = app.Urls.First();
            parsed.Answers(new WitnessReadyAnswer(book.Key.ToString(), url), [$"witness {book.Key}", $"ready {url}"]);
            await app.WaitForShutdownAsync(ct);
            return (int)ExitCode.Done;
        });
        return command;
    }

    private static WebApplication Serve(WitnessBook book, string urls)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(urls).ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = MostBytes;
            options.Limits.MaxConcurrentConnections = 100;
        });
        var app = builder.Build();
        app.MapPost("/add-checkpoint", async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            var reply = book.Add(body.ToArray());
            context.Response.StatusCode = reply is null ? StatusCodes.Status400BadRequest : (int)reply.Answer;
            context.Response.ContentType = reply?.Answer is WitnessAnswer.OtherSize ? "text/x.tlog.size" : "text/plain; charset=utf-8";
            await context.Response.WriteAsync(reply?.Body ?? "");
        });
        app.MapGet("/{number}/checkpoint", (string number) => book.Signed(number) is { } note ? Results.Bytes(note, "text/plain; charset=utf-8") : Results.NotFound());
        return app;
    }
}
