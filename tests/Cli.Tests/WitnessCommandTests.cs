using System.Diagnostics;
using System.Net;
using System.Text;
using BangVang.Cli.Kernel;
using BangVang.Proof;
using BangVang.Proof.Keys;
using BangVang.Proof.Notes;
using Shouldly;
using Xunit;

namespace BangVang.Cli.Tests;

/// <summary>The witness as another body runs it: a process of its own, asked over HTTP.</summary>
public sealed class WitnessCommandTests
{
    private const string Origin = "giaithuong.vidu.vn/log";
    private static readonly byte[] Seed = Encoding.ASCII.GetBytes("thirty-two bytes of a known seed");
    private static readonly NoteKey Log = new(Origin, NoteSignatureKind.Ed25519, Ed25519.PublicKeyOf(Seed));

    private static byte[] Request(int size, long old, string name = "entry")
    {
        var tree = new MerkleTree(Enumerable.Range(0, size).Select(n => Encoding.UTF8.GetBytes($"{name} {n}")));
        return new WitnessRequest(old, tree.Consistency(old, size), SignedNote.Sign(new Checkpoint(Origin, size, tree.Root()).ToString(), Origin, Seed)).Bytes();
    }

    [Fact]
    public async Task A_witness_signs_over_HTTP_and_remembers_after_it_was_ended()
    {
        using var terminal = new Terminal();
        var state = Path.Combine(terminal.Folder, "witness");
        string key;
        await using (var first = await Running.StartAsync(state))
        {
            key = first.Key;
            var (status, body, _) = await first.AskAsync(Request(3, 0));
            status.ShouldBe(HttpStatusCode.OK);
            NoteKey.TryParse(key, out var trusted).ShouldBeTrue();
            SignedNote.TryParse(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Request(3, 0))[("old 0\n\n".Length)..] + body), out var note).ShouldBeTrue();
            note!.TryOpen([trusted!], out _).ShouldBeTrue();
        }
        await using var second = await Running.StartAsync(state);
        second.Key.ShouldBe(key);
        var other = await second.AskAsync(Request(5, 0));
        (other.Status, other.Body, other.Type).ShouldBe((HttpStatusCode.Conflict, "3\n", "text/x.tlog.size"));
        (await second.AskAsync(Request(5, 3, "rewritten"))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await second.AskAsync(Request(5, 3))).Status.ShouldBe(HttpStatusCode.OK);
        (await second.AskAsync("what is this"u8.ToArray())).Status.ShouldBe(HttpStatusCode.BadRequest);
        var number = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(Origin)));
        (await second.GetAsync($"/{number}/checkpoint")).ShouldContain("\n5\n");
    }

    [Theory]
    [InlineData("witness.name", "hai từ", null)]
    [InlineData("witness.log_key", "chung-kien.vidu.vn", "not a key")]
    public async Task What_cannot_be_a_name_or_a_key_is_refused(string code, string name, string? log)
    {
        using var terminal = new Terminal();
        var refused = await terminal.TypeAsync("witness", "--name", name, "--state", Path.Combine(terminal.Folder, "w"), "--log", log ?? Log.ToString());
        refused.Code.ShouldBe(ExitCode.Invalid);
        refused.Error.ShouldStartWith($"{code}: ");
        Directory.Exists(Path.Combine(terminal.Folder, "w")).ShouldBeFalse();
    }

    private sealed class Running(Process process, string key, Uri url) : IAsyncDisposable
    {
        private readonly HttpClient http = new() { BaseAddress = url };

        public string Key => key;

        public static async Task<Running> StartAsync(string state)
        {
            var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
            foreach (var argument in (string[])[
                Path.Combine(AppContext.BaseDirectory, "BangVang.Cli.dll"), "witness", "--name", "chung-kien.vidu.vn", "--state", state, "--log", Log.ToString(), "--urls", "http://127.0.0.1:0",
            ])
                start.ArgumentList.Add(argument);
            var process = Process.Start(start)!;
            var (key, url) = ("", "");
            while (url.Length == 0 && await process.StandardOutput.ReadLineAsync() is { } line)
            {
                if (line.StartsWith("witness ", StringComparison.Ordinal)) key = line["witness ".Length..];
                if (line.StartsWith("ready ", StringComparison.Ordinal)) url = line["ready ".Length..];
            }
            return new(process, key, new(url));
        }

        public async Task<(HttpStatusCode Status, string Body, string? Type)> AskAsync(byte[] body)
        {
            using var content = new ByteArrayContent(body);
            using var answer = await http.PostAsync(new Uri("/add-checkpoint", UriKind.Relative), content);
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Content.Headers.ContentType?.MediaType);
        }

        public Task<string> GetAsync(string path) => http.GetStringAsync(new Uri(path, UriKind.Relative));

        /// <summary>Ended as by a power cut: what it answered must not depend on a tidy end.</summary>
        public async ValueTask DisposeAsync()
        {
            http.Dispose();
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }
}
