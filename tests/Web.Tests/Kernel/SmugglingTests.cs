using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace BangVang.Web.Tests.Kernel;

/// <summary>ASP.NET, CVE-2025-55315: bytes in which a front server sees one request and this one two. Sent to the real server, byte by byte as written.</summary>
public sealed partial class SmugglingTests : IAsyncLifetime
{
    private const string Hidden = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private const string Chunked = "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n";
    private WebHost host = null!;

    /// <summary>A server that soon hangs up on a connection that says nothing more: then everything it answers is there.</summary>
    public async Task InitializeAsync() => host = await WebHost.StartAsync(onSocket: true, more: new Dictionary<string, string?> { ["Limits:KeepAlive"] = "00:00:01", ["Limits:Headers"] = "00:00:01" });

    public async Task DisposeAsync() => await host.DisposeAsync();

    private static readonly (string What, string Bytes)[] Corpus =
    [
        ("chunk extension with a bare LF", $"{Chunked}\r\n2;\nxx\r\n{Hidden.Length:x}\r\n0\r\n\r\n{Hidden}"),
        ("chunk extension with a bare CR", $"{Chunked}\r\n2;\rxx\r\n0\r\n\r\n{Hidden}"),
        ("chunk size ended by LF", $"{Chunked}\r\n2\nxx\r\n0\r\n\r\n{Hidden}"),
        ("chunk size with a sign", $"{Chunked}\r\n+2\r\nxx\r\n0\r\n\r\n{Hidden}"),
        ("chunk size that overflows", $"{Chunked}\r\nffffffffffffffff2\r\nxx\r\n0\r\n\r\n{Hidden}"),
        ("chunk without its end", $"{Chunked}\r\n2\r\nxxx\r\n0\r\n\r\n{Hidden}"),
        ("two lengths", $"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nContent-Length: {Hidden.Length}\r\n\r\n{Hidden}"),
        ("the same length twice", $"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: {Hidden.Length}\r\nContent-Length: {Hidden.Length}\r\n\r\n{Hidden}"),
        ("chunks and a length", $"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: {5 + Hidden.Length}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{Hidden}"),
        ("a length and chunks", $"{Chunked}Content-Length: 5\r\n\r\n0\r\n\r\n{Hidden}"),
        ("chunked twice", $"{Chunked}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n{Hidden}"),
        ("a folded length", $"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length:\r\n {Hidden.Length}\r\n\r\n{Hidden}"),
        ("a folded transfer encoding", $"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n{Hidden}"),
        ("a length below zero", $"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n{Hidden}"),
        ("a hexadecimal length", $"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0x0\r\n\r\n{Hidden}"),
        ("a list of lengths", $"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0, {Hidden.Length}\r\n\r\n{Hidden}"),
        ("an unknown transfer encoding", $"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: xchunked\r\n\r\n{Hidden}"),
        ("chunked is not the last encoding", $"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n{Hidden}"),
        ("space before the colon", $"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length : {Hidden.Length}\r\n\r\n{Hidden}"),
        ("a folded header", $"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nX: 1\r\n Content-Length: {Hidden.Length}\r\n\r\n{Hidden}"),
        ("header lines ended by LF", $"POST /sign-in HTTP/1.1\nHost: localhost\nContent-Length: {Hidden.Length}\n\n{Hidden}"),
        ("a NUL in a header", $"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nX: a\0b\r\n\r\n{Hidden}"),
        ("two hosts", $"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n{Hidden}"),
        ("a body in a GET", $"GET /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: {Hidden.Length}\r\n\r\n{Hidden}"),
    ];

    [Fact]
    public async Task Chunk_extension_and_bare_LF_corpus_yields_exactly_one_request()
    {
        var answers = await Task.WhenAll(Corpus.Select(async each => (each.What, Answers: StatusLine().Count(await SendAsync(each.Bytes)))));
        answers.Where(a => a.Answers != 1).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Content-Length: 5\r\nTransfer-Encoding: chunked")]
    [InlineData("Transfer-Encoding: chunked\r\nContent-Length: 5")]
    [InlineData("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked")]
    public async Task A_request_whose_end_is_in_doubt_is_refused_with_its_connection(string framing)
    {
        var answer = await SendAsync($"POST /sign-in HTTP/1.1\r\nHost: localhost\r\n{framing}\r\n\r\n0\r\n\r\n{Hidden}");
        answer.ShouldStartWith("HTTP/1.1 400 ");
        answer.ShouldContain("Connection: close");
    }

    [Fact]
    public async Task Two_plain_requests_on_one_connection_are_two() => StatusLine().Count(await SendAsync(Hidden + Hidden)).ShouldBe(2);

    private async Task<string> SendAsync(string bytes)
    {
        using var socket = new TcpClient("127.0.0.1", host.SocketPort);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(bytes));
        using var answers = new MemoryStream();
        // A server that hangs up on bad bytes may do so hard; what it said before counts.
        try { await stream.CopyToAsync(answers); }
        catch (IOException e) when (e.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset }) { }
        return Encoding.Latin1.GetString(answers.ToArray());
    }

    [GeneratedRegex("HTTP/1\\.1 [1-5][0-9]{2} ")]
    private static partial Regex StatusLine();
}
