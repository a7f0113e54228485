using System.ComponentModel.DataAnnotations;
using BangVang.App.Mail;
using BangVang.App.Ports;
using BangVang.App.Storage;
using BangVang.Testing;
using BangVang.Testing.Files;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Mail;

public sealed class SendDueMailTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 10, 1, 3, 0);
    private static readonly MailOptions Options = new() { MaxAttempts = 4 };
    private readonly FixedTime time = new(Start);

    [Theory, Engines]
    public async Task What_is_due_leaves_oldest_first_and_once(Engine engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await AddAsync(test, "b@x.vn", Start - Duration.FromMinutes(1));
        await AddAsync(test, "a@x.vn", Start - Duration.FromMinutes(2));
        await AddAsync(test, "later@x.vn", Start + Duration.FromMilliseconds(1));
        var sender = new Sender();
        (await RunAsync(test, sender)).ShouldBe(2);
        (await RunAsync(test, sender)).ShouldBe(0);
        sender.Sent.Select(s => s.To).ShouldBe(["a@x.vn", "b@x.vn"]);
        time.Now += Duration.FromMilliseconds(1);
        (await RunAsync(test, sender)).ShouldBe(1);
    }

    [Theory, Engines]
    public async Task A_mail_that_fails_is_tried_again_later_and_later_and_then_given_up(Engine engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        var id = await AddAsync(test, "a@x.vn", Start);
        var sender = new Sender { Failure = new IOException("451 later") };
        var waits = new List<double>();
        for (var attempt = 1; attempt <= 4; attempt++)
        {
            (await RunAsync(test, sender)).ShouldBe(0);
            var message = await FindAsync(test, id);
            (message.Attempts, message.LastError, message.SentAt).ShouldBe((attempt, "451 later", null));
            (message.GivenUpAt is not null).ShouldBe(attempt == 4);
            waits.Add((message.DueAt - time.Now).TotalSeconds);
            (await RunAsync(test, sender)).ShouldBe(0);
            time.Now = message.DueAt;
        }
        waits.ShouldBe([60, 120, 240, 480]);
        sender.Tries.ShouldBe(4);
        (await RunAsync(test, sender)).ShouldBe(0);
        sender.Tries.ShouldBe(4);
    }

    [Fact]
    public void No_wait_is_longer_than_the_longest() => SendDueMail.Wait(Options, 100).ShouldBe(Duration.FromHours(6));

    [Theory, Engines]
    public async Task A_mail_refused_for_ever_is_given_up_at_once_and_holds_up_no_other(Engine engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        var bad = await AddAsync(test, "bad@x.vn", Start - Duration.FromMinutes(1));
        var good = await AddAsync(test, "good@x.vn", Start);
        var sender = new Sender { Refused = "bad@x.vn" };
        (await RunAsync(test, sender)).ShouldBe(1);
        var message = await FindAsync(test, bad);
        (message.GivenUpAt, message.LastError, message.SentAt).ShouldBe((Start, "550 no such user", null));
        (await FindAsync(test, good)).SentAt.ShouldBe(Start);
    }

    [Theory, Engines]
    public async Task A_process_killed_between_sending_and_marking_sends_again_under_the_same_id(Engine engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        var id = await AddAsync(test, "a@x.vn", Start);
        var sender = new Sender { Failure = new OperationCanceledException(), FailsAfterSending = true };
        await Should.ThrowAsync<OperationCanceledException>(() => RunAsync(test, sender));
        sender.Failure = null;
        (await RunAsync(test, sender)).ShouldBe(0);
        time.Now += Duration.FromTimeSpan(Options.FirstRetry);
        (await RunAsync(test, sender)).ShouldBe(1);
        sender.Sent.Select(s => s.Id).ShouldBe([id, id]);
        (await FindAsync(test, id)).SentAt.ShouldNotBeNull();
    }

    [Theory, Engines]
    public async Task Of_many_workers_at_once_each_mail_leaves_by_one(Engine engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        for (var i = 0; i < 20; i++) await AddAsync(test, $"p{i}@x.vn", Start);
        var sender = new Sender();
        var sent = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => RunAsync(test, sender))));
        sent.Sum().ShouldBe(20);
        sender.Sent.Select(s => s.Id).Distinct().Count().ShouldBe(20);
        sender.Sent.Count.ShouldBe(20);
    }

    [Theory, Engines]
    public async Task One_round_sends_no_more_than_a_batch(Engine engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        for (var i = 0; i < 5; i++) await AddAsync(test, $"p{i}@x.vn", Start);
        (await RunAsync(test, new Sender(), Options with { BatchSize = 3 })).ShouldBe(3);
    }

    [Fact]
    public void Settings_that_cannot_be_are_named()
    {
        Wrong(new MailOptions()).ShouldBeEmpty();
        Wrong(new MailOptions { FirstRetry = TimeSpan.FromSeconds(45) }).ShouldBe([nameof(MailOptions.FirstRetry)]);
        Wrong(new MailOptions { SmtpUser = "u" }).ShouldBe([nameof(MailOptions.SmtpPassword)]);
        Wrong(new MailOptions { SmtpHost = "mail.example.vn", SmtpUser = "u", SmtpPassword = "p", SmtpSecurity = SmtpSecurity.None }).ShouldBe([nameof(MailOptions.SmtpSecurity)]);
        Wrong(new MailOptions { SmtpTrustFile = "/nowhere.pem" }).ShouldBe([nameof(MailOptions.SmtpTrustFile)]);
        Wrong(new MailOptions { From = "x" }).ShouldBe([nameof(MailOptions.From)]);
    }

    private static IEnumerable<string> Wrong(MailOptions options)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new(options), results, validateAllProperties: true);
        return results.SelectMany(r => r.MemberNames);
    }

    private async Task<int> RunAsync(TestDb test, Sender sender, MailOptions? options = null)
    {
        await using var db = test.Open();
        return await new SendDueMail(db, time, sender, options ?? Options).RunAsync(default);
    }

    private static async Task<Guid> AddAsync(TestDb test, string to, Instant due)
    {
        await using var db = test.Open();
        db.Mail(due, new(to, "Tiêu đề", "Nội dung"));
        await db.SaveChangesAsync();
        return db.Outbox.Local.Single().Id;
    }

    private static async Task<OutboxMessage> FindAsync(TestDb test, Guid id)
    {
        await using var db = test.Open();
        return await db.Outbox.SingleAsync(m => m.Id == id);
    }

    private sealed class Sender : IMailSender
    {
        public List<(Guid Id, string To)> Sent { get; } = [];
        public int Tries { get; private set; }
        public Exception? Failure { get; set; }
        public bool FailsAfterSending { get; init; }
        public string? Refused { get; init; }

        public Task SendAsync(Guid messageId, MailMessage message, CancellationToken ct)
        {
            lock (Sent)
            {
                Tries++;
                if (message.To == Refused) throw new MailRefusedException("550 no such user");
                if (Failure is not null && !FailsAfterSending) throw Failure;
                Sent.Add((messageId, message.To));
                return Failure is null ? Task.CompletedTask : throw Failure;
            }
        }
    }
}
