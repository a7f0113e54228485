using System.Net.Sockets;
using System.Security.Cryptography;
using BangVang.Testing.Files;
using BangVang.Testing.Running;

namespace BangVang.EndToEnd.Durability;

/// <summary>
/// Fills fields, sends a file (in pieces, or with the ordinary form), submits, reads the receipt, and begins again. Goes on
/// where it stopped when the server comes back, as a browser does, and writes down what it was told.
/// </summary>
public sealed class Applicant(SignedInApplicant person, int seed, Action acknowledged) : IDisposable
{
    private const int Steps = 5, MaxFileBytes = 300_000, MaxPieceBytes = 100_000;
    private readonly Random random = new(seed);
    private BrowserClient? browser;
    private int turn = 1, step;
    private Guid? toAttach;
    private int? unread;

    public Ledger Told { get; } = new();
    public Guid DossierId => person.DossierId;

    /// <summary>True while a request has been sent and not been answered.</summary>
    public bool IsWaiting { get; private set; }

    /// <summary>Works until the line breaks or it is stopped.</summary>
    /// <exception cref="NotAcknowledgedException">The server answered what it should not.</exception>
    public async Task WorkAsync(Uri server, CancellationToken stop)
    {
        try
        {
            await ComeInAsync(server, stop);
            while (true) await StepAsync(stop);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException or OperationCanceledException)
        {
            // The server was killed; whatever was on the way is neither kept nor lost. A line that breaks between its opening and
            // its first use is told by the bare socket.
            if (Told.Upload is { } upload) upload.IsUnsure = true;
        }
    }

    /// <summary>Works to the end of what it has begun, up to its next receipt.</summary>
    public async Task FinishAsync(Uri server)
    {
        await ComeInAsync(server, default);
        var receipts = Told.Receipts.Values.Count(sha256 => sha256 is not null);
        while (Told.Receipts.Values.Count(sha256 => sha256 is not null) == receipts) await StepAsync(default);
    }

    private async Task ComeInAsync(Uri server, CancellationToken stop)
    {
        if (browser is not null) { browser.Server = server; return; }
        var fresh = new BrowserClient(server, person.Token);
        await fresh.OpenAsync($"/dossiers/{DossierId}/section/papers", stop);
        browser = fresh;
    }

    private async Task StepAsync(CancellationToken stop)
    {
        await (step switch
        {
            0 => SaveAsync("pitch", n => $"Giảm thời gian chờ, bản {n}", stop),
            1 => SaveAsync("page", n => $"https://vi-du.vn/{n}", stop),
            2 when turn % 3 == 0 => SendFormAsync(stop),
            2 => SendPiecesAsync(stop),
            3 => SubmitAsync(stop),
            _ => ReadReceiptAsync(stop),
        });
        (turn, step) = step + 1 < Steps ? (turn, step + 1) : (turn + 1, 0);
    }

    private async Task SaveAsync(string field, Func<int, string> valueOf, CancellationToken stop)
    {
        var entry = Told.Fields[field];
        entry.Sent = turn;
        await TellAsync(b => b.SaveFieldAsync(DossierId, "about", field, valueOf(turn), stop));
        entry.Saved = turn;
    }

    private async Task SendFormAsync(CancellationToken stop)
    {
        var bytes = NewFile();
        await TellAsync(async b => { await b.SendFormAsync(DossierId, "papers", "proof", $"ban-{turn}.pdf", bytes, stop); return true; });
        Told.Files.Add(new(null, HashOf(bytes)));
    }

    private async Task SendPiecesAsync(CancellationToken stop)
    {
        if (toAttach is null)
        {
            if (Told.Upload is null)
            {
                var bytes = NewFile();
                Told.Upload = new(await TellAsync(b => b.StartUploadAsync(DossierId, "proof", $"ban-{turn}.pdf", bytes.Length, stop)), bytes);
            }
            toAttach = await SendRestAsync(Told.Upload, stop);
            Told.Files.Add(new(toAttach, HashOf(Told.Upload.Bytes)));
            Told.Upload = null;
        }
        await TellAsync(async b => { await b.AttachAsync(DossierId, "papers", "proof", toAttach.Value, stop); return true; });
        Told.Attached.Add(toAttach.Value);
        toAttach = null;
    }

    /// <returns>The stored file.</returns>
    private async Task<Guid> SendRestAsync(UploadEntry upload, CancellationToken stop)
    {
        if (upload.IsUnsure)
        {
            var (received, known) = await TellAsync(b => b.LookAsync(upload.Address, stop));
            if (received < upload.Received) throw new InvalidOperationException($"Upload {upload.Id}: {upload.Received} bytes were acknowledged, {received} are left.");
            (upload.Received, upload.IsUnsure) = (received, false);
            if (known is { } kept) return kept;
        }
        while (true)
        {
            var piece = upload.Bytes.AsMemory((int)upload.Received);
            if (piece.Length > MaxPieceBytes) piece = piece[..random.Next(1, MaxPieceBytes)];
            var (received, stored) = await TellAsync(b => b.SendPieceAsync(upload.Address, upload.Received, piece, stop));
            upload.Received = received;
            if (stored is { } file) return file;
        }
    }

    private async Task SubmitAsync(CancellationToken stop)
    {
        unread = await TellAsync(b => b.SubmitAsync(DossierId, stop));
        Told.Receipts.TryAdd(unread.Value, null);
    }

    private async Task ReadReceiptAsync(CancellationToken stop)
    {
        var receipt = await TellAsync(b => b.ReceiptAsync(DossierId, unread!.Value, stop));
        Told.Receipts[unread!.Value] = receipt["sha256"]!.GetValue<string>();
    }

    private async Task<T> TellAsync<T>(Func<BrowserClient, Task<T>> send)
    {
        IsWaiting = true;
        try
        {
            var answer = await send(browser!);
            acknowledged();
            return answer;
        }
        finally { IsWaiting = false; }
    }

    private byte[] NewFile() => SampleFiles.PdfOf(random.Next(1_000, MaxFileBytes), random.Next());

    private static string HashOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    public void Dispose() => browser?.Dispose();
}
