using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using BangVang.Proof.Keys;
using BangVang.Proof.Notes;
using BangVang.Proof.Receipts;
using Shouldly;
using Xunit;

namespace BangVang.Proof.Tests;

/// <summary>A receipt proves what it says, and nothing of it can be changed unnoticed.</summary>
public sealed class ReceiptTests
{
    private const string Origin = "giaithuong.example.vn/log";
    private static readonly byte[] LogSeed = SHA256.HashData("log"u8), WitnessSeed = SHA256.HashData("witness"u8);
    private static readonly Trust Trusted = new(Origin, new(Origin, NoteSignatureKind.Ed25519, Ed25519.PublicKeyOf(LogSeed)),
        [new("chung-kien.example.vn", NoteSignatureKind.Cosignature, Ed25519.PublicKeyOf(WitnessSeed))], 1);

    private static readonly JsonObject Content = new() { ["v"] = 1, ["reference"] = "HS-001", ["edition"] = "demo/2026", ["snapshot"] = new string('a', 64), ["product"] = "Một cửa số" };

    /// <summary>Content with a file that the browser hashed and one that the server hashed.</summary>
    private static readonly JsonObject WithFiles = new()
    {
        ["v"] = 1, ["reference"] = "HS-001", ["edition"] = "demo/2026", ["snapshot"] = new string('a', 64),
        ["files"] = new JsonArray(
            new JsonObject { ["id"] = "1", ["field"] = "proof", ["name"] = "xác nhận.pdf", ["bytes"] = 1_000, ["sha256"] = new string('b', 64), ["kind"] = "Pdf", ["hashedBy"] = "browser" },
            new JsonObject { ["id"] = "2", ["field"] = "books", ["name"] = "sổ.pdf", ["bytes"] = 2_000, ["sha256"] = new string('c', 64), ["kind"] = "Pdf" }),
    };

    private static string Text(JsonNode node) => Encoding.UTF8.GetString(CanonicalJson.Bytes(node));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>The receipt of entry 1 of three, with promise and, if asked, proof.</summary>
    private static JsonObject Receipt(bool isProved = true, bool isWitnessed = true, JsonObject? of = null)
    {
        var (content, salt) = (Text(of ?? Content), SHA256.HashData("salt"u8));
        var payload = Text(new JsonObject { ["reference"] = "HS-001", ["version"] = 2, ["sha256"] = Hex(Encoding.UTF8.GetBytes(content)), ["snapshot"] = new string('a', 64) });
        var entry = CanonicalJson.Bytes(new JsonObject
        {
            ["v"] = 1, ["kind"] = "dossier.submitted", ["edition"] = "demo/2026", ["at"] = "2026-10-01T03:00:00Z", ["commitment"] = Hex([.. salt, .. Encoding.UTF8.GetBytes(payload)]),
        });
        var tree = new MerkleTree(["zero"u8.ToArray(), entry, "two"u8.ToArray()]);
        var checkpoint = SignedNote.Sign(new Checkpoint(Origin, 3, tree.Root()).ToString(), Origin, LogSeed);
        if (isWitnessed) checkpoint = checkpoint.With(Cosignature.Sign(checkpoint.Text, "chung-kien.example.vn", WitnessSeed, 1_790_000_000));
        var log = new JsonObject
        {
            ["seq"] = 1, ["payload"] = payload, ["salt"] = Convert.ToHexStringLower(salt), ["entry"] = Encoding.UTF8.GetString(entry),
            ["promise"] = SignedNote.Sign(ReceiptFile.PromiseOf(Origin, 1, entry), Origin, LogSeed).ToString(),
        };
        if (isProved) log["proof"] = new InclusionReceipt(null, 1, tree.Inclusion(1, 3), checkpoint).ToString();
        return new()
        {
            ["kind"] = "bangvang.receipt", ["v"] = 1, ["edition"] = "demo/2026", ["reference"] = "HS-001", ["version"] = 2, ["submitted_at"] = "2026-10-01T03:00:00Z",
            ["sha256"] = Hex(Encoding.UTF8.GetBytes(content)), ["snapshot_sha256"] = new string('a', 64), ["content"] = content, ["log"] = log,
        };
    }

    /// <summary>As installations write it now: with its files and, if given, a time-stamp.</summary>
    private static JsonObject Receipt2(string? stamp = null)
    {
        var receipt = Receipt(of: WithFiles);
        receipt["v"] = 2;
        receipt["files"] = new JsonArray(
            new JsonObject { ["field"] = "proof", ["name"] = "xác nhận.pdf", ["bytes"] = 1_000, ["sha256"] = new string('b', 64), ["hashed_by"] = "browser" },
            new JsonObject { ["field"] = "books", ["name"] = "sổ.pdf", ["bytes"] = 2_000, ["sha256"] = new string('c', 64), ["hashed_by"] = "server" });
        if (stamp is not null) receipt["log"]!["time_stamp"] = stamp;
        return receipt;
    }

    private static ReceiptVerdict Check(JsonNode receipt, Trust? trust = null) => ReceiptFile.Check(Encoding.UTF8.GetBytes(receipt.ToJsonString()), trust ?? Trusted);

    [Fact]
    public void A_receipt_is_proved_by_the_file_alone()
    {
        var verdict = Check(Receipt());
        (verdict.Standing, verdict.Failure, verdict.Size).ShouldBe((ReceiptStanding.Proved, null, 3));
        verdict.Witnesses.ShouldBe(["chung-kien.example.vn"]);
    }

    [Fact]
    public void Before_a_checkpoint_covers_it_the_signature_alone_is_told_apart()
    {
        var verdict = Check(Receipt(isProved: false));
        (verdict.Standing, verdict.Failure, verdict.Size).ShouldBe((ReceiptStanding.Promised, null, 0));
    }

    [Fact]
    public void The_files_of_a_receipt_are_those_of_its_content_with_who_hashed_them()
    {
        var verdict = Check(Receipt2());
        (verdict.Standing, verdict.Failure).ShouldBe((ReceiptStanding.Proved, null));
        verdict.Receipt!.Files.ShouldBe([new("proof", "xác nhận.pdf", 1_000, new string('b', 64), "browser"), new("books", "sổ.pdf", 2_000, new string('c', 64), "server")]);
    }

    [Theory]
    [InlineData("field", "books")]
    [InlineData("name", "khác.pdf")]
    [InlineData("sha256", "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbc")]
    [InlineData("hashed_by", "server")]
    public void A_file_of_a_receipt_cannot_be_changed(string member, string value)
    {
        var receipt = Receipt2();
        receipt["files"]![0]![member] = value;
        Check(receipt).Failure.ShouldBe("receipt.files");
        var shorter = Receipt2();
        shorter["files"]!.AsArray().RemoveAt(1);
        Check(shorter).Failure.ShouldBe("receipt.files");
        var longer = Receipt2();
        longer["files"]![0]!["received"] = true;
        Check(longer).Failure.ShouldBe("receipt.unreadable", "what nobody checks does not stand in a receipt");
    }

    [Fact]
    public void Version_1_has_neither_files_nor_a_time_stamp_and_still_holds()
    {
        Check(Receipt()).Failure.ShouldBeNull();
        var mixed = Receipt2();
        mixed["v"] = 1;
        Check(mixed).Failure.ShouldBe("receipt.unreadable");
        var without = Receipt();
        without["v"] = 2;
        Check(without).Failure.ShouldBe("receipt.unreadable");
        var later = Receipt2();
        later["v"] = 3;
        Check(later).Failure.ShouldBe("receipt.unreadable");
    }

    [Fact]
    public void A_time_stamp_is_checked_over_the_entry_and_counts_only_when_somebody_checks_it()
    {
        var receipt = Receipt2(Convert.ToBase64String("token"u8));
        var at = new DateTimeOffset(2026, 10, 1, 3, 0, 9, TimeSpan.Zero);
        var entry = SHA256.HashData(Encoding.UTF8.GetBytes(receipt["log"]!["entry"]!.GetValue<string>()));
        StampFinding Stamp(byte[] token, byte[] sha256) => sha256.AsSpan().SequenceEqual(entry) && token.AsSpan().SequenceEqual("token"u8) ? new(null, at) : new("receipt.time_stamp", null);
        var bytes = Encoding.UTF8.GetBytes(receipt.ToJsonString());
        ReceiptFile.Check(bytes, Trusted, stamps: Stamp).StampedAt.ShouldBe(at);
        ReceiptFile.Check(bytes, Trusted).StampedAt.ShouldBeNull();
        ReceiptFile.Check(Encoding.UTF8.GetBytes(Receipt2(Convert.ToBase64String("other"u8)).ToJsonString()), Trusted, stamps: Stamp).Failure.ShouldBe("receipt.time_stamp");
        Check(Receipt2("not base64!")).Failure.ShouldBe("receipt.unreadable");
    }

    [Fact]
    public void Without_the_witnesses_that_are_asked_for_a_checkpoint_is_not_enough()
    {
        Check(Receipt(isWitnessed: false)).Failure.ShouldBe("receipt.too_few_witnesses");
        Check(Receipt(isWitnessed: false), Trusted with { Quorum = 0 }).Standing.ShouldBe(ReceiptStanding.Proved);
    }

    [Fact]
    public void Another_logs_receipt_proves_nothing()
    {
        var other = Trusted with { Log = new(Origin, NoteSignatureKind.Ed25519, Ed25519.PublicKeyOf(WitnessSeed)) };
        Check(Receipt(), other).Failure.ShouldBe("receipt.not_in_log");
        Check(Receipt(isProved: false), other).Failure.ShouldBe("receipt.promise");
        Check(Receipt(), Trusted with { Origin = "khac.example.vn/log" }).Failure.ShouldBe("receipt.not_in_log");
    }

    [Fact]
    public void After_a_change_of_keys_a_receipt_holds_as_far_as_the_old_key_was_in_use()
    {
        var next = new NoteKey(Origin, NoteSignatureKind.Ed25519, Ed25519.PublicKeyOf(SHA256.HashData("next"u8)));
        Trust After(long size) => Trusted with { Log = next, Retired = [new(Trusted.Log, size)] };
        Check(Receipt(), After(3)).Standing.ShouldBe(ReceiptStanding.Proved);
        Check(Receipt(), After(2)).Failure.ShouldBe("receipt.not_in_log", "a checkpoint of 3 came after the key's last");
        Check(Receipt(isProved: false), After(2)).Standing.ShouldBe(ReceiptStanding.Promised);
        Check(Receipt(isProved: false), After(1)).Failure.ShouldBe("receipt.promise");
        Check(Receipt(), Trusted with { Log = next }).Failure.ShouldBe("receipt.not_in_log");
    }

    [Theory]
    [InlineData("content", "receipt.content")]
    [InlineData("sha256", "receipt.content")]
    [InlineData("reference", "receipt.reference")]
    [InlineData("edition", "receipt.content_says_otherwise")]
    [InlineData("snapshot_sha256", "receipt.content_says_otherwise")]
    [InlineData("version", "receipt.payload")]
    [InlineData("submitted_at", "receipt.time")]
    [InlineData("log.payload", "receipt.payload")]
    [InlineData("log.salt", "receipt.commitment")]
    [InlineData("log.entry", "receipt.commitment")]
    [InlineData("log.seq", "receipt.not_in_log")]
    [InlineData("kind", "receipt.unreadable")]
    public void What_was_changed_first_is_named(string member, string failure)
    {
        var receipt = Receipt();
        var (owner, name) = member.StartsWith("log.", StringComparison.Ordinal) ? (receipt["log"]!.AsObject(), member[4..]) : (receipt, member);
        owner[name] = owner[name]!.GetValueKind() is System.Text.Json.JsonValueKind.Number ? JsonValue.Create(owner[name]!.GetValue<int>() + 1) : JsonValue.Create(Changed(owner[name]!.GetValue<string>()));
        Check(receipt).Failure.ShouldBe(failure);
    }

    /// <summary>One character, in the middle, becomes another one that could stand there.</summary>
    private static string Changed(string text) => text[..(text.Length / 2)] + (text[text.Length / 2] == '1' ? '2' : '1') + text[(text.Length / 2 + 1)..];

    [Fact]
    public void Not_one_byte_of_the_file_can_be_changed_to_another_meaning()
    {
        var good = Encoding.UTF8.GetBytes(Receipt2().ToJsonString());
        var meaning = Receipt2();
        var (random, changed) = (new Random(20261122), 0);
        for (var n = 0; n < 4_000; n++)
        {
            var bytes = good.ToArray();
            bytes[random.Next(bytes.Length)] = (byte)random.Next(32, 127);
            if (Same(bytes, meaning)) continue;
            changed++;
            ReceiptFile.Check(bytes, Trusted).Failure.ShouldNotBeNull(Encoding.UTF8.GetString(bytes));
        }
        changed.ShouldBeGreaterThan(3_000);
    }

    /// <summary>The same document, or one that differs in what proves nothing: the promise once there is a proof, and names of signatures nobody trusts.</summary>
    private static bool Same(byte[] bytes, JsonObject meaning)
    {
        try
        {
            var read = JsonNode.Parse(bytes)!.AsObject();
            foreach (var document in new[] { read, (JsonObject)meaning.DeepClone() }) document["log"]!.AsObject().Remove("promise");
            var compared = (JsonObject)meaning.DeepClone();
            compared["log"]!.AsObject().Remove("promise");
            return JsonNode.DeepEquals(read, compared);
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or NullReferenceException or InvalidOperationException) { return false; }
    }

    [Fact]
    public void Trust_is_read_whole_or_not_at_all()
    {
        var (log, witness) = (Trusted.Log.ToString(), Trusted.Witnesses[0].ToString());
        static byte[] Json(string text) => Encoding.UTF8.GetBytes(text);
        Trust.TryParse(Json($$"""{"log":{"origin":"{{Origin}}","key":"{{log}}"},"witnesses":["{{witness}}"],"quorum":1,"more":true}"""), out var trust).ShouldBeTrue();
        (trust!.Origin, trust.Log.ToString(), trust.Witnesses.Single().ToString(), trust.Quorum).ShouldBe((Origin, log, witness, 1));
        static string LogOnly(string members) => "{\"log\":{" + members + "}";
        var whole = $"\"origin\":\"{Origin}\",\"key\":\"{log}\"}}";
        foreach (var bad in (string[])[
            "", "[]", "{}", LogOnly($"\"origin\":\"{Origin}\"}}"), LogOnly($"\"origin\":\"{Origin}\",\"key\":\"{witness}\"}}"), LogOnly($"{whole},\"witnesses\":[\"{log}\"]"),
            LogOnly($"{whole},\"witnesses\":[\"{witness}\"],\"quorum\":2"), LogOnly($"{whole},\"quorum\":-1"),
        ])
            Trust.TryParse(Json(bad), out _).ShouldBeFalse(bad);
        Trust.TryParse(Json(LogOnly(whole)), out _).ShouldBeTrue();
        Trust.TryParse(Json(LogOnly($"{whole},\"retired\":[{{\"key\":\"{log}\",\"size\":12,\"checkpoint\":\"…\"}}]")), out var changed).ShouldBeTrue();
        changed!.Retired.Select(r => (r.Key.ToString(), r.Size)).ShouldBe([(log, 12L)]);
        foreach (var bad in (string[])[$"{{\"key\":\"{witness}\",\"size\":12}}", $"{{\"key\":\"{log}\"}}", $"{{\"key\":\"{log}\",\"size\":-1}}"])
            Trust.TryParse(Json(LogOnly($"{whole},\"retired\":[{bad}]")), out _).ShouldBeFalse(bad);
    }
}
