using BangVang.App.Mail;
using BangVang.App.Ports;
using BangVang.Testing;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Mail;

public sealed class SmtpMailSenderTests : IDisposable
{
    private static readonly Guid Id = Guid.Parse("0199a000-0000-7000-8000-000000000001");
    private static readonly MailMessage Message = new("juror@example.vn", "Mời chấm điểm", "Kính gửi Giám khảo,\n.\n..kết thúc\n");
    private readonly string trustFile = Path.GetTempFileName();

    [Fact]
    public async Task A_mail_arrives_as_it_was_written()
    {
        await using var sink = new SmtpSink();
        await SendAsync(Options(sink));
        var mail = sink.Mails.ShouldHaveSingleItem();
        (mail.From, mail.To, mail.Encrypted).ShouldBe(("MAIL FROM:<bang-vang@example.vn>", "RCPT TO:<juror@example.vn>", false));
        var (headers, body) = MailTextTests.Parts(mail.Data);
        headers["Subject"].ShouldBe("Mời chấm điểm");
        MailTextTests.Decoded(body).ShouldBe("Kính gửi Giám khảo,\r\n.\r\n..kết thúc\r\n");
        sink.Commands[0].ShouldBe("EHLO example.vn");
        sink.Commands[^1].ShouldBe("QUIT");
    }

    [Theory]
    [InlineData("AUTH LOGIN PLAIN", "/nguoi-gui/mật khẩu")]
    [InlineData("AUTH LOGIN", "nguoi-gui/mật khẩu")]
    public async Task Password_and_mail_go_encrypted_after_STARTTLS(string ways, string user)
    {
        await using var sink = new SmtpSink { Certificate = SmtpSink.MakeCertificate("localhost", trustFile), Abilities = $"250-sink\r\n250-STARTTLS\r\n250 {ways}" };
        await SendAsync(Options(sink) with { SmtpSecurity = SmtpSecurity.StartTls, SmtpUser = "nguoi-gui", SmtpPassword = "mật khẩu" });
        var mail = sink.Mails.ShouldHaveSingleItem();
        (mail.Encrypted, mail.User).ShouldBe((true, user));
    }

    [Fact]
    public async Task A_server_may_speak_TLS_from_the_first_byte()
    {
        await using var sink = new SmtpSink(tlsFirst: true) { Certificate = SmtpSink.MakeCertificate("localhost", trustFile) };
        await SendAsync(Options(sink) with { SmtpSecurity = SmtpSecurity.Tls });
        sink.Mails.ShouldHaveSingleItem().Encrypted.ShouldBeTrue();
    }

    [Fact]
    public async Task A_server_without_TLS_gets_nothing_when_TLS_is_asked_for()
    {
        await using var sink = new SmtpSink();
        await Should.ThrowAsync<IOException>(() => SendAsync(Options(sink) with { SmtpSecurity = SmtpSecurity.StartTls, SmtpUser = "u", SmtpPassword = "secret" }));
        sink.Mails.ShouldBeEmpty();
        sink.Commands.ShouldBe(["EHLO example.vn"]);
    }

    [Theory]
    [InlineData("other.example", true)]
    [InlineData("localhost", false)]
    public async Task A_server_that_cannot_prove_its_name_gets_nothing(string name, bool trusted)
    {
        await using var sink = new SmtpSink { Certificate = SmtpSink.MakeCertificate(name, trustFile), Abilities = "250-sink\r\n250 STARTTLS" };
        var options = Options(sink) with { SmtpSecurity = SmtpSecurity.StartTls };
        await Should.ThrowAsync<System.Security.Authentication.AuthenticationException>(() => SendAsync(trusted ? options : options with { SmtpTrustFile = null }));
        sink.Mails.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("RCPT", "550 5.1.1 no such user")]
    [InlineData("MESSAGE", "554 5.7.1 spam")]
    public async Task A_no_for_ever_is_told_apart(string command, string answer)
    {
        await using var sink = new SmtpSink { Answers = { [command] = answer } };
        (await Should.ThrowAsync<MailRefusedException>(() => SendAsync(Options(sink)))).Message.ShouldContain(answer[..3]);
    }

    [Theory]
    [InlineData("GREETING", "421 busy")]
    [InlineData("GREETING", "554 no service")]
    [InlineData("EHLO", "500 what")]
    [InlineData("MAIL", "451 later")]
    [InlineData("MAIL", "550 not from you")]
    [InlineData("RCPT", "450 greylisted")]
    [InlineData("DATA", "451 later")]
    [InlineData("MESSAGE", "452 full")]
    [InlineData("RCPT", null)]
    [InlineData("MESSAGE", null)]
    [InlineData("GREETING", "hello")]
    [InlineData("EHLO", "250-endless")]
    public async Task A_no_for_now_is_worth_another_try(string command, string? answer)
    {
        await using var sink = new SmtpSink { Answers = { [command] = answer } };
        await Should.ThrowAsync<IOException>(() => SendAsync(Options(sink) with { SmtpTimeout = TimeSpan.FromSeconds(1) }));
    }

    [Fact]
    public async Task A_mail_that_was_taken_is_sent_even_when_the_server_hangs_up_without_a_word()
    {
        await using var sink = new SmtpSink { Answers = { ["QUIT"] = null } };
        await SendAsync(Options(sink));
        sink.Mails.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Nobody_home_is_worth_another_try()
    {
        int port;
        await using (var sink = new SmtpSink()) port = sink.Port;
        await Should.ThrowAsync<System.Net.Sockets.SocketException>(() => SendAsync(new() { SmtpHost = "127.0.0.1", SmtpPort = port, SmtpSecurity = SmtpSecurity.None, From = "a@b.vn" }));
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_left_after_the_time_set()
    {
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        var options = new MailOptions { SmtpHost = "127.0.0.1", SmtpPort = ((System.Net.IPEndPoint)silent.LocalEndpoint).Port, SmtpSecurity = SmtpSecurity.None, SmtpTimeout = TimeSpan.FromMilliseconds(200) };
        (await Should.ThrowAsync<IOException>(() => SendAsync(options))).Message.ShouldContain("longer");
    }

    [Fact]
    public async Task A_mail_as_a_file_appears_whole_and_once()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"bv-mail-{Guid.NewGuid():n}", "mail");
        var sender = new FileMailSender(folder, new() { From = "a@b.vn" }, new FixedTime(Instant.FromUtc(2026, 10, 1, 3, 0)));
        await sender.SendAsync(Id, Message, default);
        await sender.SendAsync(Id, Message, default);
        var file = Directory.EnumerateFiles(folder).ShouldHaveSingleItem();
        Path.GetFileName(file).ShouldBe($"{Id}.eml");
        MailTextTests.Parts(await File.ReadAllTextAsync(file)).Headers["Subject"].ShouldBe("Mời chấm điểm");
        Directory.Delete(Path.GetDirectoryName(folder)!, recursive: true);
    }

    public void Dispose() => File.Delete(trustFile);

    private MailOptions Options(SmtpSink sink) => new()
    {
        SmtpHost = sink.Certificate is null ? "127.0.0.1" : "localhost", SmtpPort = sink.Port, SmtpSecurity = SmtpSecurity.None, From = "bang-vang@example.vn", SmtpTrustFile = trustFile, SmtpTimeout = TimeSpan.FromSeconds(10),
    };

    private static Task SendAsync(MailOptions options) => new SmtpMailSender(options, TimeProvider.System).SendAsync(Id, Message, default);
}
